"""What a file yields follows its mapping exactly."""

from __future__ import annotations

from datetime import datetime

import pytest

from pmdesk.domain.mapping import EXTRA, IGNORED, ColumnMapping, DateOrder, FileMapping, Scale
from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Moscow
from pmdesk.sheets.dialects import read_import
from tests.sheets.exports import column, raw_table, said

JIRA = "Summary|Issue key|Issue Type|Status|Priority|Created|Amount"
ROW = ("One", "A-1", "Bug", "Open", "High", "06/09/2024 1:00 PM", "1,500")


def read(header, rows, *columns, format_name="xlsx", **answers):
    names = header.split("|")
    mapped = tuple(
        one if isinstance(one, ColumnMapping) else ColumnMapping(name, one)
        for name, one in zip(names, columns, strict=True)
    )
    return read_import(raw_table(header, *rows, format_name=format_name), FileMapping(mapped, **answers))


def test_every_column_is_what_the_mapping_says():
    imported = read(JIRA, [ROW], EXTRA, "key", "title", "assignee", IGNORED, "due", EXTRA)
    (row,) = imported.rows
    assert {name: row.values[name] for name in ("key", "title", "assignee")} == {
        "key": "A-1",
        "title": "Bug",
        "assignee": "Open",
    }
    assert row.extra == {"Summary": "One", "Amount": "1500"}
    assert not {"priority", "status", "created"} & row.values.keys()
    assert imported.extra_headers == ("Summary", "Amount")


def test_a_column_that_the_mapping_does_not_name_is_what_it_seems_to_be():
    raw = raw_table(JIRA, ROW)
    imported = read_import(raw, FileMapping((ColumnMapping("Summary", "title"), ColumnMapping("Issue key", "key"))))
    assert imported.rows[0].values["priority"] == "High"
    assert imported.rows[0].extra.keys() == {"Amount"}
    assert imported.rows[0].scores == {}


def test_without_a_title_or_a_key_nothing_is_read():
    with pytest.raises(UserError, match="no column with a title or an issue key"):
        read(JIRA, [ROW], EXTRA, EXTRA, "type", "status", "priority", "created", EXTRA)


@pytest.mark.parametrize(
    ("answers", "created", "reach"),
    [
        ({"date_order": DateOrder.DAY_FIRST, "decimal": ","}, datetime(2024, 9, 6, 13), 1.5),
        ({"date_order": DateOrder.MONTH_FIRST, "decimal": "."}, datetime(2024, 6, 9, 13), 1500.0),
    ],
)
def test_answers_are_obeyed_and_nothing_is_assumed_then(answers, created, reach):
    imported = read(JIRA, [ROW], "title", "key", "type", "status", "priority", "created", "reach", **answers)
    assert (imported.rows[0].values["created"], imported.rows[0].scores["reach"]) == (created, reach)
    assert said(imported) == []


def test_assumptions_are_told_with_the_option_that_decides():
    imported = read(JIRA, [ROW], "title", "key", "type", "status", "priority", "created", "reach")
    dates, numbers = said(imported)
    assert dates.endswith("day first was assumed. On the command line, --date-order dmy|mdy decides.")
    assert numbers.endswith("as in “1,500”; “.” was assumed. On the command line, --decimal ,|. decides.")


def test_several_columns_of_one_field_give_the_first_that_has_anything():
    imported = read(
        "Title|Short|Effort|Size", [("One", "", "", "3"), ("", "Two", "1", "5")], "title", "title", "effort", "effort"
    )
    assert column(imported, "title") == ["One", "Two"]
    assert [row.scores for row in imported.rows] == [{"effort": 3.0}, {"effort": 1.0}]


def test_a_column_of_scores_is_also_what_it_would_be_without_them():
    scored = ColumnMapping("Priority", "moscow", Scale.PRIORITY)
    imported = read(JIRA, [ROW], "title", "key", "type", "status", scored, "created", "reach")
    (row,) = imported.rows
    assert (row.scores["moscow"], row.values["priority"], row.extra) == (Moscow.SHOULD, "High", {"Amount": "1500"})


def test_factors_convert_reach_and_effort():
    columns = ("title", ColumnMapping("Reach", "reach", factor=3.0), ColumnMapping("Points", "effort", factor=0.1))
    imported = read("Title|Reach|Points", [("One", 100.0, 3.0)], *columns)
    assert imported.rows[0].scores == {"reach": 300.0, "effort": 0.3}


def test_lists_may_be_put_together_from_any_columns():
    imported = read("Title|Tags|Area", [("One", "a, b", "c")], "title", "labels", "labels")
    assert column(imported, "labels") == [("a", "b", "c")]


def test_a_second_header_below_follows_the_mapping_by_header():
    rows = [("One", "A-1", "x"), ("Summary", "Issue key", "Red"), ("Key", "Summary", "Issue Type")]
    below = [("A-2", "Two", "Bug")]
    columns = ("title", "key", IGNORED)
    imported = read("Summary|Key|Issue Type", [rows[0], rows[2], *below], *columns)
    assert [(row.values["key"], row.values["title"], row.extra) for row in imported.rows] == [
        ("A-1", "One", {}),
        ("A-2", "Two", {}),
    ]
    assert "type" not in imported.rows[1].values
