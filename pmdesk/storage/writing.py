"""Writing one Change: its records, then its entry in the log, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, update
from sqlalchemy.dialects import sqlite

from pmdesk.domain.changes import FORMAT_VERSION, Change, Edit, changed_fields
from pmdesk.domain.messages import Message
from pmdesk.domain.records import ImportedValues
from pmdesk.storage import tables
from pmdesk.storage.rows import Row, columns, dump, imported_rows, log_row, record_row

CHUNK = 500
Progress = Callable[[int, int], None]
_DIALECT = sqlite.dialect()


class Cancelled(Exception):
    """Raised by a progress callback to have everything taken back."""


class _Act(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class _Statement:
    """A statement made once and run by the driver: making one of fifty columns takes longer than running it."""

    def __init__(self, statement: Any) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self._sql, self._names = str(compiled), tuple(compiled.positiontup)

    def run(self, connection: Connection, rows: Sequence[Row]) -> Any:
        """The driver's cursor, after the statement ran for each row. Raises sqlite3.Error."""
        driver: Any = connection.connection.driver_connection
        values = [[row[name] for name in self._names] for row in rows]
        return driver.execute(self._sql, values[0]) if len(values) == 1 else driver.executemany(self._sql, values)


_INSERT_HEAD = _Statement(insert(tables.change))
_INSERT_EDITS = _Statement(insert(tables.change_record))
_REPLACE_VIEW_STATE = _Statement(insert(tables.view_state).prefix_with("OR REPLACE"))
_INSERT_IMPORTED = _Statement(insert(tables.imported_value))
_DELETE_IMPORTED = _Statement(
    delete(tables.imported_value).where(tables.imported_value.c.item_id == bindparam("at_id"))
)


def write_change(
    connection: Connection, change: Change, actor: str, undoes_seq: int | None, progress: Progress | None
) -> int:
    """Write a Change and its log entry; returns its place in the log."""
    seq = _write_head(connection, change.label, actor, undoes_seq)
    done = 0
    for (record_type, act), edits in groupby(change.edits, _kind):
        for chunk in _chunks(list(edits)):
            _WRITERS[record_type](connection, act, chunk)
            _INSERT_EDITS.run(connection, [log_row(seq, done + offset, one) for offset, one in enumerate(chunk)])
            done += len(chunk)
            if progress is not None:
                progress(done, len(change.edits))
    return seq


def write_view_state(connection: Connection, name: str, value: str) -> None:
    """Keep one thing of the view, as JSON."""
    _REPLACE_VIEW_STATE.run(connection, [{"name": name, "value": value}])


def label_text(label: Message) -> str:
    """A label as the log holds it: translated only when it is shown."""
    return dump({"template": label.template, "values": dict(label.values), "one": label.one})


def _write_head(connection: Connection, label: Message, actor: str, undoes_seq: int | None) -> int:
    head = {
        "seq": None,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "actor": actor,
        "label": label_text(label),
        "format": FORMAT_VERSION,
        "undoes_seq": undoes_seq,
    }
    return int(_INSERT_HEAD.run(connection, [head]).lastrowid)


def _kind(one: Edit) -> tuple[str, _Act]:
    if one.before is None:
        return one.record_type, _Act.CREATE
    return one.record_type, _Act.DELETE if one.after is None else _Act.UPDATE


def _chunks(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    return (edits[start : start + CHUNK] for start in range(0, len(edits), CHUNK))


def _write_records(table: Table) -> Callable[[Connection, _Act, Sequence[Edit]], None]:
    create, remove = _Statement(insert(table)), _Statement(delete(table).where(table.c.id == bindparam("at_id")))

    def write(connection: Connection, act: _Act, edits: Sequence[Edit]) -> None:
        if act is _Act.CREATE:
            create.run(connection, [record_row(one.after) for one in edits if one.after])
            return
        if act is _Act.DELETE:
            found = remove.run(connection, [{"at_id": one.id} for one in edits]).rowcount
        else:
            found = sum(_update(connection, table, names, same) for names, same in groupby(edits, _changed))
        if found != len(edits):
            raise RuntimeError(f"{found} of {len(edits)} records to {act} stand in {table.name}")

    return write


def _changed(one: Edit) -> frozenset[str]:
    if one.before is None or one.after is None:
        raise ValueError("an update needs a before and an after")
    return changed_fields(one.before, one.after)


def _update(connection: Connection, table: Table, names: frozenset[str], edits: Iterable[Edit]) -> int:
    """Write only what changed, for edits of the same fields; returns how many records were found."""
    rows = [{"at_id": one.id, **columns(one.after, names)} for one in edits if one.after]
    return int(_update_statement(table, names).run(connection, rows).rowcount)


@lru_cache(maxsize=256)
def _update_statement(table: Table, names: frozenset[str]) -> _Statement:
    values: dict[str, Any] = {name: bindparam(name) for name in names} or {"id": table.c.id}
    return _Statement(update(table).values(values).where(table.c.id == bindparam("at_id")))


def _write_imported(connection: Connection, act: _Act, edits: Sequence[Edit]) -> None:
    if act is not _Act.CREATE:
        _DELETE_IMPORTED.run(connection, [{"at_id": one.id} for one in edits])
    rows = [row for one in edits if isinstance(one.after, ImportedValues) for row in imported_rows(one.after)]
    if rows:
        _INSERT_IMPORTED.run(connection, rows)


_WRITERS = {name: _write_records(table) for name, table in tables.RECORDS.items()}
_WRITERS[ImportedValues.TYPE] = _write_imported
