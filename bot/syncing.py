"""Telling Discord the commands when they have changed, and only then: their digest is kept in a small file."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

log = logging.getLogger(__name__)


async def sync_if_changed(tree: app_commands.CommandTree[Any], remembered: Path) -> bool:
    """Register the commands of `tree` unless `remembered` says that they are registered; whether it did.

    That Discord does not take them just now, or that the file cannot be written, is logged and stops nothing.
    """
    digest = await _digest(tree)
    if _read(remembered) == digest:
        return False
    try:
        await tree.sync()
    except (discord.HTTPException, app_commands.AppCommandError) as error:
        log.exception("Discord did not take the commands; those it knows go on working", exc_info=error)
        return False
    _write(remembered, digest)
    return True


async def _digest(tree: app_commands.CommandTree[Any]) -> str:
    """Of all that Discord is told, with translations, and of the application that it is told for."""
    bodies = [
        await command.get_translated_payload(tree, tree.translator) if tree.translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    bodies.sort(key=lambda body: (body["type"], body["name"]))
    told = json.dumps([tree.client.application_id, bodies], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def _write(path: Path, digest: str) -> None:
    try:
        path.write_text(digest, encoding="ascii")
    except OSError as error:
        log.warning("%s cannot be written (%s): commands are registered at every start", path, error.strerror)
