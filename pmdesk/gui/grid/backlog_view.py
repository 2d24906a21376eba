"""The grid: a table that places and draws its rows itself, so that headings, frozen columns and lines stand in it."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.records import Item
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.capacity_mark import CapacityMark
from pmdesk.gui.grid.cell_delegate import CellDelegate
from pmdesk.gui.grid.column_commands import ColumnCommands, width_of_texts
from pmdesk.gui.grid.column_layout import ColumnLayout
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.grid.edits import GridEdits
from pmdesk.gui.grid.frozen_header import FrozenHeader
from pmdesk.gui.grid.geometry import GridGeometry
from pmdesk.gui.grid.headings import Headings
from pmdesk.gui.grid.keys import GridKeys
from pmdesk.gui.grid.movement import Movement
from pmdesk.gui.grid.painter import GridPainter
from pmdesk.gui.grid.places import GridPlaces, Index, ScrollHint
from pmdesk.gui.grid.read_ahead import ReadAhead
from pmdesk.gui.grid.read_only_notice import ReadOnlyNotice
from pmdesk.gui.grid.row_bands import BandKey
from pmdesk.gui.grid.selection_keeper import SelectionKeeper, merged
from pmdesk.gui.grid.viewport_painter import ViewportPainter
from pmdesk.gui.theme import Theme

_ROWS_IN_SIGHT = 8
_HANDLES = (COLUMN_AT["rank"], COLUMN_AT["change"], COLUMN_AT["key"])
EditTrigger = QAbstractItemView.EditTrigger
_GOING_ON = (EditTrigger.EditKeyPressed, EditTrigger.DoubleClicked)
_TYPING = (*_GOING_ON, EditTrigger.AnyKeyPressed)


class BacklogView(QTableView):
    """Shows a BacklogModel. `item_shown` tells the id of the current item, `selection_shown` that others are selected.

    `painted` tells, once, that rows are on the screen.
    """

    item_shown = Signal(object)
    selection_shown = Signal()
    painted = Signal()
    frozen: FrozenHeader | None = None  # Qt lays the table out while it is still being set up

    def __init__(self, document: Document, model: BacklogModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backlogTable")
        self.setAccessibleName(self.tr("Backlog"))
        self._document, self._model, self._theme = document, model, theme
        self.geometry_ = GridGeometry(theme.density.row, theme.density.band)
        self.places = GridPlaces(self, self.geometry_)
        self._was_painted = False
        self._read_only = ReadOnlyNotice(self, model)
        self.setModel(model)
        self.painter_ = GridPainter(theme, model, self)
        self._viewport_painter = ViewportPainter(self, document, model, theme, self.painter_)
        self.capacity = CapacityMark(document, model)
        self.movement = Movement(self)
        self._ahead = ReadAhead(self, self.painter_)
        self.delegate = CellDelegate(document, theme, self)
        self.setItemDelegate(self.delegate)
        self._set_up_behaviour()
        self._set_up_headers()
        self.columns = ColumnLayout(self, document, theme)
        self.column_commands = ColumnCommands(self)
        self.frozen = FrozenHeader(self, self.columns)
        model.relaid.connect(self._lay_out)  # before the selection comes back and wants to be in sight
        self.keeper = SelectionKeeper(self, model)
        self.edits = GridEdits(self, document, model)
        self.keys = GridKeys(self, model)
        self.headings = Headings(self, document, model)
        model.describe_row = self.headings.words_of_row
        self._connect()
        self._restyle()

    # Setting up

    def _set_up_behaviour(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.viewport().setMouseTracking(True)

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(36)
        for one in (rows, header):  # a header that shows no selection must not ask for it cell by cell
            one.setSelectionModel(QItemSelectionModel(self._model, one))

    def _connect(self) -> None:
        model = self._model
        model.shifted.connect(self.movement.note_shifts)
        model.moved.connect(self._on_moved)
        self._document.changed.connect(self._on_changed)
        self.movement.changed.connect(self.viewport().update)
        self.painter_.restyled.connect(self._restyle)
        self.delegate.committing.connect(self.keys.note_next)
        self.delegate.committed.connect(self.keys.after_commit)
        self.delegate.filled.connect(self.edits.fill)
        self.delegate.leaving.connect(self.keys.note_pointer)
        self.delegate.stayed.connect(self.keys.follow)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_shown.emit())

    def _restyle(self) -> None:
        density = self._theme.density
        self.setFont(self.painter_.cells.font)
        self.verticalHeader().setDefaultSectionSize(density.row)
        self.verticalScrollBar().setSingleStep(density.row)
        self.horizontalHeader().setFixedHeight(density.header)
        self.geometry_.resize(density.row, density.band)
        self.columns.rescale()
        self._lay_out()
        self.updateGeometries()
        self.scrollTo(self.currentIndex())

    # Items

    def current_item(self) -> Item | None:
        """The item that the cursor stands on."""
        index = self.currentIndex()
        return self._model.item_at(index.row()) if index.isValid() else None

    def current_id(self) -> int | None:
        """The id of the item that the cursor stands on."""
        index = self.currentIndex()
        return self._model.item_id_at(index.row()) if index.isValid() else None

    def selected_spans(self) -> list[range]:
        """The rows with a selected cell, in order, as runs; else the one under the cursor."""
        spans = [(top, bottom, 0, 0) for top, bottom, _, _ in self.keeper.blocks()]
        current = self.currentIndex()
        if not spans and current.isValid():
            spans = [(current.row(), current.row(), 0, 0)]
        return [range(top, bottom + 1) for top, bottom, _, _ in merged(spans)]

    def selected_rows(self) -> list[int]:
        """The rows with a selected cell, in order; else the one under the cursor."""
        return [row for span in self.selected_spans() for row in span]

    def selected_items(self) -> list[Item]:
        """The items with a selected cell, in the order of the list; else the one under the cursor."""
        return [item for span in self.selected_spans() for item in self._model.items_in(span)]

    def go_to(self, item_id: int, column: str | None = None) -> None:
        """Put the cursor on an item, in a column or the one that it stands in."""
        row = self._model.reveal(item_id)
        if row is not None:
            shown = column in COLUMN_AT and not self.isColumnHidden(COLUMN_AT[column])
            place = COLUMN_AT[column] if column and shown else max(self.currentIndex().column(), self._first_column())
            self.put_cursor(self._model.index(row, place))

    def put_cursor(self, index: QModelIndex) -> None:
        """Move the cursor and select its cell alone, whatever keys are held: Shift+Enter extends no selection."""
        self.keys.note_anchor(index)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def start_cursor(self) -> None:
        """Put the cursor where scoring begins, unless it stands somewhere already."""
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.put_cursor(self._model.index(0, COLUMN_AT["reach"]))

    def edit_cell(self, item_id: int, column: str) -> None:
        """Open the editor of one cell."""
        self.go_to(item_id, column)
        self.edit(self.currentIndex())

    def edit(
        self, index: Index, trigger: EditTrigger = EditTrigger.AllEditTriggers, event: QEvent | None = None
    ) -> bool:
        """Open the editor of a cell. One opened to go on writing has its caret at the end."""
        opened = super().edit(index, trigger, event)  # type: ignore[arg-type]  # Qt takes none too
        if opened and trigger in _GOING_ON:
            self.delegate.stand_at_end()
        elif not opened and trigger in _TYPING and index.isValid():
            self._read_only.tell(index, event)
        return opened

    def _first_column(self) -> int:
        return COLUMN_AT["title"]

    # Where things stand

    def _lay_out(self) -> None:
        bands, rows = self._model.bands(), self._model.rowCount()
        same = rows == self.geometry_.rows and bands == self.geometry_.headings
        self.geometry_.lay_out(rows, bands)
        self._viewport_painter.name_headings(bands)
        self.capacity.update()
        if not same:
            self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """The scroll bar goes by the rows and headings; Qt knows of rows only."""
        bar = self.verticalScrollBar()
        value, blocker = bar.value(), QSignalBlocker(bar)
        super().updateGeometries()
        bar.setRange(0, max(0, self.geometry_.height - self.viewport().height()))
        bar.setPageStep(max(1, self.viewport().height() - self.geometry_.row_height))
        bar.setSingleStep(self.geometry_.row_height)
        bar.setValue(value)
        blocker.unblock()
        if bar.value() != value:
            self.verticalHeader().setOffset(bar.value())
            self.viewport().update()
        if self.frozen is not None:
            self.frozen.place()

    def visualRect(self, index: Index) -> QRect:
        return self.places.cell(index)

    def indexAt(self, point: QPoint) -> QModelIndex:
        cell = self.places.cell_at(point)
        return QModelIndex() if cell is None else self._model.index(*cell)

    def scrollTo(self, index: Index, hint: ScrollHint = ScrollHint.EnsureVisible) -> None:
        self.places.bring_into_sight(index, hint)

    def rows_in_page(self) -> int:
        """How many rows a page down goes."""
        return max(1, self.viewport().height() // self.geometry_.row_height - 1)

    def sizeHintForColumn(self, column: int) -> int:
        return width_of_texts(column, self._model, self.painter_.cells, self.columns.factor)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx and self.frozen is not None:
            self.frozen.place()
            self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:  # a painter that a fault leaves open takes the process with it
            rows = self._viewport_painter.paint(painter, event.rect())
        finally:
            painter.end()
        top = self.places.offset()
        self._ahead.note(self.geometry_.rows_between(top, top + self.viewport().height()))
        if rows and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self._read_only.forget()
        self.viewport().update()
        item = self.current_item()
        self.item_shown.emit(item.id if item else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    # After changes

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.settings:
            self.painter_.forget()
        self.viewport().update()

    def _on_moved(self, item_ids: list[int]) -> None:
        """Light what went elsewhere for a moment, and keep the cursor in sight."""
        self.movement.light([] if self._model.held else item_ids)
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.customContextMenuRequested.emit(self.visualRect(self.currentIndex()).center())
        elif not self.keys.take(event):
            super().keyPressEvent(event)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        self.keeper.note_removal(start, end)
        super().rowsAboutToBeRemoved(parent, start, end)

    def keyboardSearch(self, text: str) -> None:
        """Typing never searches: it edits, and Ctrl+F searches."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        band = self.places.heading_at(point)
        self.keys.end_run()
        if band is not None:
            if band.folds and event.button() is Qt.MouseButton.LeftButton and self.delegate.settle():
                self.toggle_group(band.key)
            return
        index = self.indexAt(point)
        self.setDragEnabled(index.column() in _HANDLES and self.selectionModel().isSelected(index))
        if index.isValid() and self.keys.take_click(index, event):
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.keys.end_drag()

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the selected items out, as the shown columns read."""
        self.edits.drag_out()

    def toggle_group(self, key: BandKey) -> None:
        """Fold a group, or unfold it and bring its first rows into sight."""
        self._model.toggle_group(key)
        shown = next((band for band in self._model.bands() if band.key == key and not band.collapsed), None)
        if shown is not None:
            last = min(shown.first_row + _ROWS_IN_SIGHT, shown.first_row + shown.rows) - 1
            self.scrollTo(self._model.index(last, self._first_column()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.places.heading_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        band = self.places.heading_at(event.position().toPoint())
        folds = band is not None and band.folds
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if folds else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)
