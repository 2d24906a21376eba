"""The rows of the sheet "Backlog" as XML, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.cells import Value, WriteCell, formula_writer, style_id, text_cell, value_writer
from pmdesk.sheets.writing.columns import Column
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent
from pmdesk.sheets.writing.formulas import formulas
from pmdesk.sheets.writing.heights import height_attributes, height_of
from pmdesk.sheets.writing.layout import FIRST_ROW, Layout
from pmdesk.sheets.writing.links import Links
from pmdesk.sheets.writing.texts import CellTexts

HEADER_HEIGHT = 30.0
_VERTICALS = ("center", "top")


class BacklogRows:
    """Writes header and rows; has the workbook know all of their styles as soon as it is made."""

    def __init__(self, sheet: Any, content: WorkbookContent, layout: Layout, links: Links) -> None:
        self._content = content
        self._layout = layout
        self._texts = CellTexts()
        self._links = links
        self._header_styles = [_header_style(sheet, column) for column in layout.columns]
        computed = formulas(content, layout)
        self._columns = [
            (place, column.value, column.format_of if len(column.formats) > 1 else None)
            for place, column in enumerate(layout.columns)
        ]
        self._writers = [self._writer(sheet, column, computed.get(column.name)) for column in layout.columns]
        self._key = next(place for place, column in enumerate(layout.columns) if column.name == "key")
        self._write_link = self._writer(sheet, layout.columns[self._key], None, linked=True)
        self._wrapped = [place for place, column in enumerate(layout.columns) if column.wrap]
        self._widths = [layout.columns[place].width[1] for place in self._wrapped]

    def header(self) -> str:
        """The header row."""
        cells = (
            text_cell(f"{self._layout.letter(column.name)}1", style, self._texts.fit(column.header))
            for column, style in zip(self._layout.columns, self._header_styles, strict=True)
        )
        return f'<row r="1" ht="{HEADER_HEIGHT:g}" customHeight="1">{"".join(cells)}</row>'

    def rows(self) -> Iterator[str]:
        """A row for each item; where there is none an empty one, which a table needs."""
        for place, row in enumerate(self._content.rows, FIRST_ROW):
            yield self._row(row, place)
        if not self._content.rows:
            yield self._xml([None] * len(self._writers), [0] * len(self._writers), FIRST_ROW, self._writers, "")

    def _row(self, row: RankedItem, place: int) -> str:
        values = [value(row) for _, value, _ in self._columns]
        height = height_of([str(values[column] or "") for column in self._wrapped], self._widths)
        top = 0 if height.fits else 1
        variants = [top if form is None else 2 * form(row) + top for _, _, form in self._columns]
        writers = self._writers
        if self._links.has(place):
            writers = [*writers[: self._key], self._write_link, *writers[self._key + 1 :]]
        return self._xml(values, variants, place, writers, height_attributes(height))

    def _xml(
        self, values: list[Value], variants: list[int], place: int, writers: list[WriteCell], attributes: str
    ) -> str:
        row = str(place)
        cells = [write(value, row, variant) for write, value, variant in zip(writers, values, variants, strict=True)]
        return f'<row r="{row}"{attributes}>{"".join(cells)}</row>'

    def _writer(self, sheet: Any, column: Column, formula: str | None, *, linked: bool = False) -> WriteCell:
        letter = self._layout.letter(column.name)
        plain = _styles(sheet, column, linked=linked)
        if formula is not None:
            return formula_writer(letter, plain, formula)
        return value_writer(letter, plain, _styles(sheet, column, linked=linked, quoted=True), self._texts)


def _styles(sheet: Any, column: Column, *, linked: bool = False, quoted: bool = False) -> tuple[int, ...]:
    """The styles of a column's cells: for each of its formats one in the middle of the row and one at its top."""
    return tuple(
        style_id(
            sheet,
            look.LINK_FONT if linked else column.font,
            column.alignment(vertical),
            number_format,
            border=look.ROW_BORDER,
            fill=look.COMPUTED_FILL if column.computed else None,
            quoted=quoted,
        )
        for number_format in column.formats
        for vertical in _VERTICALS
    )


def _header_style(sheet: Any, column: Column) -> int:
    return style_id(
        sheet,
        look.HEADER,
        column.header_alignment,
        look.GENERAL,
        border=look.HEADER_BORDER,
        fill=look.HEADER_FILL,
    )
