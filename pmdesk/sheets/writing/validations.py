"""What may be typed into the sheet "Backlog": drop-downs from the scales, numbers, nothing where the sheet computes."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from pmdesk.domain.messages import Message, message
from pmdesk.domain.values import LARGEST
from pmdesk.sheets import own_workbook as own
from pmdesk.sheets.writing.layout import Layout

_TITLE_LIMIT, _TEXT_LIMIT = 32, 255


def add_validations(sheet: Any, layout: Layout, statuses: bool) -> None:
    """Give the columns of an openpyxl sheet their rules; `statuses` says whether the sheet "Scales" has any."""
    _list(sheet, layout, "impact", own.IMPACT_LABELS, message("Any number above 0 counts, too."))
    _list(sheet, layout, "confidence", own.CONFIDENCE_VALUES, message("Anything from 0% to 100% counts, too."))
    _list(sheet, layout, "moscow", own.MOSCOW_LABELS)
    if statuses and layout.has("status"):
        _list(sheet, layout, "status", own.STATUS_LABELS, message("No item has this status so far."))
    _number(sheet, layout, "reach", message("Reach is a number, 0 or more."))
    _number(sheet, layout, "effort", message("Effort is a number above 0; empty means not estimated."))
    _refuse_typing(sheet, layout)


def _list(sheet: Any, layout: Layout, name: str, choices: str, others: Message | None = None) -> None:
    """A drop-down. `others` says what else may stand there: it is then asked about, else refused."""
    rule = DataValidation("list", choices, allow_blank=True)
    rule.errorStyle = "warning" if others else "stop"
    said = others or message("Choose one of the list; it stands in the sheet “{sheet}”.", sheet=own.SCALES)
    _add(sheet, rule, layout.area(name), message("Not in the list"), said)


def _number(sheet: Any, layout: Layout, name: str, said: Message) -> None:
    rule = DataValidation("decimal", "0", f"{LARGEST:.0f}", allow_blank=True, operator="between")
    _add(sheet, rule, layout.area(name), message("Not a number"), said)


def _refuse_typing(sheet: Any, layout: Layout) -> None:
    """In the place of sheet protection, which would keep the table from growing."""
    rule = DataValidation("custom", "FALSE", allow_blank=False)
    said = message("This cell follows from the others. Change reach, impact, confidence, effort or MoSCoW instead.")
    computed = [layout.area(column.name) for column in layout.columns if column.computed]
    _add(sheet, rule, " ".join(computed), message("Computed"), said)


def _add(sheet: Any, rule: DataValidation, area: str, title: Message, said: Message) -> None:
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = str(title)[:_TITLE_LIMIT], str(said)[:_TEXT_LIMIT]
    for one in area.split():
        rule.add(one)
    sheet.add_data_validation(rule)
