"""Enter and Tab inside a selection: from one selected cell to the next, from the last to the first. Plain numbers."""

from __future__ import annotations

from collections.abc import Sequence

Block = tuple[int, int, int, int]
Cell = tuple[int, int]
_END = 2**31


def shown_blocks(blocks: Sequence[Block], columns: Sequence[int]) -> tuple[list[Block], list[int]]:
    """The blocks with a shown column in them, and the shown columns with a selected cell, as they stand."""
    kept = [block for block in blocks if any(block[2] <= column <= block[3] for column in columns)]
    places = [column for column in columns if any(left <= column <= right for _, _, left, right in kept)]
    return kept, places


def has_several(blocks: Sequence[Block], places: Sequence[int]) -> bool:
    """Whether more than one cell of these columns is selected."""
    cells = 0
    for top, bottom, left, right in blocks:
        cells += (bottom - top + 1) * sum(left <= place <= right for place in places)
    return cells > 1


def next_down(blocks: Sequence[Block], places: Sequence[int], cell: Cell, by: int) -> Cell:
    """Where Enter leads: down the column, then on with the next one. Shift+Enter (-1) goes the other way."""
    row, column = cell
    if column in places:
        found = _nearest(_rows_of(blocks, column), row, by)
        if found is not None:
            return found, column
    following = places[(places.index(column) + by) % len(places)] if column in places else places[0 if by > 0 else -1]
    return _first(_rows_of(blocks, following), by), following


def next_across(blocks: Sequence[Block], places: Sequence[int], cell: Cell, by: int) -> Cell:
    """Where Tab leads: along the row, then on with the next one. Shift+Tab (-1) goes the other way."""
    row, column = cell
    here = _places_in(blocks, places, row)
    if column in here and 0 <= here.index(column) + by < len(here):
        return row, here[here.index(column) + by]
    rows = [(top, bottom) for top, bottom, _, _ in blocks]
    found = _nearest(rows, row, by)
    following = _first(rows, by) if found is None else found
    return following, _places_in(blocks, places, following)[0 if by > 0 else -1]


def _rows_of(blocks: Sequence[Block], column: int) -> list[Cell]:
    return [(top, bottom) for top, bottom, left, right in blocks if left <= column <= right]


def _places_in(blocks: Sequence[Block], places: Sequence[int], row: int) -> list[int]:
    spans = [(left, right) for top, bottom, left, right in blocks if top <= row <= bottom]
    return [place for place in places if any(left <= place <= right for left, right in spans)]


def _nearest(rows: Sequence[Cell], row: int, by: int) -> int | None:
    """The nearest selected row below (1) or above (-1) another."""
    if by > 0:
        return min((max(top, row + 1) for top, bottom in rows if bottom > row), default=None)
    return max((min(bottom, row - 1) for top, bottom in rows if top < row), default=None)


def _first(rows: Sequence[Cell], by: int) -> int:
    found = _nearest(rows, -1 if by > 0 else _END, by)
    if found is None:
        raise ValueError("nothing is selected")
    return found
