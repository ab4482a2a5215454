"""A press is understood only when the button was made here, in this form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.custom_ids import AnyDate, ByDate, Closest, Context, More, Press, Share, Whole, Wrong, parse

KINDS = (AnyDate, ByDate, Context, Whole, More, Wrong, Closest, Share)
numbers = st.integers(0, 2**63 - 1)
presses: st.SearchStrategy[Press] = st.one_of(
    st.builds(Context, numbers, numbers),
    st.builds(Whole, numbers, numbers),
    st.builds(Wrong, numbers, numbers),
    st.builds(More, numbers),
    st.builds(Share, numbers),
    st.builds(Closest),
    st.builds(AnyDate),
    st.builds(ByDate, numbers),
)


@given(presses)
def test_a_button_is_understood_after_any_restart(press: Press) -> None:
    assert parse(str(press)) == press
    assert len(str(press)) <= 100


@given(presses)
def test_each_is_matched_by_exactly_one_template(press: Press) -> None:
    assert [kind for kind in KINDS if kind.template().fullmatch(str(press))] == [type(press)]


@pytest.mark.parametrize(
    "custom_id",
    [
        *("", "nd1", "nd1:", "context:1:2", "nd1:unknown:1", "other:thing"),
        *("nd0:context:1:2", "nd2:context:1:2", "ND1:context:1:2"),
        *("nd1:context:1", "nd1:context:1:2:3", "nd1:context:1:", "nd1:more", "nd1:closest:1"),
        *("nd1:more:-1", "nd1:more:+1", "nd1:more:01", "nd1:more:1_0", "nd1:more:1.0", "nd1:more:٣", "nd1:more: 1"),
        *("nd1:more:1\n", "\nnd1:more:1", " nd1:more:1", "nd1:more:9223372036854775808", "nd1:more:" + "9" * 90),
        "nd1:context:1:2; drop",
    ],
)
def test_what_was_not_made_here_is_nothing(custom_id: str) -> None:
    assert parse(custom_id) is None


@given(st.text(max_size=100))
def test_any_other_text_is_nothing_or_what_it_would_be_written_as(custom_id: str) -> None:
    press = parse(custom_id)
    assert press is None or str(press) == custom_id
