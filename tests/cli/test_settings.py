from pathlib import Path

import pytest

from bot.settings import SettingsError, database_of, load_settings
from tests.cli.conftest import FERRY, STRIKE, Run, held, objects, write_lines


def test_an_option_wins_over_the_environment_before_and_after_the_command(filled: Run, folder: Path) -> None:
    write_lines(folder / "one.jsonl", FERRY)
    assert filled("add", "one.jsonl", "--database", "other.db").exit_code == 0
    for arguments in (["list", "--json", "--database", "other.db"], ["--database", "other.db", "list", "--json"]):
        assert [article["id"] for article in objects(filled(*arguments))] == ["ferry"]
    assert held(filled) == ["ferry", "strike"]


def test_the_option_after_the_command_wins_over_the_one_before_it(run: Run, folder: Path) -> None:
    write_lines(folder / "one.jsonl", FERRY)
    run("--database", "before.db", "add", "one.jsonl", "--database", "after.db")
    assert (folder / "after.db").exists()
    assert not (folder / "before.db").exists()


def test_a_url_names_a_database_too(run: Run, folder: Path) -> None:
    write_lines(folder / "one.jsonl", FERRY)
    url = f"sqlite:///{folder / 'by-url.db'}"
    assert run("add", "one.jsonl", "--database", url).exit_code == 0
    assert [article["id"] for article in objects(run("list", "--json", "--database", "by-url.db"))] == ["ferry"]


def test_the_file_env_is_read_and_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("NEWSDESK_DATABASE=mine.db\nNEWSDESK_FILE_BYTES=123\nOTHER=1\n")
    assert load_settings().file_bytes == 123
    assert load_settings().database != "mine.db"
    monkeypatch.delenv("NEWSDESK_DATABASE")
    assert load_settings().database == "mine.db"


def test_without_any_setting_the_database_is_in_the_users_data_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSDESK_DATABASE", "")
    chosen = Path(database_of(load_settings(), None))
    assert chosen.name == "newsdesk.db"
    assert chosen.parent.is_dir()
    assert chosen.is_relative_to(folder.parent / "home")


def test_a_tilde_is_the_home_folder(folder: Path) -> None:
    assert database_of(load_settings(), "~/news.db") == folder.parent / "home" / "news.db"


@pytest.mark.parametrize("value", ["many", "0", "-5", "1.5"])
def test_a_setting_that_is_wrong_is_named_on_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NEWSDESK_FILE_BYTES", value)
    result = run("list")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "NEWSDESK_FILE_BYTES" in result.stderr


def test_an_env_file_that_is_no_text_is_refused_on_one_line(folder: Path) -> None:
    (folder / ".env").write_bytes(b"NEWSDESK_FILE_BYTES=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env"):
        load_settings()


def test_the_limit_of_a_file_can_be_raised_by_a_setting(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(folder / "one.jsonl", STRIKE)
    monkeypatch.setenv("NEWSDESK_FILE_BYTES", "100")
    refused = run("add", "one.jsonl")
    assert refused.exit_code == 1
    assert "NEWSDESK_FILE_BYTES" in refused.stderr
    monkeypatch.setenv("NEWSDESK_FILE_BYTES", "10000")
    assert run("add", "one.jsonl").exit_code == 0
