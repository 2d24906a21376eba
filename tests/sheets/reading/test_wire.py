"""The lines between the reader process and the app."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.mapping import SheetInfo
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.sheets.reading import wire
from pmdesk.sheets.rows import RawRow, TableHead

texts = st.text()
cells = st.none() | texts | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | st.datetimes()
messages = st.builds(Message, texts, st.dictionaries(texts, texts | st.integers()), texts)
rows = st.builds(RawRow, st.integers(), st.lists(cells).map(tuple), st.none() | messages)


@given(st.lists(rows))
def test_rows_come_back_as_they_were(some):
    found = wire.rows_in(wire.parse_line(wire.rows_line(some))["rows"])
    assert found == some
    assert [[type(cell) for cell in row.cells] for row in found] == [[type(cell) for cell in row.cells] for row in some]


def test_a_line_is_one_line_of_ascii():
    line = wire.rows_line([RawRow(1, ("a\nb", "ü", "\u2028"))])
    assert line.isascii()
    assert line.count(b"\n") == 1


@pytest.mark.parametrize("style", [None, NumberStyle(",", ".")])
def test_a_head_comes_back_as_it_was(style):
    head = TableHead(
        "html", "Sheet", ("A", "B"), ("a", ""), style, (message("{n} notes", n=2),), (SheetInfo("S", 3, True),)
    )
    assert wire.head_in(wire.parse_line(wire.head_line(head))["head"]) == head


def test_an_error_comes_back_as_it_was():
    said = message("{count} of “{file}”", one="One of “{file}”", count=1, file="x")
    assert wire.message_in(wire.parse_line(wire.error_line(said))["error"]) == said


def test_dates_and_times_are_told_apart():
    line = wire.rows_line([RawRow(1, (date(2024, 9, 6), datetime(2024, 9, 6)))])
    assert wire.rows_in(wire.parse_line(line)["rows"])[0].cells == (date(2024, 9, 6), datetime(2024, 9, 6))


@pytest.mark.parametrize("line", [b"hello\n", b"[1]\n", b"{\n", b"\xff\n"])
def test_lines_that_are_not_ours(line):
    with pytest.raises(ValueError, match=r".*"):
        wire.parse_line(line)
