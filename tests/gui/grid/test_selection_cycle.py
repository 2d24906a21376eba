"""Going through selected cells: every one comes once, in either direction, wherever the blocks lie."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.gui.grid.selection_cycle import Block, has_several, next_across, next_down, shown_blocks

COLUMNS = (2, 0, 5, 3)  # as they stand; 1 and 4 are hidden

blocks = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 5), st.integers(0, 5)).map(
        lambda one: (min(one[:2]), max(one[:2]), min(one[2:]), max(one[2:]))
    ),
    min_size=1,
    max_size=4,
)
Step = Callable[..., tuple[int, int]]


def cells(chosen: list[Block]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for top, bottom, left, right in chosen
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if column in COLUMNS
    }


@pytest.mark.parametrize("step", [next_down, next_across])
@pytest.mark.parametrize("by", [1, -1])
@given(chosen=blocks)
def test_every_selected_cell_comes_once_and_then_the_first_again(step: Step, by: int, chosen: list[Block]) -> None:
    kept, places = shown_blocks(chosen, COLUMNS)
    wanted = cells(chosen)
    assert has_several(kept, places) or len(wanted) < 2
    if not wanted:
        assert (kept, places) == ([], [])
        return
    start = cell = min(wanted)
    seen = []
    for _ in wanted:
        seen.append(cell)
        cell = step(kept, places, cell, by)
    assert set(seen) == wanted
    assert cell == start


@pytest.mark.parametrize("step", [next_down, next_across])
@given(chosen=blocks, row=st.integers(0, 8), column=st.sampled_from(COLUMNS))
def test_from_a_cell_beside_the_selection_one_gets_into_it(
    step: Step, chosen: list[Block], row: int, column: int
) -> None:
    kept, places = shown_blocks(chosen, COLUMNS)
    if places:
        assert step(kept, places, (row, column), 1) in cells(chosen)


def test_down_goes_by_columns_as_they_stand_and_across_by_rows() -> None:
    kept, places = shown_blocks([(1, 2, 0, 2)], COLUMNS)
    assert places == [2, 0]
    assert next_down(kept, places, (2, 2), 1) == (1, 0)
    assert next_across(kept, places, (1, 0), 1) == (2, 2)
    assert next_down(kept, places, (1, 2), -1) == (2, 0)
    assert next_across(kept, places, (1, 2), -1) == (2, 0)
