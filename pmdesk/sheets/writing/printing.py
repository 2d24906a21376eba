"""How a sheet goes on paper."""

from __future__ import annotations

from typing import Any

from pmdesk.sheets.writing.texts import CellTexts

_NAME_LENGTH = 80


def on_paper(sheet: Any, orientation: str, name: str) -> None:
    """As wide as the page and as many pages long as it takes, with the name and page numbers at the foot."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.footer = 0.3
    sheet.oddFooter.left.text = CellTexts().fit(name[:_NAME_LENGTH]).replace("&", "&&")
    sheet.oddFooter.right.text = "Page &P of &N"
