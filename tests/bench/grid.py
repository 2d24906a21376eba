"""The window of a backlog, driven as a user would: edits, selection, framework, search, scrolling.

Started as a process with the path of a backlog. Each command answers with the milliseconds until its result is
painted, and what else its docstring says.
"""

from __future__ import annotations

import random
import sys
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication

from pmdesk.app import build_application, open_window
from pmdesk.domain.frameworks import rice
from pmdesk.domain.records import Item
from tests.bench.painting import Painted, fit_viewport
from tests.bench.processes import serve

WIDTH, HEIGHT = 1400, 900
_PAGE_ROWS = 2000
_PROBES = 50


class Grid:
    """A main window whose grid has a viewport of 1400 x 900, with the inspector beside it."""

    def __init__(self, app: QApplication, path: str) -> None:
        self.window: Any = open_window(path)
        self.view, self.model = self.window.view, self.window.model
        self._chance = random.Random(11)
        self._columns = {self.model.headerData(place, _ACROSS): place for place in range(self.model.columnCount())}
        self._items = self.window.backlog.workspace.items
        self._ids = tuple(self._items)
        self._numbers = {item.key: number for number, item in self._items.items()}
        fit_viewport(self.window, self.view, WIDTH, HEIGHT)
        self._painted = Painted(app, self.view.viewport())
        self._painted.settle(500)

    # What is asked once

    def page(self) -> dict[str, Any]:
        """The texts of many pages as they are shown, and what a stock table needs to look alike."""
        shown = [place for place in range(self.model.columnCount()) if not self.view.isColumnHidden(place)]
        rows = range(min(_PAGE_ROWS, self.model.rowCount()))
        return {
            "texts": [[str(self.model.index(row, place).data() or "") for place in shown] for row in rows],
            "widths": [self.view.columnWidth(place) for place in shown],
            "row_height": self.view.verticalHeader().defaultSectionSize(),
            "size": (WIDTH, HEIGHT),
        }

    # Edits

    def edit(self) -> float:
        """Type a reach into a random row in sight, after which its item stands anywhere in the list."""
        index = self._somewhere_in_sight()
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._painted.settle()
        item = self._item_at(index)
        reach = self._reach_for(item, self._chance.choice(self._ids))
        took = self._painted.milliseconds(lambda: self._set(index, str(reach)))
        if self._items[item.id].reach != reach:
            raise RuntimeError("the edit was not taken")
        return took

    def select(self, everything: bool) -> None:
        """Select everything, or nothing."""
        if everything:
            self.view.selectAll()
        else:
            self.view.clearSelection()
        self._painted.settle()

    def all_selected(self) -> bool:
        """Whether still every item is selected."""
        rows, reach = self.model.rowCount(), self._column("Reach")
        probes = [self.model.index(self._chance.randrange(rows), reach) for _ in range(_PROBES)]
        seen = all(map(self.view.selectionModel().isSelected, [*probes, self.view.currentIndex()]))
        return seen and len(self.view.selected_items()) == rows

    def _set(self, index: QModelIndex, text: str) -> None:
        if not self.model.setData(index, text):
            raise RuntimeError(f"the grid refused {text!r}")

    def _somewhere_in_sight(self) -> QModelIndex:
        row = -1
        while row < 0:
            row = self.view.rowAt(self._chance.randrange(HEIGHT))
        return self.model.index(row, self._column("Reach"))

    def _item_at(self, index: QModelIndex) -> Item:
        key = index.siblingAtColumn(self._column("Key")).data()
        return self._items[self._numbers[key]]

    def _reach_for(self, item: Item, target: int) -> int:
        """A reach with which an item scores like another one."""
        points = rice.score(self._items[target]) or 0.0
        reach = max(1, round(points * (item.effort or 1.0) / ((item.impact or 1.0) * (item.confidence or 1.0))))
        return reach if reach != item.reach else reach + 1

    def _column(self, title: str) -> int:
        return next(place for header, place in self._columns.items() if header.startswith(title))

    # Framework, search, scrolling

    def framework(self, name: str) -> float:
        """Rank by another framework."""
        action = self.window.actions_[f"actionFramework{name.capitalize()}"]
        took = self._painted.milliseconds(action.trigger)
        if self.window.backlog.workspace.framework.name != name:
            raise RuntimeError("the framework was not taken")
        self._painted.settle()
        return took

    def key(self, letter: str, matches: int) -> tuple[float, float]:
        """Type one letter into the search field, until as many items as match are there; also the longest block."""
        field = self.window.top_bar.search
        field.setFocus()
        self._painted.settle()
        press = QKeyEvent(QKeyEvent.Type.KeyPress, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
        took = self._painted.milliseconds(
            lambda: QApplication.sendEvent(field, press), lambda: self.model.rowCount() == matches
        )
        return took, self._painted.longest_block

    def clear_search(self) -> float:
        """Empty the search field; the longest block of the event loop."""
        rows = len(self._items)
        self._painted.milliseconds(self.window.top_bar.search.clear, lambda: self.model.rowCount() == rows)
        return self._painted.longest_block

    def scroll(self) -> float:
        """One page down; from the last page, unmeasured, back to the first."""
        bar = self.view.verticalScrollBar()
        if bar.value() + bar.pageStep() > bar.maximum():
            bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
        self._painted.settle()
        return self._painted.milliseconds(lambda: bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd))


_ACROSS = Qt.Orientation.Horizontal


def main() -> None:
    """Obey until standard input ends."""
    grid = Grid(build_application(), sys.argv[1])
    names = ("page", "edit", "select", "all_selected", "framework", "key", "clear_search", "scroll")
    serve({name: getattr(grid, name) for name in names})
    grid.window.close()


if __name__ == "__main__":
    main()
