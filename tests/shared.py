"""The folder of development data beside the checkout. Users do not have it: tests that need it skip, saying so."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("NEWSDESK_SHARED", Path(__file__).parents[2] / "shared"))


def shared(name: str) -> Path:
    """A file or folder of the shared one, else the test is skipped."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here; set NEWSDESK_SHARED to the folder that has it")
    return path
