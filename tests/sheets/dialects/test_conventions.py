"""How a file writes dates and numbers, and what it leaves open."""

from __future__ import annotations

import pytest

from pmdesk.domain.mapping import Asked, DateOrder, FileMapping
from pmdesk.domain.numbers import DOT_DECIMAL, NumberStyle
from pmdesk.sheets.dialects.conventions import decide
from pmdesk.sheets.rows import TableHead


def decided(columns, format_name="xlsx", style=None, **answers):
    head = TableHead(format_name, "", (), (), style)
    conventions, questions = decide("a.csv", head, columns, FileMapping(**answers))
    return conventions, [(question.asked, question.option) for question in questions]


ASKED = [(Asked.DECIMAL, "--decimal ,|.")]


@pytest.mark.parametrize(
    ("columns", "decimal", "asked"),
    [
        ([["1", "0,5"]], ",", []),
        ([[2.0, "1,5"]], ",", []),
        ([["80%", "0,8"]], ",", []),
        ([["1.234,5"]], ",", []),
        ([["1.234.567"]], ",", []),
        ([["1 200,5"]], ",", []),
        ([["0,125"]], ",", []),
        ([["1,5", "1.500"]], ",", []),
        ([["1,234,567"]], ".", []),
        ([["1.5", "1,500"]], ".", []),
        ([["0.125", "2,500"]], ".", []),
        ([["0,5", "words"]], ".", []),
        ([["words", "0,5"]], ".", []),
        ([[], ["1.5"]], ".", []),
        ([["1200.0", "5,0"]], ".", []),
        ([["1,500", "2,000"]], ".", ASKED),
        ([["1.500"]], ".", ASKED),
        ([["1,5", "1,7"], ["1.5", "1.500"]], ",", ASKED),
    ],
)
def test_a_number_that_can_be_meant_in_one_way_decides_for_the_others(columns, decimal, asked):
    conventions, questions = decided(columns)
    assert (conventions.decimal, questions) == (decimal, asked)


@pytest.mark.parametrize(("answer", "other"), [(",", "."), (".", ",")])
def test_an_answer_is_obeyed(answer, other):
    conventions, questions = decided([["1,500", f"1{other}5"]], decimal=answer)
    assert (conventions.decimal, questions) == (answer, [])


def test_where_commas_part_the_cells_nothing_is_asked():
    assert decided([["1,500"]], "csv", DOT_DECIMAL)[1] == []
    assert decided([["1,500"]], "csv", DOT_DECIMAL)[0].decimal == "."
    assert decided([["0,5"]], "csv", DOT_DECIMAL)[0].decimal == ","


def test_the_style_that_html_declares_is_believed():
    swiss = NumberStyle(".", "'")
    conventions, questions = decided([["0,5", "1,500"]], "html", swiss)
    assert (conventions.numbers[0], questions) == (swiss, [])


@pytest.mark.parametrize(
    ("texts", "answer", "order", "asked"),
    [
        (["06/09/2024"], None, DateOrder.DAY_FIRST, [(Asked.DATE_ORDER, "--date-order dmy|mdy")]),
        (["06/09/2024"], DateOrder.MONTH_FIRST, DateOrder.MONTH_FIRST, []),
        (["06/13/2024"], None, DateOrder.MONTH_FIRST, []),
        (["06/13/2024"], DateOrder.DAY_FIRST, DateOrder.DAY_FIRST, []),
    ],
)
def test_the_order_of_dates_is_shown_answered_or_asked(texts, answer, order, asked):
    conventions, questions = decided([texts], date_order=answer)
    assert (conventions.order, questions) == (order, asked)
