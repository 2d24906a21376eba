"""Files that are no table, known by their first bytes: each is refused with what it is."""

from __future__ import annotations

import re

from pmdesk.sheets.reading.text import utf16_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

_EMPTY = "“{file}” is empty."
PASSWORD = "“{file}” is protected by a password; save it without one and import it again."
_PDF = "“{file}” is a PDF; export the list from the tracker as CSV, Excel or HTML instead."
_IMAGE = "“{file}” is an image; export the list from the tracker as CSV, Excel or HTML instead."
_DATABASE = "“{file}” is a database, not a list to import; if it is a backlog, open it instead."
TEXT_DOCUMENT = "“{file}” is a text document; export the list from the tracker as CSV, Excel or HTML instead."
SLIDES = "“{file}” is a presentation; export the list from the tracker as CSV, Excel or HTML instead."
_MAIL = "“{file}” is a mail; save the file that is attached to it and import that."
_ARCHIVE = "“{file}” is an archive; unpack it and import the files in it."
_JSON = "“{file}” is JSON, not a list of issues; export it from the tracker as CSV, Excel or HTML instead."
_BINARY = "“{file}” is neither CSV, Excel nor HTML; export the list from the tracker as one of these."
_STARTS = {
    b"%PDF": _PDF,
    b"\x89PNG": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"II*\x00": _IMAGE,
    b"MM\x00*": _IMAGE,
    b"SQLite format 3\x00": _DATABASE,
    b"\x00\x01\x00\x00Standard ": _DATABASE,
    b"{\\rtf": TEXT_DOCUMENT,
    b"PK\x05\x06": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": _ARCHIVE,
    b"Rar!": _ARCHIVE,
}
# What the streams of an OLE container are called; a workbook may hold any of the others too.
_WORKBOOKS = ("Workbook", "Book")
_STREAMS = {
    "EncryptedPackage": PASSWORD,
    "WordDocument": TEXT_DOCUMENT,
    "PowerPoint Document": SLIDES,
    "__properties_version1.0": _MAIL,
}
_NAME_FIELD = 64
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f")
_LOOKED_AT = 4096


def why_no_table(data: bytes) -> str:
    """The template that says why `data` is no table, with a place for the file; empty where it may be one."""
    if not data:
        return _EMPTY
    if data.startswith(OLE):
        return _in_container(data)
    if data.startswith(ZIP):
        return ""
    if (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or _is_bitmap(data):
        return _IMAGE
    known = next((said for start, said in _STARTS.items() if data.startswith(start)), "")
    if known or utf16_of(data):
        return known
    return _BINARY if _is_binary(data) else _JSON if _is_json(data) else ""


def _in_container(data: bytes) -> str:
    if any(_has_stream(data, name) for name in _WORKBOOKS):
        return ""
    return next((said for name, said in _STREAMS.items() if _has_stream(data, name)), "")


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le").ljust(_NAME_FIELD, b"\0") in data


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)


def _is_binary(data: bytes) -> bool:
    """Whether control characters abound; NUL is none of them, as broken CSV files have many."""
    start = data[:_LOOKED_AT]
    return sum(byte in _CONTROL and byte != 0 for byte in start) > len(start) // 20


def _is_json(data: bytes) -> bool:
    return re.match(rb'(\xef\xbb\xbf)?\s*(\{\s*"|\[\s*\{\s*")', data[:_LOOKED_AT]) is not None
