"""Rows that stand together, folded or not: which row is which place among all admitted items. Plain values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from pmdesk.domain.ranking import Group

BandKey = Hashable


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that stand together: a group of the list, or the items in play that share a value.

    `value` is that value, None for groups of the list. The first group needs no heading. `start` is the place of
    its first item among all that are admitted, `first_row` among those shown.
    """

    group: Group
    value: str | None
    start: int
    count: int
    first_row: int
    collapsed: bool

    @property
    def key(self) -> BandKey:
        """What it is folded by."""
        return self.group if self.value is None else self.value

    @property
    def rows(self) -> int:
        """How many rows are shown of it."""
        return 0 if self.collapsed else self.count

    @property
    def has_heading(self) -> bool:
        """Whether a heading stands above its rows."""
        return self.value is not None or self.group is not Group.RANKED

    @property
    def folds(self) -> bool:
        """Whether a click on its heading folds it."""
        return self.has_heading and self.group is not Group.UNRANKED


class RowBands:
    """Bands one below the other, without a gap; none is changed once it stands. `count` is how many rows they show."""

    def __init__(self, bands: list[Band]) -> None:
        """The list is kept, not copied."""
        self.bands = bands
        self.count = bands[-1].first_row + bands[-1].rows if bands else 0
        self._last = (0, 0, 0)  # first row, end, and how far its places are from its rows

    def place_of(self, row: int) -> int:
        """The place of a row's item; raises IndexError where no row is."""
        first, end, shift = self._last
        if not first <= row < end:
            if row < 0 or row >= self.count:
                raise IndexError(row)
            band = self.of_row(row)
            first, end, shift = band.first_row, band.first_row + band.rows, band.start - band.first_row
            self._last = first, end, shift
        return row + shift

    def places_of(self, rows: range) -> Iterator[slice]:
        """The places of a run of rows, a slice for each band that they reach into."""
        for band in self.bands:
            first, end = max(rows.start, band.first_row), min(rows.stop, band.first_row + band.rows)
            if first < end:
                shift = band.start - band.first_row
                yield slice(first + shift, end + shift)

    def row_of(self, place: int) -> int | None:
        """The row of a place where an item stands; None in a folded band."""
        band = self.at_place(place)
        return None if band.collapsed else band.first_row + place - band.start

    def row_before(self, place: int) -> int:
        """The row before which an item would come that is put in at a place."""
        return sum(min(max(place - band.start, 0), band.rows) for band in self.bands)

    def of_row(self, row: int) -> Band:
        """The last band that begins at or before a row; folded ones begin where the next one does."""
        at = bisect_right(self.bands, row, key=_first_row) - 1
        while self.bands[at].collapsed:
            at -= 1
        return self.bands[at]

    def at_place(self, place: int) -> Band:
        """The band that holds a place."""
        return self.bands[bisect_right(self.bands, place, key=_start) - 1]


def _first_row(band: Band) -> int:
    return band.first_row


def _start(band: Band) -> int:
    return band.start
