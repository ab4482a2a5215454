"""What a person sees of a message: its text with Markdown done, boxes, buttons, menus, files, and its small print.

`see` turns a message of the offline Discord into a `Seen`: a picture in plain data, which a test reads
(`seen.text`, `seen.bold`, `seen.links`, `seen.buttons`) and a terminal draws.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.offline import permissions
from bot.offline.accounts import Person
from bot.offline.component_rules import LINK, SELECTS
from bot.offline.component_rules import Kind as Component
from bot.offline.markdown import Line, Names, Span, Style, read
from bot.offline.messages import Message, MessageFlags
from bot.offline.payloads import Json
from bot.offline.permissions import Permission


class Link(NamedTuple):
    """What is clickable: the words shown, and where they lead."""

    text: str
    url: str


@dataclass(frozen=True)
class Text:
    """Lines of text."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Button:
    """A button; one with a `url` is a link, another is pressed by its `custom_id`."""

    label: str
    custom_id: str | None = None
    url: str | None = None
    disabled: bool = False
    style: int = 2
    emoji: str = ""

    @property
    def shown(self) -> str:
        """All that stands on it."""
        return " ".join(part for part in (self.emoji, self.label) if part)


@dataclass(frozen=True)
class Menu:
    """A select menu; `options` are the labels and values of one that lists them."""

    placeholder: str
    custom_id: str
    kind: int
    options: tuple[tuple[str, str], ...] = ()
    disabled: bool = False


@dataclass(frozen=True)
class Picture:
    """An image, as far as words can say it."""

    url: str
    description: str = ""


@dataclass(frozen=True)
class File:
    """A file to download."""

    name: str
    size: int | None = None


@dataclass(frozen=True)
class Rule:
    """A line across, or an empty space."""

    drawn: bool = True


@dataclass(frozen=True)
class Row:
    """Things beside each other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Box:
    """A container or an embed."""

    parts: tuple["Part", ...]
    colour: int | None = None


Part = Text | Button | Menu | Picture | File | Rule | Row | Box


@dataclass(frozen=True)
class Seen:
    """A message as one person sees it."""

    message: Message = field(repr=False)
    author: str
    parts: tuple[Part, ...]
    private: bool = False
    """Only they see it."""
    thinking: bool = False
    """It only says that the bot is thinking."""
    about: str | None = None
    """The line above it: whom it replies to, or who used which command."""

    def all(self) -> Iterator[Part]:
        """Every part, however deep, in the order of reading."""
        return _flat(self.parts)

    @property
    def lines(self) -> list[Line]:
        """Every line of text."""
        return [line for part in self.all() if isinstance(part, Text) for line in part.lines]

    @property
    def text(self) -> str:
        """The text shown, without buttons; items with their bullets."""
        return "\n".join(line.bullet + line.text for line in self.lines)

    def spans(self, style: Style) -> list[str]:
        """The runs of text set off so, each whole: `seen.spans(Style.ITALIC)`."""
        return [text for line in self.lines for text in _runs(line, style)]

    @property
    def bold(self) -> list[str]:
        """What is bold."""
        return self.spans(Style.BOLD)

    @property
    def subtext(self) -> list[str]:
        """The lines of small print."""
        return [line.text for line in self.lines if line.kind == "subtext"]

    @property
    def links(self) -> list[Link]:
        """Everything that leads to a page, buttons too."""
        found: list[Link] = []
        for part in self.all():
            if isinstance(part, Text):
                found += [link for line in part.lines for link in _links(line)]
            elif isinstance(part, Button) and part.url:
                found.append(Link(part.shown, part.url))
        return found

    @property
    def buttons(self) -> list[Button]:
        """The buttons, links among them."""
        return [part for part in self.all() if isinstance(part, Button)]

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.label for button in self.buttons]

    @property
    def menus(self) -> list[Menu]:
        """The select menus."""
        return [part for part in self.all() if isinstance(part, Menu)]

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def __str__(self) -> str:
        return "\n".join([*([self.about] if self.about else []), f"{self.author}:", *plain(self.parts)])


def see(message: Message, who: Person) -> Seen:
    """`message` as `who` sees it."""
    parts = (Text((Line((Span("thinking …", Style.ITALIC),)),)),) if message.loading else tuple(_parts(message))
    return Seen(message, message.author.name, parts, message.ephemeral, message.loading, _about(message))


def plain(parts: tuple[Part, ...], indent: str = "") -> list[str]:
    """The parts in words, a line each; a button as `[label]`."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            found += [f"{indent}{'| ' if line.quoted else ''}{line.bullet}{line.text}" for line in part.lines]
        elif isinstance(part, Box):
            found += plain(part.parts, indent + "  ")
        elif isinstance(part, Row):
            texts = [line for inner in part.parts if isinstance(inner, Text) for line in plain((inner,), indent)]
            rest = [words(inner) for inner in part.parts if not isinstance(inner, Text)]
            found += [*texts, indent + "  ".join(rest)]
        else:
            found.append(indent + words(part))
    return found


def words(part: Part) -> str:
    """A part that is no text, in a few words."""
    if isinstance(part, Button):
        return f"({part.shown})" if part.disabled else f"[{part.shown}]"
    if isinstance(part, Menu):
        return f"[{part.placeholder or 'choose'} v]"
    if isinstance(part, Picture):
        return f"(picture: {part.description or part.url})"
    if isinstance(part, File):
        return f"(file: {part.name})"
    return "-" * 20 if isinstance(part, Rule) and part.drawn else ""


def _flat(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, Row | Box):
            yield from _flat(part.parts)


def _runs(line: Line, style: Style) -> list[str]:
    runs: list[str] = []
    joined = False
    for span in line.spans:
        if span.style & style:
            runs[-1:] = [runs[-1] + span.text] if joined else [*runs[-1:], span.text]
        joined = bool(span.style & style)
    return runs


def _links(line: Line) -> list[Link]:
    found: list[Link] = []
    before: str | None = None
    for span in line.spans:
        if span.link and span.link == before:
            found[-1] = Link(found[-1].text + span.text, span.link)
        elif span.link:
            found.append(Link(span.text, span.link))
        before = span.link
    return found


def _about(message: Message) -> str | None:
    if message.by_interaction and "name" in message.by_interaction:
        return f"{message.by_interaction['user']['username']} used {message.by_interaction['name']}"
    if isinstance(message.reference, Message):
        said = " ".join(message.reference.content.split())
        return f"reply to {message.reference.author.name}" + (f": {said[:60]}" if said else "")
    return None


def _parts(message: Message) -> Iterator[Part]:
    names = _names(message)
    if message.content:
        yield _text(message.content, names)
    yield from (File(a.filename, len(a.data)) for a in message.attachments)
    if not message.flags & MessageFlags.SUPPRESS_EMBEDS and _may_embed(message):
        yield from (_embed(embed, names) for embed in message.embeds)
    yield from (_component(component, names) for component in message.components)


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


def _component(component: Json, names: Names) -> Part:
    kind = component["type"]
    children = tuple(_component(child, names) for child in component.get("components") or [])
    if kind == Component.TEXT_DISPLAY:
        return _text(component["content"], names)
    if kind == Component.BUTTON:
        return _button(component)
    if kind in SELECTS:
        options = tuple((option["label"], option["value"]) for option in component.get("options") or [])
        disabled = bool(component.get("disabled"))
        return Menu(component.get("placeholder") or "", component["custom_id"], kind, options, disabled)
    if kind == Component.CONTAINER:
        return Box(children, component.get("accent_color"))
    if kind == Component.SECTION:
        return Row((*children, _component(component["accessory"], names)))
    if kind == Component.THUMBNAIL:
        return Picture(component["media"]["url"], component.get("description") or "")
    if kind == Component.MEDIA_GALLERY:
        return Row(tuple(Picture(i["media"]["url"], i.get("description") or "") for i in component["items"]))
    if kind == Component.FILE:
        return File(component["file"]["url"].removeprefix("attachment://"))
    if kind == Component.SEPARATOR:
        return Rule(component.get("divider", True))
    return Row(children)


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
