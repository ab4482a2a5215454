"""What a posted answer says of what became of its passages; Discord source, in small print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.asking.literal import literal
from bot.asking.wording import label, small
from bot.terminal.wording import written_date

if TYPE_CHECKING:
    from bot.amending.standing import Passage, Standing

GREY = {"withdrawn": "Withdrawn", "gone": "Corrected"}
"""What stands on the greyed-out button of a passage that has no context any more."""

LONGEST_REASON, LONGEST_TITLE, MOST = 300, 120, 2
NOT_THERE = "No longer in the coverage."


def of_passage(passage: Passage, *, reasons: bool, reads: bool) -> str:
    """What became of a passage; empty where it stands as it was quoted. reads: how it reads now is shown below."""
    if not passage.standing:
        return small(_of_lost(passage.standings[0], reasons=reasons, reads=reads))
    said = []
    first = passage.standings[0]
    if first.how == "moved":
        said.append(f"The article was corrected{_on(first)}; this passage is as it was.")
    said += [_of_other(other, reasons=reasons) for other in passage.standings if not other.stands]
    if len(said) > MOST or (said and not reasons and len(said) > 1):
        said = [*said[: MOST - 1], "So it was with other articles that carried this."][: MOST if reasons else 1]
    return "\n".join(map(small, said))


def of_context(standing: Standing) -> str:
    """What became of an article that was shown around a passage; empty where it is held."""
    if standing.how == "held":
        return ""
    if standing.how == "withdrawn":
        return small(_of_lost(standing, reasons=True, reads=False))
    return small(f"Corrected{_on(standing)}: this is how the article read before.")


def _of_lost(one: Standing, *, reasons: bool, reads: bool) -> str:
    if one.how == "withdrawn":
        if one.at is None:
            return NOT_THERE
        reason = literal(label(one.reason, LONGEST_REASON)) if reasons else ""
        return f"Withdrawn{_on(one)}{f': {reason}' if reason else '.'}"
    if one.how == "gone":
        return f"Corrected{_on(one)}; the article no longer says this."
    return f"Corrected{_on(one)}; " + ("it now reads:" if reads else "In context shows how it reads now.")


def _of_other(one: Standing, *, reasons: bool) -> str:
    title = literal(label(one.article.title, LONGEST_TITLE)) if one.article and reasons else ""
    which = f"“{title}”" if title else "An article that carried this"
    what = "was withdrawn" if one.how == "withdrawn" else "was corrected"
    return f"{which} {what}{_on(one)} and is not cited for this any more."


def _on(one: Standing) -> str:
    return f" on {written_date(one.at)}" if one.at else ""
