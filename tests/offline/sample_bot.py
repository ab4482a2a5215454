"""A small bot of the usual kind: a slash command, a form, a menu, buttons that outlive a restart, a layout."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import discord
from discord import app_commands, ui

FRUIT = ["apple", "banana", "cherry"]


class Counter(ui.DynamicItem[ui.Button[Any]], template=r"count:(?P<n>\d+)"):
    def __init__(self, n: int) -> None:
        self.n = n
        super().__init__(ui.Button(label=f"pressed {n} times", custom_id=f"count:{n}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["n"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        view = ui.View(timeout=None)
        view.add_item(Counter(self.n + 1))
        await interaction.response.edit_message(content=f"now {self.n + 1}", view=view)


class Form(ui.Modal, title="Tell us"):
    name: ui.Label[Any] = ui.Label(text="Name", component=ui.TextInput(max_length=20))
    why: ui.Label[Any] = ui.Label(text="Why", component=ui.TextInput(required=False))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        assert isinstance(self.name.component, ui.TextInput)
        await interaction.response.send_message(f"thanks, {self.name.component.value}", ephemeral=True)


class Picker(ui.View):
    @ui.select(placeholder="fruit", custom_id="fruit", options=[discord.SelectOption(label=f) for f in FRUIT])
    async def fruit(self, interaction: discord.Interaction[Any], select: ui.Select[Any]) -> None:
        await interaction.response.send_message(f"you chose {select.values[0]}")

    @ui.select(cls=ui.UserSelect, custom_id="who")
    async def who(self, interaction: discord.Interaction[Any], select: ui.UserSelect[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"you chose {select.values[0].name}", view=None)


class Poster(ui.LayoutView):
    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        button: ui.Button[Any] = ui.Button(label="Read", url="https://example.org/read")
        section: ui.Section[Any] = ui.Section(ui.TextDisplay(text), accessory=button)
        row: ui.ActionRow[Any] = ui.ActionRow(Counter(0))
        self.add_item(ui.Container(section, ui.Separator(), row))


class SampleBot(discord.Client):
    def __init__(self, intents: discord.Intents | None = None, **options: Any) -> None:
        super().__init__(intents=intents or discord.Intents.default(), guild_ready_timeout=0.02, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.events: list[str] = []
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Counter)
        await self.tree.sync()

    @asynccontextmanager
    async def running(self, token: str) -> AsyncIterator[Self]:
        """Logs in, waits until it is ready, and closes it in the end; what stops it from connecting is raised."""
        async with self:
            await self.login(token)
            connection = asyncio.create_task(self.connect())
            ready = asyncio.create_task(self.wait_until_ready())
            await asyncio.wait({connection, ready}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
            try:
                if connection.done():
                    connection.result()
                yield self
            finally:
                ready.cancel()
                await self.close()
                await asyncio.wait({connection})

    async def on_ready(self) -> None:
        self.events.append("ready")

    async def on_resumed(self) -> None:
        self.events.append("resumed")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.events.append(f"joined {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.events.append(f"left {guild.name}")

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        self.heard.append(message)
        assert self.user is not None
        if message.guild is None or self.user.mentioned_in(message):
            async with message.channel.typing():
                await message.reply(f"you said: {message.clean_content}")


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    add_slash_commands(tree)
    add_menus_and_groups(tree)


def add_slash_commands(tree: app_commands.CommandTree[Any]) -> None:
    async def fruit(_: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f, value=f) for f in FRUIT if f.startswith(current)]

    @tree.command(description="Repeats what you say")
    @app_commands.autocomplete(fruit=fruit)
    async def echo(
        interaction: discord.Interaction[Any],
        text: str,
        fruit: str | None = None,
        private: bool = False,
        whom: discord.Member | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        read = (await file.read()).decode() if file else ""
        await interaction.response.send_message(
            f"{text} {fruit or ''} {whom.name if whom else ''} {read}".strip(), ephemeral=private
        )

    @tree.command(description="Answers later")
    async def later(interaction: discord.Interaction[Any], private: bool = False, twice: bool = False) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        await interaction.edit_original_response(content="here it is")
        if twice:
            await interaction.followup.send("and more", ephemeral=True)

    @tree.command(description="Opens a form")
    async def form(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(description="A menu")
    async def pick(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("pick one", view=Picker())

    @tree.command(description="A layout")
    async def poster(interaction: discord.Interaction[Any], text: str) -> None:
        await interaction.response.send_message(view=Poster(text))

    @tree.command(description="Says nothing")
    async def silent(interaction: discord.Interaction[Any]) -> None:
        pass


def add_menus_and_groups(tree: app_commands.CommandTree[Any]) -> None:
    @tree.context_menu(name="Shout")
    async def shout(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interaction.response.send_message(message.content.upper(), ephemeral=True)

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction[Any], member: discord.Member) -> None:
        await interaction.response.send_message(f"hello {member.name}")

    group = app_commands.Group(name="feed", description="Feeds", default_permissions=discord.Permissions(8))

    @group.command(name="add", description="Adds a feed")
    async def feed_add(interaction: discord.Interaction[Any], url: str) -> None:
        await interaction.response.send_message(f"added {url}", suppress_embeds=True)

    tree.add_command(group)
