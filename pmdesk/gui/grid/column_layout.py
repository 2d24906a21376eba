"""The columns of the grid as the user arranges them: order, width, which are shown; key and title stay at the left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QTableView

from pmdesk.gui.document import Document
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS, FROZEN
from pmdesk.gui.theme import PADDING, PRESENTATION, Theme, list_font

TITLE_AT_LEAST, TITLE_IN_A_ROOM = 160, 210
_SCROLLING_AT_LEAST = 240
_FROZEN = frozenset(COLUMN_AT[name] for name in FROZEN)
_TITLE, _KEY, _RANK = COLUMN_AT["title"], COLUMN_AT["key"], COLUMN_AT["rank"]
_KEY_AT_MOST = 150
_WIDEST = 10_000


class ColumnLayout(QObject):
    """Arranges the columns of one table. The title takes what the others leave, until the user sets its width.

    Rank, its change, key and title are the first columns and stay in sight. `menu_wanted` lets others add to the
    menu of the header before it is shown.
    """

    menu_wanted = Signal(QMenu)

    def __init__(self, table: QTableView, document: Document, theme: Theme) -> None:
        super().__init__(table)
        self._table = table
        self._header = table.horizontalHeader()
        self._document, self._theme = document, theme
        self._factor = 1.0
        self._title_by_hand = False
        self._set_aside: dict[int, bool] = {}
        self._shown: list[int] | None = None
        for place, column in enumerate(COLUMNS):
            table.setColumnWidth(place, column.width)
            table.setColumnHidden(place, column.hidden)
        for pressed in (self._header.sectionPressed, self._header.sectionEntered):
            pressed.disconnect()  # a click sorts: Qt would select the column and take the cursor along
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self.show_menu)
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._keep_frozen_first)

    def frozen(self) -> set[int]:
        """The columns that stay at the left; none where they would leave too little room for the others."""
        room = self._table.viewport().width() - self._width_of_frozen()
        return set(self.shown()) & _FROZEN if room >= _SCROLLING_AT_LEAST else set()

    def first_scrolling(self) -> int:
        """The first shown column behind those at the left; the last one where there is none."""
        return next((place for place in self.shown() if place not in _FROZEN), self.shown()[-1])

    def frozen_width(self) -> int:
        """How wide the columns are that stay at the left, in pixels."""
        return sum(self._header.sectionSize(place) for place in self.frozen())

    def _width_of_frozen(self) -> int:
        return sum(self._header.sectionSize(place) for place in _FROZEN if not self._header.isSectionHidden(place))

    def rescale(self) -> None:
        """Fit the widths to the size that the list is drawn in. Keys make way for titles on a projector."""
        density = self._theme.density
        by, self._factor = density.width_factor / self._factor, density.width_factor
        by_hand = self._title_by_hand
        self.set_available("key", True)  # a column that is put aside has no width to scale
        for place in range(len(COLUMNS)) if by != 1.0 else ():
            if not self._header.isSectionHidden(place):
                self._header.resizeSection(place, round(self._header.sectionSize(place) * by))
        self._title_by_hand = by_hand
        self.set_available("key", density is not PRESENTATION)
        self.fit()

    def set_available(self, name: str, available: bool) -> None:
        """Put a column aside that has nothing to show or no room, or let the user's choice hold again."""
        place = COLUMN_AT[name]
        if available is (place not in self._set_aside):
            return
        if available:
            self._table.setColumnHidden(place, self._set_aside.pop(place))
        else:
            self._set_aside[place] = self._header.isSectionHidden(place)
            self._table.setColumnHidden(place, True)
            self._leave(place)
        self.fit()

    def fit_ranks(self, widest: str) -> None:
        """Make the rank column as wide as the longest text in it needs."""
        font = list_font(self._theme.density.list_pixels, QFont.Weight.DemiBold)
        needed = QFontMetrics(font).horizontalAdvance(widest) + 2 * PADDING + 1
        width = max(round(COLUMNS[_RANK].width * self._factor), needed)
        if width != self._header.sectionSize(_RANK):
            self._table.setColumnWidth(_RANK, width)
            self.fit()

    def fit_keys(self, keys: Iterable[str]) -> None:
        """Make the key column wide enough for these keys, within reason."""
        metrics = QFontMetrics(list_font())
        longest = max(keys, key=len, default="")
        widest = metrics.horizontalAdvance(longest) + 2 * PADDING + 2
        self._table.setColumnWidth(_KEY, round(max(COLUMNS[_KEY].width, min(widest, _KEY_AT_MOST)) * self._factor))

    def shown(self) -> list[int]:
        """The columns that are shown, from left to right."""
        if self._shown is None:
            places = map(self._header.logicalIndex, range(self._header.count()))
            self._shown = [place for place in places if not self._header.isSectionHidden(place)]
        return self._shown

    def fit(self) -> None:
        """Give the title what the other columns leave."""
        if self._title_by_hand:
            return
        others = sum(self._table.columnWidth(place) for place in self.shown() if place != _TITLE)
        self._header.blockSignals(True)
        least = round((TITLE_IN_A_ROOM if self._theme.density is PRESENTATION else TITLE_AT_LEAST) * self._factor)
        self._table.setColumnWidth(_TITLE, max(least, self._table.viewport().width() - others))
        self._header.blockSignals(False)
        self._table.updateGeometries()

    def show_menu(self, point: QPoint) -> None:
        """Let the user choose which columns are shown."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu)
        menu.addActions(self.actions(menu))
        menu.popup(self._header.viewport().mapToGlobal(point))

    def actions(self, parent: QObject) -> list[QAction]:
        """For each column an action that shows or hides it, in the order of the header."""
        made = []
        for place in map(self._header.logicalIndex, range(self._header.count())):
            action = QAction(COLUMNS[place].title(self._document.workspace.settings), parent)
            action.setCheckable(True)
            action.setChecked(not self._hides(place))
            action.setEnabled(self.may_hide(place))
            action.toggled.connect(lambda on, place=place: self.show_column(place, on))
            made.append(action)
        return made

    def state(self) -> dict[str, Any]:
        """Order, widths and hidden columns, by the names of the columns."""
        order = [COLUMNS[self._header.logicalIndex(place)].name for place in range(self._header.count())]
        shown = {COLUMNS[place].name: round(self._table.columnWidth(place) / self._factor) for place in self.shown()}
        hidden = [name for name in order if self._hides(COLUMN_AT[name])]
        return {"order": order, "widths": shown, "hidden": hidden, "title_by_hand": self._title_by_hand}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` gave; columns that it does not know, and what makes no sense in it, stay as they are."""
        stored = [name for name in dict.fromkeys(_names(state.get("order"))) if name in COLUMN_AT]
        frozen = [*(name for name in stored if name in FROZEN), *(name for name in FROZEN if name not in stored)]
        known = [*frozen, *(name for name in stored if name not in FROZEN)] if stored else []
        hidden, widths = _names(state.get("hidden")), state.get("widths")
        for place, name in enumerate(known):
            self._header.moveSection(self._header.visualIndex(COLUMN_AT[name]), place)
            self._hide(COLUMN_AT[name], name in hidden)
        for name, width in widths.items() if isinstance(widths, dict) else ():
            if name in COLUMN_AT and isinstance(width, int) and 0 < width < _WIDEST:
                self._table.setColumnWidth(COLUMN_AT[name], round(width * self._factor))
        self._title_by_hand = bool(state.get("title_by_hand"))
        self.fit()

    def show_column(self, place: int, shown: bool) -> None:
        """Show a column, or hide it."""
        self._hide(place, not shown)
        self.fit()

    def move(self, place: int, by: int) -> bool:
        """Exchange a shown column with its neighbour at the right (1) or left (-1); False where it has to stay."""
        shown = self.shown()
        at = shown.index(place) + by if place in shown else -1
        if not 0 <= at < len(shown) or (place in _FROZEN) is not (shown[at] in _FROZEN):
            return False
        self._header.moveSection(self._header.visualIndex(place), self._header.visualIndex(shown[at]))
        return True

    def widen(self, place: int, by: int) -> None:
        """Make a column wider by so many logical pixels at the usual size, or narrower."""
        width = self._header.sectionSize(place) + round(by * self._factor)
        self._header.resizeSection(place, max(self._header.minimumSectionSize(), width))

    @property
    def factor(self) -> float:
        """How much wider columns are drawn than at the usual size."""
        return self._factor

    def may_hide(self, place: int) -> bool:
        """Whether the user may show or hide a column now."""
        return place != _TITLE and place not in self._set_aside

    def _hides(self, place: int) -> bool:
        """Whether the user hides a column, also one that is put aside."""
        return self._set_aside.get(place, self._header.isSectionHidden(place))

    def _hide(self, place: int, hidden: bool) -> None:
        if place in self._set_aside:
            self._set_aside[place] = hidden
        else:
            self._table.setColumnHidden(place, hidden)
            if hidden:
                self._leave(place)

    def _leave(self, place: int) -> None:
        """Take the cursor to the nearest column that is shown: what is typed must not go where nobody looks."""
        current, at = self._table.currentIndex(), self._header.visualIndex(place)
        if current.isValid() and current.column() == place and self.shown():
            nearest = min(self.shown(), key=lambda one: abs(self._header.visualIndex(one) - at))
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self._table.selectionModel().setCurrentIndex(current.siblingAtColumn(nearest), flag)

    def _keep_frozen_first(self, place: int, old: int, new: int) -> None:
        """Take a move back that would bring a column into those at the left, or one of them out."""
        self._shown = None
        if (old < len(_FROZEN)) is not (new < len(_FROZEN)):
            self._header.blockSignals(True)
            self._header.moveSection(new, old)
            self._header.blockSignals(False)
        self._table.viewport().update()

    def _on_resized(self, place: int, old: int, new: int) -> None:
        self._shown = None
        if place == _TITLE:
            self._title_by_hand = True
        elif old and new:
            self.fit()


def _names(stored: object) -> list[str]:
    """The texts of a stored list; none where it is no list."""
    return [one for one in stored if isinstance(one, str)] if isinstance(stored, list | tuple) else []
