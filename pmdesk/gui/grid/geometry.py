"""Where rows and headings stand in the grid, in logical pixels from the top of its content. Plain numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pmdesk.gui.grid.row_bands import Band


class GridGeometry:
    """Rows of one height, with a heading above the first row of each band that has one."""

    def __init__(self, row_height: int, band_height: int) -> None:
        self.row_height, self.band_height = row_height, band_height
        self.rows = 0
        self.headings: list[Band] = []
        self._first_rows: list[int] = []
        self._tops: list[int] = []

    def lay_out(self, rows: int, headings: Sequence[Band]) -> None:
        """Take other rows and headings."""
        self.rows, self.headings = rows, list(headings)
        self._first_rows = [band.first_row for band in self.headings]
        self._tops = [
            band.first_row * self.row_height + place * self.band_height for place, band in enumerate(self.headings)
        ]

    def resize(self, row_height: int, band_height: int) -> None:
        """Take other heights."""
        self.row_height, self.band_height = row_height, band_height
        self.lay_out(self.rows, self.headings)

    @property
    def height(self) -> int:
        """The height of all rows and headings."""
        return self.rows * self.row_height + len(self.headings) * self.band_height

    def top_of(self, row: int) -> int:
        """The top of a row, below the headings above it."""
        return row * self.row_height + bisect_right(self._first_rows, row) * self.band_height

    def row_at(self, y: int) -> int | None:
        """The row at a height; None on a heading and outside."""
        place = bisect_right(self._tops, y) - 1
        if y < 0 or (place >= 0 and y < self._tops[place] + self.band_height):
            return None
        row = (y - (place + 1) * self.band_height) // self.row_height
        return row if row < self.rows else None

    def heading_at(self, y: int) -> Band | None:
        """The band whose heading is at a height."""
        place = bisect_right(self._tops, y) - 1
        on_heading = place >= 0 and y < self._tops[place] + self.band_height
        return self.headings[place] if on_heading else None

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows of which something lies between two heights."""
        return range(self._first_below(top), min(self._first_below(bottom) + 1, self.rows))

    def headings_between(self, top: int, bottom: int) -> Iterator[tuple[Band, int]]:
        """The headings of which something lies between two heights, with their tops."""
        for place in range(max(0, bisect_right(self._tops, top) - 1), len(self._tops)):
            if self._tops[place] > bottom:
                return
            yield self.headings[place], self._tops[place]

    def _first_below(self, y: int) -> int:
        """The row at a height, or the next one below it."""
        y = max(0, y)
        place = bisect_right(self._tops, y) - 1
        if place >= 0 and y < self._tops[place] + self.band_height:
            return self._first_rows[place]
        return max(0, (y - (place + 1) * self.band_height) // self.row_height)
