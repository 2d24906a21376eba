"""What is done with the selected cells: cleared, filled, copied, cut, pasted, dragged out; each edit one Change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDrag, QGuiApplication

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Item
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.clipboard import as_tsv, from_tsv
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS, Column
from pmdesk.gui.text import number_style
from pmdesk.services import editing
from pmdesk.services.pasting import PastePlan, Target, plan_fill, plan_paste
from pmdesk.services.sharing import as_html_table, as_jql

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView

Cells = Iterator[tuple[Item, Column]]
_TITLE = COLUMN_AT["title"]


class GridEdits(QObject):
    """Acts on the selection of one view. `asked` shows a paste that is not complete, before anything is pasted.

    `told` says what was copied, or why nothing was.
    """

    asked = Signal(object)
    told = Signal(object)

    def __init__(self, view: BacklogView, document: Document, model: BacklogModel) -> None:
        super().__init__(view)
        self._view, self._document, self._model = view, document, model

    # The selected cells

    def _places(self) -> list[int]:
        """The shown columns with a selected cell, from left to right."""
        blocks = self._view.keeper.blocks()
        return [
            place for place in self._view.columns.shown() if any(left <= place <= right for _, _, left, right in blocks)
        ]

    def _cells(self) -> Cells:
        """The selected cells of shown columns, column by column, each from top to bottom."""
        blocks = self._view.keeper.blocks()
        for place in self._places():
            rows = {
                row for top, bottom, left, right in blocks if left <= place <= right for row in range(top, bottom + 1)
            }
            for row in sorted(rows):
                yield self._model.item_at(row), COLUMNS[place]

    def _editable(self) -> Cells:
        return ((item, column) for item, column in self._cells() if column.spec and column.spec.may_edit(item))

    # Clearing and filling

    def clear(self) -> None:
        """Empty the selected cells that the user owns. A title stays: no item is without one."""
        cells = [(item, column.name) for item, column in self._editable() if column.name != "title"]
        if cells:
            self._document.apply(editing.clear_cells(cells))

    def fill_down(self) -> None:
        """Put the topmost selected value of each column into the cells below it; of one row, the value above it."""
        columns: dict[str, list[Item]] = {}
        for item, column in self._cells():
            if column.spec is not None:
                columns.setdefault(column.name, []).append(item)
        top = min((block[0] for block in self._view.keeper.blocks()), default=0)
        if top > 0 and all(len(items) == 1 for items in columns.values()):
            above = self._model.item_at(top - 1)
            columns = {name: [above, *items] for name, items in columns.items()}
        change = editing.fill_down(columns)
        if change.edits:
            self._document.apply(change)

    def fill(self, text: str) -> None:
        """Put one typed text into every selected cell."""
        self._paste(self._fill_plan(text))

    def _fill_plan(self, text: str) -> PastePlan:
        cells = [(item, column.name) for item, column in self._cells()]
        return plan_fill(cells, text, number_style(), self._shown)

    # Copying

    def copy(self) -> None:
        """Copy the selected cells as tab-separated text, as they are read."""
        if self._view.selectionModel().hasSelection():
            QGuiApplication.clipboard().setText(self.copied_text())

    def copied_text(self) -> str:
        """The selected cells as tab-separated text; cells between them that are not selected are empty."""
        return as_tsv(self._grid())

    def _grid(self) -> list[list[str]]:
        blocks, places = self._view.keeper.blocks(), self._places()
        rows = sorted({row for top, bottom, _, _ in blocks for row in range(top, bottom + 1)})
        return [[self._copied(row, place, blocks) for place in places] for row in rows]

    def _copied(self, row: int, place: int, blocks: Sequence[tuple[int, int, int, int]]) -> str:
        if not any(top <= row <= bottom and left <= place <= right for top, bottom, left, right in blocks):
            return ""
        return self._whole_text(self._model.item_at(row), COLUMNS[place])

    def _whole_text(self, item: Item, column: Column) -> str:
        """A cell with its line breaks, which the grid shows on one line."""
        value = column.value(item)
        return value if isinstance(value, str) and column.spec else self._model.cell_text(item, column)

    def cut(self) -> None:
        """Copy the selected cells, then empty those that the user owns."""
        self.copy()
        self.clear()

    def copy_html(self) -> None:
        """Copy the selected rows as a table for slides, mail and wiki pages, with the header above."""
        places = self._row_places()
        items = self._view.selected_items()
        if not items:
            return
        columns = [COLUMNS[place] for place in places]
        rows = [[self._model.cell_text(item, column) for column in columns] for item in items]
        right = {at for at, column in enumerate(columns) if column.right_aligned}
        header = [column.header(self._document.workspace.settings) for column in columns]
        data = QMimeData()
        data.setHtml(as_html_table(header, rows, right))
        data.setText(as_tsv([header, *rows]))
        QGuiApplication.clipboard().setMimeData(data)
        self.told.emit(message("Copied {count} items as a table.", one="Copied 1 item as a table.", count=len(items)))

    def copy_jql(self) -> None:
        """Copy the query that finds the selected items in the tracker."""
        found = as_jql(self._view.selected_items())
        if found.count:
            QGuiApplication.clipboard().setText(found.text)
        self.told.emit(_about_jql(found.count, found.left_out))

    def _row_places(self) -> list[int]:
        """The shown columns of whole rows; the arrows of rank changes mean nothing elsewhere."""
        return [place for place in self._view.columns.shown() if COLUMNS[place].name != "change"]

    def drag_out(self) -> None:
        """Drag the selected rows out as tab-separated text."""
        rows = self._view.selected_rows()
        drag, data = QDrag(self._view), QMimeData()
        data.setText(self._model.table_text(rows, self._row_places()))
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

    # Pasting

    def paste(self) -> None:
        """Paste tab-separated text. What cannot be is told first, and the good cells only pasted when told so."""
        text = QGuiApplication.clipboard().text()
        if text and self._view.keeper.blocks():
            self._paste(self._paste_plan(from_tsv(text)))

    def _paste_plan(self, block: list[list[str]]) -> PastePlan:
        blocks = self._view.keeper.blocks()
        if len(block) == 1 and len(block[0]) == 1:
            return self._fill_plan(block[0][0])
        top, bottom = min(one[0] for one in blocks), max(one[1] for one in blocks)
        shown, places = self._view.columns.shown(), self._places()
        target = Target(
            items=[self._model.item_at(row) for row in range(top, self._rows_reached(top, bottom, len(block)))],
            columns=[COLUMNS[place].name for place in shown[shown.index(places[0]) :]],
            rows=bottom - top + 1,
            width=shown.index(places[-1]) - shown.index(places[0]) + 1,
            shown=self._shown,
        )
        return plan_paste(block, target, number_style())

    def _rows_reached(self, top: int, bottom: int, height: int) -> int:
        """The end of the rows that a block of some height may fill."""
        return min(max(bottom + 1, top + height), self._model.rowCount())

    def _shown(self, item: Item, name: str) -> str:
        return self._whole_text(item, COLUMNS[COLUMN_AT[name]])

    def _paste(self, plan: PastePlan) -> None:
        if not plan.complete:
            self.asked.emit(plan)
        elif plan.cells:
            self.apply(plan)

    def apply(self, plan: PastePlan) -> None:
        """Paste the cells of a plan that take their text."""
        change = plan.change()
        if change.edits:
            self._document.apply(change)


def _about_jql(count: int, left_out: int) -> Message:
    if not count:
        return message("None of these items came from the tracker, so there is nothing to search for there.")
    if left_out:
        return message(
            "Copied a query for {count} issues; {others} made in PMDesk are left out.",
            one="Copied a query for 1 issue; {others} made in PMDesk are left out.",
            count=count,
            others=left_out,
        )
    return message("Copied a query for {count} issues.", one="Copied a query for 1 issue.", count=count)
