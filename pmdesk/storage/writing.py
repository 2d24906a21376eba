"""Writing one Change: its records, then its entry in the log, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from pmdesk.domain.changes import FORMAT_VERSION, Change, Edit, changed_fields
from pmdesk.domain.messages import Message
from pmdesk.domain.records import ImportedValues
from pmdesk.storage.rows import columns, dump, imported_rows, log_row, record_row

if TYPE_CHECKING:  # it imports SQLAlchemy, which opening a backlog does without
    from pmdesk.storage.database import Database

CHUNK = 500
Progress = Callable[[int, int], None]


class Cancelled(Exception):
    """Raised by a progress callback to have everything taken back."""


class _Act(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


def write_change(
    database: Database, change: Change, actor: str, undoes_seq: int | None, progress: Progress | None
) -> int:
    """Write a Change and its log entry; returns its place in the log. Raises sqlite3.Error."""
    seq = _write_head(database, change.label, actor, undoes_seq)
    done = 0
    for (record_type, act), edits in groupby(change.edits, _kind):
        write = _write_imported if record_type == ImportedValues.TYPE else _write_records
        for chunk in _chunks(list(edits)):
            write(database, record_type, act, chunk)
            database.insert("change_record", [log_row(seq, done + offset, one) for offset, one in enumerate(chunk)])
            done += len(chunk)
            if progress is not None:
                progress(done, len(change.edits))
    return seq


def write_view_state(database: Database, name: str, value: str) -> None:
    """Keep one thing of the view, as JSON."""
    database.replace("view_state", [{"name": name, "value": value}])


def label_text(label: Message) -> str:
    """A label as the log holds it: translated only when it is shown."""
    return dump({"template": label.template, "values": dict(label.values), "one": label.one})


def _write_head(database: Database, label: Message, actor: str, undoes_seq: int | None) -> int:
    head = {
        "seq": None,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "actor": actor,
        "label": label_text(label),
        "format": FORMAT_VERSION,
        "undoes_seq": undoes_seq,
    }
    return database.insert("change", [head])


def _kind(one: Edit) -> tuple[str, _Act]:
    if one.before is None:
        return one.record_type, _Act.CREATE
    return one.record_type, _Act.DELETE if one.after is None else _Act.UPDATE


def _chunks(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    return (edits[start : start + CHUNK] for start in range(0, len(edits), CHUNK))


def _write_records(database: Database, table: str, act: _Act, edits: Sequence[Edit]) -> None:
    if act is _Act.CREATE:
        database.insert(table, [record_row(one.after) for one in edits if one.after])
        return
    if act is _Act.DELETE:
        found = database.delete(table, "id", [one.id for one in edits])
    else:
        found = sum(_update(database, table, names, same) for names, same in groupby(edits, _changed))
    if found != len(edits):
        raise RuntimeError(f"{found} of {len(edits)} records to {act} stand in {table}")


def _changed(one: Edit) -> frozenset[str]:
    if one.before is None or one.after is None:
        raise ValueError("an update needs a before and an after")
    return changed_fields(one.before, one.after)


def _update(database: Database, table: str, names: frozenset[str], edits: Iterable[Edit]) -> int:
    """Write only what changed, for edits of the same fields; returns how many records were found."""
    return database.update(table, names, [{"at_id": one.id, **columns(one.after, names)} for one in edits if one.after])


def _write_imported(database: Database, _: str, act: _Act, edits: Sequence[Edit]) -> None:
    if act is not _Act.CREATE:
        database.delete("imported_value", "item_id", [one.id for one in edits])
    rows = [row for one in edits if isinstance(one.after, ImportedValues) for row in imported_rows(one.after)]
    if rows:
        database.insert("imported_value", rows)
