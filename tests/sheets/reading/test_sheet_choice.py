"""Which sheet is read, and what is said of it."""

from __future__ import annotations

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.sheet_info import SheetInfo
from pmdesk.sheets.reading.sheet_choice import Candidate, choose, wanted, which_sheet
from pmdesk.sheets.rows import RawRow

ISSUES = [["Key", "Summary", "Status"], ["A-1", "One", "Open"]]
WIDE = [["Month", "Open", "Closed", "Cost", "Team", "Plan"], *[["May", "1", "2", "3", "x", "y"]] * 20]
TITLED = [["The plan for spring"], ["as of May"], ["Title", "Reach", "Impact"], ["One", 100, 2]]


def sheet(name, rows, hidden=False):
    """A sheet as it is looked at."""
    raw = [RawRow(number, tuple(cells)) for number, cells in enumerate(rows, start=1)]
    return Candidate(SheetInfo(name, len(raw), hidden), raw)


@pytest.mark.parametrize(
    "others",
    [
        [sheet("Notes", [["About"], ["this"], ["file"]])],
        [sheet("Chart data", WIDE)],
        [sheet("Chart data", WIDE), sheet("Old", ISSUES, hidden=True), sheet("Empty", [])],
    ],
)
@pytest.mark.parametrize("rows", [ISSUES, TITLED])
def test_the_sheet_with_the_columns_of_a_backlog_is_read(others, rows):
    issues = sheet("Issues", rows)
    for sheets in ([*others, issues], [issues, *others]):
        assert choose("x.xlsx", sheets) == issues.info


def test_of_two_lists_the_longer_is_read():
    longer = sheet("All", [*ISSUES, ["A-2", "Two", "Open"]])
    assert choose("x.xlsx", [sheet("Some", ISSUES), longer]) == longer.info


def test_a_lone_sheet_is_read_whatever_its_columns():
    assert choose("x.xlsx", [sheet("Chart data", WIDE), sheet("Empty", [])]).name == "Chart data"


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ([], "“x.xlsx” holds no sheet with cells, only charts or macros"),
        ([sheet("One", []), sheet("Two", [["title"]])], "No sheet of “x.xlsx” looks like .*; it has “One”, “Two”."),
        ([sheet(f"S{n}", []) for n in range(12)], "it has “S0”, .*“S9”, …"),
        ([sheet("One", []), sheet("Old", ISSUES, hidden=True)], "but a hidden one is: choose “Old”."),
    ],
)
def test_a_workbook_without_a_table_is_refused_with_what_it_has(sheets, reason):
    with pytest.raises(UserError, match=reason):
        choose("x.xlsx", sheets)


def test_the_sheet_that_is_wanted():
    sheets = [sheet("Issues", ISSUES), sheet("Old", ISSUES, hidden=True), sheet("Notes", [["hello"]])]
    assert wanted("x.xlsx", sheets, "Old").hidden
    with pytest.raises(UserError, match="“x.xlsx” has no sheet “old”; it has “Issues”, “Old”, “Notes”."):
        wanted("x.xlsx", sheets, "old")
    with pytest.raises(UserError, match="Sheet “Notes” of “x.xlsx” is not a table"):
        wanted("x.xlsx", sheets, "Notes")


def test_a_choice_is_told():
    shown, other, hidden = SheetInfo("A", 9), SheetInfo("B", 9), SheetInfo("C", 9, hidden=True)
    assert which_sheet("x.xlsx", "A", [shown, SheetInfo("Notes", 1)]) == ()
    assert [str(said) for said in which_sheet("x.xlsx", "B", [shown, other, hidden])] == [
        "“x.xlsx” has 2 sheets; “B” was read.",
        "One hidden sheet of “x.xlsx” was not read.",
    ]
