"""Messages as the offline Discord holds them."""

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any

from bot.offline.accounts import Person, Role, User

if TYPE_CHECKING:
    from bot.offline.world import Channel


class MessageKind(IntEnum):
    """Why a message exists, with Discord's numbers."""

    DEFAULT = 0
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    CONTEXT_MENU_COMMAND = 23


class MessageFlags(IntFlag):
    """Discord's message flags, of those that a bot may set or meet here."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    HAS_SNAPSHOT = 1 << 14
    IS_COMPONENTS_V2 = 1 << 15


NO_FLAGS = MessageFlags(0)


@dataclass(frozen=True)
class Attachment:
    """A file on a message."""

    id: int
    filename: str
    data: bytes
    content_type: str | None
    description: str | None = None


def content_type(filename: str) -> str | None:
    """What Discord takes a file to be, by its name."""
    guessed = guess_type(filename)[0]
    return f"{guessed}; charset=utf-8" if guessed and guessed.startswith("text/") else guessed


@dataclass(eq=False, repr=False)
class Message:
    """A message as Discord holds it: `components` and `embeds` are as the bot sent them."""

    id: int
    channel: "Channel"
    author: User
    timestamp: str
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: MessageFlags = NO_FLAGS
    kind: MessageKind = MessageKind.DEFAULT
    reference: "Message | int | None" = None
    snapshot: "Message | None" = None
    """What it forwards, as that was at the time."""
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[Role] = field(default_factory=list)
    mention_everyone: bool = False
    edited_at: str | None = None
    only_for: User | None = None
    by_interaction: dict[str, Any] | None = None
    webhook: bool = False
    nonce: str | int | None = None
    reactions: dict[str, list[User]] = field(default_factory=dict)
    thread: "Channel | None" = None
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<Message {self.id} of {self.author.name!r} in {self.channel.name!r}: {self.content[:60]!r}>"

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.only_for is not None

    @property
    def loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & MessageFlags.LOADING)

    def visible_to(self, who: Person) -> bool:
        """Whether `who` sees it, given that they see its channel."""
        return not self.deleted and self.only_for in (None, who.user)
