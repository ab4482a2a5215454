"""Who exists in the offline Discord: users, and what they are in a guild."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.offline.world import Guild


class Named:
    """Shown in a test's failure by what it is called, and not with the whole world behind it."""

    name: str
    id: int

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} {self.id}>"


@dataclass(eq=False, repr=False)
class User(Named):
    """An account, a person's or the bot's."""

    id: int
    name: str
    bot: bool = False
    accepts_direct_messages: bool = True

    @property
    def user(self) -> "User":
        """Itself: whoever acts may be given as a user or as a guild's member."""
        return self

    @property
    def mention(self) -> str:
        """What a message says to mention them."""
        return f"<@{self.id}>"


@dataclass(eq=False, repr=False)
class Role(Named):
    """A guild's role; @everyone is the one whose id is the guild's."""

    id: int
    name: str
    permissions: int
    position: int

    @property
    def mention(self) -> str:
        """What a message says to mention those who have it."""
        return f"<@&{self.id}>"


@dataclass(eq=False, repr=False)
class Member:
    """A user in a guild."""

    user: User
    guild: "Guild"
    joined_at: str
    roles: list[Role] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Member {self.user.name!r} of {self.guild.name!r}>"

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def mention(self) -> str:
        """What a message says to mention them."""
        return self.user.mention

    def give(self, role: Role) -> None:
        """Give them `role`."""
        self.roles.append(role)
        self.guild.world.announce("GUILD_MEMBER_UPDATE", self)


Person = User | Member
