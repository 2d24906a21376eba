"""The Excel table that the sheet "Backlog" is, and the formulas by which it grows."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableFormula

from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.formulas import formulas
from pmdesk.sheets.writing.layout import Layout, TableNames
from pmdesk.sheets.writing.texts import CellTexts


def add_table(sheet: Any, content: WorkbookContent, layout: Layout) -> None:
    """Make the rows of an openpyxl sheet a table, whose headers are exactly those of the sheet."""
    table = Table(displayName=own.TABLE, name=own.TABLE, ref=layout.ref, autoFilter=AutoFilter(ref=layout.ref))
    computed, texts = formulas(content, TableNames(layout)), CellTexts()
    for place, column in enumerate(layout.columns, 1):
        made = TableColumn(id=place, name=texts.fit(column.header))
        if column.name in computed:
            made.calculatedColumnFormula = TableFormula(attr_text=computed[column.name])
        table.tableColumns.append(made)
    sheet.add_table(table)
