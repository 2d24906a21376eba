"""Writing one Change: its records, then its entry in the log, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from pmdesk.domain.changes import FORMAT_VERSION, Change, Edit
from pmdesk.domain.messages import Message
from pmdesk.domain.records import ImportedValues
from pmdesk.storage import tables
from pmdesk.storage.rows import dump, imported_rows, log_row, record_row

CHUNK = 500
Progress = Callable[[int, int], None]


class Cancelled(Exception):
    """Raised by a progress callback to have everything taken back."""


_INSERT_HEAD = insert(tables.change)
_INSERT_EDITS = insert(tables.change_record)


class _Act(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


def write_change(
    connection: Connection, change: Change, actor: str, undoes_seq: int | None, progress: Progress | None
) -> int:
    """Write a Change and its log entry; returns its place in the log."""
    seq = _write_head(connection, change.label, actor, undoes_seq)
    done = 0
    for (record_type, act), edits in groupby(change.edits, _kind):
        for chunk in _chunks(list(edits)):
            _WRITERS[record_type](connection, act, chunk)
            rows = [log_row(seq, done + offset, one) for offset, one in enumerate(chunk)]
            connection.execute(_INSERT_EDITS, rows)
            done += len(chunk)
            if progress is not None:
                progress(done, len(change.edits))
    return seq


def label_text(label: Message) -> str:
    """A label as the log holds it: translated only when it is shown."""
    return dump({"template": label.template, "values": dict(label.values), "one": label.one})


def _write_head(connection: Connection, label: Message, actor: str, undoes_seq: int | None) -> int:
    head = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "actor": actor,
        "label": label_text(label),
        "format": FORMAT_VERSION,
        "undoes_seq": undoes_seq,
    }
    (seq,) = connection.execute(_INSERT_HEAD, head).inserted_primary_key or (0,)
    return int(seq)


def _kind(one: Edit) -> tuple[str, _Act]:
    if one.before is None:
        return one.record_type, _Act.CREATE
    return one.record_type, _Act.DELETE if one.after is None else _Act.UPDATE


def _chunks(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    return (edits[start : start + CHUNK] for start in range(0, len(edits), CHUNK))


def _write_records(table: Table) -> Callable[[Connection, _Act, Sequence[Edit]], None]:
    # Built once: making a statement of some forty columns takes longer than running it.
    at_id = table.c.id == bindparam("at_id")
    create, change, remove = insert(table), update(table).where(at_id), delete(table).where(at_id)

    def write(connection: Connection, act: _Act, edits: Sequence[Edit]) -> None:
        if act is _Act.CREATE:
            connection.execute(create, [record_row(one.after) for one in edits if one.after])
            return
        if act is _Act.DELETE:
            found = connection.execute(remove, [{"at_id": one.id} for one in edits])
        else:
            rows = [_update_row(one) for one in edits]
            found = connection.execute(change, rows)
        if found.rowcount != len(edits):
            raise RuntimeError(f"{found.rowcount} of {len(edits)} records to {act} stand in {table.name}")

    return write


def _update_row(one: Edit) -> dict[str, Any]:
    if one.after is None:
        raise ValueError("an update needs an after")
    row = record_row(one.after)
    row["at_id"] = row.pop("id")
    return row


def _write_imported(connection: Connection, act: _Act, edits: Sequence[Edit]) -> None:
    table = tables.imported_value
    if act is not _Act.CREATE:
        ids = [{"at_id": one.id} for one in edits]
        connection.execute(delete(table).where(table.c.item_id == bindparam("at_id")), ids)
    rows = [row for one in edits if isinstance(one.after, ImportedValues) for row in imported_rows(one.after)]
    if rows:
        connection.execute(insert(table), rows)


_WRITERS = {name: _write_records(table) for name, table in tables.RECORDS.items()}
_WRITERS[ImportedValues.TYPE] = _write_imported
