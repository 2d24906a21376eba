"""Why a cell takes no typing, told to who tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.columns import COLUMNS, why_read_only
from pmdesk.gui.grid.places import Index

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView


class ReadOnlyNotice:
    """Says it once, until the cursor has stood elsewhere, which `forget` tells."""

    def __init__(self, view: BacklogView, model: BacklogModel) -> None:
        self._view, self._model = view, model
        self._told: tuple[int, str] | None = None

    def forget(self) -> None:
        """The cursor stands elsewhere."""
        self._told = None

    def tell(self, index: Index, event: QEvent | None) -> None:
        """Say why nothing can be typed here, where that is so and somebody meant to."""
        item, column = self._model.item_at(index.row()), COLUMNS[index.column()]
        editable = self._model.flags(index) & Qt.ItemFlag.ItemIsEditable
        if not editable and self._told != (item.id, column.name) and _is_typed(event):
            self._told = item.id, column.name
            self._view.edits.told.emit(why_read_only(column, item))


def _is_typed(event: QEvent | None) -> bool:
    """Whether somebody meant to write: F2, a double click, or a key with a letter, not a modifier alone."""
    if isinstance(event, QKeyEvent):
        return event.key() == Qt.Key.Key_F2 or (event.text().isprintable() and bool(event.text()))
    return isinstance(event, QMouseEvent)
