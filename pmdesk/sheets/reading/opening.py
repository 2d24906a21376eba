"""Opens the table in a file, choosing the format by what the file holds, never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets.reading.files import read_bytes
from pmdesk.sheets.reading.text import decode
from pmdesk.sheets.rows import RawRow, TableHead, name_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
# How an encrypted workbook names its content inside the OLE container.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PDF = "“{file}” is a PDF; export the list from the tracker as CSV, Excel or HTML instead."
_IMAGE = "“{file}” is an image; export the list from the tracker as CSV, Excel or HTML instead."
_DATABASE = "“{file}” is a database, not a list to import; if it is a backlog, open it instead."
_BINARY = "“{file}” is neither CSV, Excel nor HTML; export the list from the tracker as one of these."
_NOT_TABLES = {
    b"%PDF": _PDF,
    b"\x89PNG": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"II*\x00": _IMAGE,
    b"MM\x00*": _IMAGE,
    b"SQLite format 3\x00": _DATABASE,
}
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f")
_LOOKED_AT = 4096


def open_table(path: Path, sheet: str = "") -> tuple[TableHead, Iterator[RawRow]]:
    """The table in the file at `path` and its rows; `sheet` is the one wanted of a workbook's, or empty.

    Raises UserError where there is none that can be read.
    """
    data = read_bytes(path)
    _refuse_what_is_no_table(path, data)
    if data.startswith((_OLE, _ZIP)):
        # Imported where it is needed: a CSV is read before lxml would have been imported.
        from pmdesk.sheets.reading.workbook_file import open_workbook

        return open_workbook(name_of(path), data, sheet)
    text = decode(data, name_of(path))
    if not text.text.strip():
        raise UserError(message("“{file}” is empty.", file=name_of(path)))
    if _is_markup(text.text):
        from pmdesk.sheets.reading.html_file import open_html

        return open_html(name_of(path), text)
    from pmdesk.sheets.reading.csv_file import open_csv

    return open_csv(name_of(path), text)


def _refuse_what_is_no_table(path: Path, data: bytes) -> None:
    said = _why_no_table(data)
    if said:
        raise UserError(Message(said, {"file": name_of(path)}))


def _why_no_table(data: bytes) -> str:
    if not data:
        return "“{file}” is empty."
    if data.startswith(_OLE) and _ENCRYPTED in data:
        return "“{file}” is protected by a password; save it without one and import it again."
    if data.startswith((_OLE, _ZIP)):
        return ""
    if (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or _is_bitmap(data):
        return _IMAGE
    known = next((said for start, said in _NOT_TABLES.items() if data.startswith(start)), "")
    return known or (_BINARY if _is_binary(data) else "")


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)


def _is_binary(data: bytes) -> bool:
    """Whether control characters abound; NUL is none of them, as UTF-16 and broken CSV files have many."""
    start = data[:_LOOKED_AT]
    return sum(byte in _CONTROL and byte != 0 for byte in start) > len(start) // 20


def _is_markup(text: str) -> bool:
    return re.match(r"\s*<[!?a-zA-Z]", text[:_LOOKED_AT]) is not None
