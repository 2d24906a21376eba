"""Dates as trackers, offices and people write them, to the minute and without a zone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from pmdesk.domain.mapping import DateOrder
from pmdesk.sheets.dialects.months import hour_of_day, month_number
from pmdesk.sheets.rows import Cell

# Japanese, Chinese and Korean systems write the half of the day before the hour.
_HALF = r"[^\W\d][^\d+:]{0,7}[^\W\d]"
_TIME = (
    rf"(?:(?:[T,]|\s+at)?\s*(?:(?P<early>{_HALF})\s?)??(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})"
    r"(?::\d{2}(?:[.,]\d+)?)?\s*(?P<half>[^\W\d][^\d+]{1,8})??)?"
)
_ZONE = r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_MONTH = r"(?P<month>[^\W\d_]{3,12}\.?|(?:\d{1,2}|[一二三四五六七八九十]{1,2})[月월])"
_FORMS = tuple(
    re.compile(form + _TIME + _ZONE)
    for form in (
        r"(?P<day>\d{1,2})[/\-. ]\s?(?:de )?" + _MONTH + r",?[/\-. ](?:de )?(?P<year>\d{4}|\d{2})",
        _MONTH + r"[/\-. ](?P<day>\d{1,2}),?[/\-. ](?P<year>\d{4}|\d{2})",
        r"(?P<year>\d{4})[/\-](?P<month>\d{1,2})[/\-](?P<day>\d{1,2})",
        r"(?P<year>\d{4})[年년]\s?(?P<month>\d{1,2})[月월]\s?(?P<day>\d{1,2})[日일]",
        r"(?P<year>\d{4})\.\s?(?P<month>\d{1,2})\.\s?(?P<day>\d{1,2})\.?",
    )
)
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<sign>[/\-.])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})" + _TIME)
_CLOCK = re.compile(
    rf"(?:(?P<early>{_HALF})\s?)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?:\s*(?P<half>[^\W\d][^\d+]{{1,8}}))?"
)
_LONGEST = 40
_CENTURY_ENDS = 70
_LAST = datetime.combine(date.max, time(23, 59, 59))


def order_of(texts: Iterable[str]) -> tuple[DateOrder, bool]:
    """The order that all-numeric dates among `texts` show, and whether it had to be assumed.

    A date with dots is always day-first and decides nothing about others. Where values disagree, most win.
    """
    found = [match for match in map(_NUMERIC.fullmatch, texts) if match and match["sign"] != "."]
    day_first = sum(int(match["first"]) > 12 for match in found)
    month_first = sum(int(match["second"]) > 12 for match in found)
    assumed = bool(found) and not day_first and not month_first
    return (DateOrder.MONTH_FIRST if month_first > day_first else DateOrder.DAY_FIRST), assumed


def moment_of(cell: Cell, order: DateOrder) -> datetime | None:
    """The time a cell tells, to the minute; midnight where it tells only a day; None where it tells none."""
    if isinstance(cell, datetime):
        # Spreadsheets keep times as fractions of a day: 13:55 may come as 13:54:59.9999.
        known = cell.replace(tzinfo=None)
        return (min(known, _LAST) + timedelta(milliseconds=500)).replace(second=0, microsecond=0)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    return parse_moment(cell.strip(), order) if isinstance(cell, str) else None


@lru_cache(maxsize=1 << 14)
def parse_moment(text: str, order: DateOrder) -> datetime | None:
    """The time that `text` tells, as `moment_of` does."""
    if len(text) > _LONGEST:
        return None
    # Days and times of day repeat, so that most texts are put together from two that were read before.
    day, _, clock = text.partition(" ")
    known = _parsed(day, order) if ":" in clock else None
    at = _time_of_day(clock) if known else None
    return datetime.combine(known, at) if known and at else _parsed(text, order)


@lru_cache(maxsize=1 << 12)
def _time_of_day(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    hour = _hour(found) if found else -1
    return time(hour, int(found["minute"])) if found and 0 <= hour < 24 and int(found["minute"]) < 60 else None


@lru_cache(maxsize=1 << 13)
def _parsed(text: str, order: DateOrder) -> datetime | None:
    found = next((match for match in (form.fullmatch(text) for form in _FORMS) if match), None)
    if found:
        month = found["month"]
        return _moment(found, int(month) if month.isdecimal() else month_number(month), int(found["day"]))
    found = _NUMERIC.fullmatch(text)
    if found is None:
        return None
    first, second = int(found["first"]), int(found["second"])
    day_first = order is DateOrder.DAY_FIRST or found["sign"] == "."
    return _moment(found, second if day_first else first, first if day_first else second)


def _hour(found: re.Match[str]) -> int:
    """The hour 0 to 23, or -1 where there is no such, or where two halves of the day are named."""
    if found["early"] and found["half"]:
        return -1
    return hour_of_day(int(found["hour"] or 0), found["early"] or found["half"] or "")


def _moment(found: re.Match[str], month: int, day: int) -> datetime | None:
    hour = _hour(found)
    try:
        day_of_year = date(_full_year(found["year"]), month, day)
        return datetime.combine(day_of_year, time(hour, int(found["minute"] or 0)))
    except ValueError:
        return None


def _full_year(year: str) -> int:
    """Two digits are of this century below 70, of the last one from there."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < _CENTURY_ENDS else 1900)


def moment_text(moment: datetime) -> str:
    """A time as text that sorts: `2024-09-06 13:55`; midnight is the bare day, as it is in spreadsheets."""
    return moment.strftime("%Y-%m-%d") if moment.time() == time() else moment.isoformat(" ", "minutes")
