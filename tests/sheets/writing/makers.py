"""Makers of what goes into a workbook, and readers of what came out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level, Settings
from pmdesk.sheets.writing.content import RankedItem, WorkbookContent
from pmdesk.sheets.writing.ranked_workbook import write_ranked_workbook

EXPORTED = datetime(2027, 1, 31, 14, 5, tzinfo=UTC)
FIRST_ROW = 2


def workbook_of(items: Iterable[Item], framework: str = "rice", **values: Any) -> WorkbookContent:
    """Items, all of them in play, in the order of a framework."""
    by_id = {item.id: item for item in items}
    ranking = Ranking(frameworks()[framework], Level.STANDARD, by_id.values())
    given = {
        "rows": tuple(RankedItem(ranking.rank(item_id), by_id[item_id]) for item_id in ranking),
        "settings": Settings(name="Shop", vision="Any shop takes any payment"),
        "framework": ranking.framework,
        "source": Path("shop.pmdesk"),
        "exported": EXPORTED,
        "version": "1.2.3",
    }
    return WorkbookContent(**{**given, **values})


def written(folder: Path, content: WorkbookContent) -> openpyxl.Workbook:
    """The workbook as another program finds it."""
    target = folder / "out.xlsx"
    write_ranked_workbook(target, content)
    return openpyxl.load_workbook(target)


def column(sheet: Worksheet, name: str) -> list[Any]:
    """The cells of one column under its header."""
    core = ("rank", "key", "title", "reach", "impact", "confidence", "effort", "score", "moscow", "status", "rationale")
    return under(sheet, str(sheet.cell(1, core.index(name) + 1).value))


def under(sheet: Worksheet, header: str) -> list[Any]:
    """The cells of the column with this header."""
    place = [cell.value for cell in sheet[1]].index(header) + 1
    return [sheet.cell(row, place) for row in range(FIRST_ROW, sheet.max_row + 1)]


def values(sheet: Worksheet, name: str) -> list[Any]:
    """The values of one column under its header."""
    return [cell.value for cell in column(sheet, name)]
