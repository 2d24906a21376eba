"""What Qt's roles ask of a cell and of a column's header."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from pmdesk.domain.records import Item
from pmdesk.gui.grid.cell_texts import CellTexts, header_help
from pmdesk.gui.grid.columns import Column
from pmdesk.gui.text import say
from pmdesk.services.workspace import Workspace

ITEM_ID_ROLE = Qt.ItemDataRole.UserRole + 1


class CellRoles:
    """Answers for the columns of one backlog; None to roles that it does not know."""

    def __init__(self, workspace: Workspace, texts: CellTexts) -> None:
        self._workspace, self._texts = workspace, texts

    def cell(self, item: Item, column: Column, role: int) -> Any:
        """What a role gives for a cell: its text, its value, or how it is shown and told."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts.text(item, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._derived(item, column) if column.spec is None else column.value(item)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._texts.tool_tip(item, column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.header(self._workspace.settings)}: {self._texts.spoken(item, column)}"
        return item.id if role == ITEM_ID_ROLE else None

    def header(self, column: Column, role: int) -> Any:
        """What a role gives for a header; UserRole the column's name."""
        if role == Qt.ItemDataRole.UserRole:
            return column.name
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header(self._workspace.settings)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return say(column.spec.help) if column.spec else header_help(column)
        return None

    def _derived(self, item: Item, column: Column) -> Any:
        if column.name == "rank":
            return self._workspace.ranking.rank(item.id)
        return self._texts.change(item.id) if column.name == "change" else column.value(item)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right_aligned else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
