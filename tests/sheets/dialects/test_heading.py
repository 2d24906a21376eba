"""Headers under titles, and headers in the middle."""

from __future__ import annotations

import pytest

from pmdesk.domain.records import Settings
from pmdesk.sheets.dialects import propose, read_import
from tests.sheets.exports import column, raw_table, read_text, said, table

HEADER = "Issue key,Summary,Issue Type,Status\n"


def test_a_repeated_header_is_skipped_with_a_note(tmp_path):
    imported = read_text(tmp_path, HEADER + "A-1,One,Bug,Open\n\ufeff" + HEADER + "A-2,Two,Bug,Open\n")
    assert column(imported, "key") == ["A-1", "A-2"]
    assert imported.row_count == 2
    assert said(imported) == ["The header is repeated in line 3 of “export.csv”; the line was skipped."]


def test_another_export_below_has_columns_of_its_own(tmp_path):
    other = "Summary,Priority,Issue key,Votes,Issue Type\nTwo,High,A-2,5,Story\n"
    imported = read_text(tmp_path, HEADER + "A-1,One,Bug,Open\n" + other)
    first, second = imported.rows
    assert first.values["status"] == "Open"
    assert (second.values["title"], second.values["priority"], second.extra) == ("Two", "High", {"Votes": "5"})
    assert "status" not in second.values
    assert imported.refused == ()
    assert imported.extra_headers == ("Votes",)


def test_a_header_under_titles_and_a_footer(tmp_path):
    title = "My filter\nDisplaying 2 issues; as of today\n\n"
    text = title + "Key;Summary;Issue Type\nA-1;One;Bug\nA-2;Two;Bug\nGenerated at noon\n"
    imported = read_text(tmp_path, text)
    assert imported.dialect == "jira"
    assert column(imported, "title") == ["One", "Two"]
    assert [row.row for row in imported.rows] == [5, 6]
    assert said(imported) == ["Line 7 of “export.csv” holds only “Generated at noon” and is no item."]


def test_a_cell_that_equals_a_header_is_no_repeated_header(tmp_path):
    imported = read_text(tmp_path, "Feature,Type\nA,Feature\nB,Bug\nC,Feature\nFeature,Bug\nFeature,Type\n")
    assert column(imported, "title") == ["A", "B", "C", "Feature"]
    assert said(imported) == ["The header is repeated in line 6 of “export.csv”; the line was skipped."]


def test_lines_above_the_header_may_begin_with_a_word_for_titles():
    rows = (("Owner", "Ann", ""), ("Feature", "ID", "Reach"), ("One", "K-1", 10), ("Two", "K-2", 20))
    imported = table("Title|Roadmap|", *rows, format_name="xlsx")
    assert (column(imported, "title"), column(imported, "key")) == (["One", "Two"], ["K-1", "K-2"])


def test_a_header_with_a_title_alone_is_one_where_no_other_follows():
    imported = table("Title|Remark|", ("One", "x", "y"), ("Feature", "z", ""), format_name="xlsx")
    assert column(imported, "title") == ["One", "Feature"]


@pytest.mark.parametrize("title", [(), (("Our list", "", "", "", ""),)])
def test_a_header_of_two_lines_as_merged_cells_leave_it(title):
    lines = (("Key", "Title", "Scores", "", ""), ("", "", "Reach", "Effort", "Remark"))
    rows = (*title, *lines, ("K-1", "One", 100, 2, "now"), ("K-2", "Two", 50, 1, None))
    raw = raw_table("|".join(rows[0]), *rows[1:], format_name="xlsx")
    found = propose(raw, (), Settings())
    assert [one.header for one in found.columns] == ["Key", "Title", "Reach", "Effort", "Remark"]
    assert [one.mapping.use for one in found.columns][2:4] == ["reach", "effort"]
    imported = read_import(raw, found.mapping)
    assert [row.scores for row in imported.rows] == [{"reach": 100.0, "effort": 2.0}, {"reach": 50.0, "effort": 1.0}]
    assert (imported.refused, imported.rows[0].extra["Remark"]) == ((), "now")


@pytest.mark.parametrize(
    "row",
    [("", "", "only one", ""), ("", "", "10", "20"), ("K-1", "", "Reach", "Effort"), ("", "One", "Reach", "Effort")],
)
def test_a_row_of_values_is_no_second_line_of_the_header(row):
    imported = table("Key|Title||", row, ("K-2", "Two", "1", "2"), format_name="xlsx")
    assert imported.rows[-1].values["title"] == "Two"
    assert "Effort" not in imported.extra_headers


def test_a_header_in_a_language_that_nobody_told_stays_the_trackers_when_it_is_mapped():
    header = "Samenvatting|Issuesleutel|Issue-id|Issuetype|Status"
    raw = raw_table(header, ("Een", "AB-1", "10001", "Verhaal", "Klaar"), ("Twee", "AB-2", "10002", "Bug", "Open"))
    found = propose(raw, (), Settings())
    assert (found.dialect, read_import(raw, found.mapping)) == ("jira", read_import(raw))
