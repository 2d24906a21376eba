"""The hand of a spreadsheet user: what each key does in the grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent

from pmdesk.domain.records import Item
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.grid.jumps import Filled, in_chunks, run_end
from pmdesk.gui.grid.selection_cycle import has_several, next_across, next_down, shown_blocks

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView

Walk = Callable[[Item, str, int], tuple[int, str] | None]
_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_ROWS = {_Key.Key_Down: 1, _Key.Key_Up: -1}
_COLUMNS = {_Key.Key_Right: 1, _Key.Key_Left: -1, _Key.Key_Tab: 1, _Key.Key_Backtab: -1}
_MOVES = {
    _Key.Key_Up, _Key.Key_Down, _Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End, _Key.Key_PageUp,
    _Key.Key_PageDown,
}  # fmt: skip
_RANK = COLUMN_AT["rank"]
_EMPTY: tuple[object, ...] = (None, "", ())
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate


class GridKeys(QObject):
    """Moves the cursor, selects and ends edits. Esc outside an editor is told by `escaped`.

    `walk` says where Enter (1) and Shift+Enter (-1) go while unscored items are walked through. The cursor is the cell
    from which Shift selects: it stays there, and the far end of the selection goes.
    """

    escaped = Signal()

    def __init__(self, view: BacklogView, model: BacklogModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._anchor: tuple[int, int] | None = None
        self._far: tuple[int, int] | None = None
        self._next: tuple[int, int, bool] | None = None
        self._run_column: int | None = None
        self._run_item: int | None = None
        self._run_next: dict[Qt.Key, int] = {}
        self._pointed: int | None = None
        self.walk: Walk | None = None

    # Keys

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False leaves it to Qt, which begins to edit."""
        key, modifiers = _Key(event.key()), event.modifiers() & ~_Modifier.KeypadModifier
        control, shift = bool(modifiers & _Modifier.ControlModifier), bool(modifiers & _Modifier.ShiftModifier)
        if modifiers == _Modifier.AltModifier and key in _ROWS:
            self._fold_or_unfold(key)
            return True
        if modifiers & (_Modifier.AltModifier | _Modifier.MetaModifier):
            return False
        if self._view.delegate.editing and (key not in _MOVES or not self._view.delegate.settle()):
            return key in _MOVES  # what the editor's line does not take for itself
        if key in (_Key.Key_Tab, _Key.Key_Backtab) and not control:
            self._step(_Key.Key_Backtab if shift or key is _Key.Key_Backtab else _Key.Key_Tab)
        elif key in _ENTER and not control:
            self._step(_Key.Key_Up if shift else _Key.Key_Down)
        elif key in (_Key.Key_Delete, _Key.Key_Backspace) and not control and not shift:
            self._view.edits.clear()
        elif key is _Key.Key_Space and (shift or control):
            self._select_lines(rows=shift, columns=control)
        elif key in _MOVES:
            self._go(key, control=control, extend=shift)
        elif key is _Key.Key_Escape:
            self.escaped.emit()
        else:
            return False
        return True

    def _fold_or_unfold(self, key: Qt.Key) -> None:
        if self._view.delegate.settle():
            self.end_run()
            (self._view.headings.fold if key is _Key.Key_Up else self._view.headings.unfold)()

    def _go(self, key: Qt.Key, *, control: bool, extend: bool) -> None:
        self.end_run()
        if not self._view.currentIndex().isValid():
            self._view.start_cursor()
            return
        start = self._far_index() if extend else self._view.currentIndex()
        index = self._model.index(*self._target(key, start, control=control))
        if extend:
            self._extend(index)
        else:
            self._view.put_cursor(index)

    def _target(self, key: Qt.Key, start: QModelIndex, *, control: bool) -> tuple[int, int]:
        """Where a key leads from a cell: row and column."""
        row, column, last = start.row(), start.column(), self._model.rowCount() - 1
        shown = self._view.columns.shown()
        place = shown.index(column) if column in shown else 0
        if key in (_Key.Key_PageUp, _Key.Key_PageDown):
            by = self._view.rows_in_page()
            return min(max(row + (by if key is _Key.Key_PageDown else -by), 0), last), column
        if key in (_Key.Key_Home, _Key.Key_End):
            first = key is _Key.Key_Home
            if control:
                return (0, self._view.columns.first_scrolling()) if first else (last, shown[-1])
            return row, shown[0 if first else -1]
        if key in _ROWS:
            by = _ROWS[key]
            far = run_end(row, by, last, self._filled_in(column)) if control else row + by
            return min(max(far, 0), last), column
        by = _COLUMNS[key]
        item = self._model.item_at(row)
        filled = [self._is_filled(item, one) for one in shown] if control else []
        far = run_end(place, by, len(shown) - 1, filled.__getitem__) if control else place + by
        return row, shown[min(max(far, 0), len(shown) - 1)]

    def _filled_in(self, column: int) -> Filled:
        """Whether the rows of a column are filled."""
        items_in = self._model.items_in
        return in_chunks(lambda rows: [self._is_filled(one, column) for one in items_in(rows)], self._model.rowCount())

    def _is_filled(self, item: Item, column: int) -> bool:
        return self._model.ranked(item.id) if column == _RANK else COLUMNS[column].value(item) not in _EMPTY

    # Selecting

    def note_anchor(self, index: QModelIndex) -> None:
        """Shift selects from here on."""
        self._far = None
        self._anchor = self._noted(index)

    def note_pointer(self) -> None:
        """Remember the item under the pointer, before an edit that a click ends may send its row elsewhere."""
        point = self._view.viewport().mapFromGlobal(QCursor.pos())
        index = self._view.indexAt(point) if self._view.viewport().rect().contains(point) else QModelIndex()
        self._pointed = self._model.item_id_at(index.row()) if index.isValid() else None

    def take_click(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """Do what a click on a cell stands for; False leaves it to Qt."""
        if not self._view.delegate.settle():
            return True
        meant = self._meant(index)
        if event.button() is not Qt.MouseButton.LeftButton:
            if event.button() is Qt.MouseButton.RightButton and not self._view.selectionModel().isSelected(meant):
                self._view.put_cursor(meant)
            return event.button() is Qt.MouseButton.RightButton
        if event.modifiers() & _Modifier.ShiftModifier:
            self._extend(meant, keep=bool(event.modifiers() & _Modifier.ControlModifier))
        elif meant != index:
            self._view.put_cursor(meant)
        else:
            self.note_anchor(index)
            return False
        return True

    def _meant(self, index: QModelIndex) -> QModelIndex:
        """The cell that was clicked: its item may have gone elsewhere by the edit that the click ended."""
        pointed, self._pointed = self._pointed, None
        row = None if pointed is None else self._model.row_of(pointed)
        return index if row is None else self._model.index(row, index.column())

    def end_drag(self) -> None:
        """The pointer has selected a block: the cursor goes back to where that began."""
        current, anchor = self._view.currentIndex(), self._anchor_index()
        if current.isValid() and current != anchor and self._view.selectionModel().isSelected(anchor):
            self._far = self._noted(current)
            self._put_current(anchor)

    def _extend(self, index: QModelIndex, *, keep: bool = False) -> None:
        """Select the block from the cursor to a cell, beside what is selected or instead of it."""
        anchor = self._anchor_index()
        rows, columns = sorted((anchor.row(), index.row())), self._columns_between(anchor.column(), index.column())
        others = self._view.keeper.blocks() if keep else []
        self._view.keeper.select([*others, *((rows[0], rows[1], column, column) for column in columns)])
        self._far = self._noted(index)
        self._put_current(anchor)
        self._view.scrollTo(index)

    def _put_current(self, index: QModelIndex) -> None:
        """Move the cursor alone: the selection stays, and so does what is in sight."""
        scrolls = self._view.hasAutoScroll()
        self._view.setAutoScroll(False)
        self._view.selectionModel().setCurrentIndex(index, _KEEP)
        self._view.setAutoScroll(scrolls)

    def _noted(self, index: QModelIndex) -> tuple[int, int] | None:
        return (self._model.item_id_at(index.row()), index.column()) if index.isValid() else None

    def _anchor_index(self) -> QModelIndex:
        row = self._model.row_of(self._anchor[0]) if self._anchor else None
        if self._anchor is None or row is None or self._view.isColumnHidden(self._anchor[1]):
            current = self._view.currentIndex()
            self.note_anchor(current)
            return current
        return self._model.index(row, self._anchor[1])

    def _far_index(self) -> QModelIndex:
        row = self._model.row_of(self._far[0]) if self._far else None
        return self._view.currentIndex() if self._far is None or row is None else self._model.index(row, self._far[1])

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
        """Remember the cell to which a key leads, before an edit may send its item elsewhere."""
        self._next = None
        current = self._view.currentIndex()
        cell = self._next_selected(current, key)
        if cell is not None:
            self._next = self._model.item_id_at(cell[0]), cell[1], True
        elif key in _ROWS and current.isValid() and 0 <= current.row() + _ROWS[key] < self._model.rowCount():
            column = current.column() if self._run_column is None else self._run_column
            self._next = self._model.item_id_at(current.row() + _ROWS[key]), column, False
        self._note_run(current, key)

    def _note_run(self, current: QModelIndex, key: Qt.Key) -> None:
        """At the first Tab of a run remember which items stand next: at its end, Enter goes to one of these."""
        if not current.isValid():
            return
        item_id = self._model.item_id_at(current.row())
        if key in _COLUMNS and self._run_column is None:
            rows = ((one, current.row() + by) for one, by in _ROWS.items())
            stand = {one: self._model.item_id_at(row) for one, row in rows if 0 <= row < self._model.rowCount()}
            self._run_item, self._run_next = item_id, stand
        elif key in _ROWS and self._run_column is not None and item_id == self._run_item:
            following = self._run_next.get(key)
            if following is not None and self._model.row_of(following) is not None:
                self._next = following, self._run_column, False

    def follow(self, item_id: int) -> None:
        """Stay with an item that was edited in place, also in a group that is folded; a click elsewhere leaves it."""
        if self._pointed is None and self._model.row_of(item_id) is None:
            self._view.go_to(item_id)

    def after_commit(self, key: Qt.Key) -> None:
        """Move on after Enter or Tab: down means the item that stood next before the edit, wherever it is now."""
        self._view.setFocus()
        following, self._next = self._next, None
        if self._walk_on(key):
            return
        if following is not None:
            self._visit(*following)
        elif key in (_Key.Key_Tab, _Key.Key_Backtab):
            self._step_column(_COLUMNS[key])

    def end_run(self) -> None:
        """Forget where a run of Tabs began."""
        self._run_column = None

    def _step(self, key: Qt.Key) -> None:
        """Enter or Tab outside an editor."""
        self.note_next(key)
        self.after_commit(key)

    def _next_selected(self, current: QModelIndex, key: Qt.Key) -> tuple[int, int] | None:
        """The next cell of a selection of several ones, which Enter and Tab go through; else None."""
        blocks, places = shown_blocks(self._view.keeper.blocks(), self._view.columns.shown())
        if not current.isValid() or not has_several(blocks, places):
            return None
        cell = current.row(), current.column()
        if key in _ROWS:
            return next_down(blocks, places, cell, _ROWS[key])
        return next_across(blocks, places, cell, _COLUMNS[key]) if key in _COLUMNS else None

    def _visit(self, item_id: int, column: int, within: bool) -> None:
        """Go to a cell and end a run of Tabs; `within` a selection, that stays as it is."""
        self.end_run()
        row = self._model.row_of(item_id)
        if row is not None and within:
            index = self._model.index(row, column)
            self.note_anchor(index)
            self._view.selectionModel().setCurrentIndex(index, _KEEP)
            self._view.scrollTo(index)
        else:
            self._view.go_to(item_id, COLUMNS[column].name)

    def _walk_on(self, key: Qt.Key) -> bool:
        """Go to the next missing factor, or to the one before, while unscored items are walked through."""
        item = self._view.current_item()
        by = {**_ROWS, **_COLUMNS}.get(key)
        if self.walk is None or item is None or by is None:
            return False
        target = self.walk(item, COLUMNS[self._view.currentIndex().column()].name, by)
        if target is not None:
            self._view.go_to(*target)
        return True

    def _step_column(self, by: int) -> None:
        index, shown = self._view.currentIndex(), self._view.columns.shown()
        if not index.isValid():
            return
        self._run_column = index.column() if self._run_column is None else self._run_column
        place = shown.index(index.column()) + by
        if 0 <= place < len(shown):
            self._view.put_cursor(self._model.index(index.row(), shown[place]))
