"""What Discord demands of a message's body beyond its shape.

Sources: Discord's documentation, "Message", sections "Create Message", "Embed Limits" and "Allowed Mentions Object".
"""

from collections.abc import Iterator

from bot.offline import component_rules
from bot.offline.errors import SERVER_ERROR, ApiError, Problem, invalid
from bot.offline.messages import MessageFlags
from bot.offline.rules import Json, Length, Path, lengths, objects, required

MOST_CONTENT, MOST_EMBED_TEXT, MOST_EMBEDS, MOST_FILES = 2000, 6000, 10, 10
MOST_LAYOUT_BYTES = 10_170
"""More than this of text in UTF-8, with 12 bytes for each text display, is answered with 500: observed and reported
in github.com/discord/discord-api-docs/issues/8554. Texts in scripts of three bytes a character meet it."""

_EMBED = {"title": Length(0, 256), "description": Length(0, 4096), "fields": Length(0, 25), "url": Length(0, 2048)}
_FIELD = {"name": Length(1, 256), "value": Length(1, 1024)}
_SETTABLE = (
    MessageFlags.SUPPRESS_EMBEDS
    | MessageFlags.EPHEMERAL
    | MessageFlags.SUPPRESS_NOTIFICATIONS
    | MessageFlags.IS_COMPONENTS_V2
)
LEGACY = ("content", "embeds", "poll", "sticker_ids")


def check(body: Json, flags: int, path: Path = ()) -> None:
    """Refuse `body` (a message to be sent, or an edit) that will have `flags`; `path` is where it stands."""
    if problems := list(_problems(body, flags, path)):
        raise invalid(problems)
    texts = [c for _, c in component_rules.walk(body.get("components")) if c.get("type") == 10]
    if sum(len(text["content"].encode()) + 12 for text in texts) > MOST_LAYOUT_BYTES:
        raise ApiError(SERVER_ERROR)


def _problems(body: Json, flags: int, path: Path) -> Iterator[Problem]:
    yield from lengths(body, {"content": Length(0, MOST_CONTENT), "attachments": Length(0, MOST_FILES)}, path)
    yield from _embeds(body, path)
    yield from _mentions(body, path)
    if int(body.get("flags") or 0) & ~int(_SETTABLE):
        yield Problem((*path, "flags"), "MESSAGE_FLAGS_INVALID", "A bot may not set one of these flags")
    layout = bool(flags & MessageFlags.IS_COMPONENTS_V2)
    if layout:
        yield from _no_legacy(body, path)
    yield from component_rules.message_components(body.get("components"), layout=layout, path=(*path, "components"))


def _no_legacy(body: Json, path: Path) -> Iterator[Problem]:
    for name in LEGACY:
        if body.get(name):
            sentence = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield Problem((*path, name), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)


def _embeds(body: Json, path: Path) -> Iterator[Problem]:
    embeds = objects(body.get("embeds"))
    if len(embeds) > MOST_EMBEDS:
        yield Problem((*path, "embeds"), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_EMBEDS} or fewer in length.")
    for position, embed in embeds:
        place = (*path, "embeds", position)
        yield from lengths(embed, _EMBED, place)
        for name, part, most in (("footer", "text", 2048), ("author", "name", 256)):
            yield from lengths(embed.get(name) or {}, {part: Length(0, most)}, (*place, name))
        for number, field in objects(embed.get("fields")):
            yield from required(field, _FIELD, (*place, "fields", number))
            yield from lengths(field, _FIELD, (*place, "fields", number))
    if sum(_embed_text(embed) for _, embed in embeds) > MOST_EMBED_TEXT:
        sentence = f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        yield Problem((*path, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", sentence)


def _embed_text(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for _, field in objects(embed.get("fields")):
        texts += [field.get("name"), field.get("value")]
    return sum(len(text.strip()) for text in texts if isinstance(text, str))


def _mentions(body: Json, path: Path) -> Iterator[Problem]:
    allowed = body.get("allowed_mentions") or {}
    parse = allowed.get("parse") or []
    for kind in ("users", "roles"):
        place = (*path, "allowed_mentions", kind)
        if kind in parse and allowed.get(kind):
            sentence = f"parse:['{kind}'] and {kind}: [ids...] are mutually exclusive."
            yield Problem((*path, "allowed_mentions"), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", sentence)
        if len(allowed.get(kind) or []) > 100:
            yield Problem(place, "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
