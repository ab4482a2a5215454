from typing import Any

import pytest

from bot.offline import OfflineDiscord
from tests.offline.conftest import official_description
from tests.offline.raw import ask, say

LAYOUT = 1 << 15
Json = dict[str, Any]


def button(**fields: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go"} | fields


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def text(content: str = "text") -> Json:
    return {"type": 10, "content": content}


def menu(**fields: Any) -> Json:
    return {"type": 3, "custom_id": "m", "options": [{"label": "a", "value": "a"}]} | fields


def layout(*components: Json, **fields: Any) -> Json:
    return {"flags": LAYOUT, "components": list(components)} | fields


ACCEPTED: dict[str, Json] = {
    "text at the limit": {"content": "x" * 2000},
    "an embed at the limit": {"embeds": [{"description": "d" * 4096, "fields": [{"name": "n", "value": "v" * 1024}]}]},
    "five rows of five": {
        "content": "x",
        "components": [row(*(button(custom_id=f"{r} {b}") for b in range(5))) for r in range(5)],
    },
    "forty components": layout(*(text(str(n)) for n in range(40))),
    "four thousand characters": layout(text("x" * 2000), text("y" * 2000)),
    "a section in a container": layout(
        {"type": 17, "components": [{"type": 9, "components": [text()], "accessory": button()}, {"type": 14}]}
    ),
    "a link": {"content": "x", "components": [row({"type": 2, "style": 5, "label": "l", "url": "https://a.example"})]},
    "a custom id at the limit": {"content": "x", "components": [row(button(custom_id="i" * 100))]},
    "nobody mentioned": {"content": "@everyone", "allowed_mentions": {"parse": []}},
}

TOO_LONG, BAD_LENGTH = "BASE_TYPE_MAX_LENGTH", "BASE_TYPE_BAD_LENGTH"
LEGACY = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
KIND = "UNION_TYPE_CHOICES"

REFUSED: dict[str, tuple[Json, str, str]] = {
    "a colour that is none": (
        layout({"type": 17, "components": [text("x")], "accent_color": 0x1000000}),
        "components.0.accent_color",
        "*",
    ),
    "a gap of no known size": (layout(text("x"), {"type": 14, "spacing": 3}), "components.1.spacing", "*"),
    "text over the limit": ({"content": "x" * 2001}, "content", TOO_LONG),
    "a title over the limit": ({"embeds": [{"title": "t" * 257}]}, "embeds.0.title", TOO_LONG),
    "a field over the limit": (
        {"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]},
        "embeds.0.fields.0.value",
        "*",
    ),
    "a field without a name": ({"embeds": [{"fields": [{"value": "v"}]}]}, "embeds.0.fields.0.name", "*"),
    "embeds together over the limit": (
        {"embeds": [{"description": "d" * 3001}, {"description": "d" * 3000}]},
        "embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    "eleven embeds": ({"embeds": [{"title": "t"}] * 11}, "embeds", TOO_LONG),
    "a custom id over the limit": (
        {"components": [row(button(custom_id="i" * 101))]},
        "components.0.components.0.custom_id",
        "*",
    ),
    "a label over the limit": ({"components": [row(button(label="l" * 81))]}, "components.0.components.0.label", "*"),
    "custom ids twice": (
        {"components": [row(button(), button())]},
        "components.0.components.1.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "no custom id": (
        {"components": [row(button(custom_id=None))]},
        "components.0.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_REQUIRED",
    ),
    "neither label nor emoji": (
        {"components": [row(button(label=None))]},
        "components.0.components.0.label",
        "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    ),
    "a link without an address": (
        {"components": [row({"type": 2, "style": 5, "label": "l"})]},
        "components.0.components.0.url",
        "BASE_TYPE_REQUIRED",
    ),
    "a link to a file": (
        {"components": [row({"type": 2, "style": 5, "label": "l", "url": "ftp://a.example/"})]},
        "components.0.components.0.url",
        "*",
    ),
    "a link with a custom id": (
        {"components": [row(button(style=5, url="https://a.example"))]},
        "components.0.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_AND_URL",
    ),
    "an unknown style": (
        {"components": [row(button(style=9))]},
        "components.0.components.0.style",
        "BASE_TYPE_CHOICES",
    ),
    "six buttons in a row": (
        {"components": [row(*(button(custom_id=str(n)) for n in range(6)))]},
        "components.0.components",
        "*",
    ),
    "an empty row": ({"components": [row()]}, "components.0.components", BAD_LENGTH),
    "six rows": ({"components": [row(button(custom_id=str(n))) for n in range(6)]}, "components", TOO_LONG),
    "a menu beside a button": (
        {"components": [row(button(), menu())]},
        "components.0.components.1",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    "a menu with 26 options": (
        {"components": [row(menu(options=[{"label": str(n), "value": str(n)} for n in range(26)]))]},
        "components.0.components.0.options",
        "*",
    ),
    "an option twice": (
        {"components": [row(menu(options=[{"label": "a", "value": "a"}] * 2))]},
        "components.0.components.0.options.1.value",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    "more choices than options": (
        {"components": [row(menu(max_values=2))]},
        "components.0.components.0.max_values",
        "SELECT_COMPONENT_MAX_VALUES_EXCEEDED",
    ),
    "a placeholder over the limit": (
        {"components": [row(menu(placeholder="p" * 151))]},
        "components.0.components.0.placeholder",
        "*",
    ),
    "a layout without its flag": ({"components": [text()]}, "components.0.type", KIND),
    "a button outside a row": ({"components": [button()]}, "components.0.type", KIND),
    "a container in a container": (
        layout({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
        "components.0.components.0.type",
        KIND,
    ),
    "a section without an accessory": (
        layout({"type": 9, "components": [text()]}),
        "components.0.accessory",
        "BASE_TYPE_REQUIRED",
    ),
    "a section of four texts": (
        layout({"type": 9, "components": [text()] * 4, "accessory": button()}),
        "components.0.components",
        "*",
    ),
    "an empty text": (layout(text("")), "components.0.content", BAD_LENGTH),
    "41 components": (
        layout(*({"type": 17, "components": [text(str(n))]} for n in range(20)), text()),
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    "4,001 characters": (
        layout(text("x" * 2000), text("y" * 2001)),
        "components",
        "COMPONENT_MAX_TOTAL_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    "component ids twice": (
        layout(text() | {"id": 3}, text() | {"id": 3}),
        "components.1.id",
        "COMPONENT_ID_DUPLICATED",
    ),
    "a layout with content": (layout(text(), content="x"), "content", LEGACY),
    "a layout with an embed": (layout(text(), embeds=[{"title": "t"}]), "embeds", LEGACY),
    "an ephemeral message of no interaction": ({"content": "x", "flags": 64}, "flags", "MESSAGE_FLAGS_INVALID"),
    "a flag that bots may not set": ({"content": "x", "flags": 1}, "flags", "MESSAGE_FLAGS_INVALID"),
    "mentions parsed and listed": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    "a reply to what is not there": (
        {"content": "x", "message_reference": {"message_id": "1"}},
        "message_reference",
        "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
    ),
    "a picture that was not attached": (
        layout({"type": 12, "items": [{"media": {"url": "attachment://no.png"}}]}),
        "components",
        "COMPONENT_ATTACHMENT_NOT_FOUND",
    ),
}


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED)
async def test_what_discord_takes_is_taken(server: OfflineDiscord, body: Json) -> None:
    answer = await say(server, server.guild("g").channel("c"), **body)
    assert answer.status == 200, answer.body


@pytest.mark.parametrize(("body", "place", "code"), REFUSED.values(), ids=REFUSED)
async def test_what_discord_refuses_is_refused(server: OfflineDiscord, body: Json, place: str, code: str) -> None:
    channel = server.guild("g").channel("c")
    content = {} if "components" in body or "embeds" in body else {"content": "x"}
    answer = await say(server, channel, **(content | body))
    assert (answer.status, answer.body["code"]) == (400, 50035)
    assert place in answer.codes(), answer.body
    assert code in ("*", answer.codes()[place])
    assert not channel.messages


async def test_a_message_with_nothing_in_it_is_refused(server: OfflineDiscord) -> None:
    channel = server.guild("g").channel("c")
    nothing: list[Json] = [{"content": ""}, {"content": " \n "}, {"embeds": []}]
    for body in nothing:
        answer = await say(server, channel, **body)
        assert (answer.status, answer.body["code"]) == (400, 50006)


async def test_a_layout_of_too_many_bytes_is_a_server_error(server: OfflineDiscord) -> None:
    answer = await say(server, server.guild("g").channel("c"), **layout(text("語" * 3500)))
    assert answer.status == 500


async def test_an_edit_is_held_to_the_message_it_edits(server: OfflineDiscord) -> None:
    channel = server.guild("g").channel("c")
    sent = await say(server, channel, **layout(text()))
    path = f"/channels/{channel.id}/messages/{sent.body['id']}"
    assert (await ask(server, "PATCH", path, {"content": "x"})).codes() == {"content": LEGACY}
    edited = await ask(server, "PATCH", path, {"components": [text("new")]})
    assert edited.body["components"][0]["content"] == "new"
    assert edited.body["flags"] == LAYOUT
    plain = await say(server, channel, content="plain")
    path = f"/channels/{channel.id}/messages/{plain.body['id']}"
    assert (await ask(server, "PATCH", path, layout(text()))).codes() == {"content": LEGACY}
    assert (await ask(server, "PATCH", path, layout(text(), content=None))).status == 200
    assert (await ask(server, "PATCH", path, {"components": []})).body["code"] == 50006


async def test_a_field_that_discord_does_not_know_is_refused() -> None:
    description = official_description()
    if description is None:
        pytest.skip("the official description is not beside this checkout")
    async with OfflineDiscord(description=description) as server:
        channel = server.guild("g").channel("c")
        answer = await say(server, channel, content="x", colour="red")
        assert answer.codes() == {"colour": "UNKNOWN_FIELD"}
        nested = await say(server, channel, content="x", components=[row(button(color=3))])
        assert nested.codes() == {"components.0.components.0.color": "UNKNOWN_FIELD"}
        wrong = await say(server, channel, content=3)
        assert wrong.codes() == {"content": "STRING_TYPE_CONVERT"}
        moment = await say(server, channel, embeds=[{"title": "t", "timestamp": "yesterday", "url": "nowhere"}])
        assert moment.codes() == {
            "embeds.0.timestamp": "DATE_TIME_TYPE_PARSE",
            "embeds.0.url": "URL_TYPE_INVALID_URL",
        }


async def test_mentions_ping_those_who_are_allowed_and_no_others(server: OfflineDiscord) -> None:
    guild = server.guild("g")
    channel, alice, bob = guild.channel("c"), guild.member("alice"), guild.member("bob")
    said = f"{alice.mention} {bob.mention} @everyone"
    everybody = await say(server, channel, content=said)
    assert [user["username"] for user in everybody.body["mentions"]] == ["alice", "bob"]
    assert not everybody.body["mention_everyone"]
    nobody = await say(server, channel, content=said, allowed_mentions={"parse": []})
    assert nobody.body["mentions"] == []
    one = await say(server, channel, content=said, allowed_mentions={"users": [str(bob.id)]})
    assert [user["username"] for user in one.body["mentions"]] == ["bob"]
    in_layout = await say(server, channel, **layout(text(alice.mention)))
    assert [user["username"] for user in in_layout.body["mentions"]] == ["alice"]


async def test_files_are_stored_and_fetched(server: OfflineDiscord) -> None:
    import aiohttp

    channel = server.guild("g").channel("c")
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", '{"content": "", "attachments": [{"id": 0, "filename": "a.txt"}]}')
    form.add_field("files[0]", b"inside", filename="a.txt", content_type="application/octet-stream")
    headers = {"Authorization": f"Bot {server.token}"}
    async with aiohttp.ClientSession() as session:
        url = f"{server.origin}/api/v10/channels/{channel.id}/messages"
        async with session.post(url, data=form, headers=headers) as response:
            message = await response.json()
        async with session.get(message["attachments"][0]["url"]) as response:
            assert await response.read() == b"inside"


async def test_nonsense_is_answered_and_not_crashed_on(server: OfflineDiscord) -> None:
    import aiohttp

    channel = server.guild("g").channel("c")
    headers = {"Authorization": f"Bot {server.token}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session:
        for raw in (b"{", b"[" * 100_000, b'"text"', b"[]", b"3"):
            url = f"{server.origin}/api/v10/channels/{channel.id}/messages"
            async with session.post(url, data=raw, headers=headers) as response:
                assert response.status == 400, (raw[:10], await response.text())
    unknown = await ask(server, "POST", "/nowhere", {})
    assert unknown.status == 404
    assert (await ask(server, "GET", "/users/@me", token="wrong")).status == 401
