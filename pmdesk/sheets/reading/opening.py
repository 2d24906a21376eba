"""Opens the table in a file, choosing the format by what the file holds, never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets.reading.files import read_bytes
from pmdesk.sheets.reading.strangers import OLE, ZIP, why_no_table
from pmdesk.sheets.reading.text import decode
from pmdesk.sheets.rows import RawRow, TableHead, name_of

_LOOKED_AT = 4096


def open_table(path: Path, sheet: str = "") -> tuple[TableHead, Iterator[RawRow]]:
    """The table in the file at `path` and its rows; `sheet` is the one wanted of a workbook's, or empty.

    Raises UserError where there is none that can be read, or none with a row under its header.
    """
    data = read_bytes(path)
    said = why_no_table(data)
    if said:
        raise UserError(Message(said, {"file": name_of(path)}))
    if data.startswith((OLE, ZIP)):
        head, rows = _workbook(name_of(path), data, sheet)
    else:
        head, rows = _text(name_of(path), data)
    del data
    first = next(rows, None)
    if first is None:
        said = "“{file}” has no rows under its header: there was nothing to export, or the wrong file was chosen."
        raise UserError(message(said, file=name_of(path)))
    return head, chain((first,), rows)


# What a format needs is imported where it is needed: a CSV is read before lxml would have been imported.


def _workbook(file: str, data: bytes, sheet: str) -> tuple[TableHead, Iterator[RawRow]]:
    from pmdesk.sheets.reading.workbook_file import open_workbook

    format_name = "xls"
    if data.startswith(ZIP):
        from pmdesk.sheets.reading.archive import workbook_format

        format_name = workbook_format(file, data)
    return open_workbook(file, data, sheet, format_name)


def _text(file: str, data: bytes) -> tuple[TableHead, Iterator[RawRow]]:
    text = decode(data, file)
    if not text.text.strip():
        raise UserError(message("“{file}” is empty.", file=file))
    if re.match(r"\s*<[!?a-zA-Z]", text.text[:_LOOKED_AT]) is not None:
        from pmdesk.sheets.reading.html_file import open_html

        return open_html(file, text)
    from pmdesk.sheets.reading.csv_file import open_csv

    return open_csv(file, text)
