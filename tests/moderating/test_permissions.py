"""Who may do what: every command, menu, button, list and form there is, tried by everyone.

What is not in the tables fails: whoever adds a command or a button says here for whom it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import pytest
from discord import AppCommandType, app_commands, ui

from bot.asking import custom_ids
from bot.asking.buttons import Press
from bot.asking.custom_ids import CustomId
from bot.guilds import change_setting
from bot.moderating.presses import ModeratorsPress, ReadersPress, handlers, readers_handlers
from bot.offline import CannotDoError, FakeClient, InteractionExchange, MessageFlags, Permission, see
from bot.offline.filling import OptionKind
from bot.offline.interactions import Kind
from tests.newsroom import COPPER, Newsroom

EVERYONE, MEMBERS, MODERATORS = "everyone", "members of the guild", "moderators"

COMMANDS = {
    EVERYONE: {"ask", "help", "privacy", "about", "Find coverage"},
    MEMBERS: {"coverage show"},
    MODERATORS: {
        "Add to coverage",
        "coverage add",
        "coverage check",
        "coverage correct",
        "coverage erase",
        "coverage explain",
        "coverage export",
        "coverage feeds add",
        "coverage feeds list",
        "coverage feeds pause",
        "coverage feeds remove",
        "coverage feeds resume",
        "coverage journal",
        "coverage list",
        "coverage reindex",
        "coverage settings",
        "coverage withdraw",
    },
}
PRESSES = {
    EVERYONE: {
        *("AnyDate", "ByDate", "Closest", "Context", "Explain", "Gone", "Later", "More", "Share", "Whole", "Wrong")
    },
    MEMBERS: {"ReadersPage", "ReadersPick", "ReadersText", "ReadersTextPage"},
    MODERATORS: {
        "AddDraft", "Card", "Correct", "DropDraft", "History", "LeftOut", "LeftOutPage", "Page", "Pasted", "Pick",
        "Reasoned", "ReplaceDraft", "Rewritten", "ShowText", "TextPage", "Undo", "Withdraw",
        "AskErase", "CancelReindex", "Erase", "ExportAll", "JournalFiles", "JournalPage", "ResetSettings",
        "SetChannels", "SetLanguage", "SetReports", "SetRole", "SetShared", "SetStatistics", "UndoChosen",
        "FeedsPage", "Problems", "Subscribe",
        "ExplainWhole", "PickExplained",
        "CorrectReported", "DismissReport", "ReplaceReported", "ReportReasoned", "RewrittenReported",
        "WithdrawReported",
    },
}  # fmt: skip


FORMS = {"Erase", "Pasted", "Reasoned", "ReportReasoned", "Rewritten", "RewrittenReported"}
"""Those of the above that a form which was sent has."""


@dataclass
class Persona:
    """Someone, and for whom what they may do is meant."""

    name: str
    groups: frozenset[str]
    arrives: Callable[[Newsroom], FakeClient]
    before: Callable[[Newsroom, FakeClient], None] = lambda _newsroom, _client: None


def _member(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("member")


def _manager(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("manager", may=Permission.MANAGE_GUILD)


def _editor(newsroom: Newsroom) -> FakeClient:
    editor = newsroom.person("editor")
    editor.who.give(newsroom.discord.guild("Newsroom").role("editors"))  # type: ignore[union-attr]
    return editor


def _chosen(newsroom: Newsroom, editor: FakeClient) -> None:
    """The role is the moderators' role, whatever has been pressed before."""
    role = editor.who.roles[0].id  # type: ignore[union-attr]
    change_setting(newsroom.coverage, newsroom.discord.guild("Newsroom").id, "moderator_role", role, who="tests")


def _of_another_guild(newsroom: Newsroom) -> FakeClient:
    newsroom.person("dora", guild="Elsewhere", may=Permission.MANAGE_GUILD)
    return newsroom.person("dora")


def _former(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("former", may=Permission.MANAGE_GUILD)


def _no_longer(_newsroom: Newsroom, former: FakeClient) -> None:
    former.who.roles.clear()  # type: ignore[union-attr]


def _owner_of_the_bot(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("developer")


def _in_direct_messages(newsroom: Newsroom) -> FakeClient:
    manager = newsroom.person("manager", may=Permission.MANAGE_GUILD)
    manager.looks_at(manager.direct)
    return manager


PEOPLE = [
    Persona("a member", frozenset({EVERYONE, MEMBERS}), _member),
    Persona("a moderator by Manage Server", frozenset({EVERYONE, MEMBERS, MODERATORS}), _manager),
    Persona("a moderator by role", frozenset({EVERYONE, MEMBERS, MODERATORS}), _editor, _chosen),
    Persona("a moderator of another guild", frozenset({EVERYONE, MEMBERS}), _of_another_guild),
    Persona("a former moderator", frozenset({EVERYONE, MEMBERS}), _former, _no_longer),
    Persona("the bot's owner", frozenset({EVERYONE, MEMBERS}), _owner_of_the_bot),
    Persona("a moderator in direct messages", frozenset({EVERYONE}), _in_direct_messages),
]
everyone = pytest.mark.parametrize("persona", PEOPLE, ids=lambda persona: persona.name)


def kinds() -> dict[str, type[CustomId]]:
    """Every custom id of the bot, by the name of its class."""
    asking = custom_ids.Press.__args__
    return {kind.__name__: kind for kind in (*asking, *handlers(), *readers_handlers())}


def group_of(name: str, table: dict[str, set[str]]) -> str:
    return next(group for group, names in table.items() if name in names)


def refused(exchange: InteractionExchange) -> bool:
    """Whether it was answered by the sentence for those who may not, and by nothing else."""
    if exchange.modal is not None:
        return False
    texts = [see(message, exchange.user).text for message in exchange.messages]
    told = [text for text in texts if "This is for moderators: it needs" in text or "use this there." in text]
    return bool(told)


@everyone
async def test_commands_are_for_whom_they_are_meant(newsroom: Newsroom, persona: Persona) -> None:
    client = persona.arrives(newsroom)
    message = newsroom.person("bob").writes("see https://a.example/b").sent
    if client.here.guild is None:
        message = client.writes("see https://a.example/b", in_=client.here).sent
    for command in commands(newsroom):
        name = command.qualified_name
        persona.before(newsroom, client)
        may = group_of(name, COMMANDS) in persona.groups
        try:
            if isinstance(command, app_commands.ContextMenu):
                exchange = newsroom.discord.context_menu(client.who, message, name)
            else:
                exchange = newsroom.discord.slash(client.who, client.here, name, **_filled(newsroom, command))
        except CannotDoError:  # not even offered
            assert not may, name
            continue
        assert may or client.here.guild, f"{name} is offered in direct messages"
        await exchange
        assert refused(exchange) is not may, (name, [m.components for m in exchange.messages])


@everyone
async def test_buttons_are_for_whom_they_are_meant(newsroom: Newsroom, persona: Persona) -> None:
    client = persona.arrives(newsroom)
    for name, kind in kinds().items():
        group = group_of(name, PRESSES)
        pressed = kind(*[1] * len(fields(kind)))
        ways: list[Callable[[], InteractionExchange]] = [lambda: press(newsroom, client, pressed)]  # noqa: B023
        if group != EVERYONE:
            ways.append(lambda: choose(newsroom, client, pressed))  # noqa: B023
        if name in FORMS:
            ways.append(lambda: send(newsroom, client, pressed))  # noqa: B023
        for way in ways:
            persona.before(newsroom, client)
            exchange = await way()
            assert refused(exchange) is (group not in persona.groups), (name, way, exchange.messages)


@everyone
async def test_articles_are_suggested_to_those_who_may_change_them(newsroom: Newsroom, persona: Persona) -> None:
    newsroom.add(COPPER, guild="Newsroom")
    client = persona.arrives(newsroom)
    persona.before(newsroom, client)
    for command in ("coverage withdraw", "coverage correct"):
        try:
            offered = await client.types_into(command, "article", article="copper")
        except CannotDoError:
            offered = []
        assert bool(offered) is (MODERATORS in persona.groups)


async def test_who_may_not_is_told_whom_to_ask(newsroom: Newsroom) -> None:
    editor, alice = _editor(newsroom), newsroom.person("alice")
    _chosen(newsroom, editor)
    told = await alice.uses("coverage list")
    assert told.text == "This is for moderators: it needs the permission Manage Server, or the role editors."
    assert told.private


@pytest.mark.parametrize("custom_id", ["ndm0:add:1", "ndm1:add:1:2", "ndm1:add:-1", "ndr1:nothing", "ndr2:page:1"])
async def test_buttons_of_other_versions_are_too_old(newsroom: Newsroom, custom_id: str) -> None:
    manager = _manager(newsroom)
    button = {"type": 2, "id": 900, "style": 2, "label": "old", "custom_id": custom_id}
    reply = await newsroom.discord.press(manager.who, old_message(newsroom, manager, button), custom_id)
    assert "This button is too old for me: use the command again." in see(reply.messages[-1], manager.who)


async def test_the_tables_name_all_there_is(newsroom: Newsroom) -> None:
    named = [command.qualified_name for command in commands(newsroom)]
    assert sorted(named) == sorted(name for names in COMMANDS.values() for name in names)
    assert sorted(kinds()) == sorted(name for names in PRESSES.values() for name in names)


def test_no_two_buttons_have_the_same_name_and_numbers() -> None:
    samples = [str(kind(*[1] * len(fields(kind)))) for kind in kinds().values()]
    assert len(samples) == len(set(samples))


def test_what_is_pressed_or_sent_goes_through_the_doors_that_ask_who_it_is() -> None:
    handlers()  # imports all there are
    items = {item for item in subclasses(ui.DynamicItem) if item.__module__.startswith("bot.")}
    assert {item for item in items if not list(subclasses(item))} == {Press, ModeratorsPress, ReadersPress}
    forms = {form.__name__ for form in subclasses(ui.Modal) if form.__module__.startswith("bot.")}
    assert forms == {"_Sentence"}  # in which whoever made a report adds to it; moderators' forms are lasting ones


def commands(newsroom: Newsroom) -> list[Any]:
    tree = newsroom.client.tree
    found: list[Any] = [*tree.walk_commands()]
    found += [*tree.get_commands(type=AppCommandType.message), *tree.get_commands(type=AppCommandType.user)]
    return [command for command in found if not isinstance(command, app_commands.Group)]


def _filled(newsroom: Newsroom, command: app_commands.Command[Any, ..., Any]) -> dict[str, Any]:
    guild = newsroom.discord.guild("Newsroom")
    of_kind: dict[int, Any] = {
        OptionKind.STRING: "harbour",
        OptionKind.INTEGER: 1,
        OptionKind.NUMBER: 1.0,
        OptionKind.BOOLEAN: True,
        OptionKind.CHANNEL: guild.channel("general"),
        OptionKind.ATTACHMENT: ("a.txt", b"text"),
    }
    required = [parameter for parameter in command.parameters if parameter.required]
    values = {parameter.name: of_kind[parameter.type.value] for parameter in required}
    for parameter in required:
        if parameter.choices:
            values[parameter.name] = parameter.choices[0].value
    return values


def press(newsroom: Newsroom, client: FakeClient, pressed: CustomId) -> InteractionExchange:
    button = {"type": 2, "id": 900, "style": 2, "label": "old", "custom_id": str(pressed)}
    return newsroom.discord.press(client.who, old_message(newsroom, client, button), str(pressed))


def choose(newsroom: Newsroom, client: FakeClient, pressed: CustomId) -> InteractionExchange:
    options = [{"label": "one", "value": "1"}]
    menu = {"type": 3, "id": 900, "placeholder": "old", "custom_id": str(pressed), "options": options}
    return newsroom.discord.select(client.who, old_message(newsroom, client, menu), str(pressed), "1")


def send(newsroom: Newsroom, client: FakeClient, pressed: CustomId) -> InteractionExchange:
    source = old_message(newsroom, client, {"type": 2, "id": 900, "style": 2, "label": "old", "custom_id": "x"})
    data = {"custom_id": str(pressed), "components": []}
    return newsroom.discord._begin(Kind.MODAL_SUBMIT, client.who, client.here, data, source)


def old_message(newsroom: Newsroom, client: FakeClient, component: dict[str, Any]) -> Any:
    """A message of the bot's that was there before, for their eyes alone."""
    row = {"type": 1, "id": 901, "components": [component]}
    box = {"type": 17, "id": 902, "components": [{"type": 10, "id": 903, "content": "old"}, row]}
    flags = MessageFlags.IS_COMPONENTS_V2 | MessageFlags.EPHEMERAL
    return newsroom.discord.world.post(
        client.here, newsroom.discord.bot, components=[box], flags=flags, only_for=client.who.user, webhook=True
    )


def subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)
