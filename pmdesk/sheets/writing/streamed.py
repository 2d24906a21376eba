"""Sheets whose rows are streamed into the file: openpyxl would hold each cell, and writes no results of formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from itertools import islice
from typing import IO, BinaryIO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from pmdesk.domain.messages import UserError, message
from pmdesk.sheets.writing.font_order import in_order

# lxml and the standard library write an empty element each in their way.
_NO_DATA = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")
_NO_AREA = re.compile(rb'<dimension ref="A1:A1" ?(?:/>|></dimension>)')
_TYPES, _STYLES = "[Content_Types].xml", "xl/styles.xml"
_AT_ONCE = 256
LARGEST_PART = 2**31 - 2**24  # above 2 GiB a zip file takes another form, which Excel does not read
_LEVEL = 2  # a tenth larger than usual, in half the time


class StreamedSheet(Protocol):
    """What fills the rows of a sheet that openpyxl wrote without any. `ref` is their area, empty where not known."""

    ref: str

    def rows(self) -> Iterable[str]:
        """The rows as XML."""

    def tail(self, xml: str) -> str:
        """What follows the rows, as openpyxl wrote it, with what it cannot write."""

    def relations(self) -> Iterable[str]:
        """Further relations of the sheet as XML."""


Revise = Callable[[bytes], bytes]


def save(book: Workbook, stream: BinaryIO, sheets: Mapping[str, StreamedSheet], revised: Mapping[str, Revise]) -> None:
    """Write a workbook; some of its sheets, by their titles, are streamed, others are revised as they were written."""
    shell = BytesIO()
    with ZipFile(shell, "w") as archive:
        ExcelWriter(book, archive).save()
    streams = {_part(book, title): sheet for title, sheet in sheets.items()}
    revisions = {_STYLES: in_order, **{_part(book, title): revise for title, revise in revised.items()}}
    with ZipFile(shell) as written, ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for info in sorted(written.infolist(), key=lambda one: one.filename != _TYPES):
            xml = revisions.get(info.filename, _as_it_is)(written.read(info))
            _write_part(archive, info, xml, streams)


def _part(book: Workbook, title: str) -> str:
    return str(book[title].path).lstrip("/")


def _as_it_is(xml: bytes) -> bytes:
    return xml


def _write_part(archive: ZipFile, info: ZipInfo, xml: bytes, streams: Mapping[str, StreamedSheet]) -> None:
    name = info.filename
    sheet = streams.get(name) or streams.get(name.replace("/_rels/", "/").removesuffix(".rels"))
    if sheet is None:
        archive.writestr(name, xml)
        return
    with archive.open(name, "w") as part:
        if name in streams:
            _write_sheet(part, xml, sheet)
        else:
            _write_relations(part, xml, sheet)


def _write_sheet(part: IO[bytes], xml: bytes, sheet: StreamedSheet) -> None:
    head, tail = _NO_DATA.split(xml)
    part.write(_NO_AREA.sub(f'<dimension ref="{sheet.ref}"/>'.encode() if sheet.ref else b"", head))
    _write_all(part, ["<sheetData>"])
    _write_all(part, sheet.rows())
    _write_all(part, ["</sheetData>", sheet.tail(tail.decode("utf-8"))])


def _write_relations(part: IO[bytes], xml: bytes, sheet: StreamedSheet) -> None:
    end = b"</Relationships>"
    part.write(xml.removesuffix(end))
    _write_all(part, sheet.relations())
    part.write(end)


def _write_all(part: IO[bytes], texts: Iterable[str]) -> None:
    """Raises UserError before the part is larger than other programs read."""
    remaining, size = iter(texts), 0
    while some := "".join(islice(remaining, _AT_ONCE)).encode("utf-8"):
        size += len(some)
        if size > LARGEST_PART:
            said = message("The list has too much text for a workbook; leave descriptions out, or export some items.")
            raise UserError(said)
        part.write(some)
