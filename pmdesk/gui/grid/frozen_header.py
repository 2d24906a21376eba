"""The header of the columns that stay at the left while the others scroll."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from pmdesk.gui.grid.column_layout import ColumnLayout
from pmdesk.gui.grid.columns import COLUMNS


class FrozenHeader(QHeaderView):
    """A second header over the table's own, seen only while the table is scrolled sideways."""

    def __init__(self, table: QTableView, columns: ColumnLayout) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table, self._columns = table, columns
        self._own = table.horizontalHeader()
        self.setModel(table.model())
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(self._own.minimumSectionSize())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.sectionClicked.connect(self._own.sectionClicked)
        self.sectionResized.connect(self._take_width)
        self.sectionHandleDoubleClicked.connect(table.resizeColumnToContents)
        self.hide()

    def place(self) -> None:
        """Stand over the table's header, where that is scrolled away."""
        shown = bool(self._table.horizontalScrollBar().value()) and bool(self._columns.frozen())
        self.setVisible(shown)
        if not shown:
            return
        frozen = self._columns.frozen()
        self.blockSignals(True)
        for at in range(len(COLUMNS)):  # the order of the user's, also among those at the left
            self.moveSection(self.visualIndex(self._own.logicalIndex(at)), at)
        for place in range(len(COLUMNS)):
            self.setSectionHidden(place, place not in frozen)
            if place in frozen:
                self.resizeSection(place, self._own.sectionSize(place))
        self.setSortIndicatorShown(self._own.isSortIndicatorShown())
        self.setSortIndicator(self._own.sortIndicatorSection(), self._own.sortIndicatorOrder())
        self.blockSignals(False)
        self.setGeometry(self._own.x(), self._own.y(), self._columns.frozen_width(), self._own.height())
        self.raise_()

    def _take_width(self, place: int, old: int, new: int) -> None:
        if old and new:
            self._own.resizeSection(place, new)

    def _show_menu(self, point: QPoint) -> None:
        self._columns.show_menu(self._own.mapFrom(self._table, self.mapTo(self._table, point)))
