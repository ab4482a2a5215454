"""How a message becomes what a person sees: its text with Markdown done, boxes, buttons, menus, files, small print.

`see` turns a message of the offline Discord into a `Seen`, which a test reads (`seen.text`, `seen.bold`, `seen.links`,
`seen.buttons`) and a terminal draws.
"""

from collections.abc import Iterator
from typing import Any

from bot.offline import permissions
from bot.offline.accounts import Person
from bot.offline.component_rules import LINK, SELECTS
from bot.offline.component_rules import Kind as Component
from bot.offline.filling import listed, name_of
from bot.offline.markdown import Line, Names, Span, Style, read
from bot.offline.messages import Message, MessageFlags, MessageKind
from bot.offline.payloads import Json
from bot.offline.permissions import Permission
from bot.offline.seen import Box, Button, Field, File, Form, Menu, Part, Picture, Row, Rule, Seen, Text

PARAGRAPH = 2
"""The style of a text input with several lines."""


def see_form(modal: Json) -> Form:
    """A form as a person sees it."""
    return Form(modal["title"], tuple(_fields(modal["components"])))


def _fields(components: list[Json], label: str = "") -> Iterator[Field]:
    for part in components:
        if part.get("custom_id"):
            yield Field(
                label or part.get("label") or "",
                part["custom_id"],
                part["type"],
                part.get("value") or "",
                part.get("placeholder") or "",
                part.get("required", True),
                part["type"] == Component.TEXT_INPUT and part.get("style") == PARAGRAPH,
                tuple((option["label"], option["value"]) for option in part.get("options") or []),
            )
        yield from _fields(part.get("components") or [])
        if part.get("component"):
            yield from _fields([part["component"]], part["label"])


def see(message: Message, who: Person) -> Seen:
    """`message` as `who` sees it."""
    parts = (Text((Line((Span("thinking …", Style.ITALIC),)),)),) if message.loading else tuple(_parts(message))
    return Seen(message, message.author.name, parts, message.ephemeral, message.loading, _about(message))


def _about(message: Message) -> str | None:
    if message.by_interaction and "name" in message.by_interaction:
        slash = "/" if message.kind is MessageKind.CHAT_INPUT_COMMAND else ""
        return f"{message.by_interaction['user']['username']} used {slash}{message.by_interaction['name']}"
    if isinstance(message.reference, Message):
        said = " ".join(message.reference.content.split())
        return f"reply to {message.reference.author.name}" + (f": {said[:60]}" if said else "")
    return None


def _parts(message: Message) -> Iterator[Part]:
    names = _names(message)
    if message.content:
        yield _text(message.content, names)
    if not message.flags & MessageFlags.IS_COMPONENTS_V2:  # there only those that a component shows
        yield from (File(a.filename, len(a.data)) for a in message.attachments)
    if not message.flags & MessageFlags.SUPPRESS_EMBEDS and _may_embed(message):
        yield from (_embed(embed, names) for embed in message.embeds)
    yield from (_component(component, names, message) for component in message.components)
    if message.snapshot:
        yield Box((_text("-# Forwarded", names), *_parts(message.snapshot)))


def _may_embed(message: Message) -> bool:
    return message.webhook or bool(permissions.in_channel(message.author, message.channel) & Permission.EMBED_LINKS)


def _names(message: Message) -> Names:
    world, guild = message.channel.world, message.channel.guild

    def name(kind: str, number: int) -> str | None:
        places: dict[str, Any] = {"@": world.users, "#": world.channels, "@&": guild.roles if guild else {}}
        found = places[kind].get(number)
        return found.name if found else None

    return name


def _text(content: str, names: Names) -> Text:
    return Text(tuple(read(content, names)))


def _component(component: Json, names: Names, message: Message) -> Part:
    kind = component["type"]
    children = tuple(_component(child, names, message) for child in component.get("components") or [])
    if kind == Component.TEXT_DISPLAY:
        return _text(component["content"], names)
    if kind == Component.BUTTON:
        return _button(component)
    if kind in SELECTS:
        return _menu(component, message)
    if kind == Component.CONTAINER:
        return Box(children, component.get("accent_color"))
    if kind == Component.SECTION:
        return Row((*children, _component(component["accessory"], names, message)))
    if kind == Component.THUMBNAIL:
        return Picture(component["media"]["url"], component.get("description") or "")
    if kind == Component.MEDIA_GALLERY:
        return Row(tuple(Picture(i["media"]["url"], i.get("description") or "") for i in component["items"]))
    if kind == Component.FILE:
        return _file(component["file"]["url"], message)
    if kind == Component.SEPARATOR:
        return Rule(component.get("divider", True))
    return Row(children)


def _menu(menu: Json, message: Message) -> Menu:
    if menu["type"] == Component.STRING_SELECT:
        options = [(option["label"], option["value"]) for option in menu["options"]]
        chosen = [option["value"] for option in menu["options"] if option.get("default")]
    else:
        options = [(name_of(one), str(one.id)) for one in listed(menu, message.channel)]
        chosen = [str(value["id"]) for value in menu.get("default_values") or []]
    named = tuple(label for label, value in options if value in chosen)
    disabled, placeholder = bool(menu.get("disabled")), menu.get("placeholder") or ""
    return Menu(placeholder, menu["custom_id"], menu["type"], tuple(options), disabled, named)


def _file(url: str, message: Message) -> File:
    number = url.split("/")[-2] if "/" in url else ""
    found = next((a for a in message.attachments if str(a.id) == number), None)
    return File(found.filename, len(found.data)) if found else File(url.removeprefix("attachment://"))


def _button(button: Json) -> Button:
    emoji = (button.get("emoji") or {}).get("name") or ""
    url = button.get("url") if button.get("style") == LINK else None
    style, disabled = button.get("style", 2), bool(button.get("disabled"))
    return Button(button.get("label") or "", button.get("custom_id"), url, disabled, style, emoji)


def _embed(embed: Json, names: Names) -> Box:
    parts: list[Part] = []
    if author := (embed.get("author") or {}).get("name"):
        parts.append(Text((Line((Span(author, Style.BOLD),)),)))
    if embed.get("title"):
        parts.append(Text((Line((Span(embed["title"], Style.BOLD, embed.get("url")),)),)))
    if embed.get("description"):
        parts.append(_text(embed["description"], names))
    for entry in embed.get("fields") or []:
        lines = (Line((Span(entry["name"], Style.BOLD),)), *read(entry["value"], names))
        parts.append(Text(lines))
    if image := (embed.get("image") or {}).get("url"):
        parts.append(Picture(image))
    if footer := (embed.get("footer") or {}).get("text"):
        parts.append(Text((Line((Span(footer),), "subtext"),)))
    return Box(tuple(parts), embed.get("color"))
