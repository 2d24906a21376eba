"""What is drawn where in the grid's viewport: rows, frozen columns, headings, the capacity line, or that nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from pmdesk.domain.messages import message
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.bands import BandPainter, band_label
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.grid.painter import GridPainter, Scene
from pmdesk.gui.grid.places import Place
from pmdesk.gui.grid.row_bands import Band, BandKey
from pmdesk.gui.text import say
from pmdesk.gui.theme import PADDING, Theme

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView


class ViewportPainter:
    """Puts together what a view shows. How a row looks is the GridPainter's, how a heading does the BandPainter's."""

    def __init__(
        self, view: BacklogView, document: Document, model: BacklogModel, theme: Theme, rows: GridPainter
    ) -> None:
        self._view, self._document, self._model, self._theme, self._rows = view, document, model, theme, rows
        self._geometry, self._places = view.geometry_, view.places
        self._headings = BandPainter(theme, view)
        self._labels: dict[BandKey, tuple[str, str]] = {}

    def name_headings(self, bands: Sequence[Band]) -> None:
        """Take other headings: what they say is found once, not at every paint."""
        self._labels = {band.key: band_label(self._document, self._model, band) for band in bands}

    def paint(self, painter: QPainter, rect: QRect) -> int:
        """Draw a part of the viewport; returns how many rows it has."""
        view = self._view
        painter.fillRect(rect, self._theme.colour("surface"))
        places = self._places.columns()
        edge = view.columns.frozen_width() if view.horizontalScrollBar().value() else 0
        frozen = view.columns.frozen() if edge else set()
        rows = list(self._rows_in(rect))
        scrolling = [place for place in places if place.column not in frozen]
        room = view.viewport().rect().adjusted(edge, 0, 0, 0)
        self._paint_part(painter, rows, scrolling, room if edge else None)
        if edge:
            self._paint_part(painter, rows, places[: len(frozen)], QRect(0, 0, edge, view.viewport().height()))
            painter.fillRect(edge - 1, 0, 1, view.viewport().height(), self._theme.colour("line"))
        self._paint_headings(painter, rect)
        self._paint_capacity(painter)
        if not self._model.rowCount() and self._model.rows.arrangement.filters:
            self._say_nothing_matches(painter)
        return len(rows)

    # Rows

    def _rows_in(self, rect: QRect) -> Iterator[tuple[int, int]]:
        """The rows in a part of the viewport, with their tops; those that are lit come last, above the others."""
        offset, height, movement = self._places.offset(), self._geometry.row_height, self._view.movement
        rows = self._geometry.rows_between(rect.top() + offset - height, rect.bottom() + offset + height)
        placed = [(row, self._geometry.top_of(row) - offset + movement.offset(row, height)) for row in rows]
        lit = movement.flashing
        yield from sorted(placed, key=lambda one: self._model.item_id_at(one[0]) in lit) if lit else placed

    def _paint_part(
        self, painter: QPainter, rows: Sequence[tuple[int, int]], places: Sequence[Place], clip: QRect | None
    ) -> None:
        view, current = self._view, self._view.currentIndex()
        scene = Scene(
            places,
            view.keeper.blocks(),
            (current.row(), current.column()),
            view.movement.flashing,
            self._model.top_score(),
            view.viewport().width(),
        )
        if clip is not None:
            painter.setClipRect(clip)
        self._rows.paint_rows(painter, rows, scene)
        if current.isValid() and any(place.column == current.column() for place in places):
            self._rows.paint_cursor(painter, self._places.cell(current), focused=view.hasFocus())
        if clip is not None:
            painter.setClipping(False)

    # Between and below the rows

    def _paint_headings(self, painter: QPainter, rect: QRect) -> None:
        offset = self._places.offset()
        for band, top in self._geometry.headings_between(rect.top() + offset, rect.bottom() + offset):
            self._headings.paint(painter, self._places.heading(top), band, *self._labels[band.key])

    def _paint_capacity(self, painter: QPainter) -> None:
        capacity, geometry = self._view.capacity, self._geometry
        row = capacity.row()
        if row is not None:
            below = geometry.top_of(row) + geometry.row_height if row >= 0 else geometry.top_of(0)
            line = self._view.viewport().width(), below - self._places.offset()
            self._rows.paint_capacity(painter, line, self._capacity_end(), capacity.text, on_top=row < 0)

    def _capacity_end(self) -> int:
        """Where the words on the capacity line end: below the efforts they sum, and clear of the chips beside."""
        room, frozen = self._view.viewport().width(), self._view.columns.frozen_width()
        efforts = (place for place in self._places.columns() if place.column == COLUMN_AT["effort"])
        ends = (place.left + place.width for place in efforts)
        return next((end for end in ends if frozen < end <= room), room - PADDING)

    def _say_nothing_matches(self, painter: QPainter) -> None:
        shown = self._model.rows.arrangement  # what is still being searched for may match
        text = shown.text.strip()
        said = message("Nothing matches “{text}”. Esc in the search field shows everything again.", text=text)
        if not text or shown.chosen or shown.unscored or shown.last_import:
            said = message("Nothing matches the filters. “In play” above shows everything again.")
        painter.setPen(self._theme.colour("muted"))
        room = self._view.viewport().rect().adjusted(16, self._geometry.height + 16, -16, -16)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter), say(said))
