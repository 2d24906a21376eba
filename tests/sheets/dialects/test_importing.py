"""What is refused, what is told, and what is counted."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.sheets.exports import column, read_text, said, table

HEADER = "Summary,Issue key,Issue id,Issue Type,Status,Created,Status Category\n"
ROW = "One,A-1,100,Bug,Open,06/Sep/24 1:55 PM,To Do\n"


def reasons(imported):
    return [(refused.row, str(refused.reason)) for refused in imported.refused]


def test_rows_without_key_and_title_are_refused(tmp_path):
    imported = read_text(tmp_path, HEADER + ROW + ",,101,Bug,Open,,\n")
    assert reasons(imported) == [(3, "Line 3 of “export.csv” has neither a key nor a title.")]
    assert imported.row_count == 2


def test_a_key_that_is_none_is_refused(tmp_path):
    imported = read_text(tmp_path, HEADER + ROW + "Two,later,101,Bug,Open,,\n")
    assert reasons(imported) == [(3, "“later” in line 3 of “export.csv” is no issue key.")]


def test_a_row_without_a_key_is_an_item_of_no_tracker(tmp_path):
    imported = read_text(tmp_path, HEADER + ROW + "Two,,,Bug,Open,,\n")
    assert column(imported, "key") == ["A-1", ""]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("Two, and more,A-2,101,Bug,Open,06/Sep/24 1:55 PM,To Do\n", 8),
        ("Two,A-2,101,Bug,Open, or not,06/Sep/24 1:55 PM,To Do\n", 8),
        ("Two\n", 1),
        ("Two,x\n", 2),
    ],
)
def test_hopelessly_ragged_rows_are_refused(tmp_path, row, cells):
    imported = read_text(tmp_path, HEADER + ROW + row)
    assert reasons(imported) == [(3, f"Line 3 of “export.csv” has {cells} cells where the header has 7.")]
    assert column(imported, "key") == ["A-1"]


def test_ragged_rows_keep_what_can_be_kept(tmp_path):
    imported = read_text(tmp_path, HEADER + "Two,A-2,101,Bug\n" + ROW.strip() + ",surplus\n")
    assert imported.refused == ()
    assert imported.rows[0].values.keys() == {"title", "key", "issue_id", "type", "level"}
    assert imported.rows[1].values["created"] == datetime(2024, 9, 6, 13, 55)
    assert said(imported) == [
        "Line 2 of “export.csv” has 4 cells where the header has 7.",
        "Line 3 of “export.csv” has 8 cells where the header has 7.",
    ]


def test_dates_that_cannot_be_read_are_told_once_a_column():
    imported = table(
        "Summary|Issue key|Issue Type|Created|Due date",
        ("One", "A-1", "Bug", "soon", ""),
        ("Two", "A-2", "Bug", "later", "31/Feb/24"),
    )
    assert column(imported, "created") == [None, None]
    assert said(imported) == [
        "2 dates under “Created” in “export.csv” could not be read and were left empty; the first is “soon” in line 2.",
        "“31/Feb/24” under “Due date” in line 3 of “export.csv” is no date and was left empty.",
    ]


@pytest.mark.parametrize(
    ("texts", "created", "warnings"),
    [
        (["06-09-2024 13:55", "07-09-2024 13:55"], datetime(2024, 9, 6, 13, 55), 1),
        (["06-09-2024 13:55", "13-09-2024 13:55"], datetime(2024, 9, 6, 13, 55), 0),
        (["06/09/2024 13:55", "06/13/2024 13:55"], datetime(2024, 6, 9, 13, 55), 0),
        (["06.09.2024 13:55"], datetime(2024, 9, 6, 13, 55), 0),
    ],
)
def test_all_numeric_dates_are_decided_for_the_whole_file(texts, created, warnings):
    rows = [("One", f"A-{number}", "Bug", text) for number, text in enumerate(texts)]
    imported = table("Summary|Issue key|Issue Type|Created", *rows)
    assert imported.rows[0].values["created"] == created
    assert len(imported.warnings) == warnings


@pytest.mark.parametrize(("count", "told"), [(999, False), (1000, True), (1001, False)])
def test_a_thousand_rows_are_suspicious(count, told):
    rows = [("One", f"A-{number}", "Bug") for number in range(count)]
    warnings = said(table("Summary|Issue key|Issue Type", *rows))
    assert warnings == (
        ["“export.csv” holds exactly 1000 rows: Jira probably cut the list there, so export the rest as well."]
        if told
        else []
    )


def test_many_warnings_of_a_sort_are_counted(tmp_path):
    imported = read_text(tmp_path, HEADER + "Two,A-2,101,Bug\n" * 25)
    assert len(imported.rows) == 25
    assert len(imported.warnings) == 21
    assert said(imported)[-1] == "“export.csv” gives rise to 5 more warnings of these sorts."
