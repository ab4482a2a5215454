"""What the gateway says when the world changes, and which intents a session needs to hear it.

Intents and the events under each: Discord's documentation, "Gateway", section "List of Intents".
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

from bot.offline import permissions
from bot.offline.accounts import Member, Role, User
from bot.offline.messages import Message
from bot.offline.payloads import Json, Payloads
from bot.offline.permissions import Permission
from bot.offline.world import Channel, Guild, World


class Intent(IntFlag):
    """The gateway intents that matter here."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT


@dataclass(frozen=True)
class Event:
    """A dispatch: its JSON is written at once, so that a later change of the world does not alter it."""

    name: str
    data: str
    intent: int = 0
    guild: int | None = None
    without_content: str | None = None
    for_members_intent: str | None = None

    def data_for(self, intents: int) -> str:
        """The JSON as a session with `intents` receives it."""
        if self.for_members_intent and intents & Intent.GUILD_MEMBERS:
            return self.for_members_intent
        if self.without_content and not intents & Intent.MESSAGE_CONTENT:
            return self.without_content
        return self.data


def _event(name: str, data: Json, intent: int = 0, guild: Guild | None = None) -> Event:
    return Event(name, json.dumps(data), intent, guild.id if guild else None)


class Announcer:
    """Turns each announced change into the event that tells a bot, where the bot may know of it."""

    def __init__(self, world: World, payloads: Payloads, publish: Callable[[Event], None]) -> None:
        self._world, self._payloads, self._publish = world, payloads, publish

    def __call__(self, name: str, subject: Any) -> None:
        """Publish the change `name` of `subject`."""
        writers: dict[str, Callable[[str, Any], Event | None]] = {
            "CHANNEL_": self._channel,
            "THREAD_": self._channel,
            "MESSAGE_REACTION_": self._reaction,
            "MESSAGE_": self._message,
            "TYPING_": self._typing,
            "GUILD_": self._guild,
        }
        write = next((writer for prefix, writer in writers.items() if name.startswith(prefix)), None)
        if write and (event := write(name, subject)):
            self._publish(event)

    def guild_create(self, guild: Guild, *, joined: bool = False) -> Event:
        """GUILD_CREATE for `guild`, in a version for each: with and without the members intent.

        That the bot has just joined is told by leaving `unavailable` out.
        """
        bot = self._world.bot
        state = {} if joined else {"unavailable": False}
        few = json.dumps(self._payloads.guild_create(guild, bot, all_members=False) | state)
        every = json.dumps(self._payloads.guild_create(guild, bot, all_members=True) | state)
        return Event("GUILD_CREATE", few, Intent.GUILDS, guild.id, for_members_intent=every)

    def _guild(self, name: str, subject: Any) -> Event | None:
        if name.startswith("GUILD_ROLE"):
            guild, role = subject
            return self._role(name, guild, role)
        member: Member = subject
        guild_id: Json = {"guild_id": str(member.guild.id)}
        if name == "GUILD_CREATE":
            return self.guild_create(member.guild, joined=True)
        if name == "GUILD_DELETE":
            return _event(name, {"id": str(member.guild.id)}, Intent.GUILDS, member.guild)
        if self._world.bot.id not in member.guild.members:
            return None
        if name == "GUILD_MEMBER_REMOVE":
            data = guild_id | {"user": self._payloads.user(member.user)}
        else:
            data = guild_id | self._payloads.member(member)
        own = member.user is self._world.bot and name == "GUILD_MEMBER_UPDATE"
        return _event(name, data, 0 if own else Intent.GUILD_MEMBERS, member.guild)

    def _role(self, name: str, guild: Guild, role: Role) -> Event:
        return _event(name, {"guild_id": str(guild.id), "role": self._payloads.role(role)}, Intent.GUILDS, guild)

    def _channel(self, name: str, channel: Channel) -> Event | None:
        if not self._present(channel):
            return None
        data = self._payloads.channel(channel)
        return _event(
            name, data | {"newly_created": True} if name == "THREAD_CREATE" else data, Intent.GUILDS, channel.guild
        )

    def _message(self, name: str, message: Message) -> Event | None:
        if message.ephemeral or not self._sees(message.channel):
            return None
        intent = Intent.GUILD_MESSAGES if message.channel.guild else Intent.DIRECT_MESSAGES
        where: Json = _where(message.channel)
        if name == "MESSAGE_DELETE":
            return _event(name, where | {"id": str(message.id)}, intent, message.channel.guild)
        guild = message.channel.guild
        if guild and (member := guild.members.get(message.author.id)):
            where |= {"member": self._payloads.member(member, with_user=False)}
        full = json.dumps(self._payloads.message(message, content=True) | where)
        blind = json.dumps(self._payloads.message(message) | where)
        return Event(name, full, intent, guild.id if guild else None, without_content=blind)

    def _reaction(self, name: str, subject: tuple[Message, User, str]) -> Event | None:
        message, user, emoji = subject
        if not self._sees(message.channel):
            return None
        data = _where(message.channel) | {
            "message_id": str(message.id),
            "user_id": str(user.id),
            "emoji": {"id": None, "name": emoji},
            "burst": False,
            "type": 0,
        }
        guild = message.channel.guild
        if guild and user.id in guild.members and name.endswith("ADD"):
            data["member"] = self._payloads.member(guild.members[user.id])
        return _event(name, data, Intent.GUILD_MESSAGE_REACTIONS if guild else Intent.DIRECT_MESSAGE_REACTIONS, guild)

    def _typing(self, name: str, subject: tuple[Channel, User]) -> Event | None:
        channel, user = subject
        if not self._sees(channel):
            return None
        data = _where(channel) | {"user_id": str(user.id), "timestamp": int(self._world.clock.now())}
        intent = Intent.GUILD_MESSAGE_TYPING if channel.guild else Intent.DIRECT_MESSAGE_TYPING
        return _event(name, data, intent, channel.guild)

    def _present(self, channel: Channel) -> bool:
        return channel.guild is not None and self._world.bot.id in channel.guild.members

    def _sees(self, channel: Channel) -> bool:
        return bool(permissions.in_channel(self._world.bot, channel) & Permission.VIEW_CHANNEL)


def _where(channel: Channel) -> Json:
    guild = {"guild_id": str(channel.guild.id)} if channel.guild else {}
    return {"channel_id": str(channel.id), **guild}
