"""The sheet "Backlog": one table, a row per item in play, its scores and ranks computed by the sheet itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil
from typing import Any

from pmdesk.sheets.writing.backlog_rows import BacklogRows
from pmdesk.sheets.writing.columns import columns_of
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.formulas import formulas, helper_columns
from pmdesk.sheets.writing.heights import set_default_height
from pmdesk.sheets.writing.layout import FIRST_ROW, KEY_COLUMNS, Layout
from pmdesk.sheets.writing.links import Links
from pmdesk.sheets.writing.printing import on_paper
from pmdesk.sheets.writing.rules import add_rules
from pmdesk.sheets.writing.survey import Survey
from pmdesk.sheets.writing.table import add_table
from pmdesk.sheets.writing.validations import add_validations

Tell = Callable[[], None]
_ON_A_PAGE = 260  # digits that are legible beside each other; more go on pages that repeat the key columns


def layout_of(content: WorkbookContent) -> Layout:
    """Where the columns of a workbook stand."""
    return Layout(columns_of(content, helper_columns(content)), len(content.rows))


class BacklogSheet:
    """Lays an openpyxl sheet out without rows, and writes the rows while the workbook is saved.

    `tell` is called before each row; what it raises goes through.
    """

    def __init__(self, sheet: Any, content: WorkbookContent, layout: Layout, survey: Survey, tell: Tell) -> None:
        self.ref = layout.ref
        self._layout = layout
        self._tell = tell
        self._links = Links(content, layout)
        self._rows = BacklogRows(sheet, content, layout, self._links)
        self._computed = list(formulas(content, layout))
        _lay_out(sheet, content, layout, survey)
        add_table(sheet, content, layout)
        add_validations(sheet, layout, statuses=any(row.item.status for row in content.rows))
        add_rules(sheet, content, layout)

    def rows(self) -> Iterator[str]:
        """The header and a row for each item."""
        yield self._rows.header()
        for row in self._rows.rows():
            self._tell()
            yield row

    def tail(self, xml: str) -> str:
        """With links, and without doubts about cells that are as they should be."""
        xml = xml.replace("<pageMargins", f"{self._links.xml()}<pageMargins", 1)
        return xml.replace("<tableParts", f"{self._ignored_errors()}<tableParts", 1)

    def relations(self) -> Iterator[str]:
        """The addresses of the links."""
        return self._links.relations()

    def _ignored_errors(self) -> str:
        """Cells name cells where new rows name columns, which is the same; and texts may look like numbers."""
        computed = " ".join(map(self._layout.area, self._computed))
        return (
            f'<ignoredErrors><ignoredError sqref="{self.ref}" numberStoredAsText="1"/>'
            f'<ignoredError sqref="{computed}" formula="1" calculatedColumn="1"/></ignoredErrors>'
        )


def _lay_out(sheet: Any, content: WorkbookContent, layout: Layout, survey: Survey) -> None:
    for column in layout.columns:
        dimension = sheet.column_dimensions[layout.letter(column.name)]
        dimension.width, dimension.hidden = survey.width(column), column.hidden
    sheet.freeze_panes = f"{layout.letter(layout.columns[KEY_COLUMNS].name)}{FIRST_ROW}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.tabSelected = True
    set_default_height(sheet)
    on_paper(sheet, "landscape", content.settings.name)
    sheet.print_title_rows = "1:1"
    shown = sum(survey.width(column) for column in layout.columns if not column.hidden)
    if shown > _ON_A_PAGE:
        sheet.page_setup.fitToWidth = ceil(shown / _ON_A_PAGE)
        sheet.print_title_cols = f"A:{layout.letter(layout.columns[KEY_COLUMNS - 1].name)}"
