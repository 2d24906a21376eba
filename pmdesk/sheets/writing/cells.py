"""Cells as the XML of a sheet holds them: texts in place, and formulas with their results beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill

from pmdesk.sheets.writing.layout import ROW
from pmdesk.sheets.writing.texts import CellTexts, needs_quote

Value = str | float | None
# Writes the cells of a column in some rows, given their values, the numbers of the rows and the variants of the style.
WriteCells = Callable[[Sequence[Value], Sequence[str], Sequence[int]], list[str]]
_MOST_KNOWN = 2_000


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
    return repr(value).removesuffix(".0")


def text_cell(place: str, style: int, text: str) -> str:
    """A cell with a text that is nothing but text; `text` was fitted."""
    return f'<c r="{place}" s="{style}"{_text_body(text)}'


def number_cell(place: str, style: int, value: float) -> str:
    """A cell with a number."""
    return f'<c r="{place}" s="{style}"><v>{number(value)}</v></c>'


def value_writer(letter: str, plain: Sequence[int], quoted: Sequence[int], texts: CellTexts) -> WriteCells:
    """Writes values, each variant in its style; `quoted` are the styles of texts that look like something else."""
    bodies: dict[str, tuple[Sequence[int], str]] = {}

    def body(text: str) -> tuple[Sequence[int], str]:
        found = quoted if needs_quote(text) else plain, _text_body(texts.fit(text))
        if len(bodies) < _MOST_KNOWN:  # of what a column holds time and again
            bodies[text] = found
        return found

    def write(values: Sequence[Value], rows: Sequence[str], variants: Sequence[int]) -> list[str]:
        cells = []
        for value, row, variant in zip(values, rows, variants, strict=True):
            if value is None or value == "":
                cells.append(f'<c r="{letter}{row}" s="{plain[variant]}"/>')
            elif isinstance(value, str):
                styles, written = bodies.get(value) or body(value)
                cells.append(f'<c r="{letter}{row}" s="{styles[variant]}"{written}')
            else:
                cells.append(f'<c r="{letter}{row}" s="{plain[variant]}"><v>{number(value)}</v></c>')
        return cells

    return write


def formula_writer(letter: str, styles: Sequence[int], formula: str) -> WriteCells:
    """Writes a formula for each row, and the value as what it comes to: None is an empty text."""
    template = f"<f>{escaped(formula)}</f>"

    def cell(value: Value, row: str, variant: int) -> str:
        head = f'<c r="{letter}{row}" s="{styles[variant]}"'
        body = template.replace(ROW, row)
        if value is None or isinstance(value, str):
            return f'{head} t="str">{body}<v></v></c>'
        return f"{head}>{body}<v>{number(value)}</v></c>"

    return lambda values, rows, variants: list(map(cell, values, rows, variants))


def _text_body(text: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'
