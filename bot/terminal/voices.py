"""Who is spoken to: people, or programs. Loads only what that needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.terminal.people import People
    from bot.terminal.programs import Programs


def voice_for(as_json: bool) -> People | Programs:
    """The voice of a command, by its option --json."""
    if as_json:
        from bot.terminal.programs import Programs

        return Programs()
    from bot.terminal.people import People

    return People()
