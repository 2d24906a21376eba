"""Reading all of a backlog at opening."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

from pmdesk.domain.changes import LogEntry
from pmdesk.domain.messages import Message
from pmdesk.domain.records import Item, Settings, field_names
from pmdesk.storage.encoding import WITH_TABLES
from pmdesk.storage.rows import read_records

ENTRIES_KEPT_FOR_UNDO = 1000
# What is read of each table at opening. Of records it is all, in the order of their fields.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{name: field_names(name) for name in WITH_TABLES},
    "change": ("seq", "label", "undoes_seq"),
    "view_state": ("name", "value"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """All that a backlog file says at opening; `log` holds the newest entries, oldest first.

    `records` holds all that stay in memory, by type and id.
    """

    records: Mapping[str, dict[int, Any]]
    log: tuple[LogEntry, ...]
    view_state: Mapping[str, Any]
    last_item_id: int

    @property
    def items(self) -> tuple[Item, ...]:
        """All items."""
        return tuple(self.records[Item.TYPE].values())

    @property
    def settings(self) -> Settings:
        """The backlog's settings."""
        (settings,) = self.records[Settings.TYPE].values()
        return settings  # type: ignore[no-any-return]


def read_content(connection: sqlite3.Connection) -> Content:
    """All that a backlog says. Raises sqlite3.Error, and KeyError, TypeError or ValueError where it makes no sense."""
    records = {
        name: {record.id: record for record in read_records(name, rows_of(connection, name))} for name in WITH_TABLES
    }
    if list(records[Settings.TYPE]) != [Settings().id]:
        raise ValueError("a backlog has one record of settings")
    state = {name: json.loads(value) for name, value in rows_of(connection, "view_state")}
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name='item'").fetchone()
    return Content(records, read_heads(connection, ENTRIES_KEPT_FOR_UNDO), state, last[0] if last else 0)


def read_heads(connection: sqlite3.Connection, count: int) -> tuple[LogEntry, ...]:
    """The newest heads of the change log, oldest first; none of those that it is summed up from.

    Raises sqlite3.Error, and KeyError, TypeError or ValueError where they make no sense.
    """
    whole = "WHERE seq > (SELECT ifnull(max(seq), 0) FROM checkpoint)"
    # All at once: a query that is left in its middle would keep the file from being closed as one plain file.
    newest = rows_of(connection, "change", f"{whole} ORDER BY seq DESC LIMIT {count}").fetchall()
    return tuple(reversed([LogEntry(seq, read_label(label), undoes) for seq, label, undoes in newest]))


def rows_of(connection: sqlite3.Connection, table: str, order: str = "") -> sqlite3.Cursor:
    """The rows of a table, with its COLUMNS."""
    # With the table's name before them: SQLite takes another quoted name that is no column for a text.
    columns = ", ".join(f'{table}."{column}"' for column in COLUMNS[table])
    return connection.execute(f"SELECT {columns} FROM {table} {order}")


def read_label(text: str) -> Message:
    """A label as the log holds it. Raises KeyError, TypeError or ValueError where it makes no sense."""
    plain = json.loads(text)
    if type(plain) is not dict:
        raise ValueError(f"{text!r} is no label")
    values = plain.get("values", {})
    names = frozenset(values)
    if any(type(value) not in (str, int, float) for value in values.values()):
        raise ValueError("a label has plain values")
    return Message(_safe_template(plain["template"], names), values, _safe_template(plain.get("one", ""), names))


@lru_cache(maxsize=1000)
def _safe_template(template: str, names: frozenset[str]) -> str:
    """A template of the file as a format string: one that asks for more than the label's values is only text."""
    try:
        asked = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template)]
    except ValueError:
        asked = [("", "", "")]
    if all(name is None or (name in names and not spec and not conversion) for name, spec, conversion in asked):
        return template
    return template.replace("{", "{{").replace("}", "}}")
