"""The REST routes about the bot itself, other users and guilds."""

from bot.offline import errors
from bot.offline.call import Call, Routes
from bot.offline.errors import ApiError
from bot.offline.payloads import Json, Payloads
from bot.offline.world import Guild, World

_INTENT_FLAGS = {1 << 8: 1 << 13, 1 << 1: 1 << 15, 1 << 15: 1 << 19}
"""Privileged intent to the application flag that says it is enabled for a small application."""


class AccountRoutes:
    """Who the bot is, whom it shares guilds with."""

    def __init__(self, world: World, payloads: Payloads, websocket: str, privileged: int) -> None:
        self.world, self.payloads, self.websocket, self._privileged = world, payloads, websocket, privileged

    def routes(self) -> Routes:
        """The table of these routes."""
        return [
            ("GET", "/gateway", self.gateway),
            ("GET", "/gateway/bot", self.gateway_bot),
            ("GET", "/users/@me", self.me),
            ("GET", "/users/@me/guilds", self.my_guilds),
            ("DELETE", "/users/@me/guilds/{guild_id}", self.leave),
            ("POST", "/users/@me/channels", self.direct),
            ("GET", "/users/{user_id}", self.user),
            ("GET", "/oauth2/applications/@me", self.application),
            ("GET", "/applications/@me", self.application),
            ("GET", "/guilds/{guild_id}", self.guild),
            ("GET", "/guilds/{guild_id}/channels", self.channels),
            ("GET", "/guilds/{guild_id}/roles", self.roles),
            ("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
        ]

    async def gateway(self, _call: Call) -> Json:
        """GET the gateway's address."""
        return {"url": self.websocket}

    async def gateway_bot(self, _call: Call) -> Json:
        """GET the gateway's address, with how many sessions may be begun."""
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.websocket, "shards": 1, "session_start_limit": limit}

    async def me(self, _call: Call) -> Json:
        """GET the bot."""
        return self.payloads.user(self.world.bot)

    def application_flags(self) -> int:
        """The application's flags: which privileged intents are enabled."""
        return sum(flag for intent, flag in _INTENT_FLAGS.items() if intent & self._privileged)

    async def application(self, _call: Call) -> Json:
        """GET the application; its owner is a person who is in no guild."""
        owner = self.world.user("developer")
        return {
            "id": str(self.world.bot.id),
            "name": self.world.bot.name,
            "description": "",
            "icon": None,
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "owner": self.payloads.user(owner),
            "team": None,
            "flags": self.application_flags(),
            "rpc_origins": [],
        }

    async def my_guilds(self, _call: Call) -> list[Json]:
        """GET the guilds that the bot is in."""
        return [self.payloads.guild(guild) for guild in self.own_guilds()]

    def own_guilds(self) -> list[Guild]:
        """The guilds that the bot is in."""
        return [guild for guild in self.world.guilds.values() if self.world.bot.id in guild.members]

    async def leave(self, call: Call) -> None:
        """DELETE the bot from a guild."""
        self._guild(call).remove(self.world.bot)

    async def direct(self, call: Call) -> Json:
        """POST: open the direct messages with a user."""
        user = self.world.users.get(int(call.json.get("recipient_id") or 0))
        if user is None:
            raise ApiError(errors.UNKNOWN_USER)
        if user.bot:
            raise ApiError(errors.CANNOT_MESSAGE_USER)
        return self.payloads.channel(self.world.direct(user))

    async def user(self, call: Call) -> Json:
        """GET a user."""
        user = self.world.users.get(call.id("user_id"))
        if user is None:
            raise ApiError(errors.UNKNOWN_USER)
        return self.payloads.user(user)

    def _guild(self, call: Call) -> Guild:
        guild = self.world.guilds.get(call.id("guild_id"))
        if guild is None or self.world.bot.id not in guild.members:
            raise ApiError(errors.UNKNOWN_GUILD)
        return guild

    async def guild(self, call: Call) -> Json:
        """GET a guild."""
        return self.payloads.guild(self._guild(call))

    async def channels(self, call: Call) -> list[Json]:
        """GET a guild's channels."""
        return [self.payloads.channel(channel) for channel in self._guild(call).channels]

    async def roles(self, call: Call) -> list[Json]:
        """GET a guild's roles."""
        return [self.payloads.role(role) for role in self._guild(call).roles.values()]

    async def member(self, call: Call) -> Json:
        """GET a guild's member."""
        member = self._guild(call).members.get(call.id("user_id"))
        if member is None:
            raise ApiError(errors.UNKNOWN_MEMBER)
        return self.payloads.member(member)
