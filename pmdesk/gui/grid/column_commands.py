"""The keyboard's way to what the mouse does in the header: move, resize and fit the column of the cursor."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pmdesk.domain.messages import message
from pmdesk.domain.records import Item
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.cell_paint import CellMaker
from pmdesk.gui.grid.columns import COLUMNS, Column, Look
from pmdesk.gui.theme import PADDING

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView

_STEP = 16
_WIDEST = 480
_MEASURED = 200


class ColumnCommands(QObject):
    """Acts on the column that the cursor stands in. `told` says why nothing could be done."""

    told = Signal(object)

    def __init__(self, view: BacklogView) -> None:
        super().__init__(view)
        self._view = view

    def move(self, by: int) -> None:
        """Exchange the column with the shown one at its right (1) or left (-1)."""
        place = self._view.currentIndex().column()
        if place < 0:
            self.told.emit(message("Choose a cell of the column first."))
        elif not self._view.columns.move(place, by):
            self.told.emit(message("Rank, key and title stay at the left, and the other columns beside them."))
        else:
            self._view.scrollTo(self._view.currentIndex())

    def widen(self, by: int) -> None:
        """Make the column a step wider (1) or narrower (-1)."""
        place = self._view.currentIndex().column()
        if place >= 0:
            self._view.columns.widen(place, by * _STEP)
            self._view.scrollTo(self._view.currentIndex())

    def fit(self) -> None:
        """Make the column as wide as its texts and its header need."""
        place = self._view.currentIndex().column()
        if place >= 0:
            self._view.resizeColumnToContents(place)
            self._view.scrollTo(self._view.currentIndex())


def width_of_texts(place: int, model: BacklogModel, maker: CellMaker, factor: float) -> int:
    """How wide a column must be for all of its texts, within reason; `factor` is how much wider columns are drawn."""
    column = COLUMNS[place]
    measure = maker.measure[column.look in (Look.RANK, Look.SCORE)]
    texts = {model.cell_text(item, column) for item in _with_long_texts(column, model)}
    widest = max(map(measure.advance, texts), default=0)
    beside = {Look.SCORE: maker.bar_width + PADDING, Look.STATUS: PADDING + maker.dot, Look.CHIP: 2 * PADDING}
    return min(widest + 2 * PADDING + 2 + beside.get(column.look, 0), round(_WIDEST * factor))


def _with_long_texts(column: Column, model: BacklogModel) -> list[Item]:
    """Items among which the widest text of a column is: to write the texts of 100,000 rows would take seconds."""
    if column.look in (Look.RANK, Look.CHANGE):  # these are the rows' own, and like those of their neighbours
        rows = range(model.rowCount())
        return [model.item_at(row) for row in {*rows[:: len(rows) // _MEASURED + 1], *rows[-1:]}]
    items = {column.value(item): item for item in model.items_in(range(model.rowCount()))}
    numbers = [value for value in items if isinstance(value, float)]
    longest = nlargest(_MEASURED, items, key=lambda value: len(str(value)))
    return [items[value] for value in (*longest, *nlargest(_MEASURED, numbers))]
