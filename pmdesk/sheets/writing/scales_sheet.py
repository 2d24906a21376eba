"""The sheet "Scales": what drop-downs and formulas refer to, to be changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.workbook.defined_name import DefinedName

from pmdesk.domain import fields
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Moscow, StatusCategory
from pmdesk.domain.scales import CONFIDENCE, IMPACT, moscow_label
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.heights import height_of, set_default_height, set_height
from pmdesk.sheets.writing.plain_cells import PlainCells, Shown
from pmdesk.sheets.writing.printing import on_paper
from pmdesk.sheets.writing.texts import CellTexts

# DSDM's guidance for one timebox: shares of the effort of Must, Should and Could.
GUIDANCE = {Moscow.MUST: 0.6, Moscow.SHOULD: 0.2, Moscow.COULD: 0.2}
GUIDANCE_NAME = "MoscowGuidance"
_WIDTHS = {"A": 24, "B": 14, "C": 70}
_INDENTS = {"A": 0, "B": 0, "C": 2}
_TITLE_HEIGHT = 30.0
_FIRST = 4
_PLACE = {category: place for place, category in enumerate(StatusCategory)}
_MOST_STATUSES = 500


@dataclass(frozen=True, slots=True)
class _Scale:
    """A scale: headers, rows of as many cells, the number format of the values, and names of its columns."""

    headers: Sequence[Message | str]
    rows: Sequence[Sequence[Shown]]
    names: Mapping[str, str]
    number_format: str = look.GENERAL


def write_scales_sheet(sheet: Any, content: WorkbookContent, texts: CellTexts) -> None:
    """Fill an empty openpyxl sheet, and name the ranges of the scales in its workbook."""
    cells = PlainCells(sheet, texts)
    _lay_out(sheet, content, cells)
    row = _FIRST
    for scale in (_impact(content), _confidence(), _moscow(), _statuses(content)):
        if scale.rows:
            row = _write(cells, scale, row) + 2


def _lay_out(sheet: Any, content: WorkbookContent, cells: PlainCells) -> None:
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    set_default_height(sheet)
    on_paper(sheet, "portrait", content.settings.name)
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    cells.put("A1", own.SCALES, look.TITLE)
    said = message("Change a value and the list follows. For one step more, insert a row between two steps.")
    cells.put("A2", str(said), look.QUIET)


def _write(cells: PlainCells, scale: _Scale, row: int) -> int:
    """Write a scale under a row; returns its last row."""
    for letter, header in zip("ABC", scale.headers, strict=False):
        cells.header(f"{letter}{row}", str(header), align="right" if letter == "B" else "left", indent=_INDENTS[letter])
    for place, values in enumerate(scale.rows, row + 1):
        _write_row(cells, place, values, scale.number_format)
    last = row + len(scale.rows)
    for name, columns in scale.names.items():
        area = f"{own.SCALES}!${columns[0]}${row + 1}:${columns[-1]}${last}"
        cells.sheet.parent.defined_names[name] = DefinedName(name, attr_text=area)
    return last


def _write_row(cells: PlainCells, row: int, values: Sequence[Shown], number_format: str) -> None:
    for letter, value in zip("ABC", values, strict=False):
        is_number = isinstance(value, float)
        form, align = (number_format, "right") if is_number else (look.GENERAL, "left")
        cells.put(f"{letter}{row}", value, look.BODY, form, align=align, wrap=not is_number, indent=_INDENTS[letter])
    texts = [("" if isinstance(value, float) else str(value or "")) for value in values]
    set_height(cells.sheet, row, height_of(texts, list(_WIDTHS.values())))


def _label(name: str) -> Message:
    return fields.field(name).label


def _impact(content: WorkbookContent) -> _Scale:
    meanings = content.settings.impact_meaning
    return _Scale(
        (_label("impact"), message("Value"), message("What it means here")),
        [[str(step.label), step.value, meanings.get(step.name, "")] for step in IMPACT],
        {own.IMPACT_SCALE: "AB", own.IMPACT_LABELS: "A"},
    )


def _confidence() -> _Scale:
    return _Scale(
        (_label("confidence"), message("Value")),
        [[str(step.label), step.value] for step in CONFIDENCE],
        {own.CONFIDENCE_VALUES: "B"},
        look.PER_CENT[0],
    )


def _moscow() -> _Scale:
    return _Scale(
        (_label("moscow"), message("Guidance"), message("Share of the effort of Must, Should and Could")),
        [[str(moscow_label(category)), GUIDANCE.get(category)] for category in Moscow],
        {own.MOSCOW_LABELS: "A", GUIDANCE_NAME: "B"},
        look.PER_CENT[0],
    )


def _statuses(content: WorkbookContent) -> _Scale:
    """The statuses that items have, in the order in which work goes."""
    found = {row.item.status: _PLACE[row.item.status_category] for row in content.rows if row.item.status}
    in_order = sorted(found, key=lambda status: (found[status], status.casefold()))[:_MOST_STATUSES]
    return _Scale((_label("status"),), [[status] for status in in_order], {own.STATUS_LABELS: "A"})
