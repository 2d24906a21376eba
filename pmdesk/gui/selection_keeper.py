"""Keeps a table's cursor and selection on the same items while its model is laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject
from PySide6.QtWidgets import QTableView

from pmdesk.gui.backlog_model import BacklogModel

Span = tuple[int, int, int]


class SelectionKeeper(QObject):
    """Remembers items, not rows: an item that is gone after a reset is no longer selected."""

    def __init__(self, table: QTableView, model: BacklogModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._current: tuple[int, int] | None = None
        self._spans: list[Span] = []
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)

    def _keep(self) -> None:
        index = self._table.currentIndex()
        if not index.isValid():
            return
        self._current = (self._model.item_id_at(index.row()), index.column())
        self._spans = [
            (self._model.item_id_at(row), span.left(), span.right())
            for span in self._table.selectionModel().selection().toList()
            for row in range(span.top(), span.bottom() + 1)
        ]

    def _restore(self) -> None:
        chosen = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        for top, bottom, left, right in self._merged():
            selection.select(self._model.index(top, left), self._model.index(bottom, right))
        self._table.selectionModel().select(selection, chosen.ClearAndSelect)
        self._restore_cursor()

    def _merged(self) -> list[tuple[int, int, int, int]]:
        """The kept cells where they stand now, as blocks: a block for each row would take Qt seconds."""
        rows = [(self._model.row_of(item_id), left, right) for item_id, left, right in self._spans]
        blocks: list[tuple[int, int, int, int]] = []
        for row, left, right in sorted((row, left, right) for row, left, right in rows if row is not None):
            if blocks and blocks[-1][1:] == (row - 1, left, right):
                blocks[-1] = (blocks[-1][0], row, left, right)
            else:
                blocks.append((row, row, left, right))
        return blocks

    def _restore_cursor(self) -> None:
        """Put the cursor back on its item; one that a search hides gets it again when it is shown again."""
        row = self._model.row_of(self._current[0]) if self._current else None
        if self._current and row is not None:
            index = self._model.index(row, self._current[1])
            self._table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._table.scrollTo(index)
