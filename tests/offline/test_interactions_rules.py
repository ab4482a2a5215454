from typing import Any

import pytest

from bot.offline import CannotDoError, InteractionExchange, NoResponseError, OfflineDiscord
from tests.offline.raw import Answer, ask

COMMANDS = [
    {
        "name": "ask",
        "description": "Asks",
        "options": [{"type": 3, "name": "q", "description": "Q", "autocomplete": True}],
    }
]
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "go", "label": "Go"}]}
FORM = {
    "custom_id": "form",
    "title": "Form",
    "components": [{"type": 1, "components": [{"type": 4, "custom_id": "t", "style": 1, "label": "Text"}]}],
}


async def register(server: OfflineDiscord) -> None:
    answer = await ask(server, "PUT", f"/applications/{server.bot.id}/commands", COMMANDS)
    assert answer.status == 200, answer.body


async def slash(server: OfflineDiscord) -> InteractionExchange:
    await register(server)
    guild = server.guild("g")
    return server.slash(guild.member("alice"), guild.channel("c"), "ask")


async def respond(server: OfflineDiscord, exchange: InteractionExchange, kind: int, **data: Any) -> Answer:
    path = f"/interactions/{exchange.interaction.id}/{exchange.interaction.token}/callback?with_response=true"
    return await ask(server, "POST", path, {"type": kind, "data": data} if data else {"type": kind})


async def webhook(server: OfflineDiscord, exchange: InteractionExchange, method: str, rest: str, **body: Any) -> Answer:
    path = f"/webhooks/{server.bot.id}/{exchange.interaction.token}{rest}"
    return await ask(server, method, path, body or None)


async def test_an_interaction_is_acknowledged_once(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    first = await respond(server, exchange, 4, content="one")
    assert first.body["resource"]["message"]["content"] == "one"
    again = await respond(server, exchange, 4, content="two")
    assert (again.status, again.body["code"]) == (400, 40060)
    assert exchange.message.content == "one"


async def test_three_seconds_are_all_there_is(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    server.clock.advance(3.1)
    late = await respond(server, exchange, 5)
    assert (late.status, late.body["code"]) == (404, 10062)
    assert not exchange.acknowledged


async def test_an_unknown_interaction_or_token_is_refused(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    wrong = await ask(server, "POST", f"/interactions/1/{exchange.interaction.token}/callback", {"type": 5})
    assert (wrong.status, wrong.body["code"]) == (404, 10062)
    unknown = await ask(server, "PATCH", f"/webhooks/{server.bot.id}/nonsense/messages/@original", {"content": "x"})
    assert (unknown.status, unknown.body["code"]) == (401, 50027)


async def test_a_token_lives_for_fifteen_minutes(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 5)
    server.clock.advance(14 * 60)
    assert (await webhook(server, exchange, "PATCH", "/messages/@original", content="in time")).status == 200
    server.clock.advance(2 * 60)
    late = await webhook(server, exchange, "PATCH", "/messages/@original", content="late")
    assert (late.status, late.body["code"]) == (401, 50027)
    follow = await webhook(server, exchange, "POST", "", content="late")
    assert (follow.status, follow.body["code"]) == (401, 50027)
    assert [message.content for message in exchange.messages] == ["in time"]


async def test_a_test_may_let_a_token_expire(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 5)
    server.expire(exchange)
    late = await webhook(server, exchange, "PATCH", "/messages/@original", content="late")
    assert late.body["code"] == 50027


async def test_nothing_follows_before_the_acknowledgement(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    for method, rest in (("POST", ""), ("PATCH", "/messages/@original"), ("GET", "/messages/@original")):
        body = {} if method == "GET" else {"content": "x"}
        early = await webhook(server, exchange, method, rest, **body)
        assert (early.status, early.body["code"]) == (404, 10015)


async def test_the_first_follow_up_fills_a_deferred_answer(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 5, flags=64)
    assert exchange.messages[0].loading
    assert not exchange.answered
    await webhook(server, exchange, "POST", "", content="first")
    await webhook(server, exchange, "POST", "", content="second", flags=64)
    assert [(m.content, m.ephemeral, m.loading) for m in exchange.messages] == [
        ("first", True, False),
        ("second", True, False),
    ]


async def test_original_and_follow_ups_are_read_edited_and_deleted(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 4, content="one")
    follow = await webhook(server, exchange, "POST", "", content="two")
    place = f"/messages/{follow.body['id']}"
    assert (await webhook(server, exchange, "PATCH", place, content="three")).body["content"] == "three"
    assert (await webhook(server, exchange, "GET", place)).body["content"] == "three"
    assert (await webhook(server, exchange, "DELETE", place)).status == 204
    assert (await webhook(server, exchange, "GET", place)).body["code"] == 10008
    assert (await webhook(server, exchange, "DELETE", "/messages/@original")).status == 204
    gone = await webhook(server, exchange, "PATCH", "/messages/@original", content="x")
    assert (gone.status, gone.body["code"]) == (404, 10008)
    assert exchange.messages == []


async def test_an_ephemeral_answer_is_in_no_history(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 4, content="secret", flags=64)
    channel, message = exchange.interaction.channel, exchange.message
    assert (await ask(server, "GET", f"/channels/{channel.id}/messages")).body == []
    edit = await ask(server, "PATCH", f"/channels/{channel.id}/messages/{message.id}", {"content": "x"})
    assert (edit.status, edit.body["code"]) == (404, 10008)


@pytest.mark.parametrize("kind", [1, 6, 7, 8])
async def test_a_command_is_not_answered_like_a_button(server: OfflineDiscord, kind: int) -> None:
    exchange = await slash(server)
    answer = await respond(server, exchange, kind)
    assert (answer.status, answer.body["code"]) == (400, 50035)
    assert not exchange.acknowledged


async def test_a_bad_answer_does_not_count_as_one(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    refused = await respond(server, exchange, 4, content="x" * 2001)
    assert list(refused.codes()) == ["data.content"]
    assert not exchange.acknowledged
    twice = await respond(server, exchange, 4, content="x", components=[BUTTON, BUTTON])
    assert twice.codes() == {"data.components.1.components.0.custom_id": "COMPONENT_CUSTOM_ID_DUPLICATED"}
    empty = await respond(server, exchange, 4, content="")
    assert empty.body["code"] == 50006
    assert (await respond(server, exchange, 4, content="fine")).status == 200


async def test_autocompletion_has_its_limits(server: OfflineDiscord) -> None:
    await register(server)
    guild = server.guild("g")

    def type_() -> InteractionExchange:
        return server.autocomplete(guild.member("alice"), guild.channel("c"), "ask", "q", q="a")

    many = [{"name": str(n), "value": str(n)} for n in range(26)]
    refused = await respond(server, type_(), 8, choices=many)
    assert refused.body["code"] == 50035
    assert (await respond(server, type_(), 4, content="x")).body["code"] == 50035
    exchange = type_()
    for choice, place in (
        ({"name": "n" * 101, "value": "v"}, "data.choices.0.name"),
        ({"name": "n", "value": "v" * 101}, "data.choices.0.value"),
        ({"name": "", "value": "v"}, "data.choices.0.name"),
    ):
        assert place in (await respond(server, exchange, 8, choices=[choice])).codes()
    assert (await respond(server, exchange, 8, choices=many[:25])).status == 200
    assert len(exchange.choices) == 25
    again = await respond(server, exchange, 8, choices=many[:1])
    assert again.body["code"] == 40060


async def test_a_button_updates_its_message_or_adds_another(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 4, content="one", components=[BUTTON])
    pressed = server.press(exchange.user, exchange.message, "go")
    await respond(server, pressed, 7, content="two", components=[])
    assert exchange.message.content == "two"
    assert pressed.message is exchange.message
    with pytest.raises(CannotDoError):
        server.press(exchange.user, exchange.message, "go")


async def test_what_is_greyed_out_or_a_link_is_not_pressed(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    grey = {"type": 2, "style": 1, "custom_id": "grey", "label": "Grey", "disabled": True}
    link = {"type": 2, "style": 5, "url": "https://example.org", "label": "Link"}
    menu = {"type": 3, "custom_id": "menu", "options": [{"label": "a", "value": "a"}]}
    rows = [{"type": 1, "components": [grey, link]}, {"type": 1, "components": [menu]}]
    await respond(server, exchange, 4, content="one", components=rows)
    with pytest.raises(CannotDoError, match="greyed out"):
        server.press(exchange.user, exchange.message, "grey")
    with pytest.raises(CannotDoError, match="is no button"):
        server.press(exchange.user, exchange.message, "menu")
    with pytest.raises(CannotDoError, match="greyed out"):
        server.select(exchange.user, exchange.message, "grey", "a")
    with pytest.raises(CannotDoError, match="0 choices"):
        server.select(exchange.user, exchange.message, "menu")


async def test_a_deferred_update_leaves_the_message_until_it_is_edited(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 4, content="one", components=[BUTTON])
    pressed = server.press(exchange.user, exchange.message, "go")
    await respond(server, pressed, 6)
    assert exchange.message.content == "one"
    assert not pressed.answered
    await webhook(server, pressed, "PATCH", "/messages/@original", content="two")
    assert (await pressed).message.content == "two"


async def test_others_neither_see_nor_press_what_is_private(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 4, content="one", components=[BUTTON], flags=64)
    bob = server.guild("g").member("bob")
    with pytest.raises(CannotDoError, match="does not see"):
        server.press(bob, exchange.message, "go")
    server.press(exchange.user, exchange.message, "go")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "t" * 46}, "data.title"),
        ({"custom_id": "c" * 101}, "data.custom_id"),
        ({"custom_id": ""}, "data.custom_id"),
        ({"components": []}, "data.components"),
        ({"components": [BUTTON]}, "data.components.0.components.0.type"),
        ({"components": [{**FORM["components"][0]}] * 2}, "data.components.1.components.0.custom_id"),  # type: ignore[dict-item]
    ],
)
async def test_forms_have_their_limits(server: OfflineDiscord, change: dict[str, Any], place: str) -> None:
    exchange = await slash(server)
    refused = await respond(server, exchange, 9, **(FORM | change))
    assert place in refused.codes(), refused.body
    assert exchange.modal is None
    assert (await respond(server, exchange, 9, **FORM)).status == 200
    assert exchange.modal == FORM


async def test_a_form_does_not_open_a_form(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 9, **FORM)
    sent = server.submit_modal(exchange.user, exchange, {"t": "text"})
    assert (await respond(server, sent, 9, **FORM)).body["code"] == 50035
    assert (await respond(server, sent, 4, content="done")).status == 200
    bob = server.guild("g").member("bob")
    with pytest.raises(CannotDoError, match="no form is open for bob"):
        server.submit_modal(bob, exchange, {"t": "text"})


async def test_a_deleted_channel_takes_its_answers_with_it(server: OfflineDiscord) -> None:
    early, late = await slash(server), await slash(server)
    await respond(server, early, 5)
    early.interaction.channel.delete()
    assert (await webhook(server, early, "PATCH", "/messages/@original", content="x")).body["code"] == 10008
    assert (await webhook(server, early, "POST", "", content="x")).body["code"] == 10003
    assert (await respond(server, late, 4, content="x")).body["code"] == 10003


async def test_a_promise_without_an_answer_is_noticed(server: OfflineDiscord) -> None:
    server.patience = 0.05
    exchange = await slash(server)
    await respond(server, exchange, 5)
    with pytest.raises(NoResponseError, match="acknowledged it and then said nothing"):
        await exchange


@pytest.mark.parametrize(("promised", "sent"), [(0, 64), (64, 0)])
async def test_a_deferral_decides_who_sees_the_answer(server: OfflineDiscord, promised: int, sent: int) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 5, flags=promised)
    answer = await webhook(server, exchange, "POST", "", content="x", flags=sent)
    assert answer.body["flags"] == promised
    assert exchange.message.ephemeral is bool(promised)


async def test_an_edit_is_shown_as_one_and_the_end_of_thinking_is_not(server: OfflineDiscord) -> None:
    exchange = await slash(server)
    await respond(server, exchange, 5)
    filled = await webhook(server, exchange, "PATCH", "/messages/@original", content="one")
    assert filled.body["edited_timestamp"] is None
    edited = await webhook(server, exchange, "PATCH", "/messages/@original", content="two")
    assert edited.body["edited_timestamp"] is not None
