"""What the user decides in the preview: which rows are taken, whose value stands, which gone items are closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from pmdesk.gui.importing.preview_lines import SAME_ISSUE
from pmdesk.services.import_plan import Choices, PlannedRow, RowKind, Side

_TAKEN_AT_FIRST = (RowKind.NEW, RowKind.CHANGED, RowKind.CONFLICT)
_Name = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What would be done now: items made, changed and closed.

    `open` conflicts are not resolved; `left` rows are not taken, `waiting` ones wait for an answer and are left out.
    """

    new: int = 0
    changed: int = 0
    closed: int = 0
    open: int = 0
    left: int = 0
    waiting: int = 0

    @property
    def nothing(self) -> bool:
        """Whether no item would change."""
        return not (self.new or self.changed or self.closed)


class Decisions(QObject):
    """The choices in one preview. Emits `changed` after each act of the user."""

    changed = Signal()

    def __init__(self, rows: Sequence[PlannedRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._left: set[int] = set()
        self._closed: set[int] = set()
        self._resolved: dict[tuple[int, str], Side] = {}

    @property
    def choices(self) -> Choices:
        """All that was decided."""
        return Choices(frozenset(self._left), dict(self._resolved), frozenset(self._closed))

    @property
    def made(self) -> bool:
        """Whether anything was decided."""
        return bool(self._left or self._closed or self._resolved)

    def may_take(self, row: PlannedRow) -> bool:
        """Whether a row can be taken or left."""
        if row.kind is RowKind.GONE:
            return row.reason is None
        return row.kind in _TAKEN_AT_FIRST

    def takes(self, row: PlannedRow) -> bool:
        """Whether a row is taken; a gone one is taken when its item is closed."""
        if row.kind is RowKind.GONE:
            return row.number in self._closed
        return row.kind in _TAKEN_AT_FIRST and row.number not in self._left

    def take(self, rows: Iterable[PlannedRow], taken: bool) -> None:
        """Take rows or leave them."""
        for row in rows:
            if not self.may_take(row):
                continue
            if row.kind is RowKind.GONE:
                _put(self._closed, row.number, taken)
            else:
                _put(self._left, row.number, not taken)
        self.changed.emit()

    def side(self, row: PlannedRow, field: str) -> Side | None:
        """Whose value was chosen in a conflict."""
        return self._resolved.get((row.number, field))

    def resolve(self, rows: Iterable[PlannedRow], side: Side | None, field: str = "") -> None:
        """Say whose value stands in all conflicts of some rows, or in that of one field; None leaves it open."""
        for row in rows:
            for conflict in row.conflicts:
                if field and conflict.field != field:
                    continue
                self._resolved.pop((row.number, conflict.field), None)
                if side is not None:
                    self._resolved[row.number, conflict.field] = side
        self.changed.emit()

    def tally(self) -> Tally:
        """What would be done now."""
        new = changed = opened = left = waiting = 0
        for row in self._rows:
            if row.kind not in _TAKEN_AT_FIRST:
                continue
            if row.number in self._left:
                left += 1
            elif row.waits and self.side(row, SAME_ISSUE) is None:
                waiting += 1
            elif self._is_new(row):
                new += 1
            else:
                changed += self._changes(row)
                opened += sum((row.number, one.field) not in self._resolved for one in row.conflicts)
        return Tally(new, changed, len(self._closed), opened, left, waiting)

    def carry_over(self, former: Decisions) -> None:
        """Decide as was decided in another preview, for rows that stand for the same issues."""
        if not former.made:
            return
        decided = former._left | former._closed | {number for number, _ in former._resolved}
        wanted = {_name(row): row.number for row in former._rows if row.number in decided}
        keys = {row.key for row in former._rows if row.number in decided}
        alike = (row for row in self._rows if row.key in keys and _name(row) in wanted)
        there = {wanted[_name(row)]: row.number for row in alike}
        self._left = {there[number] for number in former._left if number in there}
        self._closed = {there[number] for number in former._closed if number in there}
        self._resolved = {
            (there[number], field): side for (number, field), side in former._resolved.items() if number in there
        }

    def _is_new(self, row: PlannedRow) -> bool:
        """Whether a row makes an item: also one that is said to be another issue than the item that it resembles."""
        return row.kind is RowKind.NEW or (row.waits and self.side(row, SAME_ISSUE) is Side.MINE)

    def _changes(self, row: PlannedRow) -> bool:
        return bool(row.changes) or any(
            self._resolved.get((row.number, one.field)) is Side.THEIRS for one in row.conflicts
        )


def _name(row: PlannedRow) -> _Name:
    """What tells that rows of two plans stand for the same issue."""
    return (row.kind, row.key, row.file, row.row)


def _put(numbers: set[int], number: int, inside: bool) -> None:
    if inside:
        numbers.add(number)
    else:
        numbers.discard(number)
