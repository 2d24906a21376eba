"""Tables that are no backlog are refused with the reason and what was seen."""

from __future__ import annotations

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.sheets.dialects import propose, read_import
from tests.sheets.exports import raw_table, read_text

WORKLOGS = {
    "Issue Key|Issue summary|Hours|Work date|Username|Full name": ("A-1", "Login", "1.5", "2024-09-06", "ann", "Ann"),
    "Issue Key|Issue Type|Status|Summary|Author|Time Spent (h)|Worklog created": (
        "A-1", "Bug", "Open", "Login", "Ann", "2", "2024-09-06",
    ),
    "Project|Task|Description|User|Start Date|Start Time|Duration (h)": (
        "Web", "Login", "", "Ann", "2024-09-06", "10:00", "1.5",
    ),
    "Vorgang|Zusammenfassung|Datum|Mitarbeiter|Stunden": ("A-1", "Login", "06.09.2024", "Ann", "1,5"),
    "Author|Date|Hours": ("Ann", "2024-09-06", "1"),
}  # fmt: skip
PIVOTS = {
    "Row Labels|Count of Issue key": ("Done", 11.0),
    "Zeilenbeschriftungen|Summe von Story Points|Gesamtergebnis": ("Ann", 5.0, 5.0),
    "Status|Count": ("Done", 11.0),
    "Sprint|Issues|Percentage": ("S1", 5.0, 0.5),
}


def refusal(raw):
    with pytest.raises(UserError) as proposing:
        propose(raw, (), Settings())
    with pytest.raises(UserError) as reading:
        read_import(raw)
    assert str(proposing.value) == str(reading.value)
    return str(reading.value)


@pytest.mark.parametrize("header", WORKLOGS)
def test_logged_work_is_no_backlog(header):
    said = refusal(raw_table(header, *[WORKLOGS[header]] * 3))
    assert said.startswith("“export.csv” is a list of logged work, not of issues; its columns begin with “")
    assert f"“{header.split('|')[0]}”" in said


@pytest.mark.parametrize("header", PIVOTS)
def test_counts_and_sums_are_no_backlog(header):
    said = refusal(raw_table(header, *[PIVOTS[header]] * 3, format_name="xlsx"))
    assert "holds counts or sums, as a pivot table or a chart does" in said
    assert f"“{header.split('|')[0]}”" in said


@pytest.mark.parametrize(
    "text",
    [
        "Release Notes - Shop - Version 2.1\n\n** Bug\n* [A-1] - Login fails\n* [A-2] - Export fails\n",
        "Shop 2.1\nRelease notes\nLogin works again\nExport works again\n",
        "Notes de version 2.1\nConnexion corrigée\n",
    ],
)
def test_release_notes_are_no_backlog(tmp_path, text):
    with pytest.raises(UserError, match="is a page of release notes, not a list of issues; it begins with “"):
        read_text(tmp_path, text)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Summary|Issue key|Issue Type|Status|Time Spent|Created", "Login {n}|A-{n}|Bug|Open|3600|06/Sep/24 1:00 PM"),
        ("Title|Owner|Start date|Effort", "Login {n}|Ann|2024-09-06|3"),
        ("Title|Hours|Date|Tags", "Login {n}|3|2024-09-06|a"),
        ("Summary|Issue key|Issue Type|Author|Hours", "Login {n}|A-{n}|Bug|Ann|3"),
        ("Title|Total", "Login {n}|3"),
        ("Title|Count of votes|Owner", "Login {n}|3|Ann"),
    ],
)
def test_issues_with_such_columns_are_a_backlog(header, row):
    rows = [tuple(row.format(n=number).split("|")) for number in range(4)]
    assert len(read_import(raw_table(header, *rows)).rows) == 4
