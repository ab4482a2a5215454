"""Reports of passages that are no answer: from who pressed "Wrong?" to the moderators' channel."""

from __future__ import annotations

from bot.asking.custom_ids import CustomId
from bot.moderating.presses import Handler

HANDLERS: dict[type[CustomId], Handler] = {}
