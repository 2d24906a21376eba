"""A cell as text, written the same way whether a CSV, Excel or HTML brought it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import COMMA_DECIMAL, DOT_DECIMAL, NumberStyle, parse_number, plain_number
from pmdesk.sheets.dialects.dates import DateOrder, moment_of, moment_text, parse_moment
from pmdesk.sheets.rows import Cell

# A Java object printed instead of a value: its hash changes with every export.
NOISE = re.compile(r"(?:[a-z_]\w*\.)+[\w$]+@[0-9a-f]{4,8}")
# A number as Jira's CSV writes it; a text that merely looks like a number keeps its own zeros: 25.10.
_JAVA_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})\.(?:0|\d*[1-9])(?:E-?\d{1,2})?")
# What only people and spreadsheets write into a number: groups, decimal commas.
_LOCAL = re.compile(r"[,'’\s]|\..*\.")
# Looks like a date and is more often a release.
_VERSION = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
_NUMBER = re.compile(r"[+-]?\d[\d.,'’\s]*(?:[eE][+-]?\d{1,2})?")
_COMMA_DECIMAL = re.compile(r"[+-]?\d[\d.\s]*,(?:\d{1,2}|\d{4,})")
_LONGEST_CANONICAL = 40
_SPACES = str.maketrans("\u00a0\u202f\u2009", "   ")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How one file writes dates and numbers: the styles to try, and with `java` also Jira's own 1.0E7."""

    order: DateOrder
    numbers: tuple[NumberStyle, ...]
    java: bool


def styles(declared: NumberStyle | None, filled: Sequence[Sequence[Cell]]) -> tuple[NumberStyle, ...]:
    """The number styles of a file: the one it shows, else decimal commas if a column of numbers has them."""
    style = declared or (COMMA_DECIMAL if any(map(_has_decimal_commas, filled)) else DOT_DECIMAL)
    return (style, NumberStyle(style.decimal, " "))


def _has_decimal_commas(cells: Sequence[Cell]) -> bool:
    if not cells or not _looks_numeric(cells[0]):
        return False
    texts = [cell.strip().rstrip("% ") for cell in cells if isinstance(cell, str)]
    return any(map(_COMMA_DECIMAL.fullmatch, texts)) and all(map(_NUMBER.fullmatch, texts))


def _looks_numeric(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (
        isinstance(cell, str) and bool(_NUMBER.fullmatch(cell.strip().rstrip("% ")))
    )


def plain_text(cell: Cell) -> str:
    """A cell as people would read it: newlines alike, no spaces around, dot-decimal numbers, ISO dates."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return plain_number(float(cell))
    if isinstance(cell, date):
        moment = moment_of(cell, DateOrder.DAY_FIRST)
        return moment_text(moment) if moment else ""
    return ""


def tidy_text(cell: Cell, conventions: Conventions) -> str:
    """`plain_text` with what Excel rewrites on saving written in one way: dates, `3.0`, TRUE."""
    text = plain_text(cell)
    if not text or len(text) > _LONGEST_CANONICAL or not isinstance(cell, str):
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
        return text
    return _number(number, conventions) + text[len(number) :].strip()


def _number(number: str, conventions: Conventions) -> str:
    if conventions.java and _JAVA_NUMBER.fullmatch(number):
        return plain_number(float(number))
    number = number.translate(_SPACES)
    for style in conventions.numbers if _NUMBER.fullmatch(number) else ():
        with suppress(UserError):
            return plain_number(parse_number(number, style))
    return ""
