"""A person at their Discord: what they do, in their words, and what they see. It knows no particular bot.

See docs/offline.md for how to test a bot of your own with it.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord

from bot.offline.accounts import Member, Person
from bot.offline.errors import CannotDoError, NoResponseError
from bot.offline.exchange import InteractionExchange
from bot.offline.permissions import Permission
from bot.offline.rendering import see
from bot.offline.reply import Choice, Reply, Something, message_of
from bot.offline.running import running
from bot.offline.seen import Button, Menu, Seen
from bot.offline.server import OfflineDiscord
from bot.offline.world import Channel


class FakeClient:
    """One person's Discord client, looking at one channel.

        async with FakeClient.connected_to(bot) as discord_:
            alice = FakeClient(discord_, "alice", guild="Newsroom", channel="general")
            reply = await alice.uses("echo", text="hello")
            assert reply.text == "hello"

    What their Discord would not offer them is refused with `CannotDoError`; where the bot stays silent for as long as
    the offline Discord's people wait, `NoResponseError` is raised.

    Args:
        name: whose client it is; an account is made where there is none.
        guild: the guild they look at, which they join; without it, their direct messages with the bot.
        channel: the guild's channel they look at.
        may: permissions that a role of theirs gives them in the guild.
    """

    def __init__(
        self,
        discord_: OfflineDiscord,
        name: str,
        *,
        guild: str | None = None,
        channel: str = "general",
        may: Permission | None = None,
    ) -> None:
        self.discord = discord_
        self.who: Person = discord_.guild(guild).member(name) if guild else discord_.user(name)
        self.here: Channel = discord_.guild(guild).channel(channel) if guild else discord_.direct(self.who)
        self.form: InteractionExchange | None = None
        if may is not None and isinstance(self.who, Member):
            self.who.give(self.who.guild.role(f"role of {name}", may))

    @staticmethod
    @asynccontextmanager
    async def connected_to(
        bot: discord.Client, *, description: Path | None = None, patience: float = 5.0, pace: float = 0.01
    ) -> AsyncIterator[OfflineDiscord]:
        """An offline Discord with `bot` connected to it, and closed in the end.

        Args as for `OfflineDiscord`; `pace` multiplies what discord.py waits between retries.
        """
        async with OfflineDiscord(description=description, patience=patience) as discord_:
            with discord_.connected(pace=pace):
                async with running(bot, discord_):
                    yield discord_

    @property
    def direct(self) -> Channel:
        """Their direct messages with the bot."""
        return self.discord.direct(self.who)

    def looks_at(self, channel: str | Channel) -> None:
        """They go to another channel: by its name in the same guild, or given, as `direct` is."""
        if isinstance(channel, Channel):
            self.here = channel
        elif self.here.guild:
            self.here = self.here.guild.channel(channel)
        else:
            raise CannotDoError("direct messages have no channels: give a Channel")

    def sees(self) -> list[Seen]:
        """The messages in the channel, oldest first, as they see them."""
        return [see(message, self.who) for message in self.discord.sees(self.who, self.here)]

    async def waits_until(self, done: Callable[[list[Seen]], bool], what: str = "what did not come") -> list[Seen]:
        """Watch the channel until `done(messages)`."""
        if not await self.discord.until(lambda: done(self.sees())):
            raise NoResponseError(f"{self.who.user.name} waited {self.discord.patience:g} s for {what}")
        return self.sees()

    def writes(self, text: str = "", *, in_: Channel | None = None, files: Mapping[str, bytes] | None = None) -> Reply:
        """They write a message, here or in another channel; await it where the bot is to answer."""
        return Reply(self, self.discord.send(self.who, in_ or self.here, text, files=files))

    def mentions_bot(self, text: str = "") -> Reply:
        """They write a message that begins with a mention of the bot."""
        return self.writes(f"{self.discord.bot.mention} {text}")

    def replies_to(self, message: Something, text: str, *, ping: bool = True) -> Reply:
        """They reply to a message; `ping` is the switch beside the text field, on unless they turn it off."""
        target = message_of(message)
        return Reply(self, self.discord.send(self.who, target.channel, text, reply_to=target, ping=ping))

    def forwards(self, message: Something, to: Channel | None = None) -> Reply:
        """They forward a message, to the channel they look at or to another."""
        return Reply(self, self.discord.forward(self.who, message_of(message), to or self.here))

    def uploads(self, path: Path, text: str = "") -> Reply:
        """They send a file in a message."""
        return self.writes(text, files={path.name: path.read_bytes()})

    def uses(self, command: str, /, **options: Any) -> Reply:
        """They use a slash command ("feed add" for a subcommand). A `Path` is a file, another client a person."""
        values = {name: _value(value) for name, value in options.items()}
        return Reply(self, self.discord.slash(self.who, self.here, command, **values))

    def asks(self, question: str, **options: Any) -> Reply:
        """They use `/ask`, which bots that answer questions have."""
        return self.uses("ask", question=question, **options)

    async def types_into(self, command: str, option: str | None = None, /, **options: Any) -> list[Choice]:
        """They type an option's text and see what is offered: the last of `options`, or the one named."""
        focused = option or list(options)[-1]
        exchange = await self.discord.autocomplete(self.who, self.here, command, focused, **options)
        return [Choice(choice["name"], choice["value"]) for choice in exchange.choices]

    def opens_menu(self, command: str, target: "Something | FakeClient") -> Reply:
        """They pick a command from the menu of a message, or of a person."""
        if isinstance(target, FakeClient):
            whom = target.who
            if not isinstance(whom, Member):
                raise CannotDoError(f"{whom.name} is in no guild")
            return Reply(self, self.discord.context_menu(self.who, whom, command, self.here))
        return Reply(self, self.discord.context_menu(self.who, message_of(target), command))

    async def presses(self, label: str, *, on: Something | None = None, number: int = 0) -> Reply:
        """They press the button that says `label` (or has it as its emoji) on the newest message that has one.

        Waits until there is one, and for the answer. `on` names the message, `number` which of several equal buttons,
        counted from 0.
        """
        seen, button = await self._finds(label, on, number)
        if button.url:
            raise CannotDoError(f"{label!r} opens {button.url} in a browser, and the bot hears nothing of it")
        return await Reply(self, self.discord.press(self.who, seen.message, button.custom_id or ""))

    async def chooses(self, *values: Any, on: Something | None = None, menu: str | None = None) -> Reply:
        """They choose by the words shown, from the newest select menu that has them, or the newest at all.

        `menu` is its placeholder or custom id. No values: they take back what was chosen, where they may.
        """
        seen, found = await self._finds_menu(on, menu, {value for value in values if isinstance(value, str)})
        listed = dict(found.options)
        chosen = [listed.get(value, value) if isinstance(value, str) else _value(value) for value in values]
        return await Reply(self, self.discord.select(self.who, seen.message, found.custom_id, *chosen))

    def fills(self, values: Mapping[str, Any] | None = None, /, **more: Any) -> Reply:
        """They fill the form that is open, by label or custom id, and send it."""
        if self.form is None:
            raise CannotDoError(f"no form is open for {self.who.user.name}")
        given = {name: _entry(value) for name, value in {**(values or {}), **more}.items()}
        reply = Reply(self, self.discord.submit_modal(self.who, self.form, given))
        self.form = None
        return reply

    def reacts(self, message: Something, emoji: str) -> None:
        """They react to a message."""
        self.discord.react(self.who, message_of(message), emoji)

    def edits(self, written: Something, text: str) -> None:
        """They edit a message of theirs."""
        self.discord.edit(self.who, written.sent if isinstance(written, Reply) else message_of(written), text)

    def deletes(self, message: Something) -> None:
        """They delete a message of theirs, or as a moderator another's."""
        self.discord.delete(self.who, message_of(message))

    async def _finds(self, label: str, on: Something | None, number: int) -> tuple[Seen, Button]:
        def matching(seen: Seen) -> list[Button]:
            return [button for button in seen.buttons if label in (button.label, button.emoji, button.shown)]

        await self.discord.until(lambda: any(len(matching(seen)) > number for seen in self._places(on)))
        for seen in self._places(on):
            if len(found := matching(seen)) > number:
                return seen, found[number]
        labels = [label for seen in self._places(on) for label in seen.labels]
        raise CannotDoError(f"{self.who.user.name} sees no button {label!r}; there is: {', '.join(labels) or 'none'}")

    async def _finds_menu(self, on: Something | None, name: str | None, words: set[str]) -> tuple[Seen, Menu]:
        def matching() -> list[tuple[Seen, Menu]]:
            places = [(seen, menu) for seen in self._places(on) for menu in seen.menus]
            return [(seen, menu) for seen, menu in places if name in (None, menu.placeholder, menu.custom_id)]

        await self.discord.until(lambda: bool(matching()))
        if not matching():
            raise CannotDoError(f"{self.who.user.name} sees no menu" + (f" {name!r}" if name else ""))
        return next((place for place in matching() if words <= set(dict(place[1].options))), matching()[0])

    def _places(self, on: Something | None) -> list[Seen]:
        """The messages to look for something on, newest first."""
        return self.sees()[::-1] if on is None else [see(message_of(on), self.who)]


def _value(value: Any) -> Any:
    if isinstance(value, Path):
        return value.name, value.read_bytes()
    return value.who if isinstance(value, FakeClient) else value


def _entry(value: Any) -> Any:
    return [_value(one) for one in value] if isinstance(value, list) else _value(value)
