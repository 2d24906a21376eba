"""Row heights that fit wrapped texts, for programs that do not fit them when they open a file."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from openpyxl.worksheet.dimensions import RowDimension

_LINE, _PADDING = 15.0, 6.0
_MOST_LINES = 20
_TEXT_PER_WIDTH = 1.12
_WIDE_SIGN = 2.4


class SuggestedHeight(RowDimension):
    """A height, in points, that the program showing the sheet fits anew once the row is edited."""

    __fields__ = tuple(name for name in RowDimension.__fields__ if name != "customHeight")


class RowHeights:
    """Gives the rows of a sheet the height of their longest text; `widths` of the wrapped columns in digits.

    Only rows with very long texts get a fixed height; their text is read in its cell.
    """

    def __init__(self, sheet: Any, widths: Sequence[int]) -> None:
        self._sheet = sheet
        self._widths = widths
        self._of_lines: dict[int, RowDimension] = {}

    def fit(self, row: int, texts: Sequence[str]) -> bool:
        """Prepare the row that is written next, with one text per width; returns whether all of them fit."""
        lines = max(map(_lines, texts, self._widths))
        if lines > 1:
            self._sheet.row_dimensions[row] = self._height(min(lines, _MOST_LINES + 1))
        return lines <= _MOST_LINES

    def _height(self, lines: int) -> RowDimension:
        if lines not in self._of_lines:
            kind = SuggestedHeight if lines <= _MOST_LINES else RowDimension
            self._of_lines[lines] = kind(self._sheet, ht=_LINE * min(lines, _MOST_LINES) + _PADDING)
        return self._of_lines[lines]


def set_default_height(sheet: Any) -> None:
    """One line with some air around it."""
    sheet.sheet_format.defaultRowHeight = _LINE + _PADDING
    sheet.sheet_format.customHeight = True


def _lines(text: str, width: int) -> int:
    return sum(ceil(_extent(line) / (width * _TEXT_PER_WIDTH)) or 1 for line in text.split("\n"))


def _extent(line: str) -> float:
    if line.isascii():
        return len(line)
    return sum(_WIDE_SIGN if east_asian_width(sign) in "WF" else 1 for sign in line)
