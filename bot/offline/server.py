"""The offline Discord as one object: its world, its people, its faults, and the loopback server a bot connects to."""

import secrets
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.offline import openapi
from bot.offline.account_routes import AccountRoutes
from bot.offline.accounts import Person, User
from bot.offline.call import Call, Routes
from bot.offline.channel_routes import ChannelRoutes
from bot.offline.clock import Clock
from bot.offline.commands import Commands
from bot.offline.composing import Composer
from bot.offline.connect import pointed_at
from bot.offline.errors import ApiError, NoResponseError
from bot.offline.events import Announcer
from bot.offline.exchange import InteractionExchange, Pulse
from bot.offline.faults import Faults
from bot.offline.followups import FollowUps
from bot.offline.gateway import Gateway
from bot.offline.greeting import Greeter
from bot.offline.interactions import Interactions
from bot.offline.payloads import Payloads
from bot.offline.people import People
from bot.offline.rest import Rest
from bot.offline.world import Channel, Guild, World


class OfflineDiscord(People):
    """A Discord in this process, for one bot.

        async with OfflineDiscord() as discord_:
            guild = discord_.guild("Newsroom")
            alice, channel = guild.member("alice"), guild.channel("general")
            with discord_.connected():
                task = asyncio.create_task(client.start(discord_.token))
                await discord_.ready()
                answer = await discord_.slash(alice, channel, "ask", question="…")

    Args:
        bot_name: the bot's user name.
        privileged: the privileged intents that are enabled for the bot; asking for another closes with 4014.
        description: a copy of Discord's OpenAPI description to check requests against; without it only the rules of
            this package hold.
        patience: how many seconds people wait for an answer before they say that there was none.
        heartbeat_interval: how many seconds the gateway asks for between heartbeats.
    """

    def __init__(
        self,
        *,
        bot_name: str = "bot",
        privileged: int = 0,
        description: Path | None = None,
        patience: float = 5.0,
        heartbeat_interval: float = 41.25,
    ) -> None:
        self.token = f"offline.{secrets.token_hex(16)}"
        self._pulse = Pulse()
        self.clock = Clock()
        self.faults = Faults()
        self.world = World(self.clock, bot_name)
        self.patience = patience
        self.privileged = privileged
        self.gateway = Gateway(self.faults, self._pulse.beat, heartbeat_interval)
        self.rest = Rest(self.token, self.faults, openapi.load(description) if description else None)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        self.origin, self.websocket = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/gateway"
        self._payloads = Payloads(self.origin, self.world.bot.id)
        composer = Composer(self.world, self._payloads)
        self._announcer = Announcer(self.world, self._payloads, self.gateway.publish)
        self._commands = Commands(self.world)
        self._interactions = Interactions(self.world, self._payloads, composer, self.gateway.publish)
        self._account = AccountRoutes(self.world, self._payloads, self.websocket, self.privileged)
        self.gateway.greeter = Greeter(self.token, self.privileged, self._announcer, self._account)
        follow_ups = FollowUps(self.world, self._payloads, composer, self._interactions)
        channels = ChannelRoutes(self.world, self._payloads, composer, self.privileged)
        routes = [*self._account.routes(), *channels.routes(), *self._commands.routes()]
        routes += [*self._interactions.routes(), *follow_ups.routes()]
        self._runner = web.AppRunner(self._app(routes), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        self.world.announce = self._announce
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.drop(1001)
        if self._runner:
            await self._runner.cleanup()

    def _app(self, routes: Routes) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/attachments/{channel}/{id}/{filename}", self._file)
        self.rest.serve(app, routes)
        return app

    def _announce(self, name: str, subject: Any) -> None:
        self._announcer(name, subject)
        self._pulse.beat()

    async def _file(self, request: web.Request) -> web.Response:
        number = int(request.match_info["id"])
        for channel in self.world.channels.values():
            for message in channel.messages.values():
                for attachment in message.attachments:
                    if attachment.id == number:
                        return web.Response(body=attachment.data)
        if number in self.world.files:
            return web.Response(body=self.world.files[number].data)
        raise web.HTTPNotFound

    def connected(self, *, pace: float = 1.0) -> AbstractContextManager[None]:
        """A context within which discord.py connects here, to one such server at a time in a process.

        `pace` multiplies what discord.py waits between retries; see `bot.offline.connect`.
        """
        return pointed_at(self.origin, self.websocket, pace)

    async def ready(self) -> None:
        """Wait until a bot hears events.

        Raises:
            NoResponseError: none did within the patience of these people.
        """
        if not await self._pulse.until(lambda: self.gateway.connected, self.patience):
            raise NoResponseError(f"no bot has connected within {self.patience:g} s")

    async def until(self, done: Callable[[], bool]) -> bool:
        """Wait until `done()`, looked at whenever anything has changed; False when patience ended before."""
        return await self._pulse.until(done, self.patience)

    async def change(self) -> None:
        """Wait until anything changes."""
        await self._pulse.next()

    def guild(self, name: str, *, with_bot: bool = True) -> Guild:
        """The guild called `name`, made where there is none."""
        return self.world.guild(name, with_bot=with_bot)

    def user(self, name: str) -> User:
        """The person called `name`, who need not be in any guild."""
        return self.world.user(name)

    def direct(self, who: Person) -> Channel:
        """The direct messages between `who` and the bot."""
        return self.world.direct(who)

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self.world.bot

    @property
    def commands(self) -> Commands:
        """The commands that the bot has registered."""
        return self._commands

    @property
    def refusals(self) -> list[ApiError]:
        """Every request of the bot that was refused, in order; faults are not among them."""
        return self.rest.refusals

    @property
    def requests(self) -> list[Call]:
        """Every well-formed request of the bot, in order."""
        return self.rest.requests

    def expire(self, exchange: InteractionExchange) -> None:
        """Let an interaction's token expire now, instead of after fifteen minutes."""
        exchange.interaction.expired = True
