"""You in the offline Discord: who you are, where you look, and what a line that you type does."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import discord

from bot.chat.typed import take_apart, values
from bot.offline import CannotDoError, FakeClient, OfflineDiscord, Permission, Reply, Seen, running
from bot.offline.command_rules import CHAT_INPUT
from bot.offline.payloads import Json
from bot.offline.rendering import see_form
from bot.offline.seen import Button, Menu

BOT, GUILD, CHANNEL = "newsdesk", "Newsroom", "general"
YOU, MEMBER = "you", "member"
MODERATES = Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES
PATIENCE = 60.0
"""Seconds to wait for the bot."""

HELP = """\
/ask question: …      a command; text without a name is its first option's
@newsdesk …           a message that mentions the bot; other messages here are not for it
:reply …              reply to the last answer
:1  or  :press More   press a button of the last answer, by number or by what it says
:choose one; two      choose from its menu; of several menus: choose MENU = one
:menu Find coverage   open the menu of the newest message of a person
:upload FILE          send a file
:fill Label=text; …   fill the form that is open; \\n begins a new line
:direct  :channel     go to your direct messages with the bot, and back
:member  :moderator   be a member who may only ask, and yourself again, a moderator
:quit                 leave"""


class LeavingError(Exception):
    """You want to leave."""


class Outcome(NamedTuple):
    """What came of a line: the bot's answer, a word to you, or neither."""

    reply: Reply | None = None
    note: str = ""


class Session:
    """What can be done in the chat, by lines."""

    def __init__(self, discord_: OfflineDiscord) -> None:
        self.discord = discord_
        self._people = {
            YOU: FakeClient(discord_, YOU, guild=GUILD, channel=CHANNEL, may=MODERATES),
            MEMBER: FakeClient(discord_, MEMBER, guild=GUILD, channel=CHANNEL),
        }
        self.me = self._people[YOU]

    @classmethod
    @asynccontextmanager
    async def open(cls, bot: discord.Client, *, greeting: bool = False) -> AsyncIterator[Session]:
        """A Discord with `bot` and you in it. With `greeting` the bot joins the guild only now, and may say hello."""
        async with OfflineDiscord(bot_name=BOT, patience=PATIENCE) as discord_:
            guild = discord_.guild(GUILD, with_bot=not greeting)
            guild.channel(CHANNEL)
            with discord_.connected():
                async with running(bot, discord_):
                    session = cls(discord_)
                    if greeting:
                        await bot.wait_until_ready()  # a guild that is there before is not one that it joins
                    guild.add(discord_.bot)
                    yield session

    @property
    def place(self) -> str:
        """Where you look."""
        return f"#{self.me.here.name}" if self.me.here.guild else f"direct messages with {BOT}"

    @property
    def moderates(self) -> bool:
        """Whether you are a moderator: yourself."""
        return self.me is self._people[YOU]

    def be(self, name: str) -> None:
        """Be yourself, a moderator, or a member, in the same place."""
        direct = self.me.here.guild is None
        self.me = self._people[name]
        self.go(direct=direct)

    def go(self, *, direct: bool) -> None:
        """Look at your direct messages with the bot, or at the channel."""
        self.me.looks_at(self.me.direct if direct else self.discord.guild(GUILD).channel(CHANNEL))

    def commands(self) -> list[Json]:
        """The slash commands that you are offered."""
        return [c for c in self.discord.offered(self.me.who, self.me.here) if c["type"] == CHAT_INPUT]

    def menus(self) -> list[str]:
        """The names of what a message's menu, or a person's, offers you."""
        return [c["name"] for c in self.discord.offered(self.me.who, self.me.here) if c["type"] != CHAT_INPUT]

    def last_answer(self) -> Seen | None:
        """The bot's newest message."""
        return next((seen for seen in self.me.sees()[::-1] if seen.message.author.bot), None)

    def buttons(self) -> list[tuple[Seen, Button]]:
        """What can be pressed on the newest message with buttons, in the order of their numbers from 1."""
        for seen in self.me.sees()[::-1]:
            if found := [(seen, button) for button in seen.buttons if pressable(button)]:
                return found
        return []

    async def do(self, line: str) -> Outcome:
        """Do what a line says, and wait for what the bot makes of it.

        Raises:
            OfflineError: it cannot be done, or the bot did not answer.
            LeavingError: you want to leave.
        """
        line = line.strip()
        if line.startswith("/"):
            typed = take_apart(line, self.commands())
            given = values(typed, self.me.here)
            return Outcome(await self.me.uses(typed.path, **given))
        if line.startswith(":"):
            verb, _, rest = line[1:].strip().partition(" ")
            return await self._say(verb.lower(), rest.strip())
        return await self._write(line) if line else Outcome()

    async def press(self, seen: Seen, button: Button) -> Reply:
        """Press a button that you see."""
        return await Reply(self.me, self.discord.press(self.me.who, seen.message, button.custom_id or ""))

    async def choose(self, seen: Seen, menu: Menu, value: str) -> Reply:
        """Choose from a menu that you see."""
        return await self.me.chooses(value, on=seen, menu=menu.custom_id)

    async def _write(self, text: str, files: dict[str, bytes] | None = None) -> Outcome:
        mention, here = f"@{BOT}", self.me.here
        reply = self.me.writes(text.replace(mention, self.discord.bot.mention), files=files)
        if here.guild is None or self.discord.bot in reply.sent.mentions:
            return Outcome(await reply)
        return Outcome(note=f"That was not for the bot: begin with {mention}, use a command, or go to :direct.")

    async def _say(self, verb: str, rest: str) -> Outcome:
        if verb in ("quit", "q", "exit"):
            raise LeavingError
        if verb in ("moderator", "member"):
            self.be(YOU if verb == "moderator" else MEMBER)
            return Outcome(note=f"You are a {verb}.")
        if verb in ("direct", "channel"):
            self.go(direct=verb == "direct")
            return Outcome(note=f"You look at {self.place}.")
        if verb in ("help", ""):
            return Outcome(note=HELP)
        if verb.isdecimal():
            return await self._press_number(int(verb[:9]))
        if verb not in ("reply", "press", "choose", "menu", "upload", "fill"):
            raise CannotDoError(f"There is no :{verb[:40]}; see :help.")
        if not rest:
            raise CannotDoError(f":{verb} needs something behind it; see :help.")
        if verb == "upload":
            name, data = _file(rest)
            return await self._write("", {name: data})
        return Outcome(await self._act(verb, rest))

    async def _act(self, verb: str, rest: str) -> Reply:
        if verb == "press":
            return await self._press(rest)
        if verb == "choose":
            return await self._choose(rest)
        if verb == "menu":
            return await self.me.opens_menu(rest, self._newest_of_a_person())
        if verb == "fill":
            return await self.me.fills(self._filled(rest))
        last = self.last_answer()
        if last is None:
            raise CannotDoError("The bot has said nothing yet.")
        return await self.me.replies_to(last, rest)

    async def _press_number(self, number: int) -> Outcome:
        buttons = self.buttons()
        if not 1 <= number <= len(buttons):
            raise CannotDoError(f"There is no button {number}; there are {len(buttons)}.")
        return Outcome(await self.press(*buttons[number - 1]))

    async def _press(self, label: str) -> Reply:
        for seen, button in self.buttons():
            if label.lower() == button.label.lower():
                return await self.press(seen, button)
        there = ", ".join(button.shown for _, button in self.buttons())
        raise CannotDoError(f"There is no button {label!r}; there is: {there or 'none'}.")

    async def _choose(self, rest: str) -> Reply:
        """`Apples; Pears`, or `Fruit = Apples` with the beginning of what stands on the menu."""
        name, given, values = rest.rpartition("=")
        last = self.last_answer()
        names = [menu.placeholder for menu in last.menus] if last and given else []
        menu = next((one for one in names if one.lower().startswith(name.strip().lower())), name.strip() or None)
        return await self.me.chooses(*(value.strip() for value in values.split(";") if value.strip()), menu=menu)

    def _filled(self, text: str) -> dict[str, str]:
        """What is behind the labels of the form that is open; a semicolon elsewhere is part of a text."""
        if self.me.form is None:
            return {}
        fields = see_form(self.me.form.modal or {}).fields
        names = [name for entry in fields for name in (entry.label, entry.custom_id) if name]
        wanted = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        pieces = re.split(rf"(?:^|;)\s*({wanted})\s*=", text)
        if pieces[0].strip():
            raise CannotDoError(f"{pieces[0].strip()[:40]!r} is behind no label; write Label=text; Other label=text.")
        texts = [written.strip().replace("\\n", "\n") for written in pieces[2::2]]
        return dict(zip(pieces[1::2], texts, strict=True))

    def _newest_of_a_person(self) -> Seen:
        for seen in self.me.sees()[::-1]:
            if not seen.message.author.bot:
                return seen
        raise CannotDoError("Nobody has written a message here yet.")


def pressable(button: Button) -> bool:
    """Whether pressing it tells the bot."""
    return not button.disabled and button.url is None


def _file(name: str) -> tuple[str, bytes]:
    try:
        path = Path(name).expanduser()
        return path.name, path.read_bytes()
    except (OSError, RuntimeError) as error:
        raise CannotDoError(f"{name}: {getattr(error, 'strerror', None) or error}.") from error
