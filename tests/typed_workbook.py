"""Types into an exported workbook as a script does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

Cells = Mapping[str, Mapping[str, Any]]


def type_into(
    path: Path, cells: Cells, *, without: tuple[str, ...] = (), new: tuple[Mapping[str, Any], ...] = ()
) -> Path:
    """Put values under headers into the rows with some keys, take rows out, add rows; formulas lose their results."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Backlog"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row in range(sheet.max_row, 1, -1):
        key = sheet.cell(row, places["Key"]).value
        if key in without:
            sheet.delete_rows(row)
        for header, value in cells.get(key, {}).items():
            _put(sheet.cell(row, places[header]), value)
    for values in new:
        row = sheet.max_row + 1
        for header, value in values.items():
            _put(sheet.cell(row, places[header]), value)
    book.save(path)
    book.close()
    return path


def _put(cell: Any, value: Any) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
