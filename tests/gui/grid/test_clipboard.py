"""Copied cells: what a spreadsheet makes of them, and what is made of a spreadsheet's."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.gui.grid.clipboard import as_tsv, from_tsv

texts = st.text() | st.text(alphabet="ab \t\n\r\"'=+-@", max_size=6)
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=4))


def test_cells_come_back_as_they_were() -> None:
    rows = [["SHOP-1", 'A "quoted"\ttab', "two\nlines"], ["SHOP-2", "", "9,000"]]
    assert list(csv.reader(io.StringIO(as_tsv(rows)), dialect="excel-tab")) == rows


def test_a_single_cell_is_its_text() -> None:
    assert as_tsv([["9,000"]]) == "9,000"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-10% churn", "@here", "'=1+1"])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    assert as_tsv([[text]]) == f"'{text}"
    assert from_tsv(f"'{text}\tx") == [[text, "x"]]


def test_other_apostrophes_are_text() -> None:
    assert from_tsv("'tis\t'\t''") == [["'tis", "'", "''"]]


@given(tables)
def test_what_was_copied_is_what_is_pasted(rows: list[list[str]]) -> None:
    plain = [[text.replace("\r\n", "\n").replace("\r", "\n") for text in row] for row in rows]
    assert from_tsv(as_tsv(rows)) == plain
    assert from_tsv(as_tsv(rows).replace("\n", "\r\n") + "\r\n" if rows else "") == plain


@given(st.text(alphabet="ab\t\n\r\"'=", max_size=30))
def test_any_text_is_a_table(text: str) -> None:
    rows = from_tsv(text)
    assert bool(rows) == bool(text)
    assert len({len(row) for row in rows}) <= 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a", [["a"]]),
        ("\r\n", [[""]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\rb\rc", [["a"], ["b"], ["c"]]),
        ("a\n\n", [["a"], [""]]),
        ("\n\na", [[""], [""], ["a"]]),
        ("a\t", [["a", ""]]),
        ("a\tb\tc\nd\n\te", [["a", "b", "c"], ["d", "", ""], ["", "e", ""]]),
        ('"two\nlines"\tb\n', [["two\nlines", "b"]]),
        ('"two\r\nlines"\r\n', [["two\nlines"]]),
        ('"a\tb"\t"say ""hi"""', [["a\tb", 'say "hi"']]),
        ('""\t""""', [["", '"']]),
        ("a 24\" screen\t5'", [['a 24" screen', "5'"]]),
        ('"big" idea\tb\n"c', [['"big" idea', "b"], ['"c', ""]]),
        ('"big\n', [['"big']]),
        (" a \t b ", [[" a ", " b "]]),
    ],
)
def test_what_spreadsheets_copy_is_read(text: str, rows: list[list[str]]) -> None:
    assert from_tsv(text) == rows


def test_many_cells_that_begin_with_a_quote_are_read_in_no_time() -> None:
    text = '"a\t"b\n' * 20_000
    started = time.process_time()
    assert len(from_tsv(text)) == 20_000
    assert time.process_time() - started < 2
