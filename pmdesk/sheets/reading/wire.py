"""The lines of JSON that the reader process writes: one head, chunks of rows, an end; or one error."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pmdesk.domain.mapping import SheetInfo
from pmdesk.domain.messages import Message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.sheets.rows import RawRow, TableHead


def head_line(head: TableHead) -> bytes:
    """The line for the table's head."""
    style = head.style and [head.style.decimal, head.style.group]
    notes = [_message_out(note) for note in head.notes]
    sheets = [[sheet.name, sheet.rows, sheet.hidden] for sheet in head.sheets]
    return _line({"head": [head.format, head.sheet, head.header, head.column_ids, style, notes, sheets]})


def rows_line(rows: Sequence[RawRow]) -> bytes:
    """The line for a chunk of rows."""
    return _line({"rows": [[row.number, row.cells, row.problem and _message_out(row.problem)] for row in rows]})


def end_line(count: int) -> bytes:
    """The last line of a reading that came to its end: how many rows were sent."""
    return _line({"end": count})


def error_line(said: Message) -> bytes:
    """The last line where there is nothing to read."""
    return _line({"error": _message_out(said)})


def parse_line(line: bytes) -> dict[str, Any]:
    """The object that a line holds, dates as dates. Raises ValueError where it is none of ours."""
    found = json.loads(line, object_hook=_date_in)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def head_in(value: Any) -> TableHead:
    """The head as `parse_line` found it."""
    format_name, sheet, header, ids, style, notes, sheets = value
    declared = NumberStyle(*style) if style else None
    said, infos = tuple(map(message_in, notes)), tuple(SheetInfo(*each) for each in sheets)
    return TableHead(format_name, sheet, tuple(header), tuple(ids), declared, said, infos)


def rows_in(value: Any) -> list[RawRow]:
    """A chunk of rows as `parse_line` found it."""
    return [RawRow(number, tuple(cells), problem and message_in(problem)) for number, cells, problem in value]


def message_in(value: Any) -> Message:
    """A message as `parse_line` found it."""
    return Message(*value)


def _message_out(said: Message) -> list[object]:
    return [said.template, dict(said.values), said.one]


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value, default=_date_out, separators=(",", ":")).encode("ascii") + b"\n"


def _date_out(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {"t": value.isoformat()}
    raise TypeError(f"no cell: {type(value).__name__}")


def _date_in(value: dict[str, Any]) -> object:
    if value.keys() != {"t"}:
        return value
    text = value["t"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
