"""Bringing a database to the tables of this newsdesk. Alembic is imported only when there is something to do."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from index.errors import DatabaseReadOnlyError, DatabaseTooNewError
from index.store.connecting import engine_for, is_blank, is_marked, make_folder, mark, refuse_foreign
from index.store.failing import plainly, shown
from index.store.locking import locked
from index.store.tables import HEAD

_SCRIPTS = Path(__file__).parent / "migrations"


def prepared(path: Path, wait: float) -> Engine:
    """An engine on the database at path, made or migrated where needed.

    Two processes may come at once: what is to be done is done under the lock and harmless when done again.
    wait: seconds. Raises StoreError; a file that is something else is left untouched.
    """
    marked = False
    if is_blank(path):
        make_folder(path)
        with locked(path, wait), plainly(path):
            mark(path, wait)
    else:
        marked = is_marked(path)
        if not marked:
            refuse_foreign(path, wait)
    engine = engine_for(path, wait)
    with plainly(path):
        with engine.connect() as connection:
            revision = _revision(connection)
        if revision != HEAD:
            with locked(path, wait):
                mark(path, wait)
                _upgrade(engine, path)
        elif not marked:
            # Restored from a dump, which loses both; where it cannot be marked, it can still be read.
            with suppress(DatabaseReadOnlyError), locked(path, wait), plainly(path):
                mark(path, wait)
    return engine


def _revision(connection: Connection) -> str | None:
    """The newest migration that was made, None for a database without tables. Without Alembic, for speed."""
    found = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).scalar()
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if found else None


def _upgrade(engine: Engine, path: Path) -> None:
    """Run the migrations that are missing, all in one transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
        revision = _revision(connection)
        if revision is not None and revision not in known:
            raise DatabaseTooNewError(
                f"{shown(path)}: a newer newsdesk made this database (revision {shown(revision, 40)}); upgrade newsdesk"
            )
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
