"""From each version of the file to the next, on a copy: until that is whole and sound, the file stays as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from pmdesk.storage.connecting import connect, reading, transaction
from pmdesk.storage.copying import back_up, put_in_place
from pmdesk.storage.header import SCHEMA_VERSION
from pmdesk.storage.paths import beside

_RATIONALES = ("rationale_reach", "rationale_impact", "rationale_confidence", "rationale_effort")
# Written out, not made from the records: a step leads to its version, whatever the records are by now.
STEPS: Mapping[int, tuple[str, ...]] = {
    1: (
        *(f"ALTER TABLE item ADD COLUMN {name} TEXT NOT NULL DEFAULT ''" for name in _RATIONALES),
        "ALTER TABLE settings ADD COLUMN capacity REAL",
        "ALTER TABLE settings ADD COLUMN tracker_url TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE baseline (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            time TEXT NOT NULL,
            reason TEXT NOT NULL,
            last_item_id INTEGER NOT NULL,
            orders TEXT NOT NULL
        ) STRICT""",
    ),
    2: (
        "ALTER TABLE settings ADD COLUMN ranked_types TEXT NOT NULL DEFAULT '[]'",
        """CREATE TABLE last_import (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            time TEXT NOT NULL,
            files TEXT NOT NULL,
            created TEXT NOT NULL,
            changed TEXT NOT NULL,
            gone TEXT NOT NULL
        ) STRICT""",
    ),
    3: (
        """CREATE TABLE checkpoint (
            id INTEGER NOT NULL PRIMARY KEY,
            seq INTEGER NOT NULL,
            time TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE checkpoint_record (
            record_type TEXT NOT NULL,
            record_id INTEGER NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (record_type, record_id)
        ) STRICT""",
    ),
}


def migrate(path: Path, version: int, check: Callable[[sqlite3.Connection], object]) -> None:
    """Replace a file of an older version by one of today's; `check` raises what it finds wrong with that."""
    with put_in_place(path) as temporary:
        with reading(path) as connection:
            back_up(connection, temporary)
        _lead_on(temporary, version, check)
        shutil.copymode(path, temporary)
        _sync(temporary)
        _take_log_in(path)
    if os.name == "posix":
        _sync(path.parent)


def _lead_on(path: Path, version: int, check: Callable[[sqlite3.Connection], object]) -> None:
    with closing(connect(path)) as connection:
        with transaction(connection):
            for number in range(version, SCHEMA_VERSION):
                for statement in STEPS[number]:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        _check_whole(connection)
        check(connection)


def _check_whole(connection: sqlite3.Connection) -> None:
    for pragma in ("integrity_check", "foreign_key_check"):
        found = [row for row in connection.execute(f"PRAGMA {pragma}") if row != ("ok",)]
        if found:
            raise ValueError(f"{pragma} finds {found[0]}")


def _take_log_in(path: Path) -> None:
    """Make the old file whole without the log that a killed process left: that goes before the file is replaced."""
    if not beside(path, "-wal").exists():
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
