"""The forms in which moderators write: a text to add, a text to correct, the reason why an article goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from discord import TextStyle, ui

from bot.moderating.presses import ModeratorsId, lasting_form

if TYPE_CHECKING:
    from index.articles import Article

MOST_CHARACTERS = 4_000
"""Discord's limit on what is written into a form."""
LONGEST_TITLE, LONGEST_REASON = 300, 300
BETWEEN = "\n\n"
"""Between two paragraphs of a text that is corrected."""
EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
"""Where one paragraph of it ends."""


@dataclass(frozen=True, slots=True)
class Pasted(ModeratorsId):
    """The form of a text to add was sent."""

    action: ClassVar[str] = "pasted"


@dataclass(frozen=True, slots=True)
class Rewritten(ModeratorsId):
    """The form with the text of an article's version was sent."""

    action: ClassVar[str] = "rewritten"
    key: int


@dataclass(frozen=True, slots=True)
class RewrittenReported(ModeratorsId):
    """The same, in answer to a report; `report`: the id of its message."""

    action: ClassVar[str] = "report-rewritten"
    key: int
    report: int


@dataclass(frozen=True, slots=True)
class Reasoned(ModeratorsId):
    """The form with the reason why an article's version is withdrawn was sent."""

    action: ClassVar[str] = "reasoned"
    key: int


def paste_form() -> ui.Modal:
    """For a text to add."""
    return lasting_form(
        Pasted(),
        "Add an article",
        {
            "Text": _entry(
                "text",
                "Up to 4,000 characters. A longer text: save it as a file, and use /coverage add file1.",
                long=True,
                most=MOST_CHARACTERS,
                required=True,
            ),
            "Title": _entry("title", "Where the text has none", most=LONGEST_TITLE),
            "Outlet": _entry("outlet", "The Tarrow Post", most=200),
            "Date": _entry("date", "2025-06-18, or 18 June 2025", most=40),
            "Link": _entry("link", "https://…", most=1_000),
        },
    )


def correction_form(article: Article, sent: Rewritten | RewrittenReported, reason: str = "") -> ui.Modal | None:
    """With the text as it is; None where it is longer than a form holds. sent: what is sent with it."""
    whole = BETWEEN.join(EMPTY_LINES.sub("\n", paragraph.text) for paragraph in article.paragraphs)
    if len(whole) > MOST_CHARACTERS or len(article.title) > LONGEST_TITLE or "\n" in article.title:
        return None
    text = _entry("text", long=True, most=MOST_CHARACTERS, required=True, value=whole)
    return lasting_form(
        sent,
        "Correct an article",
        {
            "Title": _entry("title", most=LONGEST_TITLE, required=True, value=article.title),
            "Text (an empty line between paragraphs)": text,
            "Why": _entry("reason", "A name was misspelt", most=LONGEST_REASON, value=reason),
        },
    )


def reason_form(key: int) -> ui.Modal:
    """For the reason why an article goes."""
    entry = _entry("reason", "It was retracted by its outlet", most=LONGEST_REASON)
    return lasting_form(Reasoned(key), "Withdraw an article", {"Why": entry})


def _entry(
    id_: str, example: str = "", *, most: int, long: bool = False, required: bool = False, value: str | None = None
) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=id_,
        style=TextStyle.paragraph if long else TextStyle.short,
        placeholder=example or None,
        default=value or None,
        required=required,
        max_length=most,
    )
