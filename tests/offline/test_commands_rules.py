from typing import Any

import pytest

from bot.offline import CannotDoError, OfflineDiscord, Permission
from tests.offline.raw import ask

Json = dict[str, Any]


def command(**fields: Any) -> Json:
    return {"name": "ask", "description": "Asks"} | fields


def option(**fields: Any) -> Json:
    return {"type": 3, "name": "q", "description": "Q"} | fields


def choice(name: str = "a") -> Json:
    return {"name": name, "value": name}


REFUSED: dict[str, tuple[list[Json], str]] = {
    "no name": ([{"description": "d"}], "0.name"),
    "a name over the limit": ([command(name="n" * 33)], "0.name"),
    "a name in capitals": ([command(name="Ask")], "0.name"),
    "a name with a space": ([command(name="ask me")], "0.name"),
    "no description": ([{"name": "ask"}], "0.description"),
    "a description over the limit": ([command(description="d" * 101)], "0.description"),
    "a menu with a description": ([command(name="Find", type=3)], "0.description"),
    "the same name twice": ([command(), command()], "1.name"),
    "an option without a description": ([command(options=[option(description="")])], "0.options.0.description"),
    "an option's name over the limit": ([command(options=[option(name="n" * 33)])], "0.options.0.name"),
    "an option's name in capitals": ([command(options=[option(name="Q")])], "0.options.0.name"),
    "an option twice": ([command(options=[option(), option()])], "0.options.1.name"),
    "26 options": ([command(options=[option(name=f"o{n}") for n in range(26)])], "0.options"),
    "required after optional": (
        [command(options=[option(), option(name="p", required=True)])],
        "0.options.1",
    ),
    "26 choices": ([command(options=[option(choices=[choice(str(n)) for n in range(26)])])], "0.options.0.choices"),
    "a choice twice": ([command(options=[option(choices=[choice(), choice()])])], "0.options.0.choices.1.name"),
    "a choice's name over the limit": (
        [command(options=[option(choices=[choice("n" * 101)])])],
        "0.options.0.choices.0.name",
    ),
    "completion and choices": (
        [command(options=[option(choices=[choice()], autocomplete=True)])],
        "0.options.0.autocomplete",
    ),
    "a subcommand beside an option": (
        [command(options=[{"type": 1, "name": "sub", "description": "d"}, option()])],
        "0.options",
    ),
}


@pytest.mark.parametrize(("body", "place"), REFUSED.values(), ids=REFUSED)
async def test_bad_commands_are_refused(server: OfflineDiscord, body: list[Json], place: str) -> None:
    answer = await ask(server, "PUT", f"/applications/{server.bot.id}/commands", body)
    assert (answer.status, answer.body["code"]) == (400, 50035)
    assert place in answer.codes(), answer.body
    assert server.commands.all() == []


async def test_a_command_may_not_be_of_any_size(server: OfflineDiscord) -> None:
    options = [
        option(name=f"o{n}", choices=[{"name": f"{m} " + "n" * 95, "value": "v" * 95} for m in range(5)])
        for n in range(10)
    ]
    answer = await ask(server, "PUT", f"/applications/{server.bot.id}/commands", [command(options=options)])
    assert answer.codes() == {"0": "APPLICATION_COMMAND_TOO_LARGE"}


@pytest.mark.parametrize("name", ["ask", "a-b_c", "спросить", "質問", "सवाल", "ถาม", "d'accord"])
async def test_names_are_in_any_script(server: OfflineDiscord, name: str) -> None:
    answer = await ask(server, "PUT", f"/applications/{server.bot.id}/commands", [command(name=name)])
    assert answer.status == 200, answer.body


async def test_commands_keep_their_ids_and_are_read_changed_and_removed(server: OfflineDiscord) -> None:
    base = f"/applications/{server.bot.id}/commands"
    first = await ask(server, "PUT", base, [command(), command(name="Find", type=3, description="")])
    again = await ask(server, "PUT", base, [command(description="Asks again")])
    assert again.body[0]["id"] == first.body[0]["id"]
    assert [c["description"] for c in (await ask(server, "GET", base)).body] == ["Asks again"]
    place = f"{base}/{again.body[0]['id']}"
    assert (await ask(server, "PATCH", place, {"description": "Third"})).body["description"] == "Third"
    assert (await ask(server, "POST", base, command(name="other"))).status == 200
    assert (await ask(server, "DELETE", place)).status == 204
    assert (await ask(server, "GET", place)).body["code"] == 10063
    assert [c["name"] for c in server.commands.all()] == ["other"]
    assert server.commands.registrations == 3


async def test_a_guilds_own_commands_are_for_that_guild(server: OfflineDiscord) -> None:
    here, there = server.guild("here"), server.guild("there")
    base = f"/applications/{server.bot.id}/guilds/{here.id}/commands"
    assert (await ask(server, "PUT", base, [command(name="local")])).status == 200
    server.slash(here.member("alice"), here.channel("c"), "local")
    with pytest.raises(CannotDoError, match="no command 'local'"):
        server.slash(there.member("alice"), there.channel("c"), "local")
    foreign = server.guild("foreign", with_bot=False)
    base = f"/applications/{server.bot.id}/guilds/{foreign.id}/commands"
    assert (await ask(server, "PUT", base, [])).body["code"] == 50001


async def test_contexts_and_permissions_decide_who_is_offered_what(server: OfflineDiscord) -> None:
    bodies = [
        command(name="everywhere"),
        command(name="guilds", contexts=[0]),
        command(name="direct", contexts=[1]),
        command(name="moderators", default_member_permissions=int(Permission.MANAGE_GUILD)),
        command(name="nobody", default_member_permissions=0),
    ]
    assert (await ask(server, "PUT", f"/applications/{server.bot.id}/commands", bodies)).status == 200
    guild = server.guild("g")
    alice, carol, channel = guild.member("alice"), guild.member("carol"), guild.channel("c")
    carol.give(guild.role("moderators", Permission.MANAGE_GUILD))

    def offered(who: Any, where: Any) -> list[str]:
        names = []
        for body in bodies:
            try:
                server.slash(who, where, body["name"])
            except CannotDoError:
                continue
            names.append(body["name"])
        return names

    assert offered(alice, channel) == ["everywhere", "guilds"]
    assert offered(carol, channel) == ["everywhere", "guilds", "moderators"]
    assert offered(guild.owner, channel) == ["everywhere", "guilds", "moderators", "nobody"]
    assert offered(alice, server.direct(alice)) == ["everywhere", "direct", "moderators", "nobody"]
