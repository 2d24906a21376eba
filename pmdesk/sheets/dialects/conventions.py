"""How a file writes dates and numbers: what its values show, what was answered, and what is left to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pmdesk.domain.mapping import Asked, FileMapping, Question
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import COMMA_DECIMAL, DOT_DECIMAL, NumberStyle
from pmdesk.sheets.dialects.cells import DOUBTFUL, NUMBER, Conventions, bare_number, looks_numeric
from pmdesk.sheets.dialects.dates import order_of
from pmdesk.sheets.own_csv import is_own
from pmdesk.sheets.rows import Cell, TableHead

# Of the two signs, the one that stands last and not before three digits is the decimal's.
_DECIMALS = r"[+-]?(?:0{0}\d+|\d[\d{1}\s'’]*{0}(?:\d{{1,2}}|\d{{4,}})(?:[eE]-?\d{{1,2}})?|\d[\d\s]*{1}\d{{3}}{0}\d+)"
_GROUPS = r"[+-]?\d{{1,3}}(?:{0}\d{{3}}){{2,}}"
_NUMERIC_DAY = re.compile(r"\s*(\d{1,2}[/\-.]\d{1,2}[/\-.]\d{2,4})(?!\d)")
_COMMA = re.compile(f"{_DECIMALS.format(',', '.')}|{_GROUPS.format('[.]')}")
_DOT = re.compile(f"{_DECIMALS.format('[.]', ',')}|{_GROUPS.format(',')}")


def decide(
    file: str, head: TableHead, columns: Sequence[Sequence[Cell]], mapping: FileMapping
) -> tuple[Conventions, list[Question]]:
    """The conventions of a file, and what had to be assumed; what `mapping` answers is obeyed and not asked.

    `columns` are the cells with something in them, column by column.
    """
    order, assumed = order_of(day for column in columns for day in _dates(column))
    questions = [_order_question(file)] if assumed and mapping.date_order is None else []
    styles, doubtful = _styles(head, columns, mapping.decimal)
    if doubtful:
        questions.append(_decimal_question(file, styles[0].decimal, doubtful))
    exact = head.format == "csv" and is_own(head.header)
    return Conventions(mapping.date_order or order, styles, java=head.format != "html", exact=exact), questions


def _order_question(file: str) -> Question:
    said = "The dates in “{file}” do not show whether the day or the month comes first; day first was assumed."
    return Question(Asked.DATE_ORDER, message(said, file=file), option="--date-order dmy|mdy")


def _decimal_question(file: str, decimal: str, example: str) -> Question:
    said = (
        "The numbers in “{file}” do not show whether a comma or a point stands before decimals, as in “{example}”; "
        "“{decimal}” was assumed."
    )
    return Question(Asked.DECIMAL, message(said, file=file, example=example, decimal=decimal), option="--decimal ,|.")


def _dates(column: Sequence[Cell]) -> Iterable[str]:
    """The days of the column's texts that may be all-numeric dates, each once; a column begins as it goes on."""
    if not column or (isinstance(column[0], str) and not column[0].strip()[:1].isdigit()):
        return ()
    found = map(_NUMERIC_DAY.match, (cell for cell in column if isinstance(cell, str)))
    return dict.fromkeys(match[1] for match in found if match)


def _styles(head: TableHead, columns: Sequence[Sequence[Cell]], answered: str) -> tuple[tuple[NumberStyle, ...], str]:
    """The styles to try in turn, and a number that may be meant in two ways, or nothing."""
    if answered:
        return _both(COMMA_DECIMAL if answered == "," else DOT_DECIMAL), ""
    if head.format == "html" and head.style is not None:
        return (head.style, NumberStyle(head.style.decimal, " ")), ""
    commas, dots, doubtful = _evidence(columns)
    style = COMMA_DECIMAL if commas > dots else DOT_DECIMAL
    # Where commas part the cells, the system that wrote the file does not part decimals with them.
    clear = bool(commas) != bool(dots) or head.style is not None
    return _both(style if head.style is None or not dots else head.style), "" if clear else doubtful


def _both(style: NumberStyle) -> tuple[NumberStyle, ...]:
    """The style and then the other one, for what can only be meant in that: 0,5 among 1.5."""
    other = DOT_DECIMAL if style == COMMA_DECIMAL else COMMA_DECIMAL
    return (style, NumberStyle(style.decimal, " "), other, NumberStyle(other.decimal, " "))


def _evidence(columns: Sequence[Sequence[Cell]]) -> tuple[int, int, str]:
    """How many numbers can only have decimal commas, how many only points, and the first that may have either."""
    commas = dots = 0
    doubtful = ""
    for column in columns:
        if not column or not looks_numeric(column[0]):
            continue
        texts = [bare_number(cell) for cell in dict.fromkeys(column) if isinstance(cell, str)]
        if not all(map(NUMBER.fullmatch, texts)):
            continue
        commas += sum(map(bool, map(_COMMA.fullmatch, texts)))
        dots += sum(map(bool, map(_DOT.fullmatch, texts)))
        doubtful = doubtful or next((text for text in texts if DOUBTFUL.fullmatch(text)), "")
    return commas, dots, doubtful
