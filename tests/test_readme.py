"""The README: what it names exists, and what exists is named in it."""

import re
from pathlib import Path

import pytest

from bot.cli import newsdesk
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(newsdesk.commands))
def test_every_command_is_named(name: str) -> None:
    assert re.search(rf"\b{name}\b", README)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_named_with_its_default(name: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith("|") and f"`NEWSDESK_{name.upper()}`" in line)
    default = Settings.model_fields[name].default
    if isinstance(default, int | float):
        assert row.rstrip("| ").endswith(f"{default:,.0f}")


def test_no_setting_is_named_that_does_not_exist() -> None:
    named = set(re.findall(r"NEWSDESK_([A-Z_]+)", README))
    assert named <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_file_that_is_linked_is_there(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)", README))))
def test_every_make_target_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
