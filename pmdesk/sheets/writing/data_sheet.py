"""The hidden sheet: the items exactly as they were exported, so that what changed since can be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from pmdesk.domain.fields import Owner, field
from pmdesk.domain.records import Item
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.cells import number_cell, style_id, text_cell
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.layout import Layout

Cells = list[str | float | None]


class DataSheet:
    """Fills an empty openpyxl sheet while the workbook is saved; `tell` is called before each item's row."""

    def __init__(self, sheet: Any, content: WorkbookContent, layout: Layout, tell: Callable[[], None]) -> None:
        self._content = content
        self._layout = layout
        self._tell = tell
        self._fields = _fields(layout)
        self._values = attrgetter(*self._fields)
        self._style = style_id(sheet, look.BODY, Alignment(), look.TEXT_FORMAT)
        self._number_style = style_id(sheet, look.BODY, Alignment(), look.GENERAL)
        self._letters = [get_column_letter(place) for place in range(1, len(self._fields) + 2)]
        self.ref = ""  # how many rows long texts take is known at the end
        sheet.sheet_state = "veryHidden"

    def rows(self) -> Iterator[str]:
        """Facts, an empty row, then the items."""
        for row, cells in enumerate(self._cells(), 1):
            yield self._xml(row, cells)

    def tail(self, xml: str) -> str:
        """Nothing is missing."""
        return xml

    def relations(self) -> Iterator[str]:
        """None."""
        yield from ()

    def _cells(self) -> Iterator[Cells]:
        yield from ([name, own.stored(value)] for name, value in self._facts())
        yield []
        yield [own.ID_FIELD, *self._fields]
        for row in self._content.rows:
            self._tell()
            yield from self._item(row.item)

    def _facts(self) -> Iterator[tuple[str, Any]]:
        content = self._content
        yield own.Fact.FORMAT, float(own.FORMAT)
        yield own.Fact.BACKLOG, content.backlog_id
        yield own.Fact.FRAMEWORK, content.framework.name
        yield own.Fact.EXPORTED, content.exported
        yield own.Fact.VERSION, content.version
        yield own.Fact.REACH_PERIOD, content.settings.reach_period
        yield own.Fact.EFFORT_UNIT, content.settings.effort_unit
        yield own.Fact.ROWS, float(len(content.rows))
        columns = self._layout.columns
        yield from own.header_facts({column.field: column.header for column in columns if column.field}).items()
        yield own.EXTRA_FACT, tuple(column.header for column in columns if column.name.startswith("extra."))

    def _item(self, item: Item) -> Iterator[Cells]:
        """One row, and further ones for what a cell cannot hold."""
        first: Cells = [float(item.id), *map(own.stored, self._values(item))]
        further = {
            place: own.pieces(cell)
            for place, cell in enumerate(first)
            if isinstance(cell, str) and len(cell) > own.PIECE
        }
        for place, pieces in further.items():
            first[place] = pieces[0]
        yield first
        for row in range(1, max(map(len, further.values()), default=1)):
            cells: Cells = [float(item.id), *[None] * len(self._fields)]
            for place, pieces in further.items():
                cells[place] = pieces[row] if row < len(pieces) else None
            yield cells

    def _xml(self, row: int, cells: Cells) -> str:
        written = [
            text_cell(f"{letter}{row}", self._style, cell)
            if isinstance(cell, str)
            else number_cell(f"{letter}{row}", self._number_style, cell)
            for letter, cell in zip(self._letters, cells, strict=False)
            if cell is not None
        ]
        return f'<row r="{row}">{"".join(written)}</row>'


def _fields(layout: Layout) -> list[str]:
    """The key, and the fields of those columns that somebody may change."""
    shown = [column.field for column in layout.columns if column.field and column.field != "key"]
    return ["key", *(name for name in shown if field(name).owned_by is not Owner.FIXED)]
