"""Draws the grid: rows, headings and lines straight onto the viewport, without an index or option for each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF

from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.cell_paint import Cell, CellMaker, Kind, rounded
from pmdesk.gui.grid.cell_texts import NO_RANK
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.grid.places import Place
from pmdesk.gui.theme import PADDING, Theme

_ROWS_KEPT = 400
_TOKENS = ("window", "surface", "line", "text", "muted", "accent", "tint", "good", "bad", "onaccent")
_ALPHA_FLASH, _ALPHA_BAR = 46, 200
_RANK, _CHANGE = COLUMN_AT["rank"], COLUMN_AT["change"]

Block = tuple[int, int, int, int]  # of cells: top, bottom, left, right, all included


@dataclass(slots=True)
class Scene:
    """What a paint has to know besides the rows: places, selected blocks, cursor, and what is lit for a moment."""

    places: Sequence[Place] = ()
    selected: Sequence[Block] = ()
    current: tuple[int, int] = (-1, -1)
    flashing: frozenset[int] = frozenset()
    top_score: float = 0.0
    room: int = 0


class GridPainter(QObject):
    """Draws rows from cells that are kept ready. `restyled` tells that sizes or colours became others."""

    restyled = Signal()

    def __init__(self, theme: Theme, model: BacklogModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._ratio = 1.0
        self._rows: dict[int, tuple[Item, Group, dict[int, Cell]]] = {}
        self._widths: dict[int, int] = {}
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self._ink = {name: self._theme.colour(name) for name in _TOKENS}
        self._flash, self._bar = QColor(self._ink["accent"]), QColor(self._ink["accent"])
        self._flash.setAlpha(_ALPHA_FLASH)
        self._bar.setAlpha(_ALPHA_BAR)
        self.row_height = self._theme.density.row
        self.forget()
        measure = self.cells.measure[False]
        self._text_top = (self.row_height - 1 - measure.height) // 2
        self._baseline = self._text_top + measure.ascent
        self.restyled.emit()

    def forget(self) -> None:
        """Make every cell anew: sizes, colours, units or the language changed."""
        self.cells = CellMaker(self._model.texts, self._theme, self._ratio)
        self._rows.clear()

    # Rows

    def paint_rows(self, painter: QPainter, rows: Iterable[tuple[int, int]], scene: Scene) -> None:
        """Draw rows, each given with the top of it, in the places of the scene."""
        if scene.places:
            self._note_measures(scene.places, painter.device().devicePixelRatio())
            for row, top in rows:
                self._paint_row(painter, row, top, scene)

    def get_ready(self, rows: Iterable[int], places: Sequence[Place]) -> Iterator[None]:
        """Make rows ready that are likely to be drawn next; yields after each."""
        for row in rows:
            if row >= self._model.rows.count:  # it went away meanwhile
                return
            item_id, group = self._model.rows.entry(row)
            cells, rank = self._cells_of(self._model.item_with(item_id), group), self._model.texts.rank(item_id)
            item = self._model.item_with(item_id)
            for place in places:
                cell = self.cells.rank(rank, place.width) if place.column == _RANK else cells.get(place.column)
                if cell is None:
                    cell = self.cells.cell(item, COLUMNS[place.column], place.width, group)
                    cells[place.column] = cell
                if cell.text and cell.shaped is None:
                    self.cells.shape(cell)
            yield

    def _note_measures(self, places: Sequence[Place], ratio: float) -> None:
        widths = {place.column: place.width for place in places}
        if ratio != self._ratio:
            self._ratio = ratio
            self.forget()
        if not widths.items() <= self._widths.items():
            self._widths.update(widths)
            self._rows.clear()

    def _paint_row(self, painter: QPainter, row: int, top: int, scene: Scene) -> None:
        model, maker = self._model, self.cells
        item_id, group = model.rows.entry(row)
        item = model.item_with(item_id)
        stale = item_id in model.rows.stale
        self._background(painter, row, top, scene, lit=item_id in scene.flashing, stale=stale)
        rank = model.texts.rank(item_id)
        plain = (rank != NO_RANK or row == scene.current[0]) and not stale
        ink = self._ink["text" if plain else "muted"]
        cells = self._cells_of(item, group)
        baseline, text_top = top + self._baseline, top + self._text_top
        for place in scene.places:
            column = place.column
            cell = maker.rank(rank, place.width) if column == _RANK else cells.get(column)
            if cell is None or column == _CHANGE:
                cell = cells[column] = maker.cell(item, COLUMNS[column], place.width, group)
            kind = cell.kind
            if kind is Kind.NOTHING:
                continue
            if cell.text:
                painter.setFont(maker.bold if cell.bold else maker.font)
                own = cell.ink == "row" or kind is Kind.CHANGE or kind is Kind.STATUS
                painter.setPen(ink if own else self._ink[cell.ink])
                left = self._change_left(place) if kind is Kind.CHANGE else place.left + cell.left
                if cell.shaped is not None or cell.drawn:  # one that stays is shaped once, one that passes by is not
                    painter.drawStaticText(left, text_top, cell.shaped or maker.shape(cell))
                else:
                    cell.drawn = True
                    painter.drawText(left, baseline, cell.text)
            if kind is not Kind.TEXT:
                self._adorn(painter, cell, place, top, scene.top_score)

    def _cells_of(self, item: Item, group: Group) -> dict[int, Cell]:
        """The cells kept for an item, as long as it is the same. Rank and its change depend on other items."""
        known = self._rows.get(item.id)
        if known is None or known[0] is not item or known[1] is not group:
            if len(self._rows) > _ROWS_KEPT:
                self._rows.clear()
            known = self._rows[item.id] = (item, group, {})
        return known[2]

    def _background(self, painter: QPainter, row: int, top: int, scene: Scene, *, lit: bool, stale: bool) -> None:
        height, tint = self.row_height, self._ink["tint"]
        if row == scene.current[0]:
            painter.fillRect(0, top, scene.room, height, tint)
        else:
            painter.fillRect(0, top, scene.room, height, self._ink["window" if stale else "surface"])
            spans = [(left, right) for first, last, left, right in scene.selected if first <= row <= last]
            for place in scene.places if spans else ():
                if any(left <= place.column <= right for left, right in spans):
                    painter.fillRect(place.left, top, place.width, height, tint)
        if lit:
            painter.fillRect(0, top, scene.room, height, self._flash)
        painter.fillRect(0, top + height - 1, scene.room, 1, self._ink["line"])

    def _adorn(self, painter: QPainter, cell: Cell, place: Place, top: int, top_score: float) -> None:
        """Draw what stands beside the text: a bar, a chip, a dot, an arrow."""
        middle = top + (self.row_height - 1) // 2
        if cell.kind is Kind.CHIP and cell.picture is not None:
            painter.drawPixmap(place.left + cell.left, middle - self.cells.chip_height // 2 + 1, cell.picture)
        elif cell.kind is Kind.STATUS and cell.picture is not None:
            painter.drawPixmap(place.left + PADDING, middle - self.cells.dot // 2, cell.picture)
        elif cell.kind is Kind.SCORE and top_score > 0 and cell.value > 0:
            full = self.cells.bar_width
            width = max(3.0, full * min(1.0, cell.value / top_score))
            self._smooth(painter, QRectF(place.left + place.width - PADDING - full, middle - 3, width, 7), self._bar)
        elif cell.kind is Kind.CHANGE:
            self._arrow(painter, cell, place, middle)

    def _smooth(self, painter: QPainter, area: QRectF, colour: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, area, colour, area.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    @property
    def _arrow_size(self) -> float:
        return 4.0 * self._theme.density.factor

    def _change_left(self, place: Place) -> int:
        return round(place.left + PADDING + 2 * self._arrow_size + 4)

    def _arrow(self, painter: QPainter, cell: Cell, place: Place, middle: int) -> None:
        size, tip = self._arrow_size, self._arrow_size * (-0.8 if cell.value > 0 else 0.8)
        centre = QPointF(place.left + PADDING + size, middle + 0.5)
        corners = (QPointF(-size, -tip), QPointF(size, -tip), QPointF(0, tip))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink[cell.ink])
        painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # What stands over the rows

    def paint_cursor(self, painter: QPainter, rect: QRect, *, focused: bool) -> None:
        """Frame the current cell, two pixels strong."""
        frame = rect.adjusted(0, 0, -1, -2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._ink["accent" if focused else "muted"])
        painter.drawRect(frame)
        painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def paint_capacity(self, painter: QPainter, line: tuple[int, int], end: int, text: str, *, on_top: bool) -> None:
        """The line below the last item that fits: how wide, and at which height. What it says ends at `end`.

        On top of the list there is no room above the line, so that what it says hangs below it.
        """
        room, y = line
        painter.fillRect(0, y if on_top else y - 1, room, 2, self._ink["accent"])
        painter.setFont(self.cells.chip_font)
        width = QFontMetrics(self.cells.chip_font).horizontalAdvance(text) + 3 * PADDING
        height = round(18 * self._theme.density.factor)
        label = QRectF(max(0, end - width), y if on_top else y - height / 2, width, height)
        self._smooth(painter, label, self._ink["accent"])
        painter.setPen(self._ink["onaccent"])
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
