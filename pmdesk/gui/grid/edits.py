"""What is done with the selected cells: cleared, filled, copied, cut, pasted, dragged out; each edit one Change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDrag, QGuiApplication

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Item
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.clipboard import as_tsv, from_tsv
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS, Column
from pmdesk.gui.grid.selection_keeper import merged
from pmdesk.gui.text import number_style
from pmdesk.services import editing
from pmdesk.services.pasting import PastePlan, Target, plan_fill, plan_paste
from pmdesk.services.sharing import as_html_table, as_jql

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView

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

    def _spans(self, place: int) -> tuple[range, ...]:
        """The rows that are selected in a column, in order, as runs."""
        blocks = (
            (top, bottom, 0, 0) for top, bottom, left, right in self._view.keeper.blocks() if left <= place <= right
        )
        return tuple(range(top, bottom + 1) for top, bottom, _, _ in merged(blocks))

    def _columns(self) -> Iterator[tuple[Column, list[Item]]]:
        """The shown columns with a selected cell, each with the items of these cells from top to bottom."""
        known: dict[tuple[range, ...], list[Item]] = {}
        for place in self._places():
            spans = self._spans(place)
            if spans not in known:
                known[spans] = [item for span in spans for item in self._model.items_in(span)]
            yield COLUMNS[place], known[spans]

    # Clearing and filling

    def clear(self) -> None:
        """Empty the selected cells that the user owns. A title stays: no item is without one."""
        columns = {column.name: items for column, items in self._columns() if column.spec and column.name != "title"}
        self._document.work_out(lambda: editing.clear_columns(columns), _count(columns))

    def fill_down(self) -> None:
        """Put the topmost selected value of each column into the cells below it; of one row, the value above it."""
        columns = {column.name: items for column, items in self._columns() if column.spec is not None}
        if all(len(items) == 1 for items in columns.values()):
            columns = {name: [*self._above(items[0]), *items] for name, items in columns.items()}
        self._document.work_out(lambda: editing.fill_down(columns), _count(columns))

    def _above(self, item: Item) -> list[Item]:
        """The item in the row above another; none above the first."""
        row = self._model.row_of(item.id)
        return [self._model.item_at(row - 1)] if row else []

    def fill(self, text: str) -> None:
        """Put one typed text into every selected cell."""
        self._paste(self._fill_plan(text))

    def _fill_plan(self, text: str) -> PastePlan:
        cells = ((item, column.name) for column, items in self._columns() for item in items)
        return plan_fill(cells, text, number_style(), self._shown)

    # Copying

    def copy(self) -> None:
        """Copy the selected cells as tab-separated text, as they are read."""
        if self._places():
            QGuiApplication.clipboard().setText(self.copied_text())

    def copied_text(self) -> str:
        """The selected cells as tab-separated text; cells between them that are not selected are empty."""
        return as_tsv(self._grid())

    def _grid(self) -> Sequence[Sequence[str]]:
        rows, places, whole = self._extent()
        if whole:
            columns = (_texts(column, items, self._whole_text) for column, items in self._columns())
            return list(zip(*columns, strict=True))
        blocks = self._view.keeper.blocks()
        return [[self._copied(row, place, blocks) for place in places] for row in rows]

    def _copied(self, row: int, place: int, blocks: Sequence[tuple[int, int, int, int]]) -> str:
        if not any(top <= row <= bottom and left <= place <= right for top, bottom, left, right in blocks):
            return ""
        return self._whole_text(self._model.item_at(row), COLUMNS[place])

    def _whole_text(self, item: Item, column: Column) -> str:
        """A cell with its line breaks, which the grid shows on one line."""
        value = column.value(item)
        return value if type(value) is str and column.spec else self._model.texts.copied(item, column)

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
        rows = list(zip(*(_texts(column, items, self._model.texts.copied) for column in columns), strict=True))
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
        if text and self._places():
            self._paste(self._paste_plan(from_tsv(text)))

    def _paste_plan(self, block: list[list[str]]) -> PastePlan:
        if len(block) == 1 and len(block[0]) == 1:
            return self._fill_plan(block[0][0])
        return plan_paste(block, self._target(len(block), len(block[0])), number_style())

    def _target(self, height: int, width: int) -> Target:
        """Where a block of some size goes. Separate rows take it where it fits them; never is a cell between them hit.

        A selection that is no whole block takes it from its first cell on, as if that was selected alone.
        """
        rows, places, whole = self._extent()
        shown = self._view.columns.shown()
        first = shown.index(places[0])
        apart = rows[-1] - rows[0] >= len(rows) or shown.index(places[-1]) - first >= len(places)
        if whole and apart and not (len(rows) % height or len(places) % width):
            return self._target_of(rows, places, len(rows), len(places))
        tall, wide = (1, 1) if apart or not whole else (len(rows), len(places))
        end = min(rows[0] + max(tall, height), self._model.rowCount())
        return self._target_of(range(rows[0], end), shown[first:], tall, wide)

    def _target_of(self, rows: Iterable[int], places: Iterable[int], tall: int, wide: int) -> Target:
        items, names = [self._model.item_at(row) for row in rows], [COLUMNS[place].name for place in places]
        return Target(items, names, tall, wide, self._shown)

    def _extent(self) -> tuple[list[int], list[int], bool]:
        """The rows and shown columns with a selected cell, and whether all the cells where they cross are selected."""
        places = self._places()
        by_place = [self._spans(place) for place in places]
        runs = merged((span.start, span.stop - 1, 0, 0) for spans in set(by_place) for span in spans)
        rows = [row for top, bottom, _, _ in runs for row in range(top, bottom + 1)]
        return rows, places, all(spans == by_place[0] for spans in by_place)

    def _shown(self, item: Item, name: str) -> str:
        return self._whole_text(item, COLUMNS[COLUMN_AT[name]])

    def _paste(self, plan: PastePlan) -> None:
        if not plan.complete:
            self.asked.emit(plan)
        elif plan.cells:
            self.apply(plan)

    def apply(self, plan: PastePlan) -> None:
        """Paste the cells of a plan that take their text; what lies beyond the selection is selected with it."""
        items = self._document.workspace.items
        self._select(plan)
        self._document.work_out(lambda: plan.change(items), plan.good)

    def _select(self, plan: PastePlan) -> None:
        """Select the cells of a plan, unless all that is selected holds as many: then it is filled, not left."""
        rows, places, _ = self._extent()
        if len(plan.cells) <= len(rows) * len(places):
            return
        rows_of: dict[str, set[int]] = {}
        for item, name, _ in plan.cells:
            row = self._model.row_of(item.id)
            if row is not None:
                rows_of.setdefault(name, set()).add(row)
        self._view.keeper.select(
            merged((row, row, COLUMN_AT[name], COLUMN_AT[name]) for name, reached in rows_of.items() for row in reached)
        )


def _count(columns: Mapping[str, Sequence[Item]]) -> int:
    return sum(map(len, columns.values()))


def _texts(column: Column, items: Iterable[Item], text_of: Callable[[Item, Column], str]) -> list[str]:
    """What the cells of a column say; of a field each value is written only once."""
    if column.spec is None:
        return [text_of(item, column) for item in items]
    texts: list[str] = []
    known: dict[Any, str] = {}
    for item in items:
        value = column.value(item)
        text = known.get(value)
        if text is None:
            text = known[value] = text_of(item, column)
        texts.append(text)
    return texts


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
