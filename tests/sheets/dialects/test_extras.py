"""Columns that no field takes."""

from __future__ import annotations

from tests.sheets.exports import column, issue, table

START = "Issue key|Summary|Issue Type|"


def test_other_columns_are_kept_by_their_header():
    row = issue(Votes=0.0, Reporter="Ann", Environment="", Resolved="06/Sep/24 1:55 PM")
    assert row.extra == {"Votes": "0", "Reporter": "Ann", "Resolved": "2024-09-06 13:55"}


def test_repeated_columns_are_lists_however_many_columns_there_are():
    imported = table(
        START + "Comment|Fix versions|Comment|Comment",
        ("A-1", "x", "Bug", "one", "9.0", "", "two"),
        ("A-2", "x", "Bug", "", "", "three", ""),
    )
    assert [row.extra for row in imported.rows] == [
        {"Comment": ("one", "two"), "Fix versions": "9.0"},
        {"Comment": "three"},
    ]
    assert imported.extra_headers == ("Comment", "Fix versions")


def test_two_fields_under_one_header_stay_two():
    imported = table(
        START + "Custom field (Impact)|Custom field (Impact)|Custom field (Impact)",
        ("A-1", "x", "Bug", "", "4.0", ""),
        ("A-2", "x", "Bug", "Large", "3.0", ""),
    )
    assert [row.extra for row in imported.rows] == [
        {"Custom field (Impact) 2": "4"},
        {"Custom field (Impact)": "Large", "Custom field (Impact) 2": "3"},
    ]
    assert imported.extra_headers == ("Custom field (Impact)", "Custom field (Impact) 2")


def test_lists_of_the_system_are_never_split():
    imported = table(
        START + "Fix versions|Fix versions", ("A-1", "x", "Bug", "Alpha", "2"), ("A-2", "x", "Bug", "Beta", "")
    )
    assert column(imported, "Fix versions") == [("Alpha", "2"), "Beta"]


def test_columns_with_nothing_in_any_row_count_as_absent():
    imported = table(
        START + "Votes|Labels|Watchers", ("A-1", "x", "Bug", "", "", "Ann"), ("A-2", "y", "Bug", "", "", "")
    )
    assert imported.extra_headers == ("Watchers",)
    assert [row.extra for row in imported.rows] == [{"Watchers": "Ann"}, {}]
    assert "labels" not in imported.rows[0].values


def test_an_empty_resolution_is_told_by_a_file_of_open_issues():
    assert table(START + "Resolution", ("A-1", "x", "Bug", "")).rows[0].values["resolution"] == ""


def test_noise_is_left_out():
    row = issue(Last_Viewed="07/Sep/24 12:36 PM", Approvals="com.x.ApprovalsCFValue@21c2fe6f")
    assert row.extra == {}


def test_a_column_of_numbers_is_read_by_the_files_convention():
    rows = (("A-1", "x", "Bug", "1,5", "1,5"), ("A-2", "x", "Bug", "2", "about 2"))
    imported = table(START + "Effort|Note", *rows, format_name="xlsx")
    assert column(imported, "Effort") == ["1.5", "2"]
    assert column(imported, "Note") == ["1,5", "about 2"]


def test_releases_are_neither_numbers_nor_dates():
    rows = (("A-1", "x", "Bug", "9.0"), ("A-2", "x", "Bug", "2024-12-01 10:00:00"))
    assert column(table(START + "Affects versions", *rows), "Affects versions") == ["9.0", "2024-12-01 10:00:00"]
