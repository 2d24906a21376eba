"""Sheets by hand."""

from __future__ import annotations

import pytest

from pmdesk.domain.messages import UserError
from tests.sheets.exports import column, read_text, said, table


def test_a_title_is_enough():
    imported = table("Feature|Reach|Owner", ("Dark mode", "1200", "Ann"), ("SSO", "", ""))
    assert imported.dialect == "generic"
    assert column(imported, "title") == ["Dark mode", "SSO"]
    assert column(imported, "assignee") == ["Ann", ""]
    assert column(imported, "Reach") == ["1200", None]
    assert "key" not in imported.rows[0].values


def test_of_two_titles_the_plainer_name_wins():
    imported = table("Item|Title|ID", ("7", "Dark mode", 1.0))
    assert imported.rows[0].values == {"title": "Dark mode", "key": "1"}
    assert imported.rows[0].extra == {"Item": "7"}


def test_titles_above_and_totals_below_are_no_items(tmp_path):
    text = 'Backlog of the year,,\n,,\nTitle,Effort,Tags\nOne,2,"a, b"\nTwo,3,\nTotal,,\n'
    imported = read_text(tmp_path, text)
    assert column(imported, "title") == ["One", "Two"]
    assert [row.row for row in imported.rows] == [4, 5]
    assert column(imported, "labels") == [("a", "b"), ()]
    assert said(imported) == ["Line 6 of “export.csv” holds only “Total” and is no item."]


def test_a_title_alone_in_its_row_is_an_item():
    assert column(table("Title|Effort", ("One", ""), ("Two", "3")), "title") == ["One", "Two"]


def test_a_lone_column_of_titles(tmp_path):
    assert column(read_text(tmp_path, "Title\nOne\nTwo\n"), "title") == ["One", "Two"]


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Author|Where", "“Author”, “Where”"),
        ("A|B|C|D|E|F|G", "“A”, “B”, “C”, “D”, “E”"),
    ],
)
def test_a_table_without_titles_says_what_was_seen(header, shown):
    with pytest.raises(UserError) as refused:
        table(header, ("x", "y"))
    assert str(refused.value) == (
        f"“export.csv” has no column with a title or an issue key; its columns begin with {shown}. "
        "If one of them is the title, say so in the mapping."
    )
