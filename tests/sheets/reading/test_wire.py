"""The lines between the reader process and the app."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.domain.sheet_info import SheetInfo
from pmdesk.sheets.reading import wire
from pmdesk.sheets.rows import RawRow, TableHead

texts = st.text()
cells = st.none() | texts | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | st.datetimes()
messages = st.builds(
    lambda text, values, one: Message(text.replace("{", "{{").replace("}", "}}") + "{file}", values, one),
    texts,
    st.fixed_dictionaries({"file": texts, "count": st.integers() | texts}),
    st.sampled_from(["", "one of {file}"]),
)
rows = st.builds(RawRow, st.integers(), st.lists(cells, max_size=4).map(tuple), st.none() | messages)


def finite(row):
    """The row as it comes through: infinities are no numbers that a cell holds."""
    ours = tuple(None if isinstance(cell, float) and abs(cell) == float("inf") else cell for cell in row.cells)
    return RawRow(row.number, ours, row.problem)


@given(st.lists(rows))
def test_rows_come_back_as_they_were(some):
    found = wire.received(wire.rows_line(some))
    assert found == [finite(row) for row in some]
    assert [[type(cell) for cell in row.cells] for row in found] == [
        [type(cell) for cell in finite(row).cells] for row in some
    ]


def test_a_line_is_one_line_of_ascii():
    line = wire.rows_line([RawRow(1, ("a\nb", "ü", "\u2028"))])
    assert line.isascii()
    assert line.count(b"\n") == 1


@pytest.mark.parametrize("style", [None, NumberStyle(",", ".")])
def test_a_head_comes_back_as_it_was(style):
    notes, sheets = (message("{n} notes", n=2),), (SheetInfo("S", 3, hidden=True),)
    head = TableHead("html", "Sheet", ("A", "B"), ("a", ""), style, notes, sheets, (("Other", 2), ("S", 0)), 7)
    assert wire.received(wire.head_line(head)) == head


def test_an_error_comes_back_as_it_was():
    said = message("{count} of “{file}”", one="One of “{file}”", count=1, file="x")
    assert wire.received(wire.error_line(said)) == said


def test_an_end_comes_back_as_it_was():
    assert wire.received(wire.end_line(7)) == 7


def test_dates_and_times_are_told_apart():
    line = wire.rows_line([RawRow(1, (date(2024, 9, 6), datetime(2024, 9, 6)))])
    assert wire.received(line)[0].cells == (date(2024, 9, 6), datetime(2024, 9, 6))


HEAD = ["csv", "", ["Key"], [""], None, [], [], [], 1]
BLOCK = [[1], [["A-1"]], [], []]


def changed(value, place, new):
    return [*value[:place], new, *value[place + 1 :]]


@pytest.mark.parametrize(
    "line",
    [
        b"hello\n",
        b"[1]\n",
        b"{\n",
        b"{}\n",
        b"\xff\n",
        b"[" * 100_000,
        b'{"end":' + b"9" * 5000 + b"}",
        *(
            json.dumps(each).encode()
            for each in [
                {"end": 1, "error": ["x", {}, ""]},
                {"other": 1},
                {"end": "1"},
                {"end": True},
                {"head": HEAD[:-1]},
                {"head": changed(HEAD, 2, [["nested"]])},
                {"head": changed(HEAD, 3, [])},
                {"head": changed(HEAD, 4, [1, 2])},
                {"head": changed(HEAD, 6, [["S", "3", False]])},
                {"head": changed(HEAD, 7, [["S", "3"]])},
                {"head": changed(HEAD, 7, [["S", -3]])},
                {"head": changed(HEAD, 7, [[3, 3]])},
                {"head": changed(HEAD, 8, 0)},
                {"head": changed(HEAD, 8, "1")},
                {"rows": [changed(BLOCK, 0, ["1"])]},
                {"rows": [changed(BLOCK, 0, [1, 2])]},
                {"rows": [changed(BLOCK, 1, [["A-1"], []])]},
                {"rows": [changed(BLOCK, 1, [[["nested"]]])]},
                {"rows": [changed(BLOCK, 1, [[{"t": "nested"}]])]},
                {"rows": [changed(BLOCK, 2, [[0, [0], ["no date"]]])]},
                {"rows": [changed(BLOCK, 2, [[0, [0, 1], ["2024-09-06"]]])]},
                {"rows": [changed(BLOCK, 2, [[9, [0], ["2024-09-06"]]])]},
                {"rows": [changed(BLOCK, 3, [[5, ["x", {}, ""]]])]},
                {"error": ["{file}", {}, ""]},
                {"error": ["{file.__class__}", {"file": "x"}, ""]},
                {"error": ["{file[0]}", {"file": "x"}, ""]},
                {"error": ["{file:>999999999}", {"file": "x"}, ""]},
                {"error": ["{file!r}", {"file": "x"}, ""]},
                {"error": ["{file", {"file": "x"}, ""]},
                {"error": ["{file}", {"file": ["x"]}, ""]},
                {"error": ["x", {}, 3]},
            ]
        ),
    ],
)
def test_lines_that_are_not_ours(line):
    with pytest.raises(ValueError, match=r".*"):
        wire.received(line)


def test_what_is_refused_differs_from_what_passes():
    assert wire.received(json.dumps({"head": HEAD}).encode()).header == ("Key",)
    assert wire.received(json.dumps({"rows": [BLOCK]}).encode()) == [RawRow(1, ("A-1",))]
