"""From each version of the file to the next, on a copy: until that is whole and sound, the file stays as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from pmdesk.storage.engine import back_up, engine_for, put_in_place, reading
from pmdesk.storage.tables import SCHEMA_VERSION

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
}


def migrate(path: Path, version: int, check: Callable[[Connection], object]) -> None:
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


def _lead_on(path: Path, version: int, check: Callable[[Connection], object]) -> None:
    engine = engine_for(path)
    try:
        with engine.begin() as connection:
            for number in range(version, SCHEMA_VERSION):
                for statement in STEPS[number]:
                    connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
        with engine.connect() as connection:
            _check_whole(connection)
            check(connection)
    finally:
        engine.dispose()


def _check_whole(connection: Connection) -> None:
    for pragma in ("integrity_check", "foreign_key_check"):
        found = [row for row in connection.exec_driver_sql(f"PRAGMA {pragma}") if tuple(row) != ("ok",)]
        if found:
            raise ValueError(f"{pragma} finds {found[0]}")


def _take_log_in(path: Path) -> None:
    """Make the old file whole without the log that a killed process left: that goes before the file is replaced."""
    if not path.with_name(path.name + "-wal").exists():
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
