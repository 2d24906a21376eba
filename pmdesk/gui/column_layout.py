"""The columns of the grid as the user arranges them: order, width, which are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QTableView

from pmdesk.gui.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.document import Document
from pmdesk.gui.theme import PADDING, list_font

TITLE_AT_LEAST = 160
_TITLE = COLUMN_AT["title"]
_KEY = COLUMN_AT["key"]
_KEY_AT_MOST = 150


class ColumnLayout(QObject):
    """Arranges the columns of one table. The title takes what the others leave, until the user sets its width."""

    def __init__(self, table: QTableView, document: Document) -> None:
        super().__init__(table)
        self._table = table
        self._header = table.horizontalHeader()
        self._document = document
        self._title_by_hand = False
        for place, column in enumerate(COLUMNS):
            table.setColumnWidth(place, column.width)
            table.setColumnHidden(place, column.hidden)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self.show_menu)
        self._header.sectionResized.connect(self._on_resized)

    def fit_keys(self, keys: Iterable[str]) -> None:
        """Make the key column wide enough for these keys, within reason."""
        metrics = QFontMetrics(list_font())
        widest = max((metrics.horizontalAdvance(key) for key in keys), default=0) + 2 * PADDING + 2
        self._table.setColumnWidth(_KEY, max(COLUMNS[_KEY].width, min(widest, _KEY_AT_MOST)))

    def shown(self) -> list[int]:
        """The columns that are shown, from left to right."""
        places = map(self._header.logicalIndex, range(self._header.count()))
        return [place for place in places if not self._header.isSectionHidden(place)]

    def fit(self) -> None:
        """Give the title what the other columns leave."""
        if self._title_by_hand:
            return
        others = sum(self._table.columnWidth(place) for place in self.shown() if place != _TITLE)
        self._header.blockSignals(True)
        self._table.setColumnWidth(_TITLE, max(TITLE_AT_LEAST, self._table.viewport().width() - others))
        self._header.blockSignals(False)
        self._table.updateGeometries()

    def show_menu(self, point: QPoint) -> None:
        """Let the user choose which columns are shown."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, column in enumerate(COLUMNS):
            action = menu.addAction(column.header(self._document.workspace.settings))
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(place))
            action.setEnabled(place != _TITLE)
            action.toggled.connect(lambda on, place=place: self._show_column(place, on))
        menu.popup(self._header.viewport().mapToGlobal(point))

    def state(self) -> dict[str, Any]:
        """Order, widths and hidden columns, by the names of the columns."""
        order = [COLUMNS[self._header.logicalIndex(place)].name for place in range(self._header.count())]
        shown = {COLUMNS[place].name: self._table.columnWidth(place) for place in self.shown()}
        hidden = [name for name in order if name not in shown]
        return {"order": order, "widths": shown, "hidden": hidden, "title_by_hand": self._title_by_hand}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` gave; columns that it does not know stay as they are."""
        known = [name for name in state.get("order", ()) if name in COLUMN_AT]
        for place, name in enumerate(known):
            self._header.moveSection(self._header.visualIndex(COLUMN_AT[name]), place)
            self._table.setColumnHidden(COLUMN_AT[name], name in state.get("hidden", ()))
        for name, width in state.get("widths", {}).items():
            if name in COLUMN_AT:
                self._table.setColumnWidth(COLUMN_AT[name], int(width))
        self._title_by_hand = bool(state.get("title_by_hand"))
        self.fit()

    def _show_column(self, place: int, shown: bool) -> None:
        self._table.setColumnHidden(place, not shown)
        self.fit()

    def _on_resized(self, place: int, old: int, new: int) -> None:
        if place == _TITLE:
            self._title_by_hand = True
        elif old and new:
            self.fit()
