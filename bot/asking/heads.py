"""The head of an answer: the question it answers and what that was confined to, written, and read back.

Questions are stored nowhere: who goes on from an answer, or presses a button under it, asks again what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import discord

from bot.asking.fitting import Item, Size
from bot.asking.literal import literal, unliteral
from bot.asking.pieces import begun, text
from bot.asking.wording import small
from index.coverage import EVERYTHING, Scope

LONGEST_QUESTION, LONGEST_ASIDE = Size(1, 1100, 2800), Size(1, 250, 750)
_QUESTION, _UNDERSTOOD, _SCOPE = 101, 102, 103
"""Ids of the components that are read back."""
_UNDERSTOOD_AS = re.compile(r"Showing answers for \*\*(.+)\*\*", re.DOTALL)


def question_of(components: Iterable[discord.Component]) -> str | None:
    """The question that one of our replies answers, as it was understood; None for any other message."""
    texts = _read_back(components)
    if _UNDERSTOOD in texts:
        found = _UNDERSTOOD_AS.fullmatch(texts[_UNDERSTOOD])
        return unliteral(found[1]) if found else None
    return unliteral(texts[_QUESTION].removeprefix(small(""))) if _QUESTION in texts else None


def scope_of(components: Iterable[discord.Component]) -> Scope:
    """What the question of one of our replies was confined to."""
    shown = unliteral(_read_back(components).get(_SCOPE, "").removeprefix(small("")))
    found = re.fullmatch(r"(?:since (\S+))?(?: · )?(?:until (\S+))?(?: · )?(?:outlet (.+))?", shown, re.DOTALL)
    since, until, outlet = found.groups() if found else (None, None, None)
    try:
        days = [date.fromisoformat(day) if day else None for day in (since, until)]
    except ValueError:
        return EVERYTHING
    return Scope(since=days[0], until=days[1], outlet=outlet)


def _scope(scope: Scope) -> str:
    named = (("since", scope.since), ("until", scope.until), ("outlet", scope.outlet))
    return " ".join(" · ".join(f"{name} {value}" for name, value in named if value).split())


def _read_back(components: Iterable[discord.Component]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for component in components:
        if isinstance(component, discord.Container):
            texts |= _read_back(component.children)
        elif isinstance(component, discord.TextDisplay) and component.id in (_QUESTION, _UNDERSTOOD, _SCOPE):
            texts[component.id] = component.content
    return texts


def head_of(question: str, understood: str | None, scope: Scope) -> list[Item]:
    """The question, small; what was understood; what it is confined to. Where one is cut, none can be read back."""
    head: list[Item] = []
    asked, meant = " ".join(question.split()), " ".join((understood or "").split())
    if meant and meant != asked:
        head.append(text(small(begun(asked, LONGEST_ASIDE))))
        lines = [(_UNDERSTOOD, "Showing answers for **{}**", meant, LONGEST_QUESTION)]
    else:
        lines = [(_QUESTION, small("{}"), asked, LONGEST_QUESTION)]
    lines.append((_SCOPE, small("{}"), _scope(scope), LONGEST_ASIDE))
    shown = [(id_, form, line, begun(line, room)) for id_, form, line, room in lines if line]
    whole = all(source == literal(line) for _, _, line, source in shown)
    return head + [text(form.format(source), id_ if whole else None) for id_, form, _, source in shown]


def is_whole(head: Sequence[Item]) -> bool:
    """Whether question and scope can be read back from this head."""
    return any(item.id is not None for item in head)
