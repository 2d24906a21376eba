"""Workbooks are archives: what one holds, and whether it would burst when it is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from pmdesk.domain.messages import Message, UserError
from pmdesk.sheets.reading.strangers import PASSWORD, SLIDES, TEXT_DOCUMENT

# What the parts of a workbook may come to, unpacked; a spreadsheet program opens none that is larger.
_MOST_UNPACKED = 1 << 30
_READ_PARTS = (".xml", ".rels", ".bin")
_PIECE = 1 << 16
_STEP = 1 << 20
_DEFLATED = 8
_LOCAL_HEADER = 30

_DAMAGED = "“{file}” is not a workbook that can be read; it may be damaged or only partly copied."
_BOMB = "“{file}” is too large to be read: unpacked, it has more than {size} MB; export it in parts."
_NUMBERS = "“{file}” is a Numbers document; export it from Numbers as Excel or CSV and import that."
_ARCHIVE = "“{file}” is an archive and no workbook; unpack it and import the files in it."
_OTHERS = (
    ("word/", TEXT_DOCUMENT),
    ("ppt/", SLIDES),
    ("Index/", _NUMBERS),
    ("Index.zip", _NUMBERS),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def workbook_format(file: str, data: bytes) -> str:
    """Which format of workbook the archive in `data` is: xlsx, xlsb or ods.

    Raises UserError where it is none, is damaged, or would burst.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            found = _format(file, archive)
            _refuse_bombs(file, data, archive)
    except (BadZipFile, LookupError, NotImplementedError, OSError, ValueError, zlib.error) as error:
        raise UserError(Message(_DAMAGED, {"file": file})) from error
    return found


def _format(file: str, archive: ZipFile) -> str:
    names = archive.namelist()
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise UserError(Message(PASSWORD, {"file": file}))
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return _open_document(file, archive)
    why = next((said for start, said in _OTHERS for name in names if name.startswith(start)), _ARCHIVE)
    raise UserError(Message(why, {"file": file}))


def _open_document(file: str, archive: ZipFile) -> str:
    kind = archive.read("mimetype")[:200] if "mimetype" in archive.namelist() else b""
    for name, why in ((b"text", TEXT_DOCUMENT), (b"presentation", SLIDES)):
        if kind.startswith(_OPEN_DOCUMENT + name):
            raise UserError(Message(why, {"file": file}))
    return "ods"


def _refuse_bombs(file: str, data: bytes, archive: ZipFile) -> None:
    """Refuse parts that say they are too large, and parts that are larger than they say."""
    parts = [info for info in archive.infolist() if info.filename.endswith(_READ_PARTS)]
    if sum(info.file_size for info in parts) > _MOST_UNPACKED:
        raise UserError(Message(_BOMB, {"file": file, "size": _MOST_UNPACKED >> 20}))
    for info in parts:
        if info.compress_type == _DEFLATED and _is_larger_than_said(data, info):
            raise BadZipFile(f"{info.filename} is larger than it says")


def _is_larger_than_said(data: bytes, info: ZipInfo) -> bool:
    size = 0
    for step in _unpacked(data, info):
        size += step
        if size > info.file_size:
            return True
    return False


def _unpacked(data: bytes, info: ZipInfo) -> Iterator[int]:
    """The lengths of what a part unpacks to, step by step; nothing is kept."""
    start = info.header_offset
    names = sum(int.from_bytes(data[start + at : start + at + 2], "little") for at in (26, 28))
    begin = start + _LOCAL_HEADER + names
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(begin, begin + info.compress_size, _PIECE):
        piece = data[place : min(place + _PIECE, begin + info.compress_size)]
        while piece and not unpacker.eof:
            yield len(unpacker.decompress(piece, _STEP))
            piece = unpacker.unconsumed_tail
