"""Writing one Change: its records, then its entry in the log, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from itertools import count, groupby, repeat
from typing import TYPE_CHECKING

from pmdesk.domain.changes import FORMAT_VERSION, Change, Edit
from pmdesk.domain.messages import Message
from pmdesk.domain.records import ImportedValues
from pmdesk.storage.encoding import ImportedEncoder, RecordEncoder, dump
from pmdesk.storage.faults import MissingRows

if TYPE_CHECKING:  # it imports SQLAlchemy, which opening a backlog does without
    from pmdesk.storage.database import Database

CHUNK = 500
Progress = Callable[[int, int], None]
_Texts = Iterable[str | None]
_Logged = tuple[_Texts, _Texts]
_Writer = Callable[["Database", str, Sequence[Edit]], _Logged]


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
    for (record_type, act), edits in _by_kind(change.edits).items():
        write = _writer(record_type, act)
        for chunk in _chunks(edits):
            befores, afters = write(database, record_type, chunk)
            ids = [one.id for one in chunk]
            database.insert(
                "change_record", zip(repeat(seq), count(done), repeat(record_type), ids, befores, afters, strict=False)
            )
            done += len(chunk)
            if progress is not None:
                progress(done, len(change.edits))
    return seq


def write_view_state(database: Database, name: str, value: str) -> None:
    """Keep one thing of the view, as JSON."""
    database.replace("view_state", (name, value))


def label_text(label: Message) -> str:
    """A label as the log holds it: translated only when it is shown."""
    return dump({"template": label.template, "values": dict(label.values), "one": label.one})


def _write_head(database: Database, label: Message, actor: str, undoes_seq: int | None) -> int:
    time = datetime.now(UTC).isoformat(timespec="seconds")
    return database.add("change", (None, time, actor, label_text(label), FORMAT_VERSION, undoes_seq))


def _kind(one: Edit) -> tuple[str, _Act]:
    if one.before is None:
        return one.record_type, _Act.CREATE
    return one.record_type, _Act.DELETE if one.after is None else _Act.UPDATE


def _by_kind(edits: Iterable[Edit]) -> dict[tuple[str, _Act], list[Edit]]:
    """Edits by what is written of them: an import has an item and its imported values in turn, and both go together."""
    found: dict[tuple[str, _Act], list[Edit]] = {}
    for one in edits:
        found.setdefault(_kind(one), []).append(one)
    return found


def _chunks(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    return (edits[start : start + CHUNK] for start in range(0, len(edits), CHUNK))


def _create(encoder: RecordEncoder, database: Database, table: str, edits: Sequence[Edit]) -> _Logged:
    rows, texts = encoder.encode([one.after for one in edits if one.after])
    database.insert(table, rows)
    return repeat(None), texts


def _delete(encoder: RecordEncoder, database: Database, table: str, edits: Sequence[Edit]) -> _Logged:
    _expect(database.delete(table, "id", [one.id for one in edits]), len(edits), table)
    return encoder.encode([one.before for one in edits if one.before])[1], repeat(None)


def _update(encoder: RecordEncoder, database: Database, table: str, edits: Sequence[Edit]) -> _Logged:
    """Write only what changed, together for edits of the same fields that follow each other."""
    updates = [(one.id, encoder.difference(one.before, one.after)) for one in edits if one.before and one.after]
    found = 0
    for names, same in groupby(updates, lambda update: update[1].names):
        found += database.update(table, names, [(*made.values, record_id) for record_id, made in same])
    _expect(found, len(edits), table)
    return [made.before for _, made in updates], [made.after for _, made in updates]


def _expect(found: int, wanted: int, table: str) -> None:
    if found != wanted:
        raise MissingRows(f"{found} of {wanted} records to write stand in {table}")


def _write_imported(encoder: ImportedEncoder, database: Database, _: str, edits: Sequence[Edit]) -> _Logged:
    replaced = [one.id for one in edits if one.before is not None]
    if replaced:
        database.delete("imported_value", "item_id", replaced)
    rows, texts = encoder.encode_given([one.after for one in edits if isinstance(one.after, ImportedValues)])
    database.insert("imported_value", rows)
    if not replaced:
        return repeat(None), texts
    if not texts:
        gone = [one.before for one in edits if isinstance(one.before, ImportedValues)]
        return encoder.encode_given(gone)[1], repeat(None)
    made = [encoder.difference(one.before, one.after) for one in edits if one.before and one.after]
    return [one.before for one in made], [one.after for one in made]


def _writer(record_type: str, act: _Act) -> _Writer:
    """What writes edits of one kind, with what they share."""
    if record_type == ImportedValues.TYPE:
        return partial(_write_imported, ImportedEncoder())
    write = {_Act.CREATE: _create, _Act.UPDATE: _update, _Act.DELETE: _delete}[act]
    return partial(write, RecordEncoder(record_type))
