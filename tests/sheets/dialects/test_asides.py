"""Footers and totals, and items that look like them."""

from __future__ import annotations

import pytest

from pmdesk.sheets.dialects.asides import is_footer, without_footers
from pmdesk.sheets.rows import RawRow
from tests.sheets.exports import column, said, table

HEADER = "Title|Owner|Effort"


@pytest.mark.parametrize(
    "text",
    ["Total", "Grand total", "Summe", "Итого", "Generated at noon", "Erstellt am 1.1.", "Page 1 of 3", "Total: 5"],
)
def test_footers(text):
    assert is_footer(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Total rewrite",
        "Sum of all parts",
        "Summer sale",
        "Sell more",
        "A total rewrite",
        "Generate a report",
        "Page not found",
        "Sumatra",
    ],
)
def test_no_footers(text):
    assert not is_footer(text)


@pytest.mark.parametrize("row", [("Total", "", 5.0), ("Sum", "", "5,5"), ("Total:", "", "50 %")])
def test_a_line_of_totals_is_no_item(row):
    imported = table(HEADER, ("One", "Ann", 2.0), ("Two", "Bob", 3.0), row)
    assert column(imported, "title") == ["One", "Two"]
    assert said(imported)[-1] == f"Line 4 of “export.csv” is a line of totals, “{row[0]}”, and is no item."
    assert imported.row_count == 2


@pytest.mark.parametrize("row", [("", "Total", "", 5.0), (None, "Average", None, 2.5)])
def test_a_line_of_totals_may_leave_the_key_empty(row):
    imported = table("ID|" + HEADER, ("K-1", "One", "Ann", 2.0), ("K-2", "Total", "", 3.0), row)
    assert column(imported, "key") == ["K-1", "K-2"]
    assert said(imported)[-1] == f"Line 4 of “export.csv” is a line of totals, “{row[1]}”, and is no item."


def test_a_first_column_that_tells_something_makes_no_total():
    assert len(table("Rank|" + HEADER, (1.0, "One", "Ann", 2.0), (2.0, "Total", "", 5.0)).rows) == 2


@pytest.mark.parametrize("row", [("Total", "Ann", 5.0), ("Total rewrite", "", 5.0)])
def test_an_item_with_such_a_name_is_one(row):
    assert len(table(HEADER, ("One", "Ann", 2.0), row).rows) == 2


def test_a_column_is_told_by_its_items_not_by_a_footer():
    imported = table("Effort|Title", ("1.0", "One"), ("2.0", "Two"), ("Generated at noon", ""))
    assert column(imported, "Effort") == ["1", "2"]
    assert [row.scores for row in imported.rows] == [{"effort": 1.0}, {"effort": 2.0}]


def test_only_a_few_rows_at_the_end_can_be_footers():
    rows = [RawRow(number, ("Total", "")) for number in range(9)]
    assert len(without_footers(rows)) == 4
    assert without_footers([]) == []
