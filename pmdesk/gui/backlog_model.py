"""The grid's model: the visible items in their order, found by bisecting sort keys.

The model changes nothing itself: an edit goes to the document as one Change, and what comes back as a ChangeSet is
turned into Qt's signals. While the order is held, rows keep the keys that they had when it was held.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import UserError
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item, Level
from pmdesk.gui.columns import COLUMN_AT, COLUMNS, Column, missing_texts
from pmdesk.gui.document import Document
from pmdesk.gui.text import number_style, say
from pmdesk.gui.visible_rows import Band, VisibleRows
from pmdesk.services import editing

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ITEM_ID_ROLE = Qt.ItemDataRole.UserRole + 1
MOVES_AT_MOST = 8


class BacklogModel(QAbstractTableModel):
    """One row a visible item; group headings are painted by the view and are no rows.

    `moved` tells the ids of rows that changed their place; `relaid` that rows or bands may stand elsewhere.
    """

    moved = Signal(object)
    relaid = Signal()
    search_left = Signal()
    invalid = Signal(QModelIndex, object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._workspace = document.workspace
        self._rows = VisibleRows(document.workspace)
        self._shown = dict(document.workspace.items)
        document.changed.connect(self._on_changed)

    # What the view asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows.keys)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item, column = self.item_at(index.row()), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell_text(item, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._workspace.ranking.rank(item.id) if column.name == "rank" else column.value(item)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(item, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.header(self._workspace.settings)}: {self.cell_text(item, column)}"
        return item.id if role == ITEM_ID_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.UserRole:
            return column.name
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header(self._workspace.settings)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return say(column.spec.help) if column.spec else self._derived_help(column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        spec = COLUMNS[index.column()].spec
        editable = spec is not None and spec.may_edit(self.item_at(index.row()))
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take typed text or a typed value: one Change to the document, or False and `invalid` with the reason."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        item, column = self.item_at(index.row()), COLUMNS[index.column()]
        try:
            if column.spec is None or not column.spec.may_edit(item):
                raise editing.read_only(column.name, item)
            taken = column.spec.take(value, number_style())
        except UserError as fault:
            self.invalid.emit(index, fault.message)
            return False
        return taken == column.value(item) or self._document.apply(editing.set_values([item], {column.name: taken}))

    def cell_text(self, item: Item, column: Column) -> str:
        """A cell as it is read; cells of missing factors are empty."""
        if column.name != "rank":
            return column.text(item)
        rank = self._workspace.ranking.rank(item.id)
        return "–" if rank is None else str(rank)

    def hint(self, item: Item, column: Column) -> tuple[str, ...]:
        """What stands muted in an empty cell of an item in play, longest wording first.

        An item that nobody has begun to score stays calm: only its score cell says so.
        """
        missing = rice.missing(item)
        untouched = len(missing) == len(rice.FACTORS)
        if column.name == "score":
            return (self.tr("not scored yet"),) if untouched else missing_texts(missing)
        if not column.factor:
            return ("",)
        return ("–" if untouched else self.tr("missing"),)

    # What the window asks

    def item_at(self, row: int) -> Item:
        """The item in a row, as the model last told it: a row that is just being removed still has one."""
        return self._shown[self.item_id_at(row)]

    def item_id_at(self, row: int) -> int:
        """The id of the item in a row."""
        return self._rows.item_id_at(row)

    def row_of(self, item_id: int) -> int | None:
        """The row in which an item stands; None while it is not visible."""
        return self._rows.row_of(item_id)

    def group_at(self, row: int) -> Group:
        """The group in which a row stands."""
        return self._rows.group_at(row)

    def ranked(self, item_id: int) -> bool:
        """Whether an item is ranked now, wherever its row still stands."""
        return self._workspace.ranking.rank(item_id) is not None

    def in_play(self, row: int) -> bool:
        """Whether a row's item takes part in the ranking."""
        return self.group_at(row) in (Group.RANKED, Group.UNRANKED)

    def bands(self) -> list[Band]:
        """The headings of the groups that have items, in order."""
        return self._rows.bands()

    def other_levels(self, band: Band) -> Counter[Level]:
        """How many items of each level stand under the heading of other levels."""
        return self._rows.other_levels(band)

    def top_score(self) -> float:
        """The highest RICE score in play: what the score bars are measured by."""
        ranking = self._workspace.ranking_by("rice")
        if not ranking.count(Group.RANKED):
            return 0.0
        return rice.score(self._workspace.items[ranking.id_at(0)]) or 0.0

    def toggle_group(self, group: Group) -> None:
        """Fold a group, or unfold it."""
        self._rows.toggle(group)
        self._reset()

    def reveal(self, item_id: int) -> int | None:
        """Make an item visible, unfolding its group and leaving the search where needed; returns its row."""
        if item_id not in self._workspace.items:
            return None
        if self.row_of(item_id) is None:
            self._rows.unfold(item_id)
            self._reset()
        if self.row_of(item_id) is None:
            self.search("")
            self.search_left.emit()
        return self.row_of(item_id)

    @property
    def needle(self) -> str:
        """The text that is searched for."""
        return self._rows.needle

    def search(self, text: str) -> None:
        """Show only items whose key, title, description, labels or assignee contain every word of `text`."""
        if self._rows.search(text):
            self._reset()

    @property
    def held(self) -> bool:
        """Whether rows keep their places."""
        return self._rows.held

    def hold_order(self, held: bool) -> None:
        """Keep rows where they are while ranks go on changing, or apply the order in one step."""
        if held != self._rows.held:
            self._rows.hold(held)
            if not held:
                self._reset()

    # How changes come in

    def _on_changed(self, changes: ChangeSet) -> None:
        self._rows.follow((*changes.edited, *changes.deleted), framework=changes.framework)
        if changes.settings:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if (
            changes.structure
            or changes.framework
            or changes.settings
            or len(changes.edited) + len(changes.created) + len(changes.deleted) > MOVES_AT_MOST
        ):
            self._reset()
        else:
            self._move_rows(changes)

    def _move_rows(self, changes: ChangeSet) -> None:
        items = self._workspace.items
        self._shown.update({item_id: items[item_id] for item_id in (*changes.edited, *changes.created)})
        for item_id in changes.deleted:
            self._remove(item_id)
            self._shown.pop(item_id, None)
        for item_id in changes.created:
            self._place(item_id)
        moved = [item_id for item_id in changes.edited if self._place(item_id)]
        if self._rows.keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows.keys) - 1, len(COLUMNS) - 1))
        self.relaid.emit()
        self.moved.emit([*moved, *changes.created])

    def _place(self, item_id: int) -> bool:
        """Bring one row to where its item stands now; returns whether it went elsewhere."""
        if self.row_of(item_id) is None:
            return self._rows.visible(item_id) and self._insert(item_id)
        if self._rows.folded(item_id):
            self._remove(item_id)
            return False
        return self._move(item_id)

    def _move(self, item_id: int) -> bool:
        old, new = self.row_of(item_id), self._rows.place_of(self._rows.key(item_id))
        if old is None or new in (old, old + 1):
            self._rows.move(item_id)
            return False
        self.beginMoveRows(_NOWHERE, old, old, _NOWHERE, new)
        self._rows.move(item_id)
        self.endMoveRows()
        return True

    def _insert(self, item_id: int) -> bool:
        row = self._rows.place_of(self._rows.key(item_id))
        self.beginInsertRows(_NOWHERE, row, row)
        self._rows.insert(item_id)
        self.endInsertRows()
        return True

    def _remove(self, item_id: int) -> None:
        row = self.row_of(item_id)
        if row is not None:
            self.beginRemoveRows(_NOWHERE, row, row)
            self._rows.remove(item_id)
            self.endRemoveRows()

    def _reset(self) -> None:
        self.beginResetModel()
        self._rows.lay_out()
        self._shown = dict(self._workspace.items)
        self.endResetModel()
        self.relaid.emit()

    def _tool_tip(self, item: Item, column: Column) -> str | None:
        if column.name == "score" and rice.score(item) is None and not item.closed:
            return missing_texts(rice.missing(item))[0]
        return None

    def _derived_help(self, column: Column) -> str:
        if column.name == "rank":
            return self.tr("Rank by the framework that is chosen above; 1 comes first")
        return self.tr("Reach × impact × confidence ÷ effort")


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right_aligned else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


__all__ = ["COLUMN_AT", "ITEM_ID_ROLE", "BacklogModel", "Band"]
