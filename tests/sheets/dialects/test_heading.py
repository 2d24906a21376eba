"""Headers under titles, and headers in the middle."""

from __future__ import annotations

from tests.sheets.exports import column, read_text, said

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
