import pytest

from bot.pacing import REMEMBERED, Pace, TooOftenError


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_questions_within_any_minute_and_no_more() -> None:
    clock = Clock()
    pace = Pace(3, clock)
    for clock.now in (0, 20, 40):
        pace.take(1)
    with pytest.raises(TooOftenError, match="more than 3 questions a minute: ask again in 20 seconds"):
        pace.take(1)
    clock.now = 60
    pace.take(1)
    with pytest.raises(TooOftenError, match="in 20 seconds"):
        pace.take(1)


def test_each_person_is_counted_alone() -> None:
    pace = Pace(1, Clock())
    pace.take(1)
    pace.take(2)
    with pytest.raises(TooOftenError):
        pace.take(1)


def test_those_who_are_quiet_are_forgotten() -> None:
    clock = Clock()
    pace = Pace(1, clock)
    for asker in range(REMEMBERED + 1):
        pace.take(asker)
    clock.now = 61
    pace.take(-1)
    assert len(pace._asked) == 1
