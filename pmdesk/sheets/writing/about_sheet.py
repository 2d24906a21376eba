"""The sheet "About this file": what the list is, by which rule it stands, and what is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font

from pmdesk.domain.fields import field
from pmdesk.domain.messages import Message, message
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.heights import RowHeights, set_default_height
from pmdesk.sheets.writing.printing import on_paper
from pmdesk.sheets.writing.texts import CellTexts, needs_quote, set_text

Fact = tuple[str, Message | str | datetime]
_LABEL_WIDTH, _TEXT_WIDTH = 20, 86
_TITLE_HEIGHT = 30.0
_FIRST_FACT = 4


def write_about_sheet(sheet: Any, content: WorkbookContent, texts: CellTexts) -> None:
    """Fill an empty write-only sheet; the last of all, for it tells what had to be changed in the others."""
    _lay_out(sheet, content)
    _write_head(sheet, content, texts)
    heights = RowHeights(sheet, [_TEXT_WIDTH])
    facts = [*_facts(content), *(("Changed texts", note) for note in texts.notes())]
    for row, (label, value) in enumerate(facts, _FIRST_FACT):
        fact = value if isinstance(value, datetime) else texts.fit(str(value))
        heights.fit(row, [str(fact)])
        sheet.append([_cell(sheet, label, look.QUIET), _cell(sheet, fact, look.BODY)])


def _lay_out(sheet: Any, content: WorkbookContent) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _LABEL_WIDTH, _TEXT_WIDTH
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    set_default_height(sheet)
    on_paper(sheet, "portrait", content.settings.name)


def _write_head(sheet: Any, content: WorkbookContent, texts: CellTexts) -> None:
    sheet.append([_cell(sheet, texts.fit(content.settings.name) or "Backlog", look.TITLE, wrap=False)])
    sheet.append([_cell(sheet, texts.fit(content.settings.vision), look.QUIET, wrap=False)])
    sheet.append([])


def _facts(content: WorkbookContent) -> Iterator[Fact]:
    settings = content.settings
    yield "Ranked by", content.framework.label
    yield "Rule", content.framework.rule
    yield "Score", _about_score()
    yield "Rank", message("The order at the time of the export; it does not move when a score changes.")
    yield "Reach", message("People or events {period}.", period=str(field("reach").unit(settings)))
    yield "Effort", message("Of the whole team, in {unit}.", unit=str(field("effort").unit(settings)))
    yield "Items", _about_items(content)
    yield "Not in this file", _about_left_out(content)
    yield "Exported", content.exported.replace(tzinfo=None)
    yield "By", f"PMDesk {content.version}"
    yield "From", content.source.name


def _about_score() -> Message:
    return message(
        "Reach × impact × confidence ÷ effort, computed by this workbook: change a factor and the score "
        "follows. Where a factor is missing, the score stays empty; it never counts as zero."
    )


def _about_items(content: WorkbookContent) -> Message:
    return message(
        "{count} in play: {ranked} ranked, {unranked} not.",
        count=len(content.rows),
        ranked=content.ranked,
        unranked=len(content.rows) - content.ranked,
    )


def _about_left_out(content: WorkbookContent) -> Message:
    closed, other = content.closed, content.other_levels
    return message("{closed} closed, {other} of other levels.", closed=closed, other=other)


def _cell(sheet: Any, value: str | datetime, font: Font, wrap: bool = True) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.font = font
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=wrap)
    if isinstance(value, datetime):
        cell.value, cell.number_format = value, look.MOMENT
    else:
        cell.quotePrefix = needs_quote(value)
        set_text(cell, value)
    return cell
