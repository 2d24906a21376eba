"""Where the columns of the sheet "Backlog" stand, and how formulas name their cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openpyxl.utils import get_column_letter

from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing.columns import Column

FIRST_ROW = 2
KEY_COLUMNS = 3
ROW = "{row}"


class Names(Protocol):
    """One way in which a formula names a column's cell in its own row, and all its cells."""

    def cell(self, name: str) -> str:
        """The cell in the formula's row."""

    def whole(self, name: str) -> str:
        """All cells under the header."""


class Layout:
    """Columns and rows of the sheet. As Names it writes cells like `D{row}` and ranges like `$D$2:$D$13`."""

    def __init__(self, columns: Sequence[Column], items: int) -> None:
        """A table has one row at least, be it empty."""
        self.columns = tuple(columns)
        self.last_row = FIRST_ROW - 1 + max(items, 1)
        self._letters = {column.name: get_column_letter(place) for place, column in enumerate(columns, 1)}

    @property
    def ref(self) -> str:
        """The whole table, header included."""
        return f"A1:{get_column_letter(len(self.columns))}{self.last_row}"

    def letter(self, name: str) -> str:
        """The letter of a column. Raises KeyError."""
        return self._letters[name]

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._letters

    def area(self, first: str, last: str = "") -> str:
        """The cells under the headers of one column, or from one to another."""
        return f"{self._letters[first]}{FIRST_ROW}:{self._letters[last or first]}{self.last_row}"

    def cell(self, name: str) -> str:
        """The cell in the row that takes the place of `ROW`."""
        return f"{self._letters[name]}{ROW}"

    def whole(self, name: str) -> str:
        """All cells under the header."""
        letter = self._letters[name]
        return f"${letter}${FIRST_ROW}:${letter}${self.last_row}"

    def elsewhere(self, name: str) -> str:
        """All cells under the header, for a formula in another sheet."""
        return f"{own.BACKLOG}!{self.whole(name)}"


class TableNames:
    """Names cells by the table and its headers, as the rows that a table grows by need it."""

    def __init__(self, layout: Layout) -> None:
        self._headers = {column.name: _quoted(column.header) for column in layout.columns}

    def cell(self, name: str) -> str:
        """The cell in the formula's row."""
        return f"{own.TABLE}[[#This Row],[{self._headers[name]}]]"

    def whole(self, name: str) -> str:
        """All cells under the header."""
        return f"{own.TABLE}[{self._headers[name]}]"


def _quoted(header: str) -> str:
    return "".join(f"'{sign}" if sign in "[]#'@" else sign for sign in header)
