"""A cell as text, written the same way whether a CSV, Excel or HTML brought it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pmdesk.domain.mapping import DateOrder
from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import NumberStyle, parse_number, plain_number
from pmdesk.sheets.dialects.dates import moment_of, moment_text, parse_moment
from pmdesk.sheets.rows import Cell

# A Java object printed instead of a value: its hash changes with every export.
NOISE = re.compile(r"(?:[a-z_]\w*\.)+[\w$]+@[0-9a-f]{4,8}")
# What may be a number with decimals or one with a group: 1,500 and 1.500.
DOUBTFUL = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
# A number as Jira's CSV writes it; a text that merely looks like a number keeps its own zeros: 25.10.
_JAVA_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})\.(?:0|\d*[1-9])(?:E-?\d{1,2})?")
# What only people and spreadsheets write into a number: groups, decimal commas.
_LOCAL = re.compile(r"[,'’\s]|\..*\.")
# Looks like a date and is more often a release.
_VERSION = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
NUMBER = re.compile(r"[+-]?\d[\d.,'’\s]*(?:[eE][+-]?\d{1,2})?")
_LONGEST_CANONICAL = 40
_SPACES = str.maketrans("\u00a0\u202f\u2009", "   ")


@dataclass(frozen=True, slots=True, eq=False)
class Conventions:
    """How one file writes dates and numbers: the styles to try in turn, and with `java` also Jira's own 1.0E7.

    `exact`: PMDesk wrote the file, so that spaces around a text belong to it.

    There is one for each file, compared as such: what was read by it is looked up hundreds of thousands of times.
    """

    order: DateOrder
    numbers: tuple[NumberStyle, ...]
    java: bool
    exact: bool = False

    @property
    def decimal(self) -> str:
        """The sign that the file puts before decimals."""
        return self.numbers[0].decimal


def bare_number(text: str) -> str:
    """A text without spaces around and the per cent sign at its end."""
    return text.strip().removesuffix("%").rstrip()


def looks_numeric(cell: Cell) -> bool:
    """Whether a cell is made like a number in any way of writing them."""
    if isinstance(cell, str):
        return bool(NUMBER.fullmatch(bare_number(cell)))
    return isinstance(cell, int | float)


def plain_text(cell: Cell) -> str:
    """A cell as people would read it: newlines alike, no spaces around, dot-decimal numbers, ISO dates."""
    if isinstance(cell, str):
        return (cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell).strip()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return plain_number(float(cell))
    if isinstance(cell, date):
        moment = moment_of(cell, DateOrder.DAY_FIRST)
        return moment_text(moment) if moment else ""
    return ""


def own_text(cell: Cell, conventions: Conventions) -> str:
    """A text of any length: `plain_text`, and to the last space what PMDesk itself wrote."""
    return cell if conventions.exact and isinstance(cell, str) else plain_text(cell)


def tidy_text(cell: Cell, conventions: Conventions) -> str:
    """`plain_text` with what Excel rewrites on saving written in one way: dates, `3.0`, TRUE."""
    text = plain_text(cell)
    if not text or len(text) > _LONGEST_CANONICAL or not isinstance(cell, str):
        return text
    if text[0].isalpha() and text.lower() not in ("true", "false"):
        return text
    return _tidy(text, conventions.order, conventions.java)


@lru_cache(maxsize=1 << 14)
def _tidy(text: str, order: DateOrder, java: bool) -> str:
    if java and _JAVA_NUMBER.fullmatch(text):
        return plain_number(float(text))
    moment = parse_moment(text, order) if text[0].isdigit() and not _VERSION.fullmatch(text) else None
    if moment is not None:
        return moment_text(moment)
    return text.lower() if text.lower() in ("true", "false") else text


def is_number(text: str, conventions: Conventions) -> bool:
    """Whether `text` is a number, perhaps with a per cent sign, in the file's way of writing them."""
    number = text.removesuffix("%").rstrip()
    return number.isdecimal() or bool(_number(number, conventions))


def number_text(text: str, conventions: Conventions) -> str:
    """A text that `is_number`, dot-decimal and without groups; digits alone stay, they may be a name: 007."""
    number = text.removesuffix("%").rstrip()
    javas = conventions.java and _JAVA_NUMBER.fullmatch(number)
    if number.isdecimal() or (conventions.java and not javas and not _LOCAL.search(number)):
        return text if number.isdecimal() or not DOUBTFUL.fullmatch(number) else _number(number, conventions)
    return _number(number, conventions) + text[len(number) :].strip()


def plain_value(text: str, conventions: Conventions) -> str:
    """A text that `is_number` as a value, with nothing kept of how it was written: 25.10 is 25.1."""
    number = text.removesuffix("%").rstrip()
    return (_number(number, conventions) or number) + text[len(number) :].strip()


@lru_cache(maxsize=1 << 14)
def _number(number: str, conventions: Conventions) -> str:
    doubtful = DOUBTFUL.fullmatch(number) and conventions.decimal == ","
    if conventions.java and not doubtful and _JAVA_NUMBER.fullmatch(number):
        return plain_number(float(number))
    number = number.translate(_SPACES)
    for style in conventions.numbers if NUMBER.fullmatch(number) else ():
        with suppress(UserError):
            return plain_number(parse_number(number, style))
    return ""
