"""Jumps along filled cells, at the edges of a run, of the list, and of what is read at a time."""

from __future__ import annotations

import pytest

from pmdesk.gui.grid.jumps import in_chunks, run_end


@pytest.mark.parametrize(
    ("cells", "at", "by", "end"),
    [
        ("xxx..", 0, 1, 2), ("xxx..", 1, 1, 2), ("xxx..x", 2, 1, 5), ("...x", 0, 1, 3), ("x...", 0, 1, 3),
        ("x", 0, 1, 0), ("..xx", 3, -1, 2), ("xx..x", 4, -1, 1), ("....", 3, -1, 0), ("x.xx", 0, 1, 2),
        ("xxxx", 3, 1, 3), (".xx", 1, -1, 0),
    ],
)  # fmt: skip
def test_where_a_jump_ends(cells: str, at: int, by: int, end: int) -> None:
    assert run_end(at, by, len(cells) - 1, lambda place: cells[place] == "x") == end


def test_a_long_column_is_read_many_cells_at_a_time() -> None:
    read: list[range] = []

    def column(places: range) -> list[bool]:
        read.append(places)
        return [place != 4999 for place in places]

    assert run_end(0, 1, 9999, in_chunks(column, 10_000)) == 4998
    assert len(read) < 8
    assert run_end(9999, -1, 9999, in_chunks(column, 10_000)) == 5000
