"""The cells of the ranked workbook's rows, each with its value and its look."""

from __future__ import annotations

from typing import Any, NamedTuple

from openpyxl.cell import Cell, WriteOnlyCell

from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.columns import COLUMNS, Column
from pmdesk.sheets.writing.content import RankedItem
from pmdesk.sheets.writing.texts import CellTexts, needs_quote, set_text


class _Style(NamedTuple):
    """What may differ between two cells of one column."""

    number_format: str
    vertical: str
    quoted: bool


class RowCells:
    """Makes the cells of one row after the other from a few styled ones: styling each anew takes seconds."""

    def __init__(self, sheet: Any, texts: CellTexts) -> None:
        self._sheet = sheet
        self._texts = texts
        self._styled: dict[tuple[str, _Style], Cell] = {}

    def of(self, row: RankedItem, place: int, vertical: str = "center") -> list[Cell]:
        """The cells of an item in the sheet's row `place`, counted from 1; good until the next call."""
        return [self._cell(column, row, place, vertical) for column in COLUMNS]

    def _cell(self, column: Column, row: RankedItem, place: int, vertical: str) -> Cell:
        value = column.value(row)
        quoted = isinstance(value, str) and needs_quote(value)
        cell = self._of_style(column, _Style(column.number_format(row.item), vertical, quoted))
        if isinstance(value, str):
            set_text(cell, self._texts.fit(value))
        else:
            cell.value = column.formula(place) if column.formula else value
        return cell

    def _of_style(self, column: Column, style: _Style) -> Cell:
        key = (column.name, style)
        if key not in self._styled:
            self._styled[key] = _styled(self._sheet, column, style)
        return self._styled[key]


def _styled(sheet: Any, column: Column, style: _Style) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.font, cell.border, cell.alignment = column.font, look.ROW_BORDER, column.alignment(style.vertical)
    cell.number_format = style.number_format
    cell.quotePrefix = style.quoted
    return cell
