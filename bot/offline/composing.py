"""Request body to message: what Discord makes of the content, components, files and mentions that a bot sends."""

import copy
import re
from typing import Any

from bot.offline import component_rules, errors, message_rules, permissions
from bot.offline.accounts import Role, User
from bot.offline.call import MOST_BYTES, Call, Upload
from bot.offline.errors import ApiError, Problem, invalid
from bot.offline.messages import Attachment, Message, MessageFlags, content_type
from bot.offline.payloads import Json, Payloads
from bot.offline.permissions import Permission
from bot.offline.rules import Path
from bot.offline.world import Channel, World

_MENTION = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


class Composer:
    """Makes the fields of a new message, or of an edit, out of a request."""

    def __init__(self, world: World, payloads: Payloads) -> None:
        self._world, self._payloads = world, payloads

    def new(self, call: Call, body: Json, channel: Channel, *, path: Path = (), replied: User | None = None) -> Json:
        """The fields of a new message; refuses what breaks a rule, and one with nothing in it."""
        flags = MessageFlags(int(body.get("flags") or 0))
        message_rules.check(body, flags, path)
        files = self._files(call, body, [])
        fields: Json = {
            "content": str(body.get("content") or "").strip(),
            "embeds": self._embeds(body),
            "attachments": files,
            "flags": flags,
            "nonce": body.get("nonce"),
        }
        fields["components"] = self._components(body, channel, files)
        _refuse_nothing(fields)
        return fields | self._mentions(fields, body, channel, replied)

    def edit(self, call: Call, body: Json, message: Message, *, path: Path = ()) -> Json:
        """The fields that an edit changes; what the body does not name stays."""
        flags = (message.flags & ~MessageFlags.LOADING) | MessageFlags(int(body.get("flags") or 0))
        message_rules.check(body, flags, path)
        _refuse_hidden_legacy(body, message, flags, path)
        fields: Json = {"flags": flags}
        if "content" in body:
            fields["content"] = str(body["content"] or "").strip()
        if "embeds" in body:
            fields["embeds"] = self._embeds(body)
        if "attachments" in body or call.uploads:
            fields["attachments"] = self._files(call, body, message.attachments)
        if "components" in body:
            files = fields.get("attachments", message.attachments)
            fields["components"] = self._components(body, message.channel, files)
        after = {name: fields.get(name, getattr(message, name)) for name in _CONTENTS}
        _refuse_nothing(after)
        return fields | self._mentions(after, body, message.channel, None)

    def _embeds(self, body: Json) -> list[Json]:
        return [{"type": "rich"} | copy.deepcopy(embed) for embed in body.get("embeds") or []]

    def _components(self, body: Json, channel: Channel, files: list[Attachment]) -> list[Json]:
        """As sent, with the ids and media details that Discord fills in."""
        components: list[Json] = copy.deepcopy(body.get("components") or [])
        taken = {c["id"] for _, c in component_rules.walk(components) if c.get("id")}
        numbers = (n for n in range(1, 1000) if n not in taken)
        for _, component in component_rules.walk(components):
            component["id"] = component.get("id") or next(numbers)
            for media in _media(component):
                media.update(self._resolved(media, channel, files))
        return components

    def _resolved(self, media: Json, channel: Channel, files: list[Attachment]) -> Json:
        url = str(media.get("url", ""))
        if url.startswith("attachment://"):
            name = url.removeprefix("attachment://")
            file = next((f for f in files if f.filename == name), None)
            if file is None:
                sentence = "Attachment not found"
                raise invalid([Problem(("components",), "COMPONENT_ATTACHMENT_NOT_FOUND", sentence)])
            url = self._payloads.attachment(file, channel)["url"]
        return {"url": url, "proxy_url": url, "width": None, "height": None, "content_type": None}

    def _files(self, call: Call, body: Json, present: list[Attachment]) -> list[Attachment]:
        if any(len(upload.data) > MOST_BYTES for upload in call.uploads):
            raise ApiError(errors.TOO_LARGE)
        named = {str(entry.get("id")): entry for entry in body.get("attachments") or []}
        kept = [file for file in present if "attachments" not in body or str(file.id) in named]
        return kept + [self._file(upload, named.get(str(upload.number), {})) for upload in call.uploads]

    def _file(self, upload: Upload, entry: Json) -> Attachment:
        filename = str(entry.get("filename") or upload.filename)
        description = entry.get("description")
        return Attachment(self._world.ids.next(), filename, upload.data, content_type(filename), description)

    def _mentions(self, fields: Json, body: Json, channel: Channel, replied: User | None) -> Json:
        allowed = body.get("allowed_mentions")
        parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or [])
        named = {int(i) for kind in ("users", "roles") for i in (allowed or {}).get(kind) or []}
        text = displayed_text(fields)
        ping_replied = replied is not None and (allowed is None or bool(allowed.get("replied_user")))
        users = [u for u in mentioned_users(self._world, text) if "users" in parse or u.id in named]
        if replied is not None and ping_replied and replied not in users:
            users.append(replied)
        may_everyone = permissions.in_channel(self._world.bot, channel) & Permission.MENTION_EVERYONE
        return {
            "mentions": users,
            "mention_roles": [r for r in mentioned_roles(channel, text) if "roles" in parse or r.id in named],
            "mention_everyone": bool(may_everyone and "everyone" in parse and _EVERYONE.search(text)),
        }


_CONTENTS = ("content", "embeds", "attachments", "components")


def displayed_text(fields: Json) -> str:
    """Everything in which a mention counts: the content and all text displays."""
    texts = [str(c.get("content", "")) for _, c in component_rules.walk(fields["components"]) if c.get("type") == 10]
    return "\n".join([fields["content"], *texts])


def mentioned_users(world: World, text: str) -> list[User]:
    """The users that `text` mentions, once each, in order."""
    found = [world.users.get(int(number)) for number in _MENTION.findall(text)]
    return list(dict.fromkeys(user for user in found if user))


def mentioned_roles(channel: Channel, text: str) -> list[Role]:
    """The roles of the channel's guild that `text` mentions."""
    roles = channel.guild.roles if channel.guild else {}
    found = [roles.get(int(number)) for number in _ROLE.findall(text)]
    return list(dict.fromkeys(role for role in found if role))


def mentions_everyone(text: str) -> bool:
    """Whether `text` says @everyone or @here."""
    return _EVERYONE.search(text) is not None


def _media(component: Json) -> list[Json]:
    places: list[Any] = [component.get("media"), component.get("file")]
    places += [item.get("media") for item in component.get("items") or []]
    return [media for media in places if isinstance(media, dict)]


def _refuse_nothing(fields: Json) -> None:
    if not any(fields[name] for name in _CONTENTS):
        raise ApiError(errors.EMPTY_MESSAGE)


def _refuse_hidden_legacy(body: Json, message: Message, flags: MessageFlags, path: Path) -> None:
    """A message that becomes a Components v2 one must give up its content and embeds in the same edit."""
    if not flags & MessageFlags.IS_COMPONENTS_V2 or message.flags & MessageFlags.IS_COMPONENTS_V2:
        return
    for name in ("content", "embeds"):
        if getattr(message, name) and name not in body:
            sentence = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            raise invalid([Problem((*path, name), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)])
