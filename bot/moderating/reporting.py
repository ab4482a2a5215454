"""Reports of passages that are no answer: from who pressed "Wrong?" to the moderators' channel, and what they do."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.asking.custom_ids import CustomId, Explain, Wrong
from bot.asking.heads import question_of
from bot.asking.replies import NO_EMBEDS, NO_MENTIONS, plain_view
from bot.asking.wording import small
from bot.delivery import InteractionReply, Views
from bot.guilds import collection_of
from bot.moderating.finding import own_version
from bot.moderating.permission import who
from bot.moderating.pieces import begun
from bot.moderating.presses import Handler, filled, in_place, lasting_form, open_form
from bot.moderating.reports_view import (
    LONGEST_REASON,
    LONGEST_SENTENCE,
    DismissReport,
    Report,
    ReportReasoned,
    WithdrawReported,
    handled_view,
    has_sentence,
    is_by,
    is_open,
    report_view,
    speaker_shown,
    thanks_view,
    with_sentence,
)
from index.errors import NewsdeskError

if TYPE_CHECKING:
    from bot.client import Newsdesk
    from index.coverage import Coverage

log = logging.getLogger(__name__)

THANKS = "Thank you, the moderators are told."
ADDED = "Thank you, your sentence stands with the report."
DEALT_WITH = "The moderators have dealt with this report already."
NOWHERE = "The moderators of this server take no reports just now. Please tell one of them."
GONE = "The moderators cannot be told: their channel for reports is gone. Please tell one of them."
CLOSED = "The moderators cannot be told: I may not write in their channel for reports. Please tell one of them."
NOT_TAKEN = "Discord did not take your report: press again in a minute."


class CannotReportError(NewsdeskError):
    """Why a report does not reach the moderators, or cannot be dealt with."""


async def are_heard(bot: Newsdesk, guild: int | None) -> bool:
    """Whether a guild's moderators have chosen where reports arrive; no where that cannot be told just now."""
    if guild is None:
        return False
    try:
        return (await bot.desk.settings(guild)).reports_channel is not None
    except NewsdeskError:
        return False


async def report(pressed: Wrong, interaction: discord.Interaction[Newsdesk]) -> Views:
    """Tell the moderators of a passage, and who pressed that they were told. Raises NewsdeskError."""
    bot, guild = interaction.client, interaction.guild_id
    if guild is None:
        raise CannotReportError("Reports reach the moderators of a server: press this there.")
    channel = await _channel(interaction)
    made = await _report(pressed, interaction)
    with bot.reports.counted(guild, interaction.user.id, (pressed.key, pressed.paragraph)) as counted:
        posted = await _delivered(channel.send(view=report_view(made), suppress_embeds=NO_EMBEDS), channel.id, guild)
        counted(posted.id)
    press: ui.Button[ui.LayoutView] = ui.Button(label="Add a sentence", custom_id=str(Explain(posted.id)))
    return [thanks_view(press, THANKS)]


async def _report(pressed: Wrong, interaction: discord.Interaction[Newsdesk]) -> Report:
    message = interaction.message
    article = await interaction.client.questions.version(pressed.key, interaction.guild_id)
    text = next((one.text for one in article.paragraphs if one.number == pressed.paragraph), None)
    if text is None:
        raise CannotReportError(f"The article has no paragraph {pressed.paragraph}.")
    return Report(
        reporter=interaction.user.id,
        question=question_of(message.components) if message else None,
        speaker=speaker_shown(message, pressed),
        article=article,
        key=pressed.key,
        paragraph=pressed.paragraph,
        text=text,
        link=message.jump_url if message and not message.flags.ephemeral else None,
    )


async def _channel(interaction: discord.Interaction[Newsdesk]) -> discord.TextChannel | discord.Thread:
    """Where the guild's reports arrive. Raises CannotReportError."""
    guild = interaction.guild_id or 0
    number = (await interaction.client.desk.settings(guild)).reports_channel
    if number is None:
        raise CannotReportError(NOWHERE)
    channel = interaction.guild.get_channel_or_thread(number) if interaction.guild else None
    if not isinstance(channel, discord.TextChannel | discord.Thread):
        log.warning("The channel %s for reports of guild %s is gone", number, guild)
        raise CannotReportError(GONE)
    return channel


async def _delivered(sending: Awaitable[discord.Message], channel: int, guild: int) -> discord.Message:
    try:
        return await sending
    except (discord.Forbidden, discord.NotFound) as error:
        log.warning("Reports cannot be written to channel %s of guild %s: %s", channel, guild, error)
        raise CannotReportError(CLOSED if isinstance(error, discord.Forbidden) else GONE) from error
    except discord.DiscordServerError as error:
        raise CannotReportError(NOT_TAKEN) from error


async def explain(pressed: Explain, interaction: discord.Interaction[Newsdesk]) -> None:
    """Let who has made a report add a sentence to it."""
    await interaction.response.send_modal(_Sentence(pressed.report))


class _Sentence(ui.Modal):
    """What a reporter adds. It is forgotten at a restart, as who may add is told by the report alone."""

    def __init__(self, report_: int) -> None:
        super().__init__(title="What is wrong?", timeout=900)
        self._report = report_
        self._entry: ui.TextInput[Any] = ui.TextInput(max_length=LONGEST_SENTENCE, required=True)
        self.add_item(ui.Label(text="In a sentence", component=self._entry))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Put the sentence into the report."""

        async def added() -> Views:
            report_ = await _reported(interaction, self._report)
            if not is_open(report_):
                raise CannotReportError(DEALT_WITH)
            if has_sentence(report_):
                raise CannotReportError("You have added a sentence already.")
            await report_.edit(view=with_sentence(report_, self._entry.value), allowed_mentions=NO_MENTIONS)
            return [plain_view(ADDED)]

        await interaction.client.answer(InteractionReply(interaction, private=True), added)


async def _reported(interaction: discord.Interaction[Newsdesk], number: int) -> discord.Message:
    """The report with this id, made by who interacts. Raises CannotReportError."""
    channel, me = await _channel(interaction), interaction.client.user
    try:
        message = await channel.fetch_message(number)
    except discord.NotFound as error:
        raise CannotReportError(DEALT_WITH) from error
    except discord.HTTPException as error:
        raise CannotReportError(CLOSED) from error
    if me is None or message.author.id != me.id or not is_by(message, interaction.user.id):
        raise CannotReportError("Only who made a report may add to it.")
    return message


async def _withdraw(pressed: WithdrawReported, interaction: discord.Interaction[Newsdesk]) -> None:
    collection = collection_of(interaction.guild_id or 0)

    async def form() -> ui.Modal:
        open_report(interaction)
        await interaction.client.desk.read(lambda coverage: own_version(coverage, pressed.key, collection))
        reason: ui.TextInput[Any] = ui.TextInput(custom_id="reason", max_length=LONGEST_REASON, required=True)
        return lasting_form(ReportReasoned(pressed.key), "Withdraw the article", {"Why?": reason})

    await open_form(interaction, form)


async def _reasoned(pressed: ReportReasoned, interaction: discord.Interaction[Newsdesk]) -> None:
    collection, by = collection_of(interaction.guild_id or 0), who(interaction)
    reason = filled(interaction).get("reason", "")[:LONGEST_REASON]

    def withdrawn(coverage: Coverage) -> None:
        article = own_version(coverage, pressed.key, collection)
        coverage.withdraw(article.id, who=by, reason=reason, collection=collection)

    async def work() -> str:
        await interaction.client.desk.change(withdrawn)
        why = f": {begun(reason, LONGEST_REASON)}" if reason else "."
        return f"Withdrawn by {interaction.user.mention}{why}\n{small('For a day, /coverage journal undoes it.')}"

    await _deal_with(interaction, work)


async def _dismiss(_: DismissReport, interaction: discord.Interaction[Newsdesk]) -> None:
    async def work() -> str:
        return f"Dismissed by {interaction.user.mention}."

    await _deal_with(interaction, work)


async def _deal_with(interaction: discord.Interaction[Newsdesk], work: Callable[[], Awaitable[str]]) -> None:
    """Do the work, and say in the report what was done; its buttons go."""

    async def done() -> Views:
        message = open_report(interaction)
        outcome = await work()
        interaction.client.reports.closed(interaction.guild_id or 0, message.id)
        return [handled_view(message, outcome)]

    await in_place(interaction, done)


async def close_report(interaction: discord.Interaction[Newsdesk], number: int, source: str) -> None:
    """Say in a report, by the id of its message, what was done. source: Discord source. What fails is logged."""
    guild, me = interaction.guild_id or 0, interaction.client.user
    try:
        message = await (await _channel(interaction)).fetch_message(number)
        if me is None or message.author.id != me.id or not is_open(message):
            return
        await message.edit(view=handled_view(message, source), allowed_mentions=NO_MENTIONS)
    except (NewsdeskError, discord.HTTPException) as error:
        log.warning("Report %s cannot be marked as dealt with: %s", number, error)
        return
    interaction.client.reports.closed(guild, number)


def open_report(interaction: discord.Interaction[Newsdesk]) -> discord.Message:
    """The report that was pressed. Raises CannotReportError."""
    message = interaction.message
    if message is None or not is_open(message):
        raise CannotReportError(DEALT_WITH)
    return message


HANDLERS: dict[type[CustomId], Handler] = {
    WithdrawReported: _withdraw,
    ReportReasoned: _reasoned,
    DismissReport: _dismiss,
}
