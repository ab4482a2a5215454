"""What can be set from outside: NEWSDESK_... in the environment, or in a file `.env` in the working folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import NewsdeskError

if TYPE_CHECKING:
    from index.meaning import Model
    from index.reading.reading import Limits


class SettingsError(NewsdeskError):
    """A setting that cannot be used."""


class Settings(BaseSettings):
    """All settings; the environment wins over `.env`, and an empty value counts as none."""

    model_config = SettingsConfigDict(env_prefix="NEWSDESK_", env_file=".env", env_ignore_empty=True, extra="ignore")

    database: str | None = None
    """A file, or an SQLAlchemy URL; a file in the user's data folder when None."""
    wait_seconds: NonNegativeFloat = 10.0
    """How long to wait for another process that is changing the database."""
    file_bytes: PositiveInt = Field(default=50_000_000)
    """A larger file is not read."""
    paragraph_characters: PositiveInt = Field(default=20_000)
    """A longer paragraph is not taken."""
    guild_articles: PositiveInt = 50_000
    """Articles that one server may have."""
    guild_megabytes: PositiveInt = 1_000
    """Millions of characters that the articles of one server, their earlier versions and what waits may have."""
    meaning: str | None = None
    """A model of sentences by which passages are ranked as well: a folder, or an installed package that carries one."""
    contact: str = Field(default="", pattern=r"^[!-~][ -~]{0,198}$|^$")
    """A link or an address, told to the servers that links and feeds are fetched from."""
    token: SecretStr | None = None
    """Of the bot's account in Discord."""
    token_file: Path | None = None
    """A file that holds the token, where the environment is no place for it."""
    questions_at_once: PositiveInt = 2
    """Threads that answer questions."""
    questions_waiting: PositiveInt = 500
    """Questions that may wait for a thread; more are told to come back."""
    question_seconds: PositiveFloat = 30.0
    """How long a person waits for an answer at most."""
    questions_per_minute: PositiveInt = 10
    """How many questions one person may ask within a minute."""

    def limits(self) -> Limits:
        """What is too large to be read."""
        from index.reading.reading import Limits

        return Limits(file_bytes=self.file_bytes, paragraph_characters=self.paragraph_characters)


def model_of(settings: Settings) -> Model | None:
    """The model of meaning that is set; None where none is. Raises MeaningError."""
    if not settings.meaning:
        return None
    from index.meaning import opened

    return opened(settings.meaning)


def load_settings() -> Settings:
    """The settings as they are now. Raises SettingsError, naming the variable but never its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = f"NEWSDESK_{first['loc'][0]}".upper()
        raise SettingsError(f"{name} (environment or .env): {first['msg']}") from error
    except ValueError as error:
        raise SettingsError(".env in this folder is no UTF-8 text; save it as UTF-8 or move it away") from error


def database_of(settings: Settings, given: str | None) -> str | Path:
    """The database to use: the one given on the command line, else the setting, else the user's own."""
    chosen = given or settings.database
    if chosen:
        return chosen if "://" in chosen else Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("newsdesk", appauthor=False, ensure_exists=True) / "newsdesk.db"
