"""The hidden sheet of PMDesk's own workbook, also one that makes no sense, and the scales as somebody edited them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmdesk.domain.mapping import IGNORED, ColumnMapping, FileMapping
from pmdesk.domain.records import Moscow, Settings
from pmdesk.sheets.dialects import propose, read_import
from pmdesk.sheets.dialects.pmdesk_data import exported, id_in, value_of
from pmdesk.sheets.dialects.pmdesk_scales import scales_of
from pmdesk.sheets.own_workbook import stored
from pmdesk.sheets.rows import RawRow, RawTable, TableHead

FACTS = [
    ["format", 1.0],
    ["backlog", "b"],
    ["header.key", "Key"],
    ["header.title", "Title"],
    ["header.reach", "Reach per quarter"],
]
ROWS = [["id", "key", "title", "reach"], [7.0, "A-1", "One", 5.0]]
HEADER = ("Key", "Title", "Reach per quarter", "PMDesk id")


def rows_of(cells):
    return tuple(RawRow(number, tuple(row)) for number, row in enumerate(cells, start=1))


def raw_of(data, rows=(("A-1", "One", 5.0, 7.0),), header=HEADER):
    head = TableHead("xlsx", "Backlog", header, ("",) * len(header))
    return RawTable(Path("own.xlsx"), head, rows_of(rows), {"PMDesk data": rows_of(data)})


def own_import(raw):
    return read_import(raw, propose(raw, (), Settings(), backlog_id="b").mapping)


def test_what_was_exported_is_found_by_its_id():
    found = exported(raw_of([*FACTS, ["extra", "Re\\u007cgion|Team|"], *ROWS]))
    assert found is not None
    assert (found.backlog_id, found.fields, found.extra) == ("b", ("key", "title", "reach"), ("Re|gion", "Team"))
    assert found.headers == {"key": "Key", "title": "Title", "reach": "Reach per quarter"}
    assert (found.rows, found.keys()) == ({7: ("A-1", "One", 5.0)}, {7: "A-1"})


def test_a_text_goes_on_in_rows_with_the_same_id():
    found = exported(raw_of([*FACTS, ROWS[0], [7.0, "A-1", "One \\u00", 5.0], [7.0, None, "41", None], [8.0]]))
    assert found is not None
    assert value_of("title", found.rows[7][1]) == "One A"
    assert found.rows[8] == (None, None, None)


@pytest.mark.parametrize(
    "data",
    [
        FACTS,
        [["format", "x"], *ROWS],
        [["id", "key"]],
        [*FACTS, ["id", "key", "extra"]],
        [*FACTS, ["id", "key", "source_row"]],
        [*FACTS, ["id", "key", "nothing"]],
    ],
)
def test_a_sheet_that_makes_no_sense_tells_nothing(data):
    raw = raw_of(data)
    assert exported(raw) is None
    assert not propose(raw, (), Settings(), backlog_id="b").own
    assert read_import(raw, FileMapping((ColumnMapping("Title", "title"),), own=True)).own is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", " a|b\\u0041\r\n_x0041_\x01 "), ("labels", ("a|b", "", "c\nd")), ("moscow", Moscow.WONT),
        ("due", date(2026, 1, 2)), ("reach", 0.1 + 0.2), ("effort", None), ("rationale", ""), ("labels", ()),
    ],
)  # fmt: skip
def test_values_come_back_as_they_were_stored(name, value):
    assert value_of(name, stored(value)) == value


@pytest.mark.parametrize("cell", ["x", "", None, True, -3, 0.5, float("inf"), float("nan"), "1" * 20, "²"])
def test_what_is_no_id(cell):
    assert id_in(cell) == 0


@pytest.mark.parametrize("cell", [7, 7.0, "7", " 7 "])
def test_what_is_an_id(cell):
    assert id_in(cell) == 7


@pytest.mark.parametrize("reach", ["lots", True, "1e999", date(2026, 1, 1), -5.0])
def test_cells_of_any_kind_are_left_out_in_words(reach):
    table = own_import(raw_of([*FACTS, *ROWS], [("A-1", "One", reach, 7.0)]))
    assert table.own is not None
    assert [row.changes for row in table.own.rows] == [{}]
    assert ["cannot be read as Reach" in str(said) for said in table.warnings] == [True]


def test_a_number_typed_as_text_may_be_asked_about():
    raw = raw_of([*FACTS, *ROWS], [("A-1", "One", "1,500", 7.0)])
    found = propose(raw, (), Settings(), backlog_id="b")
    assert [question.option for question in found.questions] == ["--decimal ,|."]
    table = read_import(raw, found.mapping)
    assert table.own is not None
    assert [row.changes for row in table.own.rows] == [{"reach": (5.0, 1500.0)}]
    assert any("“1,500”" in str(said) for said in table.warnings)


def test_a_column_that_the_user_leaves_out_stays_out():
    raw = raw_of([*FACTS, *ROWS], [("A-1", "New", 9.0, 7.0)])
    mapping = propose(raw, (), Settings(), backlog_id="b").mapping
    columns = tuple(
        ColumnMapping(column.header, IGNORED) if column.use == "title" else column for column in mapping.columns
    )
    table = read_import(raw, FileMapping(columns, own=True))
    assert table.own is not None
    assert [row.changes for row in table.own.rows] == [{"reach": (5.0, 9.0)}]


def test_a_column_that_was_not_exported_may_be_taken_as_a_field():
    raw = raw_of([*FACTS, *ROWS], [("A-1", "One", 5.0, 7.0, "Grow"), ("", "Two", 1.0, "", "")], (*HEADER, "Aim"))
    mapping = propose(raw, (), Settings(), backlog_id="b").mapping
    table = read_import(raw, FileMapping((*mapping.columns[:-1], ColumnMapping("Aim", "goal")), own=True))
    assert table.own is not None
    assert [row.changes for row in table.own.rows] == [
        {"goal": ("", "Grow")},
        {"title": ("", "Two"), "reach": (None, 1.0)},
    ]


def test_scales_are_told_by_what_stands_above_them():
    found = scales_of(
        rows_of([["Scales"], ["Impact", "Value"], ["Huge", 9.0], ["None", 0.0], ["Odd", "x"], ["Confidence", "Value"],
                 ["High", 1.0], ["MoSCoW", "Guidance"], ["P1", 0.6], ["P2"], ["P3"], ["P4"], ["Status"], ["Open"]])
    )  # fmt: skip
    assert found.impact == {"huge": 9.0}
    assert found.moscow == {"p1": Moscow.MUST, "p2": Moscow.SHOULD, "p3": Moscow.COULD, "p4": Moscow.WONT}


def test_categories_that_are_more_or_less_tell_nothing():
    assert scales_of(rows_of([["MoSCoW"], ["P1"], ["P2"], ["P3"]])).moscow == {}
    assert scales_of(rows_of([["MoSCoW"], ["P1"], ["P1"], ["P3"], ["P4"]])).moscow == {}
    assert scales_of(()).impact == {}
