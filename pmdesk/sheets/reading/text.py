"""Bytes to text: byte order marks, UTF-16, and the code pages of Windows, as Excel saves them."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pmdesk.domain.messages import Message, message

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH = 0x80
# Bytes that are other letters in Windows-1250 than in Windows-1252: how much more usual they are in it; and two that it
# has more use for.
_CENTRAL = {
    **dict.fromkeys("łŁąĄŻśŚźŹťŤşŞľĽđ".encode("windows-1250"), 3),
    **dict.fromkeys("šŠžŽěĚ".encode("windows-1250"), 2),
    **dict.fromkeys("őŐűŰůŮňďţ".encode("windows-1250"), 1),
    **dict.fromkeys("èÈãÃæÆ".encode("windows-1252"), -1),
    **dict.fromkeys("çÇñÑåÅàÀ".encode("windows-1252"), -2),
}
# Code pages of two bytes a character: its bytes, and those of the characters that nearly all texts are made of. Every
# Korean one is usual in Chinese too, so that Korean comes first.
_WIDE = rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]"
_TWO_BYTES = (
    ("cp949", _WIDE, rb"[\xb0-\xc8\xa1\xa3][\xa1-\xfe]"),
    ("cp932", rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]", rb"[\x81-\x98][\x40-\xfc]"),
    ("gb18030", _WIDE, rb"[\xb0-\xd7\xa1\xa3][\xa1-\xfe]"),
    ("cp950", _WIDE, rb"[\xa4-\xc6\xa1][\x40-\x7e\xa1-\xfe]"),
)
_USUAL = 0.9
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
    encoding = utf16_of(data)
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


def utf16_of(data: bytes) -> str:
    """UTF-16's name in Python if the data is in it, with a mark or without, else empty.

    Without a mark, Latin text has a NUL in nearly every second byte; other scripts have them in delimiters and
    newlines, and bytes between that are no UTF-8.
    """
    for mark, encoding in _MARKS[1:]:
        if data.startswith(mark):
            return encoding
    start = data[: 2 * _HEAD]
    odd, even = start[1::2].count(0), start[0::2].count(0)
    often = len(start) // 2
    if max(odd, even) > 0.8 * often or (min(odd, even) == 0 and max(odd, even) > 0.02 * often and _is_no_utf8(start)):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _is_no_utf8(start: bytes) -> bool:
    """Whether the bytes are damaged or full of control characters when they are taken for UTF-8."""
    text = start.decode("utf-8", "replace").replace("\0", "")
    strange = sum(character == _LOST or (character < " " and character not in "\t\r\n") for character in text)
    return strange > 0.05 * len(text)


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
    """Which code page text without Unicode is in, by what its high bytes are like.

    Two bytes a character where that makes usual ones. Windows-1251 where high bytes stand in runs, as Cyrillic words
    do; other accents stand alone. Western and Central European text is told apart by letters that are usual in one and
    rare in the other.
    """
    start = data[:_LOOKED_AT]
    wide = _two_bytes(start)
    if wide:
        return wide
    high = [position for position, byte in enumerate(start) if byte >= _HIGH]
    in_runs = sum(after - before == 1 for before, after in pairwise(high))
    if in_runs * 2 > len(high):
        return "windows-1251"
    counts = Counter(start[position] for position in high)
    central = sum(_CENTRAL.get(byte, 0) * count for byte, count in counts.items())
    return "windows-1250" if central > 0 else "windows-1252"


def _two_bytes(start: bytes) -> str:
    """The code page of two bytes a character that makes usual ones of what is beyond ASCII, or nothing."""
    shares = {name: _usual_share(start, wide, re.compile(usual)) for name, wide, usual in _TWO_BYTES}
    likeliest = max(shares, key=lambda name: shares[name])
    return likeliest if shares[likeliest] >= _USUAL else ""


def _usual_share(start: bytes, wide: bytes, usual: re.Pattern[bytes]) -> float:
    """How many of the characters beyond ASCII are usual, 0 to 1; 0 where few stand beside each other, as accents do."""
    found = list(re.finditer(wide + rb"|[\x80-\xff]", start))
    beside = sum(before.end() == after.start() for before, after in pairwise(found))
    if 3 * beside < len(found):
        return 0.0
    return sum(usual.fullmatch(match[0]) is not None for match in found) / len(found)
