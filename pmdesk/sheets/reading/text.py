"""Bytes to text: byte order marks, UTF-16, and the Windows code pages of old exports."""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass
from itertools import pairwise

from pmdesk.domain.messages import Message, message

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH = 0x80
_LOST = "\ufffd"
_LOOKED_AT = 1 << 18
_HEAD = 2048


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text without NUL characters and byte order marks, and what was assumed to read it."""

    text: str
    notes: tuple[Message, ...] = ()


def decode(data: bytes, file: str) -> Text:
    """The text of `data`; `file` is the base name for notes. What cannot be read becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, file)
    encoding = _utf16_without_mark(data)
    if encoding:
        return _decoded(data, encoding, file)
    if _is_mostly_utf8(data):
        return _decoded(data, "utf-8", file)
    encoding = _declared(data) or _code_page(data)
    said = message("“{file}” is not in Unicode; it was read as {encoding}.", file=file, encoding=encoding)
    return _decoded(data, encoding, file, said)


def _decoded(data: bytes, encoding: str, file: str, *notes: Message) -> Text:
    # Marks also stand in the middle, where one file was appended to another.
    text = data.decode(encoding, "replace").replace("\0", "").replace("\ufeff", "")
    own = _LOST.encode(encoding, "ignore")
    lost = text.count(_LOST) - (data.count(own) if own else 0)
    if lost > 0:
        said = "{count} characters of “{file}” could not be read."
        one = "One character of “{file}” could not be read."
        notes = (*notes, message(said, one=one, count=lost, file=file))
    return Text(text, notes)


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 without a mark has a NUL in nearly every second byte of its mostly Latin header."""
    start = data[:512]
    if start[1::2].count(0) > len(start) * 0.4:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > len(start) * 0.4 else ""


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether at most one in ten characters beyond ASCII is damaged: one bad byte makes no code page."""
    text = data.decode("utf-8", "replace")
    damaged = text.count(_LOST)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return damaged * 10 <= beyond_ascii


def _declared(data: bytes) -> str:
    """The encoding that a page names in its head, if Python knows it."""
    found = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:_HEAD])
    with contextlib.suppress(LookupError):
        return codecs.lookup(found[1].decode("ascii")).name if found else ""
    return ""


def _code_page(data: bytes) -> str:
    """Windows-1251 where high bytes stand in runs, as Cyrillic words do; Western accents stand alone."""
    high = [position for position, byte in enumerate(data[:_LOOKED_AT]) if byte >= _HIGH]
    in_runs = sum(after - before == 1 for before, after in pairwise(high))
    return "windows-1251" if in_runs * 2 > len(high) else "windows-1252"
