from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.offline import Message, MessageFlags, OfflineDiscord, Seen, see
from bot.offline.rendering import see_form
from bot.offline.seen import Menu


@pytest.fixture
async def offline() -> AsyncIterator[OfflineDiscord]:
    async with OfflineDiscord(bot_name="herald") as discord_:
        yield discord_


def shown(discord_: OfflineDiscord, **fields: Any) -> Seen:
    guild = discord_.guild("Newsroom")
    message = discord_.world.post(guild.channel("general"), discord_.bot, **fields)
    return see(message, guild.member("alice"))


def text(content: str, **more: Any) -> dict[str, Any]:
    return {"type": 10, "content": content, **more}


async def test_a_layout_is_read_from_top_to_bottom(offline: OfflineDiscord) -> None:
    button = {"type": 2, "style": 1, "custom_id": "more", "label": "More", "emoji": {"name": "➕"}}
    link = {"type": 2, "style": 5, "url": "https://example.org", "label": "Read"}
    grey = {"type": 2, "style": 2, "custom_id": "no", "label": "No", "disabled": True}
    section = {"type": 9, "components": [text("# Head")], "accessory": link}
    row = {"type": 1, "components": [button, grey]}
    picture = {"type": 12, "items": [{"media": {"url": "https://example.org/p.png"}, "description": "a ship"}]}
    inside = [section, {"type": 14}, text("-# small *print*"), row, picture]
    seen = shown(offline, components=[{"type": 17, "accent_color": 255, "components": inside}, text("after")])
    assert str(seen).splitlines() == [
        "herald:",
        "  Head",
        "  Read <https://example.org>",
        "  --------------------",
        "  small print",
        "  [➕ More]  (No)",
        "  (picture: a ship)",
        "after",
    ]
    assert seen.subtext == ["small print"]
    assert seen.labels == ["Read", "More", "No"]
    assert [button.shown for button in seen.buttons if button.disabled] == ["No"]


async def test_embeds_are_shown_unless_they_are_suppressed(offline: OfflineDiscord) -> None:
    embed = {
        "author": {"name": "Herald"},
        "title": "Storm",
        "url": "https://example.org/storm",
        "description": "**Wind** rises",
        "fields": [{"name": "Where", "value": "at *sea*"}],
        "footer": {"text": "1 May"},
        "image": {"url": "https://example.org/p.png"},
    }
    seen = shown(offline, embeds=[embed])
    assert seen.text.splitlines() == ["Herald", "Storm", "Wind rises", "Where", "at sea", "1 May"]
    assert ("Storm", "https://example.org/storm") in seen.links
    assert seen.subtext == ["1 May"]
    assert shown(offline, content="x", embeds=[embed], flags=MessageFlags.SUPPRESS_EMBEDS).text == "x"


async def test_menus_show_what_can_be_chosen(offline: OfflineDiscord) -> None:
    options = [{"label": "Apple", "value": "a"}, {"label": "Pear", "value": "p"}]
    select = {"type": 3, "custom_id": "fruit", "placeholder": "fruit", "options": options}
    seen = shown(offline, content="pick", components=[{"type": 1, "components": [select]}])
    assert seen.menus == [Menu("fruit", "fruit", 3, (("Apple", "a"), ("Pear", "p")))]
    assert str(seen).endswith("[fruit: Apple, Pear]")


async def test_names_stand_for_mentions(offline: OfflineDiscord) -> None:
    guild = offline.guild("Newsroom")
    alice, editors, sport = guild.member("alice"), guild.role("editors"), guild.channel("sport")
    seen = shown(offline, content=f"{alice.mention} {editors.mention} {sport.mention} <@1>")
    assert seen.text == "@alice @editors #sport @unknown"


async def test_a_bot_that_is_thinking_says_nothing_yet(offline: OfflineDiscord) -> None:
    seen = shown(offline, flags=MessageFlags.LOADING, content="not yet")
    assert seen.thinking
    assert "not yet" not in seen


async def test_what_a_message_is_about_stands_above_it(offline: OfflineDiscord) -> None:
    asked: Message = shown(offline, content="what\nis new?").message
    assert shown(offline, content="this", reference=asked).about == "reply to herald: what is new?"
    assert shown(offline, content="this").about is None


def test_a_form_is_seen_field_by_field() -> None:
    form = {
        "title": "Tell us",
        "components": [
            text("ignored"),
            {"type": 1, "components": [{"type": 4, "custom_id": "n", "label": "Name", "style": 1, "value": "Ann"}]},
            {
                "type": 18,
                "label": "Why",
                "component": {"type": 4, "custom_id": "w", "style": 2, "required": False, "placeholder": "…"},
            },
            {
                "type": 18,
                "label": "Fruit",
                "component": {"type": 3, "custom_id": "f", "options": [{"label": "Pear", "value": "p"}]},
            },
        ],
    }
    seen = see_form(form)
    assert seen.title == "Tell us"
    assert [(f.label, f.custom_id, f.value, f.required, f.long, f.options) for f in seen.fields] == [
        ("Name", "n", "Ann", True, False, ()),
        ("Why", "w", "", False, True, ()),
        ("Fruit", "f", "", True, False, (("Pear", "p"),)),
    ]
