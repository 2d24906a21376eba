"""The list of the preview: Space ticks, M and T answer conflicts, Enter is left to the wizard."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from pmdesk.gui.importing.preview_delegate import ROW_HEIGHT, PreviewDelegate
from pmdesk.gui.importing.preview_model import Column, PreviewModel
from pmdesk.gui.importing.rows_table import HEADER_HEIGHT, RowsView
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.services.import_plan import Side

_LEAST_ROWS = 4
_FIXED = {Column.TICK: 9 * UNIT, Column.KEY: 26 * UNIT, Column.FIELD: 30 * UNIT}
_SHARES = {Column.TITLE: 0.26, Column.NOW: 0.34, Column.AFTER: 0.40}
_BARE_SHARES = {Column.TITLE: 0.58, Column.NOW: 0.07, Column.AFTER: 0.35}  # nothing stands there now
_KEYS = {Qt.Key.Key_M: Side.MINE, Qt.Key.Key_T: Side.THEIRS}


class PreviewView(RowsView):
    """Shows a PreviewModel. `lineShown` tells the place of the current line, -1 for none."""

    lineShown = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(ROW_HEIGHT, parent)
        self.setObjectName("importPreview")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("What the import changes"))
        self._delegate = PreviewDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setMinimumHeight(HEADER_HEIGHT + _LEAST_ROWS * ROW_HEIGHT)
        theme.changed.connect(self.viewport().update)

    def show_lines(self, model: PreviewModel) -> None:
        """Show another preview from its beginning."""
        former = self.selectionModel()
        self.setModel(model)
        model.modelReset.connect(self._share_width)
        if former is not None:
            former.deleteLater()
        self._share_width()
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.lineShown.emit(now.row()))
        self.start()

    def start(self) -> None:
        """Put the cursor on the first line."""
        self.setCurrentIndex(self.model().index(0, Column.KEY))
        self.lineShown.emit(self.currentIndex().row())

    def places(self) -> list[int]:
        """The places of the selected lines, or of the current one."""
        selected = sorted(index.row() for index in self.selectionModel().selectedRows())
        current = self.currentIndex().row()
        return selected if current in selected or current < 0 else [current]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self._lines()
        if model is None or event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            model.toggle(self.places())
        elif event.key() in _KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            model.resolve(self.places(), _KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index, model = self.indexAt(point), self._lines()
        if model is None or not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return
        if index.column() >= Column.NOW:
            side = self._delegate.side_at(point, index)
            if side is not None:
                model.resolve([index.row()], side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a tick ticks; it does not take the selection along."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._is_tick(index):
            self.setFocus()
            model = self._lines()
            if model is not None:
                model.toggle([index.row()])
            return
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _is_tick(self, index: QModelIndex) -> bool:
        return (
            index.isValid() and index.column() == Column.TICK and bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        )

    def _lines(self) -> PreviewModel | None:
        model = self.model()
        return model if isinstance(model, PreviewModel) else None

    def _share_width(self) -> None:
        if self.model() is None:
            return
        for column, width in _FIXED.items():
            self.setColumnWidth(column, width)
        room = self.viewport().width() - sum(_FIXED.values())
        model = self._lines()
        for column, share in (_BARE_SHARES if model and model.is_bare else _SHARES).items():
            self.setColumnWidth(column, int(room * share))
