"""The lines of JSON that the reader process writes: one head, chunks of rows, an end; or one error.

A file may have taken the reader over, so what it writes is believed as little as the file: plain values of the shapes
named here, or ValueError. Rows travel as columns, which both ends turn round without a step for each cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby, repeat
from string import Formatter
from typing import Any

from pmdesk.domain.messages import Message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.domain.sheet_info import SheetInfo
from pmdesk.sheets.rows import Cell, RawRow, TableHead

Received = TableHead | list[RawRow] | int | Message
# In bytes; one row may be as long as that.
LONGEST_LINE = 1 << 28
_DATES = {date, datetime}
_PLAIN: set[type] = {str, int, float, bool, type(None)}


def head_line(head: TableHead) -> bytes:
    """The line for the table's head."""
    style = head.style and [head.style.decimal, head.style.group]
    notes = [_message_out(note) for note in head.notes]
    sheets = [[sheet.name, sheet.rows, sheet.hidden] for sheet in head.sheets]
    beside = list(map(list, head.beside))
    texts = [head.format, head.sheet, head.header, head.column_ids]
    return _line({"head": [*texts, style, notes, sheets, beside, head.row]})


def rows_line(rows: Iterable[RawRow]) -> bytes:
    """The line for a chunk of rows."""
    return _line({"rows": [_block(list(run)) for _, run in groupby(rows, key=lambda row: len(row.cells))]})


def end_line(count: int) -> bytes:
    """The last line of a reading that came to its end: how many rows were sent."""
    return _line({"end": count})


def error_line(said: Message) -> bytes:
    """The last line where there is nothing to read."""
    return _line({"error": _message_out(said)})


def received(line: bytes) -> Received:
    """What a line holds: the head, a chunk of rows, the count at the end, or the error.

    Raises ValueError where it is none of ours.
    """
    try:
        ((kind, value),) = json.loads(line, parse_constant=_nothing).items()
        return _KINDS[kind](value)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError(f"not a line of a reader: {error}") from error


def _block(rows: Sequence[RawRow]) -> list[object]:
    """Rows of one width: their numbers, their columns without dates, the dates, and the problems by place."""
    columns = [list(column) for column in zip(*(row.cells for row in rows), strict=True)]
    dates = [
        [index, *_taken_out(column)] for index, column in enumerate(columns) if not _DATES.isdisjoint(map(type, column))
    ]
    problems = [[place, _message_out(row.problem)] for place, row in enumerate(rows) if row.problem]
    return [[row.number for row in rows], columns, dates, problems]


def _taken_out(column: list[Cell]) -> tuple[list[int], list[str]]:
    """The places of a column's dates and the dates as text; the column has None there afterwards."""
    places = [place for place, cell in enumerate(column) if type(cell) in _DATES]
    dates = [column[place] for place in places]
    for place in places:
        column[place] = None
    return places, [cell.isoformat() for cell in dates if isinstance(cell, date)]


def _rows_in(blocks: Any) -> list[RawRow]:
    return [row for numbers, columns, *rest in blocks for row in _rows_of(numbers, columns, *rest)]


def _rows_of(numbers: list[Any], columns: list[list[Any]], dates: Any, problems: Any) -> list[RawRow]:
    if not all(_PLAIN.issuperset(map(type, column)) for column in columns) or not _all_are(int, numbers):
        raise ValueError("cells that are no plain values")
    for index, places, texts in dates:
        for place, text in zip(places, texts, strict=True):
            columns[index][place] = _date_in(text)
    cells = zip(*columns, strict=True) if columns else repeat((), len(numbers))
    rows = [RawRow(number, each) for number, each in zip(numbers, cells, strict=True)]
    for place, said in problems:
        rows[place] = replace(rows[place], problem=_message_in(said))
    return rows


def _date_in(text: str) -> date:
    return datetime.fromisoformat(text).replace(tzinfo=None) if "T" in text else date.fromisoformat(text)


def _head_in(value: Any) -> TableHead:
    format_name, sheet, header, ids, style, notes, sheets, beside, row = value
    if not _all_are(str, [format_name, sheet, *header, *ids, *(style or ())]) or len(header) != len(ids):
        raise ValueError("a head that is no texts")
    if type(row) is not int or row < 1:
        raise ValueError("a head that stands nowhere")
    said, infos = tuple(map(_message_in, notes)), tuple(_sheet_in(*each) for each in sheets)
    numbers = NumberStyle(*style) if style else None
    others = tuple(_beside_in(*each) for each in beside)
    return TableHead(format_name, sheet, tuple(header), tuple(ids), numbers, said, infos, others, row)


def _sheet_in(name: object, rows: object, hidden: object) -> SheetInfo:
    if not isinstance(name, str) or not isinstance(rows, int) or not isinstance(hidden, bool):
        raise TypeError("no sheet")
    return SheetInfo(name, rows, hidden)


def _beside_in(name: object, rows: object) -> tuple[str, int]:
    if not isinstance(name, str) or type(rows) is not int or rows < 0:
        raise TypeError("no rows of a sheet")
    return name, rows


def _end_in(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("no count")
    return value


def _message_in(value: Any) -> Message:
    """A message, whose template is filled in with the values under their names and nothing else."""
    template, values, one = value
    fields = [field for text in (template, one) for field in Formatter().parse(text)]
    names = {name for _, name, *_ in fields if name is not None}
    if any(spec or conversion for *_, spec, conversion in fields) or not names <= values.keys():
        raise ValueError("a message that cannot be said")
    if not _PLAIN.issuperset(map(type, values.values())):
        raise TypeError("no values")
    return Message(template, values, one)


_KINDS: dict[str, Callable[[Any], Received]] = {
    "head": _head_in,
    "rows": _rows_in,
    "end": _end_in,
    "error": _message_in,
}


def _all_are(kind: type, values: Iterable[object]) -> bool:
    return {kind}.issuperset(map(type, values))


def _nothing(constant: str) -> None:
    """NaN and the infinities, which no cell should hold, as an empty cell."""


def _message_out(said: Message) -> list[object]:
    return [said.template, dict(said.values), said.one]


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
