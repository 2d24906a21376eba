"""CSV and its relatives."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.sheets.reading.csv_file import DELIMITERS, delimiter_of, open_csv
from pmdesk.sheets.reading.text import Text

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
records = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8)


def read(text):
    head, rows = open_csv("x.csv", Text(text))
    return head, list(rows)


@given(records=records, delimiter=st.sampled_from(DELIMITERS))
def test_what_the_csv_module_writes_comes_back(records, delimiter):
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerows([["Summary", "Issue key", "Status"], *records])
    head, rows = read(written.getvalue())
    assert head.header == ("Summary", "Issue key", "Status")
    assert [list(row.cells) for row in rows] == [each for each in records if "".join(each).strip()]
    assert not any(row.problem for row in rows)


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_of_the_header_counts(delimiter):
    assert delimiter_of(f'"a,a;a|a\ta"{delimiter}b{delimiter}c\n1,2;3;4;5;6') == delimiter


@pytest.mark.parametrize("text", ["Summary\nOne, two, three; four", "", "One column"])
def test_a_lone_column_or_a_title_has_no_delimiter(text):
    assert delimiter_of(text) == ","


@pytest.mark.parametrize("title", ["Backlog, spring", "Plan, of May, 2024;\n\nby the team, all", '"a, b","c"'])
def test_a_title_above_the_header_does_not_tell_the_delimiter(title):
    assert delimiter_of(f"{title}\nTitle;Reach;Effort;Team\nOne, or two;1,5;0,5;x\n") == ";"


def test_rows_of_the_wrong_length_leave_it_to_the_header():
    assert delimiter_of("Title;Reach;Effort\nOne;1\nTwo;1,5;2,5;3\nThree, or four;3,4,5,6,7") == ";"


def test_a_german_header_full_of_spaces():
    assert delimiter_of("Voraussichtliches Ende des Vorgangs;Art der Aufgabe;Status\n") == ";"


def test_a_separator_line_is_believed():
    head, rows = read("sep=;\nTitle;Labels\nOne;a,b,c,d\n")
    assert head.header == ("Title", "Labels")
    assert (rows[0].number, rows[0].cells) == (3, ("One", "a,b,c,d"))


def test_rows_have_the_line_they_start_on():
    _, rows = read('Title,Key\r\n"two\nlines",A-1\n\n"and\r\nthree\nmore",A-2\nlast,A-3\n')
    assert [row.number for row in rows] == [2, 5, 8]
    assert rows[1].cells == ("and\r\nthree\nmore", "A-2")


def test_huge_cells_are_read():
    _, rows = read(f'Title,Key\n"{"x" * 200_000}",A-1\n')
    assert len(str(rows[0].cells[0])) == 200_000


def test_ragged_rows_are_kept_and_told_with_their_line():
    _, rows = read("Key,Title,Status\nA-1,One\nA-2,Two,Open,,\nA-3,Three,Open,more\n")
    assert [row.cells for row in rows] == [("A-1", "One"), ("A-2", "Two", "Open"), ("A-3", "Three", "Open", "more")]
    assert [str(row.problem or "") for row in rows] == [
        "Line 2 of “x.csv” has 2 cells where the header has 3.",
        "",
        "Line 4 of “x.csv” has 4 cells where the header has 3.",
    ]


def test_a_quotation_mark_that_is_never_closed_is_told():
    head, rows = read('Key,Title\nA-1,"One\nA-2,Two\n')
    assert [str(note) for note in head.notes] == [
        "A quotation mark in “x.csv” is never closed: the last rows may be read as one."
    ]
    assert [row.cells for row in rows] == [("A-1", "One\nA-2,Two\n")]


def test_only_commas_between_cells_tell_how_decimals_are_written():
    assert read("Key,Title\n")[0].style == DOT_DECIMAL
    assert read("Key;Title\n")[0].style is None


def test_delimiters_alone_are_an_empty_file():
    with pytest.raises(UserError, match="“x.csv” is empty"):
        read(",,,\n , ,\n")
