"""What else stands in a file beside a backlog's tables: whatever could act on its own is taken out before a write."""

from __future__ import annotations

import logging
import sqlite3

from pmdesk.storage.loading import COLUMNS

logger = logging.getLogger(__name__)
_INDEXES = frozenset({"change_record_of", "change_undoing"})


def check_tables(connection: sqlite3.Connection) -> None:
    """Raise ValueError where what should be a plain table is something else, or computes a column."""
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_schema"))
    for table in COLUMNS:
        if kinds.get(table) != "table":
            raise ValueError(f"{table} is no table")
        if any(hidden for *_, hidden in connection.execute(f"PRAGMA table_xinfo({table})")):
            raise ValueError(f"{table} computes a column")


def remove_programs(connection: sqlite3.Connection) -> None:
    """Take out triggers, views and indexes that no backlog has: reading runs none of them, but writing would.

    Raises sqlite3.Error.
    """
    query = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view', 'index') AND sql IS NOT NULL"
    found = [(kind, name) for kind, name in connection.execute(query) if name not in _INDEXES]
    for kind, name in found:
        quoted = name.replace('"', '""')
        connection.execute(f'DROP {kind} IF EXISTS "{quoted}"')
    if found:
        logger.warning("taken out of the file, as no backlog has it: %s", ", ".join(f"{k} {n!r}" for k, n in found))
