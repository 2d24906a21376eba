"""Colours that follow the cells of the sheet "Backlog", so that they stay true when somebody changes a value."""

from __future__ import annotations

from typing import Any

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Color

from pmdesk.domain.records import Moscow
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing import look
from pmdesk.sheets.writing.content import WorkbookContent
from pmdesk.sheets.writing.layout import FIRST_ROW, Layout


def add_rules(sheet: Any, content: WorkbookContent, layout: Layout) -> None:
    """MoSCoW colours, a bar on the score, and a quiet font for what is not ranked."""
    for place, category in enumerate(Moscow, 1):
        sheet.conditional_formatting.add(layout.area("moscow"), _chip_rule(layout, place, category))
    blanks = ",".join(f'${layout.letter(name)}{FIRST_ROW}=""' for name in content.framework.factors)
    unranked = Rule(type="expression", formula=[f"OR({blanks})"], dxf=look.muted())
    sheet.conditional_formatting.add(layout.area(layout.columns[0].name, layout.columns[-1].name), unranked)
    ends = [FormatObject(type="num", val=0), FormatObject(type="max")]
    bar = Rule(type="dataBar", dataBar=DataBar(cfvo=ends, color=Color(look.BAR), showValue=True))
    sheet.conditional_formatting.add(layout.area("score"), bar)


def _chip_rule(layout: Layout, place: int, category: Moscow) -> Rule:
    """A name stands for the other sheet, which a rule may not refer to itself."""
    formula = f"${layout.letter('moscow')}{FIRST_ROW}=INDEX({own.MOSCOW_LABELS},{place})"
    return Rule(type="expression", formula=[formula], dxf=look.chip(category))
