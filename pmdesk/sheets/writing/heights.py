"""Row heights that fit wrapped texts, for programs that do not fit them when they open a file."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from openpyxl.worksheet.dimensions import RowDimension

_LINE, _PADDING = 15.0, 6.0
_MOST_LINES = 20
_TEXT_PER_WIDTH = 1.12
_WIDE_SIGN = 2.4


class Height(NamedTuple):
    """The height of a row in points, 0 for one line; `fits` says whether it shows all of the texts."""

    points: float
    fits: bool


class SuggestedHeight(RowDimension):
    """A height, in points, that the program showing the sheet fits anew once the row is edited."""

    __fields__ = tuple(name for name in RowDimension.__fields__ if name != "customHeight")


def height_of(texts: Sequence[str], widths: Sequence[float]) -> Height:
    """The height of the longest of some wrapped texts, with the widths of their columns in digits.

    Rows with very long texts get the height of twenty lines; their text is read in its cell.
    """
    lines = max(map(_lines, texts, widths), default=1)
    return Height(_LINE * min(lines, _MOST_LINES) + _PADDING if lines > 1 else 0.0, lines <= _MOST_LINES)


def set_height(sheet: Any, row: int, height: Height) -> None:
    """Give a row of an openpyxl sheet its height."""
    if height.points:
        kind = SuggestedHeight if height.fits else RowDimension
        sheet.row_dimensions[row] = kind(sheet, index=row, ht=height.points)


def height_attributes(height: Height) -> str:
    """The same as attributes of a row in the XML of a sheet."""
    if not height.points:
        return ""
    return f' ht="{height.points:g}"' + ("" if height.fits else ' customHeight="1"')


def set_default_height(sheet: Any) -> None:
    """One line with some air around it."""
    sheet.sheet_format.defaultRowHeight = _LINE + _PADDING
    sheet.sheet_format.customHeight = True


def _lines(text: str, width: float) -> int:
    room = width * _TEXT_PER_WIDTH
    if len(text) * _WIDE_SIGN <= room and "\n" not in text:
        return 1
    return sum(ceil(_extent(line) / room) or 1 for line in text.split("\n"))


def _extent(line: str) -> float:
    if line.isascii():
        return len(line)
    return sum(_WIDE_SIGN if east_asian_width(sign) in "WF" else 1 for sign in line)
