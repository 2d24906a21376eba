"""The grid: a table whose group headings are painted between its rows, with the hand of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item, Level
from pmdesk.gui.backlog_delegate import BacklogDelegate
from pmdesk.gui.backlog_model import MOVES_AT_MOST, BacklogModel, Band
from pmdesk.gui.bands import BandPainter
from pmdesk.gui.clipboard import as_tsv
from pmdesk.gui.column_layout import ColumnLayout
from pmdesk.gui.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.document import Document
from pmdesk.gui.selection_keeper import SelectionKeeper
from pmdesk.gui.text import say
from pmdesk.gui.theme import BAND_HEIGHT, HEADER_HEIGHT, ROW_HEIGHT, Theme
from pmdesk.services import editing

FLASH_MS = 900
_ROWS_IN_SIGHT = 8
_CONTROL = Qt.KeyboardModifier.ControlModifier
_NAVIGATION = {
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
}  # fmt: skip
_MOVES = {
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_LEVEL_WORDS = (
    (Level.EPIC, "1 epic", "{count} epics"),
    (Level.STANDARD, "1 story or task", "{count} stories and tasks"),
    (Level.SUBTASK, "1 sub-task", "{count} sub-tasks"),
)


class BacklogView(QTableView):
    """Shows a BacklogModel. `item_shown` tells the id of the current item, `selection_shown` those selected."""

    item_shown = Signal(object)
    selection_shown = Signal()

    def __init__(self, document: Document, model: BacklogModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backlogTable")
        self.setAccessibleName(self.tr("Backlog"))
        self._document = document
        self._model = model
        self._bands: list[Band] = []
        self._tall_rows: set[int] = set()
        self._moved_rows: set[int] = set()
        self._next_item: int | None = None
        self._run_column: str | None = None
        self._delegate = BacklogDelegate(theme, self)
        self._band_painter = BandPainter(theme, self)
        self._flash_timer = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash_timer.timeout.connect(self._end_flash)
        self._set_up_behaviour()
        self._set_up_headers()
        self.columns = ColumnLayout(self, document)
        self._keeper = SelectionKeeper(self, model)
        self._connect()
        self._lay_out_bands()

    # Setting up

    def _set_up_behaviour(self) -> None:
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._delegate.row_height = ROW_HEIGHT
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.viewport().setMouseTracking(True)

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(36)

    def _connect(self) -> None:
        self._model.rowsMoved.connect(self._note_move)
        self._model.relaid.connect(self._lay_out_bands)
        self._model.moved.connect(self._on_moved)
        self._delegate.committed.connect(self._after_commit)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_shown.emit())

    # Items

    def current_item(self) -> Item | None:
        """The item that the cursor stands on."""
        index = self.currentIndex()
        return self._model.item_at(index.row()) if index.isValid() else None

    def selected_items(self) -> list[Item]:
        """The items with a selected cell, in the order of the list; else the one under the cursor."""
        rows = {
            row for span in self.selectionModel().selection().toList() for row in range(span.top(), span.bottom() + 1)
        }
        current = self.currentIndex()
        return [self._model.item_at(row) for row in sorted(rows or ({current.row()} if current.isValid() else ()))]

    def go_to(self, item_id: int, column: str | None = None) -> None:
        """Put the cursor on an item, in a column or the one that it stands in."""
        row = self._model.reveal(item_id)
        if row is not None:
            shown = column in COLUMN_AT and not self.isColumnHidden(COLUMN_AT[column])
            place = COLUMN_AT[column] if column and shown else max(self.currentIndex().column(), self._first_column())
            index = self._model.index(row, place)
            self._put_cursor(index)

    def _put_cursor(self, index: QModelIndex) -> None:
        """Move the cursor and select its cell alone, whatever keys are held: Shift+Enter extends no selection."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def start_cursor(self) -> None:
        """Put the cursor where scoring begins, unless it stands somewhere already."""
        if not self.currentIndex().isValid() and self._model.rowCount():
            self._put_cursor(self._model.index(0, COLUMN_AT["reach"]))

    def edit_cell(self, item_id: int, column: str) -> None:
        """Open the editor of one cell."""
        self.go_to(item_id, column)
        self.edit(self.currentIndex())

    def _first_column(self) -> int:
        return COLUMN_AT["title"]

    # Bands

    def _lay_out_bands(self) -> None:
        """Make room above the first row of each group for its heading; trailing headings stand after the last row."""
        self._bands = self._model.bands()
        wanted: dict[int, int] = {}
        for band in self._bands:
            if band.first_row < self._model.rowCount():
                wanted[band.first_row] = wanted.get(band.first_row, ROW_HEIGHT) + BAND_HEIGHT
        header = self.verticalHeader()
        for row in self._stale_rows(wanted):
            if 0 <= row < header.count() and header.sectionSize(row) != wanted.get(row, ROW_HEIGHT):
                header.resizeSection(row, wanted.get(row, ROW_HEIGHT))
        self._tall_rows.clear()
        self._tall_rows.update(wanted)
        self._delegate.top_score = self._model.top_score()
        self.updateGeometries()
        self.viewport().update()

    def _stale_rows(self, wanted: Iterable[int]) -> set[int]:
        """Rows whose height may be off: a header lets heights go along with the items that had them."""
        near = {row + by for row in self._tall_rows for by in range(-MOVES_AT_MOST, MOVES_AT_MOST + 1)}
        stale = near | self._moved_rows | set(wanted)
        self._moved_rows = set()
        return stale

    def _note_move(self, _: QModelIndex, first: int, last: int, __: QModelIndex, before: int) -> None:
        self._moved_rows.add(before if before < first else before - 1)

    def band_rects(self) -> list[tuple[Band, QRect]]:
        """Where each heading stands in the viewport, in its coordinates."""
        rows, found = self._model.rowCount(), []
        top = self.rowViewportPosition(rows - 1) + self.rowHeight(rows - 1) if rows else -self.verticalOffset()
        offsets: dict[int, int] = {}
        for band in self._bands:
            start = self.rowViewportPosition(band.first_row) if band.first_row < rows else top
            offset = offsets.get(band.first_row, 0)
            offsets[band.first_row] = offset + BAND_HEIGHT
            found.append((band, QRect(0, start + offset, self.viewport().width(), BAND_HEIGHT)))
        return found

    def updateGeometries(self) -> None:
        super().updateGeometries()
        trailing = sum(band.first_row >= self._model.rowCount() for band in self._bands) * BAND_HEIGHT
        content = self.verticalHeader().length() + trailing
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, content - self.viewport().height()))
        bar.setSingleStep(ROW_HEIGHT)

    def visualRect(self, index: QModelIndex) -> QRect:
        """The cell itself, without the heading that may stand above it in the same row."""
        rect = super().visualRect(index)
        if index.row() in self._tall_rows and rect.isValid():
            rect.setTop(rect.bottom() - ROW_HEIGHT + 1)
        return rect

    def band_label(self, band: Band) -> tuple[str, str]:
        """What a heading says: its name, and the rest."""
        items = say(message("{count} items", one="1 item", count=band.count))
        framework = self._document.workspace.framework
        if band.group is Group.UNRANKED:
            return say(framework.unranked_label), f"{items}, {say(framework.unranked_rule)}"
        if band.group is Group.OTHER_LEVEL:
            return self.tr("Other levels"), self._level_counts(band)
        return self.tr("Closed"), items

    def _level_counts(self, band: Band) -> str:
        counts = self._model.other_levels(band)
        return ", ".join(
            say(message(many, one=one, count=counts[level])) for level, one, many in _LEVEL_WORDS if counts[level]
        )

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        current = self.currentIndex()
        self._delegate.current_row = current.row()
        self._delegate.current_column = current.column()
        self._delegate.focused = self.hasFocus()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._model.needle and not self._model.rowCount():
            self._say_nothing_matches(painter)
        for band, rect in self.band_rects():
            if rect.intersects(event.rect()):
                self._band_painter.paint(painter, rect, band, *self.band_label(band))
        painter.end()

    def _say_nothing_matches(self, painter: QPainter) -> None:
        said = message(
            "Nothing matches “{text}”. Esc in the search field shows everything again.", text=self._model.needle
        )
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(self.viewport().rect().adjusted(16, 16, -16, -16), Qt.AlignmentFlag.AlignHCenter, say(said))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        item = self.current_item()
        self.item_shown.emit(item.id if item else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    # After changes

    def _on_moved(self, item_ids: list[int]) -> None:
        """Tint what went elsewhere for a moment, and keep the cursor in sight."""
        self._delegate.flashing = set(item_ids)
        self._flash_timer.start()
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    def _end_flash(self) -> None:
        self._delegate.flashing = set()
        self.viewport().update()

    # Keys and mouse

    def _after_commit(self, key: Qt.Key) -> None:
        """Move on after Enter or Tab: down means the item that stood next before the edit, wherever it is now."""
        self.setFocus()
        rows, columns = _MOVES.get(key, (0, 0))
        if rows and self._next_item is not None:
            self.go_to(self._next_item, self._run_start())
        elif columns:
            self._step_column(columns)

    def commitData(self, editor: QWidget) -> None:
        row = self.currentIndex().row()
        step = -1 if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        inside = 0 <= row + step < self._model.rowCount()
        self._next_item = self._model.item_at(row + step).id if inside else None
        super().commitData(editor)

    def _run_start(self) -> str | None:
        """The column in which a run of Tabs began, which Enter goes back to; ends the run."""
        start, self._run_column = self._run_column, None
        return start

    def _step_column(self, by: int) -> None:
        self._run_column = self._run_column or COLUMNS[self.currentIndex().column()].name
        index, shown = self.currentIndex(), self.columns.shown()
        place = shown.index(index.column()) + by
        if 0 <= place < len(shown):
            self._put_cursor(self._model.index(index.row(), shown[place]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step_column(_MOVES[key][1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._step_row(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.clear_cells()
        else:
            super().keyPressEvent(event)
            self._after_navigation(key, event.modifiers())

    def _after_navigation(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """A jump with Ctrl takes the selection along, so that no act ever meets cells out of sight."""
        if key in _NAVIGATION:
            self._run_column = None
            if modifiers & _CONTROL and not modifiers & Qt.KeyboardModifier.ShiftModifier:
                self._put_cursor(self.currentIndex())

    def keyboardSearch(self, text: str) -> None:
        """Typing never searches: it edits, and Ctrl+F searches."""

    def _step_row(self, by: int) -> None:
        index = self.currentIndex()
        start = self._run_start()
        column = COLUMN_AT[start] if start else index.column()
        if index.isValid() and 0 <= index.row() + by < self._model.rowCount():
            self._put_cursor(self._model.index(index.row() + by, column))

    def clear_cells(self) -> None:
        """Empty the selected cells that the user owns, as one change."""
        cells = []
        for index in self.selectedIndexes():
            column = COLUMNS[index.column()]
            item = self._model.item_at(index.row())
            if column.spec is not None and column.spec.may_edit(item) and column.name != "title":
                cells.append((item, column.name))
        if cells:
            self._document.apply(editing.clear_cells(cells))

    def copied_text(self) -> str:
        """The selected cells as tab-separated text, as they are read."""
        cells = {(index.row(), index.column()) for index in self.selectedIndexes()}
        header = self.horizontalHeader()
        places = sorted({column for _, column in cells}, key=header.visualIndex)
        rows = sorted({row for row, _ in cells})
        return as_tsv([[self._copied(row, place) if (row, place) in cells else "" for place in places] for row in rows])

    def _copied(self, row: int, place: int) -> str:
        return self._model.cell_text(self._model.item_at(row), COLUMNS[place])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        band = self._band_at(event.position().toPoint())
        self._run_column = None
        if band is None:
            super().mousePressEvent(event)
        elif band.group is not Group.UNRANKED:
            self.toggle_group(band.group)

    def toggle_group(self, group: Group) -> None:
        """Fold a group, or unfold it and bring its first rows into sight."""
        self._model.toggle_group(group)
        shown = next((band for band in self._model.bands() if band.group is group and not band.collapsed), None)
        if shown is not None:
            last = min(shown.first_row + _ROWS_IN_SIGHT, shown.first_row + shown.rows) - 1
            self.scrollTo(self._model.index(last, self._first_column()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._band_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        band = self._band_at(event.position().toPoint())
        folds = band is not None and band.group is not Group.UNRANKED
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if folds else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def _band_at(self, point: QPoint) -> Band | None:
        return next((band for band, rect in self.band_rects() if rect.contains(point)), None)
