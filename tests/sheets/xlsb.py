"""A small binary workbook (.xlsb), record by record: nothing that is free writes them. Source: MS-XLSB."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_ROW, _REAL, _TEXT, _BUNDLE_SHEET, _DIMENSION = 0x00, 0x05, 0x06, 0x9C, 0x94
_BEGIN_SHEET, _END_SHEET, _BEGIN_DATA, _END_DATA = 0x81, 0x82, 0x91, 0x92
_BEGIN_BOOK, _END_BOOK, _BEGIN_SHEETS, _END_SHEETS, _PROPERTIES = 0x83, 0x84, 0x8F, 0x90, 0x99
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_SHEET_TYPE}" Target="worksheets/sheet1.bin"/></Relationships>'
)


def binary_workbook(rows: Sequence[Sequence[str | float]], name: str = "Issues") -> bytes:
    """The bytes of a workbook with one sheet of texts and numbers."""
    named = struct.pack("<II", 0, 1) + _text("rId1") + _text(name)
    book = (
        _record(_BEGIN_BOOK)
        + _record(_PROPERTIES, bytes(12))
        + _record(_BEGIN_SHEETS)
        + _record(_BUNDLE_SHEET, named)
        + _record(_END_SHEETS)
        + _record(_END_BOOK)
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.bin", book)
        target.writestr("xl/_rels/workbook.bin.rels", _RELATIONS)
        target.writestr("xl/worksheets/sheet1.bin", _sheet(rows))
    return out.getvalue()


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    area = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    cells = b"".join(
        _record(_ROW, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        + b"".join(_cell(place, value) for place, value in enumerate(row))
        for number, row in enumerate(rows)
    )
    begun = _record(_BEGIN_SHEET) + _record(_DIMENSION, area) + _record(_BEGIN_DATA)
    return begun + cells + _record(_END_DATA) + _record(_END_SHEET)


def _cell(place: int, value: str | float) -> bytes:
    at = struct.pack("<II", place, 0)
    return (
        _record(_TEXT, at + _text(value)) if isinstance(value, str) else _record(_REAL, at + struct.pack("<d", value))
    )


def _text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def _record(kind: int, body: bytes = b"") -> bytes:
    """A record: its kind, its length in groups of seven bits, and its body."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind, kind >> 7])
    size, left = b"", len(body)
    while True:
        size += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return head + size + body
