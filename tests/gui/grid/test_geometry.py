"""Where rows and headings stand: plain numbers, walked down one pixel after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.ranking import Group
from pmdesk.gui.grid.geometry import GridGeometry
from pmdesk.gui.grid.row_bands import Band

bands = st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.booleans()), max_size=6)


def laid_out(kinds: list[tuple[bool, int, bool]], row: int = 3, band: int = 2) -> tuple[GridGeometry, list[object]]:
    """A geometry, and what is met in it from the top: bands and numbers of rows."""
    headings, met, rows = [], list[object](), 0
    for place, (has_heading, count, collapsed) in enumerate(kinds):
        made = Band(Group.RANKED, str(place) if has_heading else None, 0, count, rows, collapsed and has_heading)
        if has_heading:
            headings.append(made)
            met.append(made)
        met += range(rows, rows + made.rows)
        rows += made.rows
    geometry = GridGeometry(row, band)
    geometry.lay_out(rows, headings)
    return geometry, met


@given(bands, st.integers(1, 4), st.integers(1, 4))
def test_every_pixel_belongs_to_what_stands_there(kinds: list[tuple[bool, int, bool]], row: int, band: int) -> None:
    geometry, met = laid_out(kinds, row, band)
    y = 0
    for one in met:
        is_row = isinstance(one, int)
        assert not is_row or geometry.top_of(one) == y
        for pixel in range(y, y + (row if is_row else band)):
            assert geometry.row_at(pixel) == (one if is_row else None)
            assert geometry.heading_at(pixel) == (None if is_row else one)
        y += row if is_row else band
    assert geometry.height == y
    for outside in (-1, -50, y, y + 50):
        assert geometry.row_at(outside) is None
    assert geometry.heading_at(-1) is geometry.heading_at(y) is None


@given(bands, st.integers(-3, 60), st.integers(0, 30))
def test_what_lies_between_two_heights_is_found(kinds: list[tuple[bool, int, bool]], top: int, height: int) -> None:
    geometry, met = laid_out(kinds)
    pixels = range(top, top + height + 1)
    rows = {row for y in pixels if (row := geometry.row_at(y)) is not None}
    found = geometry.rows_between(top, top + height)
    assert rows <= set(found)
    assert len(found) <= len(rows) + 1
    assert set(found) <= {one for one in met if isinstance(one, int)}
    headings = [band for y in pixels if (band := geometry.heading_at(y)) is not None]
    listed = list(geometry.headings_between(top, top + height))
    assert {band.key for band in headings} <= {band.key for band, _ in listed}
    assert all(geometry.heading_at(y) == band and (y == 0 or geometry.heading_at(y - 1) != band) for band, y in listed)


def test_other_heights_keep_rows_and_headings() -> None:
    geometry, _ = laid_out([(False, 2, False), (True, 3, False)])
    assert (geometry.top_of(2), geometry.height) == (8, 17)
    geometry.resize(30, 20)
    assert (geometry.top_of(2), geometry.height) == (80, 170)


def test_an_empty_grid_has_no_height() -> None:
    geometry, _ = laid_out([])
    assert geometry.height == 0
    assert geometry.row_at(0) is None
    assert list(geometry.rows_between(0, 100)) == []
    assert list(geometry.headings_between(0, 100)) == []
