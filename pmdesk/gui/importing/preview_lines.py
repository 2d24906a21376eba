"""The lines of the preview: for each planned row one line a field that changes, or one for the whole row. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmdesk.domain.records import Item
from pmdesk.services.import_plan import Conflict, FieldChange, PlannedRow, RowKind

# What needs a look stands first.
ORDER = (
    RowKind.CONFLICT,
    RowKind.REFUSED,
    RowKind.CHANGED,
    RowKind.NEW,
    RowKind.GONE,
    RowKind.UNCHANGED,
)
EXTRA = "extra"
_UPDATED = "updated"
SAME_ISSUE = "created"  # the conflict that asks whether a row is the issue of its item
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Without `field` it stands for its whole row, of which `summary` tells a little.

    `header` is that of a column without a field. `first` is whether the line is the first of its row, and bears its
    tick. A `conflict` has no before and after.
    """

    row: PlannedRow
    field: str = ""
    header: str = ""
    before: Any = None
    after: Any = None
    conflict: Conflict | None = None
    score: bool = False
    first: bool = True
    summary: str = ""


def lines_of(rows: Sequence[PlannedRow]) -> tuple[Line, ...]:
    """All lines, those of a kind together and else in the order of the rows."""
    return tuple(line for kind in ORDER for row in rows if row.kind is kind for line in _lines(row))


def new_item(row: PlannedRow) -> Item | None:
    """The item as the row's edits leave it."""
    items = (one.after for one in row.edits if one.record_type == Item.TYPE and isinstance(one.after, Item))
    return next((item for item in items if item.id == row.item_id), None)


def _lines(row: PlannedRow) -> Iterator[Line]:
    if row.kind in (RowKind.CHANGED, RowKind.CONFLICT) and (row.changes or row.conflicts):
        conflicts = [Line(row, one.field, conflict=one) for one in row.conflicts]
        changes = [line for change in _felt(row) for line in _change_lines(row, change)]
        yield from _first_marked([*conflicts, *changes])
    else:
        yield Line(row, summary=_summary(row))


def _felt(row: PlannedRow) -> Sequence[FieldChange]:
    """The changes, without the time of the last update: it tells nothing beside what was updated."""
    felt = [change for change in row.changes if change.field != _UPDATED]
    return felt or (() if row.conflicts else row.changes)


def _change_lines(row: PlannedRow, change: FieldChange) -> Iterator[Line]:
    if change.field != EXTRA:
        yield Line(row, change.field, before=change.before, after=change.after, score=change.score)
        return
    before, after = change.before or _NOTHING, change.after or _NOTHING
    for header in dict.fromkeys((*before, *after)):
        if before.get(header) != after.get(header):
            yield Line(row, EXTRA, header, before.get(header), after.get(header))


def _first_marked(lines: Iterable[Line]) -> Iterator[Line]:
    for place, line in enumerate(lines):
        if place:
            yield Line(line.row, line.field, line.header, line.before, line.after, line.conflict, line.score, False)
        else:
            yield line


def _summary(row: PlannedRow) -> str:
    item = new_item(row) if row.kind is RowKind.NEW else None
    return " · ".join(part for part in (item.type, item.status, item.assignee) if part) if item else ""
