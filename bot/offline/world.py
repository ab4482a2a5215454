"""What exists in the offline Discord: guilds, channels and all in them. State only; it knows no HTTP and no JSON.

Everything is found or made by its name (`world.user("alice")`, `guild.channel("general")`), so that a test reads like
what people see. Whatever changes is announced (`World.announce`), and the gateway tells the bot.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from bot.offline.accounts import Member, Named, Person, Role, User
from bot.offline.clock import Clock, Snowflakes
from bot.offline.errors import CannotDoError
from bot.offline.messages import Attachment, Message
from bot.offline.permissions import EVERYONE


class ChannelKind(IntEnum):
    """The kinds of channel that exist here, with Discord's numbers."""

    TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


@dataclass(frozen=True)
class Overwrite:
    """What a channel allows and denies a role or a member, as permission bits."""

    target: int
    is_member: bool
    allow: int
    deny: int


@dataclass(eq=False, repr=False)
class Channel(Named):
    """A text channel, a thread in one, or a direct message."""

    world: "World"
    id: int
    kind: ChannelKind
    name: str = ""
    guild: "Guild | None" = None
    parent: "Channel | None" = None
    recipients: list[User] = field(default_factory=list)
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    thread_members: set[int] = field(default_factory=set)
    typing: dict[int, int] = field(default_factory=dict)
    owner: User | None = None
    archived: bool = False
    locked: bool = False

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread, public or private."""
        return self.parent is not None

    @property
    def is_private(self) -> bool:
        """Whether it is a thread for its members alone."""
        return self.kind is ChannelKind.PRIVATE_THREAD

    @property
    def mention(self) -> str:
        """What a message says to link to it."""
        return f"<#{self.id}>"

    def overwrite(self, target: Person | Role, *, allow: int = 0, deny: int = 0) -> None:
        """Set what `target` may and may not do here, replacing what was set for them."""
        self.overwrites[target.id] = Overwrite(target.id, not isinstance(target, Role), int(allow), int(deny))
        self.world.announce("CHANNEL_UPDATE", self)

    def delete(self) -> None:
        """Delete it with its messages and threads."""
        for thread in [c for c in self.world.channels.values() if c.parent is self]:
            thread.delete()
        for message in self.messages.values():
            message.deleted = True
        del self.world.channels[self.id]
        self.world.announce("THREAD_DELETE" if self.is_thread else "CHANNEL_DELETE", self)


@dataclass(eq=False, repr=False)
class Guild(Named):
    """A server: its members, roles and channels."""

    world: "World"
    id: int
    name: str
    everyone: Role
    owner: Member = field(init=False)
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)

    @property
    def channels(self) -> list[Channel]:
        """Its channels, without the threads in them."""
        return [c for c in self.world.channels.values() if c.guild is self and not c.is_thread]

    @property
    def threads(self) -> list[Channel]:
        """The threads in all its channels."""
        return [c for c in self.world.channels.values() if c.guild is self and c.is_thread]

    def member(self, name: str) -> Member:
        """The member called `name`; who is not there yet joins."""
        return self.add(self.world.user(name))

    def add(self, user: User) -> Member:
        """Let `user` join; the bot joining is what an invitation does."""
        if user.id not in self.members:
            self.members[user.id] = member = Member(user, self, self.world.clock.timestamp())
            self.world.announce("GUILD_CREATE" if user is self.world.bot else "GUILD_MEMBER_ADD", member)
        return self.members[user.id]

    def remove(self, who: Person) -> None:
        """Let `who` leave, or be kicked."""
        member = self.members.pop(who.id)
        self.world.announce("GUILD_DELETE" if who.user is self.world.bot else "GUILD_MEMBER_REMOVE", member)

    def role(self, name: str, permissions: int = 0) -> Role:
        """A new role above all others."""
        role = Role(self.world.ids.next(), name, int(permissions), len(self.roles))
        self.roles[role.id] = role
        self.world.announce("GUILD_ROLE_CREATE", (self, role))
        return role

    def channel(self, name: str) -> Channel:
        """The text channel called `name`, made where there is none."""
        for channel in self.channels:
            if channel.name == name:
                return channel
        channel = self.world.open(ChannelKind.TEXT, name=name, guild=self)
        self.world.announce("CHANNEL_CREATE", channel)
        return channel

    def thread(self, parent: Channel, name: str, owner: Person, *, private: bool = False) -> Channel:
        """A new thread in `parent`, begun by `owner`."""
        kind = ChannelKind.PRIVATE_THREAD if private else ChannelKind.PUBLIC_THREAD
        thread = self.world.open(kind, name=name, guild=self, parent=parent, owner=owner.user)
        thread.thread_members.add(owner.id)
        self.world.announce("THREAD_CREATE", thread)
        return thread


class World:
    """All that exists, and the one place where changes are announced."""

    def __init__(self, clock: Clock, bot_name: str) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.files: dict[int, Attachment] = {}
        self.announce: Callable[[str, Any], None] = lambda _name, _subject: None
        self.bot = self.user(bot_name, bot=True)

    def user(self, name: str, *, bot: bool = False) -> User:
        """The account called `name`, made where there is none."""
        for user in self.users.values():
            if user.name == name:
                return user
        user = User(self.ids.next(), name, bot)
        self.users[user.id] = user
        return user

    def guild(self, name: str, *, with_bot: bool = True) -> Guild:
        """The guild called `name`, made where there is none: with an owner and, unless told otherwise, the bot."""
        for guild in self.guilds.values():
            if guild.name == name:
                return guild
        guild_id = self.ids.next()
        everyone = Role(guild_id, "@everyone", int(EVERYONE), 0)
        guild = Guild(self, guild_id, name, everyone, roles={guild_id: everyone})
        self.guilds[guild_id] = guild
        guild.owner = Member(self.user(f"owner of {name}"), guild, self.clock.timestamp())
        guild.members[guild.owner.id] = guild.owner
        if with_bot:
            guild.add(self.bot)
        return guild

    def direct(self, who: Person) -> Channel:
        """The direct messages between `who` and the bot."""
        if who.user is self.bot:
            raise CannotDoError("the bot cannot write to itself")
        for channel in self.channels.values():
            if who.user in channel.recipients:
                return channel
        return self.open(ChannelKind.DM, recipients=[who.user, self.bot])

    def open(self, kind: ChannelKind, **fields: Any) -> Channel:
        """A new channel, not announced yet."""
        channel = Channel(self, self.ids.next(), kind, **fields)
        self.channels[channel.id] = channel
        return channel

    def post(self, channel: Channel, author: User, **fields: Any) -> Message:
        """A new message; one for a single reader (`only_for`) is kept, but shown in no history."""
        message = Message(self.ids.next(), channel, author, self.clock.timestamp(), **fields)
        channel.messages[message.id] = message
        self.announce("MESSAGE_CREATE", message)
        return message

    def revise(self, message: Message, **fields: Any) -> None:
        """Change fields of `message`; that it was edited is said unless it only stopped loading."""
        if not message.loading:
            message.edited_at = self.clock.timestamp()
        for name, value in fields.items():
            setattr(message, name, value)
        self.announce("MESSAGE_UPDATE", message)

    def type(self, channel: Channel, who: Person) -> None:
        """Let `who` be typing in `channel`; when they last did is kept as an id, to compare with messages."""
        channel.typing[who.id] = self.ids.next()
        self.announce("TYPING_START", (channel, who.user))

    def delete(self, message: Message) -> None:
        """Delete `message`."""
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        self.announce("MESSAGE_DELETE", message)
