"""What a person's client does with a command or a form before it sends it: finds the option, checks the value.

A value may be given as Python has it: text, numbers, truth values; a member, user, role or channel of the world; or for
a file a pair (name, bytes).
"""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from bot.offline import permissions
from bot.offline.accounts import Member, Person, Role, User
from bot.offline.component_rules import SELECTS, walk
from bot.offline.component_rules import Kind as Component
from bot.offline.errors import CannotDoError
from bot.offline.messages import Attachment, Message, content_type
from bot.offline.payloads import Json, Payloads
from bot.offline.world import Channel, World


class OptionKind(IntEnum):
    """Command option types."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


_PYTHON: dict[OptionKind, tuple[type, ...]] = {
    OptionKind.STRING: (str,),
    OptionKind.INTEGER: (int,),
    OptionKind.BOOLEAN: (bool,),
    OptionKind.USER: (User, Member),
    OptionKind.CHANNEL: (Channel,),
    OptionKind.ROLE: (Role,),
    OptionKind.MENTIONABLE: (User, Member, Role),
    OptionKind.NUMBER: (int, float),
    OptionKind.ATTACHMENT: (tuple,),
}


@dataclass
class Resolved:
    """The objects behind the ids in an interaction's data."""

    world: World
    payloads: Payloads
    channel: Channel
    maps: dict[str, Json] = field(default_factory=dict)

    def add(self, value: Any) -> str:
        """Note `value` and give its id."""
        if isinstance(value, User | Member):
            self._put("users", value.id, self.payloads.user(value.user))
            if isinstance(value, Member):
                self._put("members", value.id, self._member(value))
            return str(value.id)
        if isinstance(value, Role):
            return self._put("roles", value.id, self.payloads.role(value))
        if isinstance(value, Channel):
            allowed = {"permissions": str(int(permissions.in_channel(self.world.bot, value)))}
            return self._put("channels", value.id, self.payloads.channel(value) | allowed)
        if isinstance(value, Message):
            return self._put("messages", value.id, self.payloads.message(value, content=True))
        name, data = value
        file = Attachment(self.world.ids.next(), name, data, content_type(name))
        self.world.files[file.id] = file
        return self._put("attachments", file.id, self.payloads.attachment(file, self.channel))

    def _member(self, member: Member) -> Json:
        allowed = {"permissions": str(int(permissions.in_channel(member.user, self.channel)))}
        return self.payloads.member(member, with_user=False) | allowed

    def _put(self, kind: str, number: int, payload: Json) -> str:
        self.maps.setdefault(kind, {})[str(number)] = payload
        return str(number)


def command_data(command: Json, path: list[str], values: Json, resolved: Resolved, focused: str | None = None) -> Json:
    """An interaction's data for `command`; `path` names the subcommand, `focused` the option being typed."""
    options = _options(command, path, values, resolved, focused)
    data = {"id": command["id"], "name": command["name"], "type": 1, "options": options}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    return data | ({"resolved": resolved.maps} if resolved.maps else {})


def _options(within: Json, path: list[str], values: Json, resolved: Resolved, focused: str | None) -> list[Json]:
    if path:
        inner = next((o for o in within.get("options") or [] if o["name"] == path[0]), None)
        if inner is None or inner["type"] not in (OptionKind.SUBCOMMAND, OptionKind.GROUP):
            raise CannotDoError(f"/{within['name']} has no subcommand {path[0]!r}")
        deeper = _options(inner, path[1:], values, resolved, focused)
        return [{"name": inner["name"], "type": inner["type"], "options": deeper}]
    return _filled(within, values, resolved, focused)


def _filled(within: Json, values: Json, resolved: Resolved, focused: str | None) -> list[Json]:
    known = {option["name"]: option for option in within.get("options") or []}
    if any(option["type"] in (OptionKind.SUBCOMMAND, OptionKind.GROUP) for option in known.values()):
        raise CannotDoError(f"/{within['name']} needs one of its subcommands: {', '.join(known)}")
    if unknown := [name for name in values if name not in known]:
        raise CannotDoError(f"/{within['name']} has no option {unknown[0]!r}; it has: {', '.join(known) or 'none'}")
    missing = [name for name, option in known.items() if option.get("required") and name not in values]
    if missing and focused is None:
        raise CannotDoError(f"/{within['name']} cannot be sent without {missing[0]!r}")
    return [_option(known[name], value, resolved, typing=name == focused) for name, value in values.items()]


def _option(option: Json, value: Any, resolved: Resolved, *, typing: bool) -> Json:
    kind = OptionKind(option["type"])
    base: Json = {"name": option["name"], "type": int(kind)}
    if typing:
        if not option.get("autocomplete"):
            raise CannotDoError(f"option {option['name']!r} offers no completion")
        return base | {"value": value, "focused": True}
    wrong_truth = isinstance(value, bool) and kind is not OptionKind.BOOLEAN
    if not isinstance(value, _PYTHON[kind]) or wrong_truth:
        raise CannotDoError(f"option {option['name']!r} takes a {kind.name.lower()}, not {value!r}")
    _within_bounds(option, value)
    plain = isinstance(value, str | int | float)
    return base | {"value": value if plain else resolved.add(value)}


def _within_bounds(option: Json, value: Any) -> None:
    name = option["name"]
    if option.get("choices") and value not in [choice["value"] for choice in option["choices"]]:
        raise CannotDoError(f"{value!r} is none of the choices of {name!r}")
    size = len(value) if isinstance(value, str) else value
    unit = "length" if isinstance(value, str) else "value"
    least, most = option.get(f"min_{unit}"), option.get(f"max_{unit}")
    if isinstance(value, str) and most is None:
        most = 6000
    if (least is not None and size < least) or (most is not None and size > most):
        raise CannotDoError(f"{name!r} must be between {least} and {most}, not {size}")


def component(message: Message, custom_id: str) -> Json:
    """The component of `message` with `custom_id`, if a person could use it now."""
    for _, found in walk(message.components):
        if found.get("custom_id") == custom_id:
            if found.get("disabled"):
                raise CannotDoError(f"{custom_id!r} is greyed out")
            return found
    ids = [c["custom_id"] for _, c in walk(message.components) if c.get("custom_id")]
    raise CannotDoError(f"the message has no {custom_id!r}; it has: {', '.join(ids) or 'nothing to press'}")


def selection(select: Json, values: tuple[Any, ...], resolved: Resolved) -> list[str]:
    """The values of a select menu that a person chose; of one that lists what is in the guild, also by id."""
    least, most = select.get("min_values"), select.get("max_values") or 1
    if not (1 if least is None else least) <= len(values) <= most:
        raise CannotDoError(f"{len(values)} choices in a menu that takes {least or 1} to {most}")
    if select["type"] != Component.STRING_SELECT:
        return [resolved.add(_listed(select, value, resolved.channel)) for value in values]
    offered = [option["value"] for option in select["options"]]
    if strange := [value for value in values if value not in offered]:
        raise CannotDoError(f"{strange[0]!r} is not in the menu; it has: {', '.join(offered)}")
    return [str(value) for value in values]


def listed(select: Json, channel: Channel) -> list[User | Member | Role | Channel]:
    """What a menu lists by itself in `channel`: the guild's members, roles or channels of its types; or who writes."""
    guild, kind = channel.guild, select["type"]
    found: list[User | Member | Role | Channel] = []
    if guild is None:
        return [*channel.recipients] if kind in (Component.USER_SELECT, Component.MENTIONABLE_SELECT) else found
    if kind in (Component.USER_SELECT, Component.MENTIONABLE_SELECT):
        found += guild.members.values()
    if kind in (Component.ROLE_SELECT, Component.MENTIONABLE_SELECT):
        found += guild.roles.values()
    if kind == Component.CHANNEL_SELECT:
        types = select.get("channel_types") or []
        found += [one for one in (*guild.channels, *guild.threads) if not types or int(one.kind) in types]
    return found


def _listed(select: Json, value: Any, channel: Channel) -> Any:
    offered = listed(select, channel)
    meant = value if isinstance(value, str) else str(getattr(value, "id", ""))
    for one in offered:
        if meant == str(one.id):
            return one
    names = ", ".join(name_of(one) for one in offered)
    raise CannotDoError(f"{value!r} is not in the menu; it has: {names or 'nothing'}")


def name_of(listed_: User | Member | Role | Channel) -> str:
    """What a menu calls it."""
    return listed_.user.name if isinstance(listed_, User | Member) else listed_.name


def form(modal: Json, values: Json, resolved: Resolved) -> list[Json]:
    """A filled form's components; `values` by custom id or by label. What is not filled keeps its prepared value."""
    fields = dict(_fields(modal["components"]))
    left = dict(values)
    filled = {}
    for custom_id, (label, entry) in fields.items():
        given = left.pop(custom_id, left.pop(label, None))
        filled[custom_id] = _entry(entry, label, given, resolved)
    if left:
        raise CannotDoError(
            f"the form has no field {next(iter(left))!r}; it has: {', '.join(f[0] for f in fields.values())}"
        )
    return [_submitted(part, filled) for part in modal["components"] if part["type"] != Component.TEXT_DISPLAY]


def _fields(components: list[Json]) -> list[tuple[str, tuple[str, Json]]]:
    found = []
    for part in components:
        if part["type"] == Component.LABEL:
            found.append((part["component"]["custom_id"], (part["label"], part["component"])))
        for child in part.get("components") or []:
            found += [(child["custom_id"], (child.get("label") or "", child))]
    return found


def _entry(entry: Json, label: str, given: Any, resolved: Resolved) -> Json:
    base = {"type": entry["type"], "custom_id": entry["custom_id"]}
    if entry["type"] in SELECTS or entry["type"] == Component.FILE_UPLOAD:
        chosen = () if given is None else tuple(given) if isinstance(given, list) else (given,)
        if not chosen and entry.get("required", True):
            raise CannotDoError(f"the form needs {label!r}")
        return base | {"values": selection(entry, chosen, resolved) if chosen else []}
    text = entry.get("value") or "" if given is None else given
    if not text and entry.get("required", True):
        raise CannotDoError(f"the form needs {label!r}")
    least, most = entry.get("min_length") or 0, entry.get("max_length") or 4000
    if text and not least <= len(text) <= most:
        raise CannotDoError(f"{label!r} takes {least} to {most} characters, not {len(text)}")
    return base | {"value": text}


def _submitted(part: Json, filled: dict[str, Json]) -> Json:
    if part["type"] == Component.LABEL:
        return {"type": part["type"], "component": filled[part["component"]["custom_id"]]}
    return {"type": part["type"], "components": [filled[child["custom_id"]] for child in part["components"]]}


def as_member(who: Person, channel: Channel) -> Person:
    """`who` as the guild of `channel` knows them."""
    return channel.guild.members.get(who.id, who.user) if channel.guild else who.user
