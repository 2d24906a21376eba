"""The sheet "About this file": what the list is, by which rule it stands, how to change it and send it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pmdesk.domain.fields import field
from pmdesk.domain.messages import Message, message
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.formulas import MOST_LIVE_RANKS, ranks_are_live
from pmdesk.sheets.writing.heights import height_of, set_default_height, set_height
from pmdesk.sheets.writing.plain_cells import PlainCells
from pmdesk.sheets.writing.printing import on_paper
from pmdesk.sheets.writing.texts import CellTexts

Fact = tuple[str, Message | str | datetime]
_LABEL_WIDTH, _TEXT_WIDTH = 20, 86
_TITLE_HEIGHT = 30.0
_FIRST_FACT = 4


def write_about_sheet(sheet: Any, content: WorkbookContent, texts: CellTexts, notes: Sequence[Message]) -> None:
    """Fill an empty openpyxl sheet; `notes` tell what had to be changed in the texts of the list."""
    _lay_out(sheet, content)
    cells = PlainCells(sheet, texts)
    cells.put("A1", " ".join(content.settings.name.split()) or "Backlog", look.TITLE)
    _put(cells, 2, "Vision", content.settings.vision)
    facts = [*_facts(content), *(("Changed texts", note) for note in notes)]
    for row, (label, value) in enumerate(facts, _FIRST_FACT):
        _put(cells, row, label, value)


def _put(cells: PlainCells, row: int, label: str, value: Message | str | datetime) -> None:
    if value == "":
        return
    cells.put(f"A{row}", label, look.QUIET)
    if isinstance(value, datetime):
        cells.put(f"B{row}", value, number_format=look.MOMENT)
    else:
        cells.put(f"B{row}", str(value), wrap=True)
        set_height(cells.sheet, row, height_of([str(value)], [_TEXT_WIDTH]))


def _lay_out(sheet: Any, content: WorkbookContent) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _LABEL_WIDTH, _TEXT_WIDTH
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    set_default_height(sheet)
    on_paper(sheet, "portrait", content.settings.name)


def _facts(content: WorkbookContent) -> Iterator[Fact]:
    settings = content.settings
    yield "Ranked by", content.framework.label
    yield "Rule", content.framework.rule
    yield "Score", _about_score()
    yield "Rank", _about_rank(content)
    yield "Reach", message("People or events {period}.", period=str(field("reach").unit(settings)))
    yield "Effort", message("Of the whole team, in {unit}.", unit=str(field("effort").unit(settings)))
    yield "To change it", _how_to_change()
    yield "To send it back", _how_to_send_back()
    yield "Never comes back", _what_stays()
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


def _about_rank(content: WorkbookContent) -> Message:
    if ranks_are_live(content):
        return message(
            "Computed by this workbook, too. Equal scores stand by higher confidence, then lower effort, then the "
            "tracker’s order, so that no two items have one rank. Sort by rank to see the new order."
        )
    if content.chosen:
        return message("The rank in the whole backlog at the time of the export; this file has some of its items.")
    return message(
        "The order at the time of the export; it does not move when a score changes. In lists of up to {count} items "
        "ranks are computed, too; in longer ones that would take minutes.",
        count=MOST_LIVE_RANKS,
    )


def _how_to_change() -> Message:
    return message(
        "Type over reach, impact, confidence, effort, MoSCoW, rationale, title and what else is not grey. Add a row "
        "under the last one for a new item. Sorting, filtering and hiding columns do no harm. Steps and values of the "
        "scales are in the sheet “{scales}”.",
        scales=own.SCALES,
    )


def _how_to_send_back() -> Message:
    return message(
        "Save it as .xlsx and send the file. Whoever has the backlog imports it into PMDesk, sees each change as old "
        "and new value, and takes or leaves it. What was changed in the backlog meanwhile is not lost."
    )


def _what_stays() -> Message:
    return message(
        "Ranks and scores, since PMDesk computes them itself; what belongs to the tracker, such as the status of its "
        "issues; and removed rows: they are told, but nothing is deleted."
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
