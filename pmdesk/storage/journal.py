"""How an open file is written: through a write-ahead log where that is possible, else through a rollback journal."""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

from pmdesk.storage.paths import beside

logger = logging.getLogger(__name__)
_PAGES = 1000  # so large the log becomes before SQLite takes it into the file
_ROOM = (_PAGES + 50) * (4096 + 24) + 32
_ZEROS = bytes(1 << 16)


def start_journal(connection: sqlite3.Connection, path: Path) -> bool:
    """Begin to write; whether it goes through a log. Raises sqlite3.Error where neither way is possible."""
    logged = _set_mode(connection, "WAL") == "wal"
    if not logged:
        _set_mode(connection, "DELETE")
        connection.execute("PRAGMA synchronous=EXTRA")  # else a power cut may bring the journal back
        logger.warning("no write-ahead log is possible beside %s, so a rollback journal is used", path)
    _open_log(connection)
    return logged


def stop_journal(connection: sqlite3.Connection) -> None:
    """Make it one plain file again. Raises sqlite3.Error."""
    connection.execute("PRAGMA journal_mode=DELETE").fetchall()


def make_room(path: Path) -> None:
    """Give the log its whole size now, by zeros behind its end, which mean nothing.

    A commit that writes over them waits a third less for the disk than one that makes the file longer.
    """
    try:
        descriptor = os.open(beside(path, "-wal"), os.O_WRONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return
    try:
        _fill(descriptor, os.fstat(descriptor).st_size)
        os.fsync(descriptor)
    except OSError as fault:  # without room commits go on as long as there is some
        logger.info("the log is not made longer: %s", fault)
    finally:
        os.close(descriptor)


def _fill(descriptor: int, size: int) -> None:
    os.lseek(descriptor, size, os.SEEK_SET)
    while size < _ROOM:
        size += os.write(descriptor, _ZEROS[: _ROOM - size])


def hold_log(connection: sqlite3.Connection) -> None:
    """Before a large write: what is acknowledged once it is in the log need not wait until it is in the file too."""
    connection.execute("PRAGMA wal_autocheckpoint=0").fetchall()


def take_log_in(connection: sqlite3.Connection) -> None:
    """After a large write: bring the log into the file. What fails is tried again at a later commit, or at closing."""
    connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES}").fetchall()
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as fault:
        logger.warning("the log stays as it is: %s", fault)


def renew_log(connection: sqlite3.Connection) -> None:
    """Begin another log in the place of one that somebody removed; what it held goes into the file first."""
    logger.warning("the write-ahead log was removed by another program; it is begun anew")
    stop_journal(connection)
    _set_mode(connection, "WAL")
    _open_log(connection)


def _open_log(connection: sqlite3.Connection) -> None:
    """Have the log made now, and not when the file may have been moved: it is made beside it."""
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()


def _set_mode(connection: sqlite3.Connection, mode: str) -> str:
    try:
        (given,) = connection.execute(f"PRAGMA journal_mode={mode}").fetchone()
    except sqlite3.OperationalError as fault:
        if mode != "WAL":
            raise
        logger.info("journal mode %s: %s", mode, fault)
        return ""
    return str(given)
