"""The line in the grid below the last item that fits into the backlog's capacity."""

from __future__ import annotations

from pmdesk.domain.messages import Message, Value, message
from pmdesk.domain.numbers import format_number
from pmdesk.domain.ranking import Group
from pmdesk.domain.scales import EFFORT_UNITS
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.text import number_style, say
from pmdesk.services.capacity import CapacityLine, capacity_line


class CapacityMark:
    """Where the line stands and what it says. It stands in rank order only: elsewhere it would cut nothing off."""

    def __init__(self, document: Document, model: BacklogModel) -> None:
        self._document, self._model = document, model
        self._line: CapacityLine | None = None
        self.text = ""

    def update(self) -> None:
        """Find the line anew, after any change."""
        self._line = capacity_line(self._document.workspace)
        self.text = say(self._said(self._line)) if self._line else ""

    def row(self) -> int | None:
        """The row below which the line stands; -1 above the first, of which none fits; None where there is no line."""
        rows, arrangement = self._model.rows, self._model.rows.arrangement
        if self._line is None or arrangement.sort or arrangement.group_by or rows.held:
            return None
        last = rows.last_row_up_to_rank(self._line.count) if self._line.count else None
        if last is None and rows.count and rows.group_at(0) is Group.RANKED:
            return -1
        return last

    def _said(self, line: CapacityLine) -> Message:
        style, unit = number_style(), say(EFFORT_UNITS[self._document.workspace.settings.effort_unit])
        values: dict[str, Value] = {
            "count": line.count,
            "effort": format_number(line.effort, style),
            "capacity": format_number(line.capacity, style),
            "unit": unit,
        }
        if line.not_estimated:
            return message(
                "fits {count} items, {effort} of {capacity} {unit}, {bare} not estimated",
                one="fits 1 item, {effort} of {capacity} {unit}, {bare} not estimated",
                bare=line.not_estimated,
                **values,
            )
        return message(
            "fits {count} items, {effort} of {capacity} {unit}",
            one="fits 1 item, {effort} of {capacity} {unit}",
            **values,
        )
