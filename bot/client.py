"""The Discord client: which events it asks for, what it sets up, how every answer is made, how it ends."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.amending.recording import Recording
from bot.asking.replies import NO_EMBEDS, NO_MENTIONS, plain_view
from bot.delivery import InteractionReply, Reply, Sending, Views
from bot.desk import Desk
from bot.explaining import sentence_for
from bot.fetching.fetch import Fetcher
from bot.moderating.report_limits import ReportLimits
from bot.questions import Questions
from bot.reindexing import Reindexing
from bot.syncing import sync_if_changed
from index.errors import NewsdeskError

log = logging.getLogger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None of them privileged: of messages that are not for the bot it is told no content."""

PERMISSIONS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
)
"""All that the bot needs in a guild; the last, to find its own answers again when an article is corrected."""
TO_SAY_HELLO = discord.Permissions(view_channel=True, send_messages=True)
"""What it needs in a channel to say hello there."""

SOONEST_AGAIN, LATEST_AGAIN = 1.0, 300.0
"""Seconds until work that failed in the background is begun again: doubled each time, up to the second."""


class StoppingError(NewsdeskError):
    """The bot ends, and begins no new answers."""


class Tree(app_commands.CommandTree["Newsdesk"]):
    """The commands. What goes wrong before one of them runs ends in a sentence too."""

    async def on_error(self, interaction: discord.Interaction[Newsdesk], error: app_commands.AppCommandError) -> None:
        """Tell who used the command."""
        if interaction.type is discord.InteractionType.autocomplete:
            return

        async def nothing() -> Views:
            raise error

        await interaction.client.answer(InteractionReply(interaction, private=True), nothing)


class Newsdesk(commands.Bot):
    """The bot in Discord.

    Args:
        questions: the coverage as people ask it; who made it closes it.
        desk: the coverage as moderators keep it; who made it closes it.
        remembered: the file that knows which commands Discord was told.
        fetcher: reads links and feeds; closed with the bot.
        options: discord.py's.
    """

    def __init__(
        self, questions: Questions, desk: Desk, remembered: Path, fetcher: Fetcher | None = None, **options: Any
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,  # no command has a prefix; this one needs no privileged intent
            help_command=None,
            intents=INTENTS,
            tree_cls=Tree,
            allowed_mentions=NO_MENTIONS,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            **options,
        )
        self.questions, self.desk, self.fetcher = questions, desk, fetcher or Fetcher()
        self._remembered = remembered
        self._under_way = 0
        self._idle = asyncio.Event()
        self._turns = asyncio.Lock()
        self._stopping = False
        self._kept: set[asyncio.Task[None]] = set()
        self._recording = Recording(desk)
        self.reindexing = Reindexing(desk)
        self.reports = ReportLimits()

    async def setup_hook(self) -> None:
        """Add the commands and buttons, and tell Discord of them if they have changed."""
        from bot.about import About
        from bot.amending.amending import Amending
        from bot.asking.cog import Asking
        from bot.leaving import Leaving
        from bot.moderating.cog import Moderating

        await self.add_cog(Asking(self))
        await self.add_cog(Moderating(self))
        await self.add_cog(About(self))
        await sync_if_changed(self.tree, self._remembered)
        self.keep("amending", Amending(self).run)
        self.keep("reindexing", self.reindexing.resume)
        self.keep("leaving", Leaving(self).run)

    async def on_message(self, message: discord.Message, /) -> None:
        """No commands are read from messages; cogs listen to them by themselves."""

    async def answer(self, reply: Reply, work: Callable[[], Awaitable[Views]]) -> None:
        """Show that it was heard, do the work, and send what comes of it: its views, or one sentence."""
        with self._counted():
            await self._turn()
            try:
                async with reply.waiting():
                    views = await self._done(work)
            except Exception as error:  # noqa: BLE001 - the one place where errors become replies
                views = [plain_view(sentence_for(error))]
            await self._turn()
            await self._send(reply, views)

    async def _turn(self) -> None:
        """Let those who come at once go on one by one: the event loop sees to its other work between them."""
        async with self._turns:
            await asyncio.sleep(0)

    async def _done(self, work: Callable[[], Awaitable[Views]]) -> Views:
        if self._stopping:
            raise StoppingError("I am being restarted: ask again in a minute.")
        return await work()

    async def _send(self, reply: Reply, views: Views) -> None:
        try:
            await reply.send(views)
        except discord.DiscordServerError as error:
            log.error("Discord took no answer after several tries: %s", error)  # noqa: TRY400 - no fault of ours
        except Exception as error:  # noqa: BLE001 - as above; Discord refused what was sent, so nothing was shown
            try:
                await reply.send([plain_view(sentence_for(error))])
            except Exception as again:  # noqa: BLE001 - there is no further way to tell
                log.info("Nor can that be told: %s", again)
        finally:
            if isinstance(reply, Sending):
                self._recording.remember(reply.sent)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello, once, where it may."""
        places = [guild.system_channel, *guild.text_channels]
        place = next((p for p in places if p and p.permissions_for(guild.me).is_superset(TO_SAY_HELLO)), None)
        if place is None:
            return
        try:
            await place.send(view=plain_view(await self._hello(guild)), suppress_embeds=NO_EMBEDS)
        except (discord.HTTPException, NewsdeskError) as error:
            log.info("No hello in guild %s: %s", guild.id, error)

    async def _hello(self, guild: discord.Guild) -> str:
        example = await self.questions.example(guild.id)
        hello = "Hello! Ask me what the news coverage says, and I show the passages that answer, word for word."
        if example is None:
            return f"{hello} Use /ask, or mention me; /help tells more."
        return f"{hello} For example: /ask question: {example}"

    def keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` beside the answers, until the bot closes; where it fails, log that and begin it again."""
        task = asyncio.create_task(_kept(name, work), name=name)
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)

    async def close(self) -> None:
        """End what was kept running, then the connection."""
        await self.reindexing.close()
        for task in self._kept:
            task.cancel()
        await asyncio.gather(*self._kept, return_exceptions=True)
        await self._recording.finished()
        await self.fetcher.close()
        await super().close()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def finish(self, seconds: float) -> bool:
        """Begin no new answers, and wait at most `seconds` for those under way; whether all were finished."""
        self._stopping = True
        self._idle.clear()
        if self._under_way:
            try:
                await asyncio.wait_for(self._idle.wait(), seconds)
            except TimeoutError:
                return False
        return True


async def _kept(name: str, work: Callable[[], Awaitable[None]]) -> None:
    wait = SOONEST_AGAIN
    while True:
        began = time.monotonic()
        try:
            await work()
        except Exception:
            log.exception("%s failed, and begins again in %g s", name, wait)
        else:
            return
        await asyncio.sleep(wait)
        wait = SOONEST_AGAIN if time.monotonic() - began > LATEST_AGAIN else min(wait * 2, LATEST_AGAIN)
