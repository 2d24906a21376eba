"""Reading all of a file when it is opened; what cannot be read is told as damage, and the file is left as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pmdesk.storage.connecting import in_memory, reading
from pmdesk.storage.faults import as_user_error, is_damage
from pmdesk.storage.header import SCHEMA_VERSION, damaged
from pmdesk.storage.loading import Content, read_content
from pmdesk.storage.migrations import check_whole, lead_on, migrate
from pmdesk.storage.paths import beside
from pmdesk.storage.schema import check_tables

Keep = Callable[[sqlite3.Connection], object]


def load(path: Path, version: int, before_migration: Keep) -> Content:
    """All that a file says; one of an older version becomes one of today's. Raises UserError.

    `before_migration` gets a connection to a file that is about to be led on.
    """
    with _telling_damage(path):
        if version < SCHEMA_VERSION:
            migrate(path, version, _read, before_migration)
        killed = any(beside(path, suffix).exists() for suffix in ("-wal", "-journal"))
        with reading(path) as connection:
            if killed:  # and perhaps what was left behind is not of this file
                check_whole(connection)
            return _read(connection)


def load_copy(path: Path, version: int) -> tuple[sqlite3.Connection, Content]:
    """A copy of a file in memory, of today's version, and all that it says. Raises UserError."""
    with _telling_damage(path):
        connection = in_memory(path)
        try:
            lead_on(connection, version)
            return connection, _read(connection)
        except BaseException:
            connection.close()
            raise


def _read(connection: sqlite3.Connection) -> Content:
    check_tables(connection)
    return read_content(connection)


@contextmanager
def _telling_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError) as fault:
        raise damaged(path) from fault
    except (sqlite3.Error, OSError) as fault:
        raise (damaged(path) if is_damage(fault) else as_user_error(fault, path)) from fault
