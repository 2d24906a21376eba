"""Cells as text, whoever wrote them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmdesk.domain.numbers import COMMA_DECIMAL, DOT_DECIMAL, NumberStyle
from pmdesk.sheets.dialects.cells import NOISE, Conventions, is_number, number_text, plain_text, tidy_text
from pmdesk.sheets.dialects.dates import DateOrder

DOTS = (DOT_DECIMAL, NumberStyle(".", " "))
COMMAS = (COMMA_DECIMAL, NumberStyle(",", " "))
ENGLISH_CSV = Conventions(DateOrder.DAY_FIRST, DOTS, java=True)
COMMA_CSV = Conventions(DateOrder.DAY_FIRST, COMMAS, java=True)
GERMAN_HTML = Conventions(DateOrder.DAY_FIRST, COMMAS, java=False)
ENGLISH_HTML = Conventions(DateOrder.DAY_FIRST, DOTS, java=False)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" a\r\nb\rc \n", "a\nb\nc"),
        ("'quoted", "'quoted"),
        ("=1+1", "=1+1"),
        (10050.0, "10050"),
        (0.5, "0.5"),
        (0.0, "0"),
        (7, "7"),
        (True, "true"),
        (datetime(2024, 9, 6, 13, 55), "2024-09-06 13:55"),
        (datetime(2024, 9, 6), "2024-09-06"),
        (date(2024, 9, 6), "2024-09-06"),
    ],
)
def test_plain_text(cell, text):
    assert plain_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("3.0", "3"),
        ("1.0E7", "10000000"),
        ("-0.25", "-0.25"),
        ("06/Sep/24 1:55 PM", "2024-09-06 13:55"),
        ("TRUE", "true"),
        ("False", "false"),
        ("25.10", "25.10"),
        ("1.10.2", "1.10.2"),
        ("24.12.25", "24.12.25"),
        ("24.12.2025", "2025-12-24"),
        ("007", "007"),
        ("12,500", "12,500"),
        ("Sep 6, 2024", "Sep 6, 2024"),
        ("3.0 and " + "x" * 99, "3.0 and " + "x" * 99),
    ],
)
def test_what_excel_rewrites_is_written_in_one_way(cell, text):
    assert tidy_text(cell, ENGLISH_CSV) == text


def test_html_has_no_numbers_of_javas():
    assert tidy_text("3.0", GERMAN_HTML) == "3.0"


@pytest.mark.parametrize(
    ("text", "conventions", "number"),
    [
        ("2,105", ENGLISH_HTML, "2105"),
        ("2.105", GERMAN_HTML, "2105"),
        ("0,5", GERMAN_HTML, "0.5"),
        ("0,5", COMMA_CSV, "0.5"),
        ("1200.0", COMMA_CSV, "1200"),
        ("1 200", COMMA_CSV, "1200"),
        ("1\u00a0200,5", COMMA_CSV, "1200.5"),
        ("12,500", ENGLISH_CSV, "12500"),
        ("80%", ENGLISH_CSV, "80%"),
        ("80,5 %", GERMAN_HTML, "80.5%"),
        ("007", GERMAN_HTML, "007"),
        ("25.10", ENGLISH_CSV, "25.10"),
    ],
)
def test_numbers_by_the_files_own_convention(text, conventions, number):
    assert is_number(text, conventions)
    assert number_text(text, conventions) == number


@pytest.mark.parametrize("text", ["", "High", "1,2,3", "9k", "1.2.3", "12-3", "%"])
def test_what_is_no_number(text):
    assert not is_number(text, ENGLISH_CSV)


@pytest.mark.parametrize("text", ["com.x.ApprovalsCFValue@21c2fe6f", "a.b.C$D@1a2b3c4d"])
def test_printed_objects_are_noise(text):
    assert NOISE.search(text)


@pytest.mark.parametrize("text", ["jane.doe@example.org", "me@21c2fe6f", "see example.com @deadbeef"])
def test_addresses_are_not_noise(text):
    assert not NOISE.search(text)
