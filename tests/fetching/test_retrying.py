"""When a server is asked again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.retrying import DAY, QUIET, REGULAR, SHORTEST, backed_off, interval, retry_after

chances = st.floats(0, 1)


@given(st.integers(0, 10_000), chances)
def test_back_off_is_between_a_minute_and_a_day_and_grows(failures: int, chance: float) -> None:
    wait = backed_off(failures, REGULAR, chance)
    assert SHORTEST <= wait <= DAY
    assert backed_off(failures + 1, REGULAR, chance) >= wait


@given(st.floats(0, 1e12), st.none() | st.floats(-1e12, 1e12), st.booleans(), chances)
def test_a_feed_is_polled_at_least_daily_and_at_most_every_quarter_of_an_hour(
    planned: float, asked: float | None, changed: bool, chance: float
) -> None:
    wait = interval(planned=planned, asked=asked, changed=changed, chance=chance)
    assert 0.9 * REGULAR <= wait <= 1.1 * DAY
    assert wait >= 0.9 * min(asked or 0, DAY)
    if asked is None:
        assert wait <= 1.1 * (REGULAR if changed else QUIET)


@given(st.text(max_size=300) | st.none(), st.floats(0, 4e9))
def test_whatever_a_server_says_the_wait_is_bounded(header: str | None, now: float) -> None:
    wait = retry_after(header, now)
    assert wait is None or 0 <= wait <= DAY
