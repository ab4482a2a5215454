"""The questions about the seeds, with the ids that the articles get where the file gives their files' names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.reading import Reading, read_paths

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = Path(__file__).parent / "data" / "seed_questions.jsonl"


def seed_readings() -> dict[str, Reading]:
    """Every article of the seeds as newsdesk reads it, by file name ("articles.jsonl#2" for a line of a file)."""
    found = {}
    for reading in read_paths([str(SEEDS)]):
        assert isinstance(reading, Reading), reading
        name = Path(reading.path).name
        found[f"{name}#{reading.line}" if reading.line else name] = reading
    return found


def seed_rows() -> list[dict[str, Any]]:
    """The rows of the file as they stand, with file names."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def seed_questions(readings: Mapping[str, Reading]) -> list[dict[str, Any]]:
    """The rows in the form that `newsdesk evaluate` takes, with article ids."""
    ids = {name: reading.article.id for name, reading in readings.items()}
    return [
        {**row, **{key: [[ids[name], number] for name, number in row[key]] for key in ("gold", "also")}}
        for row in seed_rows()
    ]
