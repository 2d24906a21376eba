"""The sheet "Backlog": a row per item in play, its score computed by the sheet itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.formatting.rule import Rule

from pmdesk.domain.records import Moscow
from pmdesk.domain.scales import moscow_label
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.cells import RowCells
from pmdesk.sheets.writing.columns import COLUMNS, KEY_COLUMNS, Column, letter
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.heights import RowHeights, set_default_height
from pmdesk.sheets.writing.printing import on_paper
from pmdesk.sheets.writing.texts import CellTexts

Progress = Callable[[int, int], None]
_CHUNK = 500
_FIRST_ROW = 2
_HEADER_HEIGHT = 27.0
_PADDING = 3


def write_backlog_sheet(
    sheet: Any, content: WorkbookContent, texts: CellTexts, progress: Progress | None = None
) -> None:
    """Fill an empty write-only sheet. `progress` gets rows done and all rows; what it raises goes through."""
    _lay_out(sheet, content)
    _colour(sheet, content)
    sheet.append(_header(sheet, content))
    cells = RowCells(sheet, texts)
    heights = RowHeights(sheet, [column.width[1] for column in COLUMNS if column.wrap])
    for done, row in enumerate(content.rows):
        if progress is not None and done % _CHUNK == 0:
            progress(done, len(content.rows))
        fits = heights.fit(_FIRST_ROW + done, [str(column.value(row)) for column in COLUMNS if column.wrap])
        sheet.append(cells.of(row, _FIRST_ROW + done, "center" if fits else "top"))


def _lay_out(sheet: Any, content: WorkbookContent) -> None:
    for column in COLUMNS:
        sheet.column_dimensions[letter(column.name)].width = _width(column, content)
    sheet.freeze_panes = f"{letter(COLUMNS[KEY_COLUMNS].name)}{_FIRST_ROW}"
    sheet.auto_filter.ref = f"A1:{letter(COLUMNS[-1].name)}{_last_row(content)}"
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height = _HEADER_HEIGHT
    set_default_height(sheet)
    sheet.print_title_rows = "1:1"
    on_paper(sheet, "landscape", content.settings.name)


def _last_row(content: WorkbookContent) -> int:
    return _FIRST_ROW - 1 + len(content.rows)


def _width(column: Column, content: WorkbookContent) -> int:
    least, most = column.width
    if least == most:
        return most
    texts = [column.header(content.settings), *(str(column.value(row) or "") for row in content.rows)]
    return max(least, min(most, max(map(len, texts)) + _PADDING))


def _colour(sheet: Any, content: WorkbookContent) -> None:
    """Colours follow the cells, so that they stay true when somebody changes a value."""
    if not content.rows:
        return
    last = _last_row(content)
    moscow = letter("moscow")
    for category in Moscow:
        sheet.conditional_formatting.add(f"{moscow}{_FIRST_ROW}:{moscow}{last}", _chip_rule(category))
    blanks = ",".join(f'${letter(name)}{_FIRST_ROW}=""' for name in content.framework.factors)
    unranked = Rule(type="expression", formula=[f"OR({blanks})"], dxf=look.muted())
    sheet.conditional_formatting.add(f"A{_FIRST_ROW}:{letter(COLUMNS[-1].name)}{last}", unranked)


def _chip_rule(category: Moscow) -> Rule:
    return Rule(type="cellIs", operator="equal", formula=[f'"{moscow_label(category)}"'], dxf=look.chip(category))


def _header(sheet: Any, content: WorkbookContent) -> list[Cell]:
    cells = []
    for column in COLUMNS:
        cell = WriteOnlyCell(sheet, column.header(content.settings))
        cell.font, cell.fill, cell.border = look.HEADER, look.HEADER_FILL, look.HEADER_BORDER
        cell.alignment = column.header_alignment
        cells.append(cell)
    return cells
