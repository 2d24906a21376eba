"""Texts as a cell can hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.sheets.writing.texts import CELL_LIMIT, CUT_MARK, CellTexts, needs_quote


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-a",
        "@sum",
        "\tx",
        "'x",
        "404",
        "1/2",
        "12:30",
        "50%",
        "1e5",
        "TRUE",
        " =1",
        "- a bullet",
    ],
)
def test_what_a_spreadsheet_would_take_for_something_else_is_quoted(text: str) -> None:
    assert needs_quote(text)


@pytest.mark.parametrize("text", ["", "Refunds", "3 new screens", "a=b", "trueish", "SHOP-12", "…"])
def test_plain_texts_are_not_quoted(text: str) -> None:
    assert not needs_quote(text)


@pytest.mark.parametrize("text", ["", "Refunds", "ün 日本 😀", "a\nb", "  both  ", "=1+1", "_x", "x" * CELL_LIMIT])
def test_texts_that_fit_stay_as_they_are(text: str) -> None:
    texts = CellTexts()
    assert texts.fit(text) == text
    assert not list(texts.notes())


def test_line_ends_become_line_feeds() -> None:
    assert CellTexts().fit("a\r\nb\rc") == "a\nb\nc"


def test_what_looks_like_an_escape_is_escaped() -> None:
    assert CellTexts().fit("_x0041_ and _xyz_") == "_x005F_x0041_ and _xyz_"


def test_characters_that_xml_forbids_are_replaced_and_counted() -> None:
    texts = CellTexts()
    assert texts.fit("a\x01b\x0b\ud800c\uffff") == "a�b��c�"
    assert texts.replaced == 4
    assert [str(note) for note in texts.notes()] == ["4 characters that a workbook cannot hold were replaced by “�”."]


@pytest.mark.parametrize("sign", ["x", "é", "😀"])
def test_long_texts_are_cut_with_a_mark_and_counted(sign: str) -> None:
    texts = CellTexts()
    cut = texts.fit(sign * (CELL_LIMIT + 1))
    assert cut.endswith(sign + CUT_MARK)
    assert CELL_LIMIT - 1 <= len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert [str(note) for note in texts.notes()] == [
        "One text was cut at 32,767 characters, the most that a cell holds."
    ]


@given(st.text(st.characters(), max_size=60))
def test_what_fits_is_always_xml_and_fitting_it_again_loses_nothing(text: str) -> None:
    fitting = CellTexts().fit(text)
    fitting.encode("utf-8")
    again = CellTexts()
    again.fit(fitting)
    assert not again.replaced
    assert not again.cut
