"""Where columns, cells and headings stand in the grid's viewport, and how far to scroll to a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtWidgets import QAbstractItemView

from pmdesk.gui.grid.geometry import GridGeometry
from pmdesk.gui.grid.row_bands import Band

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView

Index = QModelIndex | QPersistentModelIndex
ScrollHint = QAbstractItemView.ScrollHint


@dataclass(slots=True)
class Place:
    """A shown column: its number in COLUMNS, and where it stands in the viewport."""

    column: int
    left: int
    width: int


class GridPlaces:
    """Answers in the viewport's coordinates. Frozen columns stand at the left, over those that are scrolled."""

    def __init__(self, view: BacklogView, geometry: GridGeometry) -> None:
        self._view, self._geometry = view, geometry

    def offset(self) -> int:
        """How far down the viewport is scrolled."""
        return self._view.verticalScrollBar().value()

    # Cells

    def columns(self) -> list[Place]:
        """The shown columns from left to right."""
        header, columns = self._view.horizontalHeader(), self._view.columns
        frozen, left, found = columns.frozen(), 0, []
        for column in columns.shown():
            width = header.sectionSize(column)
            found.append(Place(column, left if column in frozen else header.sectionViewportPosition(column), width))
            left += width if column in frozen else 0
        return found

    def cell(self, index: Index) -> QRect:
        """Where a cell stands, in sight or not; nowhere in a hidden column."""
        if not index.isValid() or self._view.isColumnHidden(index.column()):
            return QRect()
        place = next(place for place in self.columns() if place.column == index.column())
        top = self._geometry.top_of(index.row()) - self.offset()
        return QRect(place.left, top, place.width, self._geometry.row_height)

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """The row and the column at a point; None where no cell is."""
        row = self._geometry.row_at(point.y() + self.offset())
        if row is None:
            return None
        frozen = self._view.columns.frozen()
        under = [place for place in self.columns() if place.left <= point.x() < place.left + place.width]
        under.sort(key=lambda place: place.column not in frozen)
        return (row, under[0].column) if under else None

    # Headings

    def headings(self) -> list[tuple[Band, QRect]]:
        """Where each heading stands."""
        return [(band, self.heading(top)) for band, top in self._geometry.headings_between(0, self._geometry.height)]

    def heading(self, top: int) -> QRect:
        """Where the heading stands whose top in the content is this."""
        return QRect(0, top - self.offset(), self._view.viewport().width(), self._geometry.band_height)

    def heading_at(self, point: QPoint) -> Band | None:
        """The band whose heading is at a point."""
        return self._geometry.heading_at(point.y() + self.offset())

    # Scrolling

    def bring_into_sight(self, index: Index, hint: ScrollHint) -> None:
        """Scroll to a cell: no further than is needed, or as the hint wants it."""
        rect = self.cell(index)
        if not rect.isValid():
            return
        self._scroll_rows(rect, hint)
        if index.column() not in self._view.columns.frozen():
            self._scroll_columns(rect)

    def _scroll_rows(self, rect: QRect, hint: ScrollHint) -> None:
        bar, room = self._view.verticalScrollBar(), self._view.viewport().height()
        above = self._geometry.band_height if rect.top() + bar.value() == self._heading_height() else 0
        if hint is ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - room // 2)
        elif hint is ScrollHint.PositionAtTop or rect.top() - above < 0:
            bar.setValue(bar.value() + rect.top() - above)
        elif hint is ScrollHint.PositionAtBottom or rect.bottom() >= room:
            bar.setValue(bar.value() + rect.bottom() - room + 1)

    def _heading_height(self) -> int:
        """Where the first row stands: a heading above it comes into sight with it."""
        return self._geometry.top_of(0)

    def _scroll_columns(self, rect: QRect) -> None:
        edge = self._view.columns.frozen_width()
        bar, room = self._view.horizontalScrollBar(), self._view.viewport().width()
        if rect.left() < edge:
            bar.setValue(bar.value() + rect.left() - edge)
        elif rect.right() >= room:
            bar.setValue(bar.value() + min(rect.right() - room + 1, rect.left() - edge))
