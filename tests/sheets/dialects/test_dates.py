"""Dates as trackers, offices and people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given

from pmdesk.sheets.dialects.dates import DateOrder, moment_of, moment_text, order_of
from tests.strategies import minutes

DMY, MDY = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("06/Sep/24 1:55 PM", datetime(2024, 9, 6, 13, 55)),
        ("07/Sep/24 12:05 AM", datetime(2024, 9, 7, 0, 5)),
        ("07/Sep/24 12:05 PM", datetime(2024, 9, 7, 12, 5)),
        ("13/Nov/25 12:00 AM", datetime(2025, 11, 13)),
        ("5/мая/26 9:00", datetime(2026, 5, 5, 9, 0)),
        ("17/дек/24 11:24 PM", datetime(2024, 12, 17, 23, 24)),
        ("19/févr./26 7:31 PM", datetime(2026, 2, 19, 19, 31)),
        ("01/août/26 7:31 AM", datetime(2026, 8, 1, 7, 31)),
        ("01/Dez/16 10:48 AM", datetime(2016, 12, 1, 10, 48)),
        ("01/Mär/16 10:48", datetime(2016, 3, 1, 10, 48)),
        ("05/ago/26 10:33 AM", datetime(2026, 8, 5, 10, 33)),
        ("06 abr 2026, 09:15", datetime(2026, 4, 6, 9, 15)),
        ("6 de abril de 2026", datetime(2026, 4, 6)),
        ("01/paź/26 1:00 p. m.", datetime(2026, 10, 1, 13, 0)),
        ("Sep 6, 2024 1:55 PM", datetime(2024, 9, 6, 13, 55)),
        ("Sep 6, 2024, 1:55\u202fPM", datetime(2024, 9, 6, 13, 55)),
        ("2026-06-17 14:18:03.494", datetime(2026, 6, 17, 14, 18)),
        ("2026-06-17T14:18:03.494+0200", datetime(2026, 6, 17, 14, 18)),
        ("2026-12-24", datetime(2026, 12, 24)),
        ("06-09-2024 13:55", datetime(2024, 9, 6, 13, 55)),
        ("02.04.2026 15:03", datetime(2026, 4, 2, 15, 3)),
        ("6/9/24", datetime(2024, 9, 6)),
        ("15/九月/26 3:00 下午", datetime(2026, 9, 15, 15, 0)),
        ("15/3月/26 9:05 上午", datetime(2026, 3, 15, 9, 5)),
        ("20/12月/26 0:05 午前", datetime(2026, 12, 20, 0, 5)),
        ("20/12月/26 0:05 上午", None),
        ("2026/11/25 下午 3:00", datetime(2026, 11, 25, 15, 0)),
        ("2026/11/25 下午3:00:07", datetime(2026, 11, 25, 15, 0)),
        ("2026年11月25日 上午 9:05", datetime(2026, 11, 25, 9, 5)),
        ("2026年11月25日 午後0:30", datetime(2026, 11, 25, 12, 30)),
        ("25/十一月/26 下午 12:00", datetime(2026, 11, 25, 12, 0)),
        ("2026-11-25 오전 12:10", datetime(2026, 11, 25, 0, 10)),
        ("2026. 11. 25. 오후 3:00", datetime(2026, 11, 25, 15, 0)),
        ("2026년 11월 25일 오후 3:00", datetime(2026, 11, 25, 15, 0)),
        ("25/11월/26 3:00 오후", datetime(2026, 11, 25, 15, 0)),
        ("2026/11/25 PM 3:00", datetime(2026, 11, 25, 15, 0)),
        ("2026/11/25 PM 3:00 PM", None),
        ("2026/11/25 noon 3:00", None),
        ("2026/11/25 下午 13:00", None),
        ("20/12月/26 12:05 午前", datetime(2026, 12, 20, 0, 5)),
        ("2025年7月15日", datetime(2025, 7, 15)),
        ("1/2/85", datetime(1985, 2, 1)),
    ],
)
def test_a_date_is_read(text, moment):
    assert moment_of(text, DMY) == moment


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31/Feb/24", "13/13/2024", "12/Foo/24", "06/Sep/24 13:55 PM", "06/Sep/24 1:75 PM", "3.0", "2024",
     "1.2.3", "06-09-2024 13:55 and more words than any date ever had", "06/Sep/24 1:55 XM", "99-99-9999"],
)  # fmt: skip
def test_what_is_no_date(text):
    assert moment_of(text, DMY) is None


def test_month_first_holds_for_numbers_without_dots():
    assert moment_of("06/09/2024 1:55 PM", MDY) == datetime(2024, 6, 9, 13, 55)
    assert moment_of("06.09.2024", MDY) == datetime(2024, 9, 6)
    assert moment_of("06/Sep/24", MDY) == datetime(2024, 9, 6)


@pytest.mark.parametrize(
    ("texts", "order", "assumed"),
    [
        (["06-09-2024", "07-09-2024 11:52"], DMY, True),
        (["06-09-2024", "13-09-2024"], DMY, False),
        (["06/09/2024", "06/13/2024 1:00 PM"], MDY, False),
        (["06.09.2024"], DMY, False),
        (["12.13.2024", "06/09/24"], DMY, True),
        (["2024-09-06", "06/Sep/24", "words"], DMY, False),
        (["13-01-2024", "14-01-2024", "01-13-2024"], DMY, False),
        ([], DMY, False),
    ],
)
def test_the_values_decide_which_comes_first(texts, order, assumed):
    assert order_of(texts) == (order, assumed)


def test_a_workbooks_dates_are_to_the_minute():
    assert moment_of(datetime(2024, 9, 6, 13, 54, 59, 999_900), DMY) == datetime(2024, 9, 6, 13, 55)
    assert moment_of(datetime(2024, 9, 6, 13, 55, 42), DMY) == datetime(2024, 9, 6, 13, 55)
    assert moment_of(date(2024, 9, 6), DMY) == datetime(2024, 9, 6)
    assert moment_of(45541.5, DMY) is None


@given(minutes)
def test_what_is_written_reads_back(moment):
    assert moment_of(moment_text(moment), MDY) == moment


def test_the_last_moment_of_a_spreadsheet_is_not_rounded_up():
    assert moment_of(datetime(9999, 12, 31, 23, 59, 59, 900_000), DMY) == datetime(9999, 12, 31, 23, 59)
