"""Months and halves of the day in several languages."""

from __future__ import annotations

import pytest

from pmdesk.sheets.dialects.months import hour_of_day, month_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Jan janv. ene gen янв sty JANUAR", 1),
        ("Mär März mars mar. мар", 3),
        ("May mai Mai maj mag мая май", 5),
        ("juin Jun giu июн cze", 6),
        ("juil. Jul lug июля lip", 7),
        ("août aoû ago Aug sie", 8),
        ("sept. Sep set wrz", 9),
        ("Okt oct out ott paź", 10),
        ("Dez déc. dic дек gru", 12),
        ("Foo Sprint q Janet", 0),
    ],
)
def test_months(words, number):
    assert {month_number(word) for word in words.split()} == {number}


@pytest.mark.parametrize(
    ("hour", "half", "found"),
    [(9, "", 9), (13, "", 13), (12, "AM", 0), (12, "pm", 12), (1, "p. m.", 13), (1, "nachm.", 13), (0, "PM", -1),
     (13, "PM", -1), (1, "Uhr", -1)],
)  # fmt: skip
def test_hours(hour, half, found):
    assert hour_of_day(hour, half) == found
