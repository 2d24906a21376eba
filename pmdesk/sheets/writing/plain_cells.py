"""Cells of the small sheets, which openpyxl writes itself."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font

from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.cells import escaped, number
from pmdesk.sheets.writing.texts import CellTexts, needs_quote, set_text

Shown = str | float | datetime | None
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f>(?:<v ?/>|<v></v>)</c>', re.DOTALL)


class PlainCells:
    """Puts styled cells into an openpyxl sheet, and keeps what its formulas come to."""

    def __init__(self, sheet: Any, texts: CellTexts) -> None:
        self.sheet = sheet
        self._texts = texts
        self._results: dict[str, str | float | None] = {}

    def put(
        self,
        place: str,
        value: Shown,
        font: Font = look.BODY,
        number_format: str = look.GENERAL,
        *,
        align: str = "left",
        wrap: bool = False,
        indent: int = 0,
    ) -> Cell:
        """A value; a text is nothing but text, whatever it looks like."""
        cell = self._styled(place, font, number_format, align, wrap=wrap, indent=indent)
        if isinstance(value, str):
            cell.quotePrefix = needs_quote(value)
            set_text(cell, self._texts.fit(value))
        else:
            cell.value = value
        return cell

    def compute(
        self,
        place: str,
        formula: str,
        result: str | float | None,
        font: Font = look.BODY,
        number_format: str = look.GENERAL,
        *,
        align: str = "left",
        wrap: bool = False,
    ) -> Cell:
        """A formula, without the sign that begins it, and what it comes to; None is an empty text."""
        cell = self._styled(place, font, number_format, align, wrap=wrap)
        cell.value = f"={formula}"
        self._results[place] = self._texts.fit(result) if isinstance(result, str) else result
        return cell

    def with_results(self, xml: bytes) -> bytes:
        """The sheet as openpyxl wrote it, with the results beside their formulas."""
        return _FORMULA.sub(self._with_result, xml.decode("utf-8")).encode("utf-8")

    def _with_result(self, found: re.Match[str]) -> str:
        place, attributes, formula = found.groups()
        result = self._results[place]
        if result is None or isinstance(result, str):
            return f'<c r="{place}"{attributes} t="str"><f>{formula}</f><v>{escaped(result or "")}</v></c>'
        return f'<c r="{place}"{attributes}><f>{formula}</f><v>{number(float(result))}</v></c>'

    def _styled(self, place: str, font: Font, number_format: str, align: str, *, wrap: bool, indent: int = 0) -> Cell:
        cell: Cell = self.sheet[place]
        cell.font, cell.number_format = font, number_format
        cell.alignment = Alignment(align, "center", wrap_text=wrap, indent=indent)
        return cell

    def header(self, place: str, text: str, *, align: str = "left", indent: int = 0) -> Cell:
        """The header of a column."""
        cell = self.put(place, text, look.HEADER, align=align, wrap=True, indent=indent)
        cell.fill, cell.border = look.HEADER_FILL, look.HEADER_BORDER
        return cell
