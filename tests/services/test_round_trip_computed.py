"""A workbook that calculated anew is not taken for one whose ranks and scores somebody typed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmdesk.domain.records import Moscow
from pmdesk.services.exporting import ExportOptions
from pmdesk.services.workspace import Workspace
from pmdesk.sheets.rows import Cell
from tests.makers import put, scored_item
from tests.round_trip import Edited, back_in, changes_of, exported, notes_of, read

ITEMS = tuple(
    scored_item(number, key=f"A-{number}", reach=1000.0 - number, moscow=Moscow.MUST) for number in range(1, 8)
)


@pytest.fixture(params=["rice", "moscow"])
def book(workspace: Workspace, tmp_path: Path, request: pytest.FixtureRequest) -> Edited:
    put(workspace, *ITEMS)
    return Edited(read(exported(workspace, tmp_path, ExportOptions(framework=request.param))))


@pytest.mark.parametrize(
    ("header", "typed", "comes_in"),
    [
        ("reach", "9k", True),
        ("reach", "n/a", False),
        ("reach", -1.0, False),
        ("impact", "Massive ", True),
        ("impact", "huge", False),
        ("impact", 0.0, False),
        ("confidence", "80 %", True),
        ("confidence", 80.0, True),
        ("effort", "1 ,5", False),
        ("effort", 0.0, True),
    ],
)
def test_what_a_sheet_cannot_count_has_no_score_there(
    workspace: Workspace, book: Edited, header: str, typed: Cell, comes_in: bool
) -> None:
    """The sheet takes it for unscored, so that those below move up."""
    by_category = "Place by category" in book.header
    book.put("A-5", **{header: typed}).put("A-5", score=None, rank=7.0 if by_category else None)
    book.put("A-6", rank=5.0).put("A-7", rank=6.0)
    plan = back_in(workspace, book.table())
    assert [said for said in notes_of(plan) if "computes" in said] == []
    assert bool(changes_of(plan)) is comes_in


def test_a_score_that_was_typed_is_still_told(workspace: Workspace, book: Edited) -> None:
    book.put("A-1", reach="9k", score=5.0)
    (said,) = notes_of(back_in(workspace, book.table()))
    assert said == "“Score” in line 2 of “out.xlsx” was edited; PMDesk computes it, so that the edit was left out."


def test_a_category_that_the_sheet_does_not_know_has_no_rank_there(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, *ITEMS)
    book = Edited(read(exported(workspace, tmp_path, ExportOptions(framework="moscow"))))
    book.put("A-5", moscow=" must", rank=None).put("A-6", rank=5.0).put("A-7", rank=6.0)
    assert notes_of(back_in(workspace, book.table())) == []
