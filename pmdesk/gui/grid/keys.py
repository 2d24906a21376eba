"""The hand of a spreadsheet user: what each key does in the grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from pmdesk.domain.records import Item
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView

Walk = Callable[[Item, str], tuple[int, str] | None]
_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_ROWS = {_Key.Key_Down: 1, _Key.Key_Up: -1}
_COLUMNS = {_Key.Key_Right: 1, _Key.Key_Left: -1, _Key.Key_Tab: 1, _Key.Key_Backtab: -1}
_MOVES = {
    _Key.Key_Up, _Key.Key_Down, _Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End, _Key.Key_PageUp,
    _Key.Key_PageDown,
}  # fmt: skip
_RANK = COLUMN_AT["rank"]


class GridKeys(QObject):
    """Moves the cursor, selects and ends edits. `walk` says where Enter goes while unscored items are walked through.

    The anchor is the cell from which Shift selects; it stays with its item.
    """

    def __init__(self, view: BacklogView, model: BacklogModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._anchor: tuple[int, int] | None = None
        self._next_item: int | None = None
        self._run_column: str | None = None
        self.walk: Walk | None = None

    # Keys

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False leaves it to Qt, which begins to edit."""
        key, modifiers = _Key(event.key()), event.modifiers() & ~_Modifier.KeypadModifier
        control, shift = bool(modifiers & _Modifier.ControlModifier), bool(modifiers & _Modifier.ShiftModifier)
        if modifiers & (_Modifier.AltModifier | _Modifier.MetaModifier):
            return False
        if key in (_Key.Key_Tab, _Key.Key_Backtab) and not control:
            self._tab(-1 if shift or key is _Key.Key_Backtab else 1)
        elif key in _ENTER and not control:
            self._enter(-1 if shift else 1)
        elif key in (_Key.Key_Delete, _Key.Key_Backspace) and not control and not shift:
            self._view.edits.clear()
        elif key is _Key.Key_Space and (shift or control):
            self._select_lines(rows=shift, columns=control)
        elif key in _MOVES:
            self._go(key, control=control, extend=shift)
        else:
            return False
        return True

    def _go(self, key: Qt.Key, *, control: bool, extend: bool) -> None:
        self.end_run()
        current = self._view.currentIndex()
        if not current.isValid():
            self._view.start_cursor()
            return
        row, column = self._target(key, current, control=control)
        self._move(self._model.index(row, column), extend=extend)

    def _target(self, key: Qt.Key, current: QModelIndex, *, control: bool) -> tuple[int, int]:
        """Where a key brings the cursor: row and column."""
        row, column, last = current.row(), current.column(), self._model.rowCount() - 1
        shown = self._view.columns.shown()
        if key in (_Key.Key_PageUp, _Key.Key_PageDown):
            by = self._view.rows_in_page()
            return min(max(row + (by if key is _Key.Key_PageDown else -by), 0), last), column
        if key in (_Key.Key_Home, _Key.Key_End):
            first = key is _Key.Key_Home
            return (0 if first else last) if control else row, shown[0 if first else -1]
        if key in _ROWS:
            return self._edge(row, column, _ROWS[key]) if control else min(max(row + _ROWS[key], 0), last), column
        by = _COLUMNS[key]
        if control:
            return row, shown[-1 if by > 0 else 0]
        place = shown.index(column) + by if column in shown else 0
        return row, shown[min(max(place, 0), len(shown) - 1)]

    def _edge(self, row: int, column: int, by: int) -> int:
        """Where Ctrl and an arrow lead: the end of a run of filled cells, or the next filled one, as in Excel."""
        last = self._model.rowCount() - 1
        filled = self._is_filled
        target = row + by
        if not 0 <= target <= last:
            return row
        runs = filled(row, column) and filled(target, column)
        while 0 <= target + by <= last and (filled(target + by, column) if runs else not filled(target, column)):
            target += by
        return target

    def _is_filled(self, row: int, column: int) -> bool:
        spec = COLUMNS[column]
        item = self._model.item_at(row)
        value = self._model.ranked(item.id) if column == _RANK else spec.value(item)
        return value not in (None, "", (), False)

    def _move(self, index: QModelIndex, *, extend: bool) -> None:
        if extend:
            self._extend(index)
        else:
            self._view.put_cursor(index)

    # Selecting

    def note_anchor(self, index: QModelIndex) -> None:
        """Shift selects from here on."""
        self._anchor = (self._model.item_id_at(index.row()), index.column()) if index.isValid() else None

    def take_click(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """Do what a click on a cell stands for; False leaves it to Qt."""
        if event.button() is not Qt.MouseButton.LeftButton:
            if event.button() is Qt.MouseButton.RightButton and not self._view.selectionModel().isSelected(index):
                self._view.put_cursor(index)
            return event.button() is Qt.MouseButton.RightButton
        control = bool(event.modifiers() & _Modifier.ControlModifier)
        if event.modifiers() & _Modifier.ShiftModifier and not control:
            self._extend(index)
            return True
        self.note_anchor(index)
        return False

    def _extend(self, index: QModelIndex) -> None:
        """Select the block from the anchor to a cell; the cursor goes there."""
        anchor = self._anchor_index()
        rows, columns = sorted((anchor.row(), index.row())), self._columns_between(anchor.column(), index.column())
        self._view.keeper.select((rows[0], rows[1], column, column) for column in columns)
        flags = QItemSelectionModel.SelectionFlag
        self._view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self._view.scrollTo(index)

    def _anchor_index(self) -> QModelIndex:
        row = self._model.row_of(self._anchor[0]) if self._anchor else None
        if self._anchor is None or row is None:
            current = self._view.currentIndex()
            self.note_anchor(current)
            return current
        return self._model.index(row, self._anchor[1])

    def _columns_between(self, first: int, last: int) -> list[int]:
        """The shown columns between two, as they stand on the screen."""
        shown = self._view.columns.shown()
        ends = sorted(shown.index(column) if column in shown else 0 for column in (first, last))
        return shown[ends[0] : ends[1] + 1]

    def _select_lines(self, *, rows: bool, columns: bool) -> None:
        """Shift+Space selects the rows of the selection, Ctrl+Space its columns, both together everything."""
        blocks = self._view.keeper.blocks()
        last, shown = self._model.rowCount() - 1, self._view.columns.shown()
        wide = [(top, bottom, column, column) for top, bottom, _, _ in blocks for column in shown]
        tall = [(0, last, left, right) for _, _, left, right in blocks]
        whole = [(0, last, column, column) for column in shown]
        self._view.keeper.select(whole if rows and columns else wide if rows else tall)

    # Moving on

    def note_next(self, key: Qt.Key) -> None:
        """Remember the item that stands where a key leads, before an edit may send both elsewhere."""
        row = self._view.currentIndex().row() + _ROWS.get(key, 1)
        self._next_item = self._model.item_id_at(row) if 0 <= row < self._model.rowCount() else None

    def after_commit(self, key: Qt.Key) -> None:
        """Move on after Enter or Tab: down means the item that stood next before the edit, wherever it is now."""
        self._view.setFocus()
        if key in (_Key.Key_Down, _Key.Key_Tab) and self._walk_on():
            return
        if key in _ROWS and self._next_item is not None:
            self._view.go_to(self._next_item, self._run_start())
        elif key in (_Key.Key_Tab, _Key.Key_Backtab):
            self._step_column(_COLUMNS[key])

    def end_run(self) -> None:
        """Forget where a run of Tabs began."""
        self._run_column = None

    def _walk_on(self) -> bool:
        """Go to the next missing factor, while unscored items are walked through."""
        item = self._view.current_item()
        if self.walk is None or item is None:
            return False
        target = self.walk(item, COLUMNS[self._view.currentIndex().column()].name)
        if target is not None:
            self._view.go_to(*target)
        return True

    def _enter(self, by: int) -> None:
        if by > 0 and self._walk_on():
            return
        start = self._run_start()
        index = self._view.currentIndex()
        if index.isValid() and 0 <= index.row() + by < self._model.rowCount():
            self._view.put_cursor(self._model.index(index.row() + by, COLUMN_AT[start] if start else index.column()))

    def _tab(self, by: int) -> None:
        if by < 0 or not self._walk_on():
            self._step_column(by)

    def _run_start(self) -> str | None:
        """The column in which a run of Tabs began, which Enter goes back to; ends the run."""
        start, self._run_column = self._run_column, None
        return start

    def _step_column(self, by: int) -> None:
        index, shown = self._view.currentIndex(), self._view.columns.shown()
        if not index.isValid():
            return
        self._run_column = self._run_column or COLUMNS[index.column()].name
        place = shown.index(index.column()) + by
        if 0 <= place < len(shown):
            self._view.put_cursor(self._model.index(index.row(), shown[place]))
