"""Cells as the XML of a sheet holds them: texts in place, and formulas with their results beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill

from pmdesk.sheets.writing.layout import ROW
from pmdesk.sheets.writing.texts import CellTexts, needs_quote

Value = str | float | None
# Writes the cell of a column in a row; the row's number is a text, since it is used as one several times.
WriteCell = Callable[[Value, str, int], str]


def style_id(
    sheet: Any,
    font: Font,
    alignment: Alignment,
    number_format: str,
    *,
    border: Border | None = None,
    fill: PatternFill | None = None,
    quoted: bool = False,
) -> int:
    """The number by which cells of a workbook name this look."""
    cell = Cell(sheet, row=1, column=1)
    cell.font, cell.alignment, cell.number_format = font, alignment, number_format
    if border is not None:
        cell.border = border
    if fill is not None:
        cell.fill = fill
    cell.quotePrefix = quoted
    found: int = cell.style_id
    return found


def escaped(text: str) -> str:
    """A text between the tags of XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_attribute(text: str) -> str:
    """A text between the quotes of an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def number(value: float) -> str:
    """A number as the file holds it: exactly."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def text_cell(place: str, style: int, text: str) -> str:
    """A cell with a text that is nothing but text; `text` was fitted."""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def number_cell(place: str, style: int, value: float) -> str:
    """A cell with a number."""
    return f'<c r="{place}" s="{style}"><v>{number(float(value))}</v></c>'


def value_writer(letter: str, plain: tuple[int, ...], quoted: tuple[int, ...], texts: CellTexts) -> WriteCell:
    """Writes values, each variant in its style; `quoted` are the styles of texts that look like something else."""

    def write(value: Value, row: str, variant: int) -> str:
        place = f"{letter}{row}"
        if value is None or value == "":
            return f'<c r="{place}" s="{plain[variant]}"/>'
        if not isinstance(value, str):
            return number_cell(place, plain[variant], value)
        styles = quoted if needs_quote(value) else plain
        return text_cell(place, styles[variant], texts.fit(value))

    return write


def formula_writer(letter: str, styles: tuple[int, ...], formula: str) -> WriteCell:
    """Writes a formula for the row, and the value as what it comes to: None is an empty text."""
    template = f"<f>{escaped(formula)}</f>"

    def write(value: Value, row: str, variant: int) -> str:
        head = f'<c r="{letter}{row}" s="{styles[variant]}"'
        body = template.replace(ROW, row)
        if value is None or isinstance(value, str):
            return f'{head} t="str">{body}<v></v></c>'
        return f"{head}>{body}<v>{number(float(value))}</v></c>"

    return write
