"""What the gateway tells a bot that has just identified, and one that asks for a guild's members."""

import json
from collections.abc import Iterator

from bot.offline.account_routes import AccountRoutes
from bot.offline.events import Announcer, Event, Intent
from bot.offline.payloads import Json


class Greeter:
    """Knows the token that is right, the intents that are enabled, and how to introduce the world."""

    def __init__(self, token: str, privileged: int, announcer: Announcer, account: AccountRoutes) -> None:
        self.token, self.privileged = token, privileged
        self._announcer, self._account = announcer, account

    def ready(self, session: str, shard: tuple[int, int]) -> Json:
        """READY's data: who the bot is, its guilds by id alone, and where to resume."""
        account = self._account
        return {
            "v": 10,
            "user": account.payloads.user(account.world.bot) | {"verified": True, "mfa_enabled": False, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in account.own_guilds()],
            "session_id": session,
            "resume_gateway_url": account.websocket,
            "shard": list(shard),
            "application": {"id": str(account.world.bot.id), "flags": account.application_flags()},
        }

    def guilds(self) -> Iterator[Event]:
        """GUILD_CREATE for each guild that the bot is in."""
        for guild in self._account.own_guilds():
            yield self._announcer.guild_create(guild)

    def members(self, request: Json, intents: int) -> Event | None:
        """GUILD_MEMBERS_CHUNK; all members only for those with the members intent."""
        guild = self._account.world.guilds.get(int(request.get("guild_id", 0)))
        if guild is None or self._account.world.bot.id not in guild.members:
            return None
        wanted = [int(number) for number in request.get("user_ids") or []]
        query, limit = request.get("query"), int(request.get("limit") or 0)
        found = [m for m in guild.members.values() if m.id in wanted or (query and m.user.name.startswith(query))]
        if query == "" and not limit and intents & Intent.GUILD_MEMBERS:
            found = list(guild.members.values())
        chunk = {
            "guild_id": str(guild.id),
            "members": [self._account.payloads.member(member) for member in found[: limit or None]],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [str(number) for number in wanted if number not in guild.members],
            **({"nonce": request["nonce"]} if request.get("nonce") else {}),
        }
        return Event("GUILD_MEMBERS_CHUNK", json.dumps(chunk), guild=guild.id)
