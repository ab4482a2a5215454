"""The one place where an error becomes the sentence that a person reads; what is a fault of ours goes to the log."""

from __future__ import annotations

import logging
import secrets

from discord import app_commands

from index.errors import NewsdeskError, StoreError

log = logging.getLogger(__name__)

UNREADABLE = "The coverage cannot be read just now: ask again in a minute. The operator's log says why."
CHANGED = "This command has changed since your Discord learned it: restart Discord (Ctrl+R) and try again."


def sentence_for(error: BaseException) -> str:
    """The sentence for `error`.

    Our own errors say what to do; those of the store name files, which are for the log. Of any other only a short id
    is shown, under which the log has the whole traceback.
    """
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, StoreError):
        log.error("The store cannot be used: %s", error)
        return UNREADABLE
    if isinstance(error, NewsdeskError):
        return str(error)
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return CHANGED
    if isinstance(error, app_commands.NoPrivateMessage):
        return "This command works in servers only."
    number = secrets.token_hex(4)
    log.error("Something went wrong, id %s", number, exc_info=error)
    return f"Something went wrong, and not by your doing. Whoever runs this bot finds it in the log as {number}."
