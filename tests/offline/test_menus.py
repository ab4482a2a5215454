"""Menus that list what is in the guild by themselves, and files that a component shows."""

import io
from typing import Any

import discord
import pytest
from discord import ui

from bot.offline import CannotDoError, FakeClient, OfflineDiscord, running
from tests.offline.raw import say

ROLES, CHANNELS, PEOPLE = 6, 8, 5


class Chooser(discord.Client):
    """Posts what it is told, and says what was chosen."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.heard: list[tuple[str, list[str], set[str]]] = []

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        data: Any = interaction.data
        resolved = {number for of_kind in data.get("resolved", {}).values() for number in of_kind}
        self.heard.append((data["custom_id"], data["values"], resolved))
        await interaction.response.send_message("noted", ephemeral=True)


def menu(kind: int, custom_id: str, **more: Any) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": kind, "custom_id": custom_id, "placeholder": custom_id, **more}]}


async def test_roles_and_channels_are_chosen_by_their_names(discord_: OfflineDiscord) -> None:
    guild = discord_.guild("Newsroom")
    alice = FakeClient(discord_, "alice", guild="Newsroom")
    editors, sport = guild.role("editors"), guild.channel("sport")
    rows = [menu(ROLES, "role"), menu(CHANNELS, "channels", channel_types=[0], min_values=0, max_values=3)]
    async with running(bot := Chooser(), discord_):
        await say(discord_, alice.here, content="choose", components=rows)
        await alice.chooses("editors")
        await alice.chooses("general", sport, menu="channels")
        await alice.chooses(menu="channels")
    assert bot.heard == [
        ("role", [str(editors.id)], {str(editors.id)}),
        ("channels", [str(alice.here.id), str(sport.id)], {str(alice.here.id), str(sport.id)}),
        ("channels", [], set()),
    ]


async def test_a_menu_lists_what_is_in_its_own_guild_and_of_its_types(discord_: OfflineDiscord) -> None:
    guild, other = discord_.guild("Newsroom"), discord_.guild("Elsewhere")
    alice = FakeClient(discord_, "alice", guild="Newsroom")
    thread = guild.thread(alice.here, "a thread", alice.who)
    foreign, stranger = other.role("strangers"), other.channel("far away")
    rows = [menu(ROLES, "role"), menu(CHANNELS, "channels", channel_types=[0]), menu(CHANNELS, "all")]
    async with running(Chooser(), discord_):
        await say(discord_, alice.here, content="choose", components=rows)
    listed = {shown.custom_id: [label for label, _ in shown.options] for shown in alice.sees()[-1].menus}
    assert "strangers" not in listed["role"]
    assert listed["channels"] == ["general"]
    assert listed["all"] == ["general", "a thread"]
    for name, value in (("role", foreign), ("role", str(foreign.id)), ("all", stranger), ("channels", thread)):
        with pytest.raises(CannotDoError, match="is not in the menu; it has: "):
            await alice.chooses(value, menu=name)
    with pytest.raises(CannotDoError, match="0 choices in a menu that takes 1 to 1"):
        await alice.chooses(menu="role")


async def test_what_is_chosen_beforehand_is_seen(discord_: OfflineDiscord) -> None:
    alice = FakeClient(discord_, "alice", guild="Newsroom")
    editors = discord_.guild("Newsroom").role("editors")
    rows = [menu(ROLES, "role", default_values=[{"id": str(editors.id), "type": "role"}])]
    async with running(Chooser(), discord_):
        await say(discord_, alice.here, content="choose", components=rows)
    assert alice.sees()[-1].menus[0].chosen == ("editors",)
    assert "[role = editors: " in str(alice.sees()[-1])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([{"id": "1", "type": "channel"}], "BASE_TYPE_CHOICES"),
        ([{"id": "1", "type": "role"}, {"id": "2", "type": "role"}], "BASE_TYPE_MAX_LENGTH"),
    ],
)
async def test_what_cannot_be_chosen_beforehand_is_refused(
    discord_: OfflineDiscord, given: list[dict[str, str]], code: str
) -> None:
    alice = FakeClient(discord_, "alice", guild="Newsroom")
    async with running(Chooser(), discord_):
        refused = await say(discord_, alice.here, content="x", components=[menu(ROLES, "r", default_values=given)])
    assert code in refused.codes().values()


async def test_of_a_layouts_files_those_are_seen_that_a_component_shows(discord_: OfflineDiscord) -> None:
    alice = FakeClient(discord_, "alice", guild="Newsroom")
    async with running(bot := Chooser(), discord_):
        shown, hidden = discord.File(io.BytesIO(b"inside"), "a.txt"), discord.File(io.BytesIO(b"secret"), "b.txt")
        view = ui.LayoutView()
        view.add_item(ui.File(shown))
        await bot.get_partial_messageable(alice.here.id).send(view=view, files=[shown, hidden])
    seen = alice.sees()[-1]
    assert [(part.name, part.size) for part in seen.files] == [("a.txt", 6)]
    assert seen.download("a.txt") == b"inside"
    with pytest.raises(CannotDoError, match=r"no file 'b\.txt'"):
        seen.download("b.txt")
