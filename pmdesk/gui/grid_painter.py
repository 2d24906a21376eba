"""Draws the grid: rows, headings and lines straight onto the viewport, without an index or option for each cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF

from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item, Moscow
from pmdesk.gui.backlog_model import BacklogModel
from pmdesk.gui.cell_paint import Cell, CellMaker, Kind
from pmdesk.gui.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.theme import PADDING, Theme

_CACHED_ROWS = 400
_TOKENS = ("window", "surface", "line", "text", "muted", "accent", "tint", "good", "bad", "onaccent")
_ALPHA_FLASH, _ALPHA_BAR = 46, 200
_DERIVED = (COLUMN_AT["rank"], COLUMN_AT["change"])
_CATEGORIES = tuple(category.value for category in Moscow)

Block = tuple[int, int, int, int]  # of cells: top, bottom, left, right, all included


@dataclass(slots=True)
class Place:
    """A shown column: its number in COLUMNS, and where it stands in the viewport."""

    column: int
    left: int
    width: int


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
        self._cells: dict[int, tuple[Item, Group, dict[int, Cell]]] = {}
        self._widths: dict[int, int] = {}
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self._ink = {name: self._theme.colour(name) for name in _TOKENS}
        self._chips = {name: (tokens.colour(f"{name}_bg"), tokens.colour(name)) for name in _CATEGORIES}
        self._flash, self._bar = QColor(self._ink["accent"]), QColor(self._ink["accent"])
        self._flash.setAlpha(_ALPHA_FLASH)
        self._bar.setAlpha(_ALPHA_BAR)
        self.row_height = self._theme.density.row
        self.cells = CellMaker(self._model.texts, self._theme.density)
        metrics = self.cells.metrics
        self._baseline = (self.row_height - 1 - metrics.height()) // 2 + metrics.ascent()
        self.forget()
        self.restyled.emit()

    def forget(self) -> None:
        """Make every cell anew: widths, units or the language changed."""
        self._cells.clear()

    # Rows

    def paint_rows(self, painter: QPainter, rows: Iterable[tuple[int, int]], scene: Scene) -> None:
        """Draw rows, each given with the top of it, in the places of the scene."""
        if not scene.places:
            return
        self._note_widths(scene.places)
        for row, top in rows:
            self._paint_row(painter, row, QRect(0, top, scene.room, self.row_height), scene)

    def _note_widths(self, places: Sequence[Place]) -> None:
        for place in places:
            if self._widths.get(place.column) != place.width:
                self._widths[place.column] = place.width
                self.forget()

    def _paint_row(self, painter: QPainter, row: int, rect: QRect, scene: Scene) -> None:
        model = self._model
        item = model.item_at(row)
        stale = item.id in model.rows.stale
        self._background(painter, row, rect, scene, flashing=item.id in scene.flashing, stale=stale)
        lit = (model.ranked(item.id) or row == scene.current[0]) and not stale
        ink = self._ink["text" if lit else "muted"]
        cells = self._row_cells(item, model.group_at(row))
        for place in scene.places:
            cell = self._cell(item, place, cells)
            if cell.kind is not Kind.NOTHING:
                self._paint_cell(painter, cell, place.left, rect, ink, scene.top_score)

    def _row_cells(self, item: Item, group: Group) -> dict[int, Cell]:
        """The cells kept for an item, as long as it is the same."""
        known = self._cells.get(item.id)
        if known is None or known[0] is not item or known[1] is not group:
            if len(self._cells) > _CACHED_ROWS:
                self._cells.clear()
            known = self._cells[item.id] = (item, group, {})
        return known[2]

    def _cell(self, item: Item, place: Place, cells: dict[int, Cell]) -> Cell:
        """A cell; rank and its change depend on other items, so they are made for each paint."""
        cell = None if place.column in _DERIVED else cells.get(place.column)
        if cell is None:
            group = self._cells[item.id][1]
            cell = cells[place.column] = self.cells.cell(item, COLUMNS[place.column], place.width, group)
        return cell

    def _background(
        self, painter: QPainter, row: int, rect: QRect, scene: Scene, *, flashing: bool, stale: bool
    ) -> None:
        if row == scene.current[0]:
            painter.fillRect(rect, self._ink["tint"])
        else:
            painter.fillRect(rect, self._ink["window" if stale else "surface"])
            spans = [(left, right) for top, bottom, left, right in scene.selected if top <= row <= bottom]
            for place in scene.places if spans else ():
                if any(left <= place.column <= right for left, right in spans):
                    painter.fillRect(place.left, rect.top(), place.width, rect.height(), self._ink["tint"])
        if flashing:
            painter.fillRect(rect, self._flash)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._ink["line"])

    def _paint_cell(self, painter: QPainter, cell: Cell, left: int, rect: QRect, ink: QColor, top_score: float) -> None:
        baseline = rect.top() + self._baseline
        if cell.kind is Kind.CHIP:
            self._chip(painter, cell, left, rect)
            return
        if cell.kind is Kind.CHANGE:
            self._change(painter, cell, left, baseline, rect)
            return
        if cell.kind is Kind.STATUS:
            size = 6 * self._theme.density.factor
            dot = QRectF(left + PADDING, rect.center().y() - size / 2 + 0.5, size, size)
            self._rounded(painter, dot, self._ink[cell.ink], size / 2)
            painter.setPen(ink)
        else:
            painter.setPen(ink if cell.ink == "row" else self._ink[cell.ink])
        painter.setFont(self.cells.bold if cell.bold else self.cells.font)
        painter.drawText(left + cell.left, baseline, cell.text)
        if cell.kind is Kind.SCORE:
            self._score_bar(painter, cell, left, rect, top_score)

    def _score_bar(self, painter: QPainter, cell: Cell, left: int, rect: QRect, top_score: float) -> None:
        if top_score > 0 and cell.value > 0:
            full = self.cells.bar_width
            width = max(3.0, full * min(1.0, cell.value / top_score))
            start = left + self._widths[COLUMN_AT["score"]] - PADDING - full
            self._rounded(painter, QRectF(start, rect.center().y() - 3, width, 7), self._bar, 3.5)

    def _chip(self, painter: QPainter, cell: Cell, left: int, rect: QRect) -> None:
        fill, ink = self._chips[cell.ink]
        height = round(20 * self._theme.density.factor)
        chip = QRectF(left + cell.left, rect.center().y() - height // 2 + 0.5, cell.width, height)
        self._rounded(painter, chip, fill, height / 2)
        painter.setFont(self.cells.chip_font)
        painter.setPen(ink)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, cell.text)

    def _change(self, painter: QPainter, cell: Cell, left: int, baseline: int, rect: QRect) -> None:
        size = 4.0 * self._theme.density.factor
        middle = QPointF(left + PADDING + size, rect.center().y() + 0.5)
        tip = -size * 0.8 if cell.value > 0 else size * 0.8
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink[cell.ink])
        corners = (QPointF(-size, -tip), QPointF(size, -tip), QPointF(0, tip))
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._ink["muted"])
        painter.setFont(self.cells.font)
        painter.drawText(round(left + PADDING + 2 * size + 4), baseline, cell.text)

    def _rounded(self, painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def paint_cursor(self, painter: QPainter, rect: QRect, focused: bool) -> None:
        """Frame the current cell, two pixels strong."""
        frame = rect.adjusted(0, 0, -1, -2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._ink["accent" if focused else "muted"])
        painter.drawRect(frame)
        painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def paint_capacity(self, painter: QPainter, left: int, right: int, y: int, text: str) -> None:
        """The line below the last item that fits, with what it says at its right end."""
        painter.fillRect(left, y - 1, right - left, 2, self._ink["accent"])
        painter.setFont(self.cells.chip_font)
        width = QFontMetrics(self.cells.chip_font).horizontalAdvance(text) + 2 * PADDING
        height = round(18 * self._theme.density.factor)
        label = QRectF(right - width - PADDING, y - height / 2, width, height)
        self._rounded(painter, label, self._ink["accent"], height / 2)
        painter.setPen(self._ink["onaccent"])
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
