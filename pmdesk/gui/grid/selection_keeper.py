"""Keeps a table's cursor and selection on the same items while rows go elsewhere or the model is laid out anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject
from PySide6.QtWidgets import QTableView

from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.painter import Block
from pmdesk.gui.grid.row_steps import Shift

_FEW = 1000
_LOOKED_THROUGH = 5000


class SelectionKeeper(QObject):
    """Remembers items, not rows: an item that is gone after a reset is no longer selected."""

    def __init__(self, table: QTableView, model: BacklogModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._current: tuple[int, int] | None = None
        self._following: list[int] = []
        self._removed: tuple[int, int] | None = None
        self._arrangement = model.arrangement
        self._kept: list[tuple[list[int], int, int]] | None = None
        model.shifted.connect(self._shift)
        model.modelAboutToBeReset.connect(self._keep)
        model.relaid.connect(self._restore)
        model.rowsRemoved.connect(self._on_removed)

    def blocks(self) -> list[Block]:
        """The selected cells as blocks; where none is selected, the cursor's cell."""
        selection = self._table.selectionModel().selection().toList()
        blocks = [(span.top(), span.bottom(), span.left(), span.right()) for span in selection]
        cursor = self._table.currentIndex()
        if blocks or not cursor.isValid():
            return blocks
        return [(cursor.row(), cursor.row(), cursor.column(), cursor.column())]

    def select(self, blocks: Iterable[Block]) -> None:
        """Select these cells and no others; the cursor stays."""
        selection = QItemSelection()
        for top, bottom, left, right in blocks:
            selection.select(self._model.index(top, left), self._model.index(bottom, right))
        self._table.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _shift(self, shifts: Sequence[Shift]) -> None:
        """Follow rows that went elsewhere, one after the other."""
        before = self.blocks()
        after, current = before, self._table.currentIndex()
        row = current.row()
        for old, new in shifts:
            after, row = shifted(after, old, new), moved_row(row, old, new)
        if after != before:
            self.select(after)
        if current.isValid() and row != current.row():
            index = self._model.index(row, current.column())
            self._table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _keep(self) -> None:
        index = self._table.currentIndex()
        if index.isValid():
            self._current = (self._model.item_id_at(index.row()), index.column())
            after = range(index.row() + 1, min(index.row() + _LOOKED_THROUGH, self._model.rowCount()))
            before = range(max(index.row() - _FEW, 0), index.row())
            self._following = [*self._model.rows.ids_in(after), *reversed(self._model.rows.ids_in(before))]
        self._arrangement = self._model.rows.arrangement
        blocks = self.blocks()
        ids = self._model.rows.ids() if sum(bottom - top + 1 for top, bottom, _, _ in blocks) > _FEW else None
        self._kept = [
            (ids[top : bottom + 1] if ids else list(map(self._model.item_id_at, range(top, bottom + 1))), left, right)
            for top, bottom, left, right in blocks
        ]

    def _restore(self) -> None:
        """After a reset, and once the table knows where its rows stand."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            self.select(block for one in kept for block in self._blocks_of(*one))
            self._restore_cursor()

    def _blocks_of(self, item_ids: list[int], left: int, right: int) -> list[Block]:
        """The kept cells where they stand now, as blocks: a block for each row would take Qt seconds."""
        if len(item_ids) > _FEW:
            wanted = set(item_ids)
            rows = [row for row, item_id in enumerate(self._model.rows.ids()) if item_id in wanted]
        else:
            rows = sorted(row for row in map(self._model.row_of, item_ids) if row is not None)
        return merged((row, row, left, right) for row in rows)

    def _restore_cursor(self) -> None:
        """Put the cursor back on its item; one that a search hides gets it again when it is shown again.

        An item that left the list otherwise, closed or deleted, hands it to the one that stood next.
        """
        if self._current is None:
            return
        row = self._model.row_of(self._current[0])
        if row is None and self._model.rows.arrangement == self._arrangement:
            rows = (self._model.row_of(item_id) for item_id in self._following)
            row = next((found for found in rows if found is not None), None)
        if row is not None:
            self._put_cursor(row, self._current[1])
            self._table.scrollTo(self._table.currentIndex())

    def note_removal(self, first: int, last: int) -> None:
        """Rows are about to go; called before the table takes the cursor out of them."""
        cursor = self._table.currentIndex()
        self._removed = (first, cursor.column()) if cursor.isValid() and first <= cursor.row() <= last else None

    def _on_removed(self) -> None:
        """The row under the cursor went: the one that stood next has it now, where Qt would take the one before."""
        if self._removed is not None and self._model.rowCount():
            self._put_cursor(min(self._removed[0], self._model.rowCount() - 1), self._removed[1])
        self._removed = None

    def _put_cursor(self, row: int, column: int) -> None:
        """Move the cursor; where nothing is selected any more, its cell is."""
        selection, flags = self._table.selectionModel(), QItemSelectionModel.SelectionFlag
        flag = flags.NoUpdate if selection.hasSelection() else flags.ClearAndSelect
        selection.setCurrentIndex(self._model.index(row, column), flag)


def moved_row(row: int, old: int, new: int) -> int:
    """Where a row stands after one row went from `old` to `new`."""
    if row == old:
        return new
    if old < row <= new:
        return row - 1
    return row + 1 if new <= row < old else row


def shifted(blocks: Sequence[Block], old: int, new: int) -> list[Block]:
    """The same cells after one row went from `old` to `new`."""
    low, high = min(old, new), max(old, new)
    found: list[Block] = []
    for top, bottom, left, right in blocks:
        if bottom < low or top > high or (top <= low and high <= bottom):
            found.append((top, bottom, left, right))
            continue
        edges = sorted({top, bottom + 1, *(edge for edge in (low, low + 1, high, high + 1) if top < edge <= bottom)})
        for first, end in pairwise(edges):
            moved = moved_row(first, old, new)
            found.append((moved, moved + end - 1 - first, left, right))
    return merged(found)


def merged(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that touch from above and have the same columns, as one."""
    found: list[Block] = []
    for top, bottom, left, right in sorted(blocks, key=lambda block: (block[2], block[3], block[0])):
        if found and found[-1][2:] == (left, right) and top <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(bottom, found[-1][1]), left, right)
        else:
            found.append((top, bottom, left, right))
    return found
