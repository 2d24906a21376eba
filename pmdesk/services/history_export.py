"""The change log taken out of the backlog: every entry with every value before and after, as JSON or as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pmdesk.domain.formula_guard import guarded
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.plain import to_plain
from pmdesk.domain.records import RECORD_TYPES
from pmdesk.services.change_history import PAGE, Keys
from pmdesk.services.workspace import Workspace

Progress = Callable[[int, int], None]
COLUMNS = ("entry", "time", "actor", "change", "takes_back", "record", "id", "key", "field", "old", "new")
_AT_ONCE = 500
_KINDS = tuple(RECORD_TYPES)


def plain_entries(workspace: Workspace, item_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Every entry, newest first, as JSON holds it; of one item only those that touched it, and what they did to it.

    `before` and `after` hold the fields that changed, or the whole record where it came or went.
    """
    keys = Keys(workspace)
    before: int | None = None
    while page := workspace.log.entries((), before, PAGE, item_id):
        for entry in page:
            yield {
                "entry": entry.seq,
                "time": entry.time,
                "actor": entry.actor,
                "change": str(entry.label),
                "takes_back": entry.undoes_seq,
                "edits": list(_edits(workspace, keys, entry.seq, item_id)),
            }
        before = page[-1].seq


def write_history(
    workspace: Workspace, target: Path, item_id: int | None = None, progress: Progress | None = None
) -> int:
    """Write the log to a file that ends in .csv or .json; returns the number of entries.

    Raises UserError for another ending and for what the disk refuses, and whatever `progress` (entries done, of all)
    raises to cancel; the file is then as it was.
    """
    ending = target.suffix.lower()
    if ending not in (".csv", ".json"):
        raise UserError(message("The history is written to a file that ends in .csv or .json."))
    counted = _Counted(plain_entries(workspace, item_id), workspace.log.newest, progress)
    from pmdesk.sheets.writing.files import replacing

    with replacing(target) as stream:
        for piece in json_pieces(counted) if ending == ".json" else _csv_pieces(counted):
            stream.write(piece.encode(errors="replace"))
    return counted.done


class _Counted:
    """Entries on their way to a file."""

    def __init__(self, entries: Iterator[dict[str, Any]], total: int, progress: Progress | None) -> None:
        self._entries, self._total, self._progress = entries, total, progress
        self.done = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for entry in self._entries:
            if self._progress is not None:
                self._progress(self.done, self._total)
            self.done += 1
            yield entry


def _edits(workspace: Workspace, keys: Keys, seq: int, item_id: int | None) -> Iterator[dict[str, Any]]:
    behind = -1
    while part := workspace.log.edits(seq, _KINDS, behind, _AT_ONCE, item_id):
        for _, edit in part:
            yield {
                "record": edit.record_type,
                "id": edit.id,
                "key": keys.of(edit),
                "before": to_plain(edit.before),
                "after": to_plain(edit.after),
            }
        behind = part[-1][0]


def json_pieces(entries: Iterable[dict[str, Any]], *, ascii_only: bool = False) -> Iterator[str]:
    """A JSON list, entry by entry, so that a long log is never held as a whole."""
    yield "["
    for place, entry in enumerate(entries):
        yield ",\n " if place else "\n "
        yield json.dumps(entry, ensure_ascii=ascii_only)
    yield "\n]\n"


def _csv_pieces(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One row for each value that changed, with no cell that a spreadsheet would run."""
    yield _csv([COLUMNS])
    for entry in entries:
        head = (entry["entry"], entry["time"], entry["actor"], entry["change"], entry["takes_back"])
        yield _csv((*head, *cells) for edit in entry["edits"] for cells in _value_cells(edit))


def _value_cells(edit: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    before, after = edit["before"] or {}, edit["after"] or {}
    for name in after or before:
        old, new = _cell(before.get(name)), _cell(after.get(name))
        if old or new:
            yield edit["record"], edit["id"], edit["key"], name, old, new


def _cell(value: Any) -> str:
    """A plain value as a cell: lists and mappings as JSON, nothing for what is empty."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return json.dumps(value)


def _csv(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()
