"""Scores from cells: every scale, every way to write them, and what cannot be."""

from __future__ import annotations

import pytest

from pmdesk.domain.mapping import ColumnMapping, DateOrder, Scale
from pmdesk.domain.records import Moscow
from pmdesk.sheets.dialects.cells import Conventions
from pmdesk.sheets.dialects.score_values import NoScore, score_of
from tests.sheets.dialects.test_cells import COMMAS, DOTS
from tests.sheets.exports import said, table

TWO_WRONG = (
    "2 values under “Reach” in “export.csv” cannot be read as Reach and were left out; the first is “-5” in line 2."
)
DOT_FILE = Conventions(DateOrder.DAY_FIRST, (*DOTS, *COMMAS), java=True)
COMMA_FILE = Conventions(DateOrder.DAY_FIRST, (*COMMAS, *DOTS), java=True)


def score(use, cell, scale=Scale.OWN, conventions=DOT_FILE, factor=1.0):
    return score_of(cell, ColumnMapping("X", use, scale, factor), conventions)


@pytest.mark.parametrize(
    ("use", "cell", "value"),
    [
        ("reach", "1200.0", 1200.0),
        ("reach", "1.0E7", 1e7),
        ("reach", "12,500", 12500.0),
        ("reach", "1 200", 1200.0),
        ("reach", "9k", 9000.0),
        ("reach", 450, 450.0),
        ("reach", "0", 0.0),
        ("impact", "2.0", 2.0),
        ("impact", "High", 2.0),
        ("impact", "MASSIVE", 3.0),
        ("impact", "niedrig", 0.5),
        ("impact", "高", 2.0),
        ("impact", 0.25, 0.25),
        ("confidence", "80%", 0.8),
        ("confidence", "80 %", 0.8),
        ("confidence", "80,5%", 0.805),
        ("confidence", "0.8", 0.8),
        ("confidence", "0,8", 0.8),
        ("confidence", "80.0", 0.8),
        ("confidence", "High", 1.0),
        ("confidence", "moyenne", 0.8),
        ("confidence", 1.0, 1.0),
        ("confidence", 0, 0.0),
        ("effort", "1.5", 1.5),
        ("effort", "0.0", None),
        ("effort", 0, None),
        ("moscow", "Must have", Moscow.MUST),
        ("moscow", "S", Moscow.SHOULD),
        ("moscow", "Won't", Moscow.WONT),
        ("moscow", "wont have this time", Moscow.WONT),
        ("rationale", " Why\r\nnot ", "Why\nnot"),
    ],
)
def test_own_scales(use, cell, value):
    assert score(use, cell) == value


@pytest.mark.parametrize(
    ("use", "cell"),
    [
        ("reach", "-5"),
        ("reach", "many"),
        ("reach", "80%"),
        ("reach", True),
        ("reach", float("inf")),
        ("reach", "1e400"),
        ("impact", "0"),
        ("impact", -1.0),
        ("impact", "Significant / Large"),
        ("impact", "L"),
        ("impact", "M"),
        ("confidence", "300%"),
        ("confidence", "-1%"),
        ("confidence", 101),
        ("confidence", "?"),
        ("effort", "-1"),
        ("effort", "3 days"),
        ("moscow", "High"),
        ("moscow", "1"),
    ],
)
def test_what_cannot_be_a_score(use, cell):
    with pytest.raises(NoScore):
        score(use, cell)


def test_a_files_own_decimal_commas():
    assert score("effort", "1.500", conventions=COMMA_FILE) == 1500.0
    assert score("effort", "1.500", conventions=DOT_FILE) == 1.5


@pytest.mark.parametrize(("rating", "impact"), [(1, 0.25), ("2", 0.5), ("3.0", 1.0), (4.0, 2.0), ("5", 3.0)])
def test_ratings_to_five_are_steps_of_impact(rating, impact):
    assert score("impact", rating, Scale.RATING_5) == impact


@pytest.mark.parametrize(("rating", "confidence"), [(1, 0.1), ("8", 0.8), ("10.0", 1.0)])
def test_ratings_to_ten_are_tenths(rating, confidence):
    assert score("confidence", rating, Scale.RATING_10) == confidence


@pytest.mark.parametrize("cell", ["0", "6", "2.5", "High", ""])
def test_no_rating_to_five(cell):
    with pytest.raises(NoScore):
        score("impact", cell, Scale.RATING_5)


@pytest.mark.parametrize("cell", ["0", "11", "7.5", "80%"])
def test_no_rating_to_ten(cell):
    with pytest.raises(NoScore):
        score("confidence", cell, Scale.RATING_10)


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("Highest", Moscow.MUST),
        ("Blocker", Moscow.MUST),
        ("High", Moscow.SHOULD),
        ("mittel", Moscow.COULD),
        ("Low", Moscow.WONT),
        ("最低", Moscow.WONT),
    ],
)
def test_priorities_as_categories(word, category):
    assert score("moscow", word, Scale.PRIORITY) is category


def test_a_priority_that_nobody_knows_is_no_category():
    with pytest.raises(NoScore):
        score("moscow", "P2", Scale.PRIORITY)


def test_factors_leave_no_dust():
    assert score("effort", "3", factor=0.1) == 0.3


def test_what_gives_no_score_is_told_with_its_line_and_left_out():
    rows = [
        ("One", "-5", "300%", "0"),
        ("Two", "100", "80%", "2"),
        ("Three", "-7", "50%", "0"),
        ("Four", "100", "80%", "1"),
        *((f"More {number}", "100", "80%", "1") for number in range(8)),
    ]
    imported = table("Title|Reach|Confidence|Effort", *rows)
    assert [row.scores for row in imported.rows][:3] == [
        {},
        {"reach": 100.0, "confidence": 0.8, "effort": 2.0},
        {"confidence": 0.5},
    ]
    assert said(imported) == [
        TWO_WRONG,
        "“300%” under “Confidence” in line 2 of “export.csv” cannot be read as Confidence and was left out.",
        "2 rows of “export.csv” have an effort of 0 under “Effort”: that means not estimated.",
    ]


def test_refused_rows_give_no_scores_and_no_warnings():
    imported = table("Issue key|Summary|Issue Type|Effort", ("x", "One", "Bug", "0"), ("A-2", "Two", "Bug", "1"))
    assert len(imported.refused) == 1
    assert said(imported) == []
