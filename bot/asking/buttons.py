"""The buttons under an answer. All they know is in their custom id and in the message they stand under.

So they work after a restart and store nothing. A custom id may be forged: what it shows is asked of the coverage of
the guild where it is pressed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.asking.custom_ids import (
    AnyDate,
    ByDate,
    Closest,
    Context,
    Explain,
    Gone,
    Later,
    More,
    Share,
    Whole,
    Wrong,
    parse,
)
from bot.asking.custom_ids import Press as Pressed
from bot.asking.heads import question_of, scope_of
from bot.asking.places import answers_here, told_where_pressed
from bot.asking.replies import AROUND, answer_view, context_view
from bot.asking.wording import without
from bot.delivery import InteractionReply, Views
from bot.moderating.reporting import are_heard, explain, report
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.answering.answer import Answer
    from index.coverage import Scope


class CannotPressError(NewsdeskError):
    """A button that is too old, or that is not for who presses it."""


async def shown(bot: Newsdesk, guild: int | None, answer: Answer, **how: Any) -> Views:
    """An answer as `answer_view` shows it; with "Wrong?" where there are moderators who hear it."""
    return answer_view(answer, wrong=await are_heard(bot, guild), **how)


class Press(ui.DynamicItem[ui.Button[Any]], template=re.compile(r"nd[0-9]{1,4}:.*", re.DOTALL)):
    """Every button of every version of an answer; those of another version say that they are too old."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """discord.py's way to make it."""
        if not isinstance(item, ui.Button):
            raise TypeError(f"{item!r} is no button")
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer whoever presses: alone in a guild, so that readers do not fill a channel; shared, to all."""
        pressed = parse(self.custom_id)
        if isinstance(pressed, Explain):
            await explain(pressed, interaction)
            return
        shares = isinstance(pressed, Share) and pressed.asker == interaction.user.id
        shares = shares and await answers_here(interaction)
        reply = InteractionReply(interaction, private=interaction.guild_id is not None and not shares)
        await interaction.client.answer(reply, lambda: _views(pressed, interaction))


async def _views(pressed: Pressed | None, interaction: discord.Interaction[Newsdesk]) -> Views:
    """What a press brings. Raises NewsdeskError."""
    if told := await told_where_pressed(interaction):
        return [told]
    if isinstance(pressed, Context | Later | Gone | Whole):
        article = await interaction.client.questions.version(pressed.key, interaction.guild_id)
        around = 0 if isinstance(pressed, Whole) else AROUND
        return context_view(article, pressed.paragraph, pressed.key, around=around)
    if isinstance(pressed, Wrong):
        return await report(pressed, interaction)
    if isinstance(pressed, More | ByDate | AnyDate | Closest | Share):
        return await _answered(pressed, interaction)
    raise CannotPressError("This button is too old for me: ask again, and use the new ones.")


async def _answered(
    pressed: More | ByDate | AnyDate | Closest | Share, interaction: discord.Interaction[Newsdesk]
) -> Views:
    """The answer under which a button was pressed, or another part of it. Raises NewsdeskError."""
    if isinstance(pressed, Share) and pressed.asker != interaction.user.id:
        raise CannotPressError("Only who asked may share this answer.")
    answer, scope = await _again(interaction)
    bot, guild = interaction.client, interaction.guild_id
    if isinstance(pressed, More | ByDate):
        by_date = isinstance(pressed, ByDate)
        return await shown(bot, guild, answer, first=pressed.offset, scope=scope, by_date=by_date)
    if isinstance(pressed, AnyDate) and answer.confined:
        question = without(answer.question, answer.confined.words)
        answer = await bot.questions.ask(interaction.user.id, guild, question, scope)
        return await shown(bot, guild, answer, scope=scope, share_for=interaction.user.id if guild else None)
    closest = isinstance(pressed, Closest) and not answer.answered
    return await shown(bot, guild, answer, scope=scope, closest=closest)


async def _again(interaction: discord.Interaction[Newsdesk]) -> tuple[Answer, Scope]:
    """The answer, as of now, to the question that the message answers: what was withdrawn since is not in it.

    "Yesterday" in the question stays the day before the message.
    """
    components = interaction.message.components if interaction.message else []
    question = question_of(components)
    if question is None:
        raise CannotPressError("I cannot tell any more which question this answers: ask again.")
    scope = scope_of(components)
    posted = interaction.message.created_at.astimezone().date() if interaction.message else None
    bot, asker = interaction.client, interaction.user.id
    return await bot.questions.ask(asker, interaction.guild_id, question, scope, posted), scope
