"""Plain connections to a backlog file. SQLAlchemy takes longer to import than a backlog to read, so it comes later."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pmdesk.storage.faults import sqlite_code
from pmdesk.storage.paths import beside

BUSY_SECONDS = 2.0
# Only fullfsync makes macOS write to the disk itself.
_DURABLE = ("fullfsync=ON", "checkpoint_fullfsync=ON") if sys.platform == "darwin" else ()
_PRAGMAS = ("synchronous=FULL", *_DURABLE, "foreign_keys=ON", "trusted_schema=OFF")
_LONGEST_VALUE = 200 << 20  # bytes: no file shall have this process make more of a single value
_NO_WAY_IN = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR})


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection to an existing file, exclusive unless "ro". Raises sqlite3.Error."""
    pragmas = _PRAGMAS if mode == "ro" else ("locking_mode=EXCLUSIVE", *_PRAGMAS)
    uri = f"{path.as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
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


def in_memory(path: Path) -> sqlite3.Connection:
    """A copy of a file in memory, which leaves the file alone from then on. Raises sqlite3.Error, OSError."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        try:
            with closing(connect(path, "ro")) as source:
                source.backup(memory)
        except sqlite3.Error as fault:
            if sqlite_code(fault) not in _NO_WAY_IN:
                raise
            _read_elsewhere(path, memory)
        for pragma in ("foreign_keys=ON", "trusted_schema=OFF"):
            memory.execute(f"PRAGMA {pragma}")
    except BaseException:
        memory.close()
        raise
    return memory


def _read_elsewhere(path: Path, memory: sqlite3.Connection) -> None:
    """Read a file in a folder where SQLite may not make what it needs beside it."""
    with tempfile.TemporaryDirectory(prefix="pmdesk-") as folder:
        copy = Path(folder, "copy.pmdesk")
        for suffix in ("", "-wal", "-journal"):
            if beside(path, suffix).exists():
                shutil.copyfile(beside(path, suffix), beside(copy, suffix))
        with closing(connect(copy)) as source:
            source.backup(memory)


def _remove_made(path: Path, made: Collection[Path]) -> None:
    """Remove what reading left beside the file, unless another program has begun to write there."""
    log = beside(path, "-wal")
    if log in made and log.exists() and log.stat().st_size:
        return
    for one in made:
        one.unlink(missing_ok=True)
