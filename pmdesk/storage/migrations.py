"""From each version of the file to the next, on a copy: until that is whole and sound, the file stays as it is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from pmdesk.storage.connecting import connect, reading, transaction
from pmdesk.storage.copying import back_up, put_in_place
from pmdesk.storage.header import SCHEMA_VERSION
from pmdesk.storage.paths import beside, sync, sync_folder
from pmdesk.storage.schema import remove_programs

Keep = Callable[[sqlite3.Connection], object]
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
        "CREATE INDEX change_undoing ON change (undoes_seq) WHERE undoes_seq IS NOT NULL",
    ),
}


def migrate(path: Path, version: int, check: Callable[[sqlite3.Connection], object], keep: Keep) -> None:
    """Replace a file of an older version by one of today's; `check` raises what it finds wrong with that.

    `keep` gets the old one first.
    """
    with put_in_place(path) as temporary:
        with reading(path) as connection:
            keep(connection)
            back_up(connection, temporary)
        with closing(connect(temporary)) as connection:
            lead_on(connection, version)
            check_whole(connection)
            check(connection)
        shutil.copymode(path, temporary)
        sync(temporary)
        _take_log_in(path)
    sync_folder(path)


def lead_on(connection: sqlite3.Connection, version: int) -> None:
    """Bring the tables of an older version to today's, in one transaction."""
    with transaction(connection):
        remove_programs(connection)
        for number in range(version, SCHEMA_VERSION):
            for statement in STEPS[number]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


def check_whole(connection: sqlite3.Connection) -> None:
    """Raise ValueError with the first thing that SQLite finds wrong with the file."""
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
