"""Reading all of a backlog at opening."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from pmdesk.domain.changes import LogEntry
from pmdesk.domain.messages import Message
from pmdesk.domain.records import Item, Record, Settings
from pmdesk.storage import tables
from pmdesk.storage.rows import record_reader

ENTRIES_KEPT_FOR_UNDO = 1000


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


def read_content(connection: Connection) -> Content:
    """All that a backlog says. Raises KeyError, TypeError or ValueError where it makes no sense."""
    records = {name: _read_records(connection, name) for name in tables.RECORDS}
    if list(records[Settings.TYPE]) != [Settings().id]:
        raise ValueError("a backlog has one record of settings")
    head = tables.change.c
    newest = select(head.seq, head.label, head.undoes_seq).order_by(head.seq.desc()).limit(ENTRIES_KEPT_FOR_UNDO)
    entries = [LogEntry(seq, read_label(label), undoes) for seq, label, undoes in connection.execute(newest)]
    state = {name: json.loads(value) for name, value in connection.execute(select(tables.view_state))}
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name='item'").scalar()
    return Content(records, tuple(reversed(entries)), state, last or 0)


def _read_records(connection: Connection, name: str) -> dict[int, Record]:
    source: Any = connection.connection.driver_connection
    rows = source.execute(str(select(tables.RECORDS[name])))
    return {record.id: record for record in map(record_reader(name), rows)}


def read_label(text: str) -> Message:
    """A label as the log holds it."""
    plain = json.loads(text)
    return Message(plain["template"], plain.get("values", {}), plain.get("one", ""))
