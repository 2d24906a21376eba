"""A workbook as Google Sheets hands it back: other styles and parts, shared texts, nothing but visible and hidden."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.styles import Font

_MORE_ROWS, _MORE_COLUMNS = 40, 5


def as_from_google(source: Path, target: Path) -> Path:
    """Write a workbook anew with the values that stand in it; tables, names and properties are lost."""
    kept, made = openpyxl.load_workbook(source, data_only=True), openpyxl.Workbook()
    made.remove(made.active)
    font = Font(name="Arial", size=10)
    for sheet in kept.worksheets:
        copy = made.create_sheet(sheet.title)
        copy.sheet_state = "visible" if sheet.sheet_state == "visible" else "hidden"
        rows, columns = sheet.max_row + _MORE_ROWS, sheet.max_column + _MORE_COLUMNS
        for row in range(1, rows + 1):
            for column in range(1, columns + 1):
                _copy(sheet.cell(row, column), copy.cell(row, column), font)
    made.save(target)
    kept.close()
    return target


def _copy(old: openpyxl.cell.Cell, new: openpyxl.cell.Cell, font: Font) -> None:
    """A cell with its value; an empty one has a look all the same."""
    new.font = font
    if old.value is not None:
        new.value = old.value
        new.data_type = old.data_type
        new.number_format = old.number_format
