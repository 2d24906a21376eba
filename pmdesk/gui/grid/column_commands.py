"""The keyboard's way to what the mouse does in the header: move, resize and fit the column of the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pmdesk.domain.messages import message
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
    longest = sorted(_texts(column, model), key=len)[-_MEASURED:]
    widest = max(map(measure.advance, longest), default=0)
    beside = {Look.SCORE: maker.bar_width + PADDING, Look.STATUS: PADDING + maker.dot, Look.CHIP: 2 * PADDING}
    return min(widest + 2 * PADDING + 2 + beside.get(column.look, 0), round(_WIDEST * factor))


def _texts(column: Column, model: BacklogModel) -> set[str]:
    """What the rows say in a column; of a field each value is written once."""
    items = model.items_in(range(model.rowCount()))
    if column.spec is not None:
        items = list({column.value(item): item for item in items}.values())
    return {model.cell_text(item, column) for item in items}
