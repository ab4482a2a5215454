"""Many people at once, and bodies of any shape."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.offline import Exchange, OfflineDiscord
from tests.offline.raw import ask
from tests.offline.sample_bot import SampleBot


async def test_everybody_gets_their_own_answer(discord_: OfflineDiscord, client: SampleBot) -> None:
    discord_.patience = 20
    guilds = [discord_.guild(f"guild {n}") for n in range(5)]
    exchanges: list[tuple[int, Exchange]] = []
    for n in range(100):
        guild = guilds[n % 5]
        person, channel = guild.member(f"person {n % 20}"), guild.channel("general")
        if n % 2:
            exchanges.append((n, discord_.slash(person, channel, "echo", text=f"said {n}")))
        else:
            exchanges.append((n, discord_.send(person, channel, f"{discord_.bot.mention} said {n}")))
    await asyncio.gather(*(exchange.until(lambda seen: seen.answered) for _, exchange in exchanges))
    for n, exchange in exchanges:
        assert exchange.message.content.endswith(f"said {n}")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "id", "name"]), inner),
    max_leaves=8,
)
FIELDS = ["content", "embeds", "components", "flags", "allowed_mentions", "message_reference", "attachments"]
bodies = st.dictionaries(st.sampled_from(FIELDS), anything, min_size=1) | anything


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies)
async def test_no_body_breaks_the_server(server: OfflineDiscord, body: Any) -> None:
    channel = server.guild("g").channel("c")
    for method, path in (
        ("POST", f"/channels/{channel.id}/messages"),
        ("PUT", f"/applications/{server.bot.id}/commands"),
        ("POST", f"/applications/{server.bot.id}/commands"),
        ("POST", "/users/@me/channels"),
    ):
        answer = await ask(server, method, path, body)
        assert answer.status < 500, answer.body
