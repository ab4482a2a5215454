"""A Discord in this process, to which the real, unchanged discord.py connects: no network, no token.

What a bot's tests need is here: the server (`OfflineDiscord`), its permissions and intents, and how it refuses. See
`OfflineDiscord` for an example. It holds what a bot sends to Discord's rules and answers with Discord's codes.
"""

from bot.offline.accounts import Member, Person, Role, User
from bot.offline.errors import ApiError, CannotDoError, NoResponseError, OfflineError
from bot.offline.events import Intent
from bot.offline.exchange import Exchange, InteractionExchange, MessageExchange
from bot.offline.messages import Message, MessageFlags
from bot.offline.permissions import Permission
from bot.offline.server import OfflineDiscord
from bot.offline.world import Channel, Guild

__all__ = [
    "ApiError",
    "CannotDoError",
    "Channel",
    "Exchange",
    "Guild",
    "Intent",
    "InteractionExchange",
    "Member",
    "Message",
    "MessageExchange",
    "MessageFlags",
    "NoResponseError",
    "OfflineDiscord",
    "OfflineError",
    "Permission",
    "Person",
    "Role",
    "User",
]
