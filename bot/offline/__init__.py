"""A Discord in this process, to which the real, unchanged discord.py connects: no network, no token.

What a bot's tests need is here: the server (`OfflineDiscord`), a person at their Discord (`FakeClient`), what they may
do and see, and how they and the bot are refused. docs/offline.md has an example. What a bot sends is held to Discord's
rules and refused with Discord's codes.
"""

from bot.offline.accounts import Member, Person, Role, User
from bot.offline.errors import ApiError, CannotDoError, NoResponseError, OfflineError
from bot.offline.events import Intent
from bot.offline.exchange import Exchange, InteractionExchange, MessageExchange
from bot.offline.fake_client import FakeClient
from bot.offline.messages import Message, MessageFlags
from bot.offline.permissions import Permission
from bot.offline.rendering import see
from bot.offline.reply import Choice, Reply
from bot.offline.running import running
from bot.offline.seen import Seen
from bot.offline.server import OfflineDiscord
from bot.offline.world import Channel, Guild

__all__ = [
    "ApiError",
    "CannotDoError",
    "Channel",
    "Choice",
    "Exchange",
    "FakeClient",
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
    "Reply",
    "Role",
    "Seen",
    "User",
    "running",
    "see",
]
