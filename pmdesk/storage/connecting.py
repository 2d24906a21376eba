"""Plain connections to a backlog file. SQLAlchemy takes longer to import than a backlog to read, so it comes later."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pmdesk.storage.paths import beside

BUSY_SECONDS = 2.0
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF")


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection to an existing file, exclusive unless "ro". Raises sqlite3.Error."""
    pragmas = _PRAGMAS if mode == "ro" else ("locking_mode=EXCLUSIVE", *_PRAGMAS)
    uri = f"{path.as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is done within is written, or nothing."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that takes the log of a killed process into account, but leaves it and the file as they are.

    Only a change that was broken off before there was a log is taken back: nothing can be read before.
    """
    made = [one for one in (beside(path, "-wal"), beside(path, "-shm")) if not one.exists()]
    try:
        with closing(connect(path, "rw" if beside(path, "-journal").exists() else "ro")) as connection:
            yield connection
    finally:
        _remove_made(path, made)


def _remove_made(path: Path, made: Collection[Path]) -> None:
    """Remove what reading left beside the file, unless another program has begun to write there."""
    log = beside(path, "-wal")
    if log in made and log.exists() and log.stat().st_size:
        return
    for one in made:
        one.unlink(missing_ok=True)
