"""The one connection to a backlog file, and whole files: how they are made and copied."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from pmdesk.domain.records import Settings
from pmdesk.storage import tables
from pmdesk.storage.faults import as_user_error, is_damage
from pmdesk.storage.rows import record_row
from pmdesk.storage.writing import Progress

BUSY_SECONDS = 2.0
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF")


def engine_for(path: Path, mode: str = "rw") -> Engine:
    """An engine with one connection to an existing file, set up but not yet connected; exclusive unless "ro"."""
    pragmas = _PRAGMAS if mode == "ro" else ("locking_mode=EXCLUSIVE", *_PRAGMAS)

    def connect() -> sqlite3.Connection:
        uri = f"{path.as_uri()}?mode={mode}"
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN")

    return engine


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A connection that takes the log of a killed process into account, but leaves it and the file as they are.

    Only a change that was broken off before there was a log is taken back: nothing can be read before.
    """
    made = [one for one in (_beside(path, "-wal"), _beside(path, "-shm")) if not one.exists()]
    engine = engine_for(path, "rw" if _beside(path, "-journal").exists() else "ro")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
        _remove_made(path, made)


def create_file(path: Path, settings: Settings) -> None:
    """Make a backlog without items at `path`."""
    with put_in_place(path) as temporary:
        temporary.touch()
        engine = engine_for(temporary.absolute())
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id={tables.APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={tables.SCHEMA_VERSION}")
                tables.metadata.create_all(connection)
                connection.execute(insert(tables.settings), [record_row(settings)])
        finally:
            engine.dispose()


def copy_into(connection: Connection, target: Path, progress: Progress | None) -> None:
    """Write a complete copy of an open backlog to `target`; `progress` gets pages copied and in all."""
    with put_in_place(target) as temporary:
        back_up(connection, temporary, progress)


def back_up(connection: Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy an open backlog, by SQLite's own means, into a new plain file."""
    source: Any = connection.connection.driver_connection
    tell = None if progress is None else lambda _, left, total: progress(total - left, total)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy, pages=500, progress=tell)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """Another name to build a file under, so that nobody ever meets half of it; then it replaces `path`."""
    temporary = path.with_name(f".pmdesk-{uuid4().hex}.tmp")
    try:
        yield temporary
        _forget_log(path)
        temporary.replace(path)
    except (OSError, sqlite3.Error, DBAPIError) as fault:
        if is_damage(fault):  # of what is copied
            raise
        raise as_user_error(fault, path) from fault
    finally:
        for suffix in ("", "-journal"):
            _beside(temporary, suffix).unlink(missing_ok=True)


def _forget_log(path: Path) -> None:
    """Remove the log that a killed process left of the file replaced: SQLite would apply it to the new one."""
    for suffix in ("-wal", "-shm", "-journal"):
        _beside(path, suffix).unlink(missing_ok=True)


def _remove_made(path: Path, made: Collection[Path]) -> None:
    """Remove what reading left beside the file, unless another program has begun to write there."""
    log = _beside(path, "-wal")
    if log in made and log.exists() and log.stat().st_size:
        return
    for one in made:
        one.unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
