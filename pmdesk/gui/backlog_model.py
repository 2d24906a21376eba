"""The grid's model: the visible items in their order, found by bisecting sort keys.

The model changes nothing itself: an edit goes to the document as one Change, and what comes back as a ChangeSet is
turned into Qt's signals. While the order is held, rows keep the keys that they had when it was held.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import UserError
from pmdesk.domain.ranking import Group, SortKey
from pmdesk.domain.records import Item, Level
from pmdesk.gui.columns import COLUMN_AT, COLUMNS, Column, missing_texts
from pmdesk.gui.document import Document
from pmdesk.gui.text import number_style, say
from pmdesk.services import editing

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ITEM_ID_ROLE = Qt.ItemDataRole.UserRole + 1
MOVES_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Band:
    """The heading of a group: where it begins among the visible rows, and how many items it has."""

    group: Group
    first_row: int
    rows: int
    count: int
    collapsed: bool


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
        self._collapsed = {Group.OTHER_LEVEL, Group.CLOSED}
        self._needle = ""
        self._haystacks: dict[int, str] = {}
        self._held = False
        self._held_keys: dict[int, SortKey] = {}
        self._keys: list[SortKey] = []
        self._key_of: dict[int, SortKey] = {}
        self._shown: dict[int, Item] = {}
        self._lay_out()
        document.changed.connect(self._on_changed)

    # What the view asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

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
        item_id: int = self._keys[row][-1]
        return item_id

    def row_of(self, item_id: int) -> int | None:
        """The row in which an item stands; None while it is not visible."""
        key = self._key_of.get(item_id)
        return None if key is None else bisect_left(self._keys, key)

    def group_at(self, row: int) -> Group:
        """The group in which a row stands."""
        return Group(self._keys[row][0])

    def ranked(self, item_id: int) -> bool:
        """Whether an item is ranked now, wherever its row still stands."""
        return self._workspace.ranking.rank(item_id) is not None

    def in_play(self, row: int) -> bool:
        """Whether a row's item takes part in the ranking."""
        return self.group_at(row) in (Group.RANKED, Group.UNRANKED)

    def bands(self) -> list[Band]:
        """The headings of the groups that have items, in order; the ranked group needs none."""
        found = []
        for group in (Group.UNRANKED, Group.OTHER_LEVEL, Group.CLOSED):
            start = bisect_left(self._keys, (int(group),))
            rows = bisect_left(self._keys, (int(group) + 1,)) - start
            count = rows or (0 if self._needle else self._workspace.ranking.count(group))
            if count:
                found.append(Band(group, start, rows, count, rows == 0))
        return found

    def other_levels(self, band: Band) -> Counter[Level]:
        """How many items of each level stand under the heading of other levels."""
        if band.rows:
            return Counter(self.item_at(row).level for row in range(band.first_row, band.first_row + band.rows))
        ranking, items = self._workspace.ranking, self._workspace.items
        return Counter(items[ranking.id_at(place)].level for place in range(*ranking.bounds(band.group)))

    def top_score(self) -> float:
        """The highest RICE score in play: what the score bars are measured by."""
        ranking = self._workspace.ranking_by("rice")
        if not ranking.count(Group.RANKED):
            return 0.0
        return rice.score(self._workspace.items[ranking.id_at(0)]) or 0.0

    def toggle_group(self, group: Group) -> None:
        """Fold a group, or unfold it."""
        self._collapsed ^= {group}
        self._reset()

    def reveal(self, item_id: int) -> int | None:
        """Make an item visible, unfolding its group and leaving the search where needed; returns its row."""
        if item_id not in self._workspace.items:
            return None
        if self.row_of(item_id) is None:
            self._collapsed -= {self._workspace.ranking.group(item_id)}
            self._reset()
        if self.row_of(item_id) is None and self._needle:
            self.search("")
            self.search_left.emit()
        return self.row_of(item_id)

    @property
    def needle(self) -> str:
        """The text that is searched for."""
        return self._needle

    def search(self, text: str) -> None:
        """Show only items whose key, title, description, labels or assignee contain every word of `text`."""
        needle = " ".join(text.casefold().split())
        if needle != self._needle:
            self._needle = needle
            self._reset()

    @property
    def held(self) -> bool:
        """Whether rows keep their places."""
        return self._held

    def hold_order(self, held: bool) -> None:
        """Keep rows where they are while ranks go on changing, or apply the order in one step."""
        if held != self._held:
            self._held = held
            self._hold()
            if not held:
                self._reset()

    def _hold(self) -> None:
        """Keep the order of all items as it is now, visible or not."""
        ranking = self._workspace.ranking
        self._held_keys = {item_id: ranking.key(item_id) for item_id in ranking} if self._held else {}

    def _key(self, item_id: int) -> SortKey:
        """What an item stands by: its key of now, or of when the order was held."""
        return self._held_keys.get(item_id) or self._workspace.ranking.key(item_id)

    # How changes come in

    def _on_changed(self, changes: ChangeSet) -> None:
        for item_id in (*changes.edited, *changes.deleted):
            self._haystacks.pop(item_id, None)
        if self._held and (changes.framework or self._workspace.ranking.level is not self._level):
            self._hold()  # keys of another framework or level do not compare with the new ones
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
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(COLUMNS) - 1))
        self.relaid.emit()
        self.moved.emit([*moved, *changes.created])

    def _place(self, item_id: int) -> bool:
        """Bring one row to where its item stands now; returns whether it went elsewhere."""
        known = item_id in self._key_of
        key = self._key(item_id)
        if not known and not self._matches(item_id):
            return False
        if Group(key[0]) in self._collapsed and not self._needle:
            self._remove(item_id)
            return False
        if not known:
            self._insert(item_id, key)
            return True
        return self._move(item_id, key)

    def _move(self, item_id: int, key: SortKey) -> bool:
        old = bisect_left(self._keys, self._key_of[item_id])
        new = bisect_left(self._keys, key)
        self._key_of[item_id] = key
        if new in (old, old + 1):
            self._keys[old] = key
            return False
        self.beginMoveRows(_NOWHERE, old, old, _NOWHERE, new)
        del self._keys[old]
        self._keys.insert(new - (new > old), key)
        self.endMoveRows()
        return True

    def _insert(self, item_id: int, key: SortKey) -> None:
        row = bisect_left(self._keys, key)
        self.beginInsertRows(_NOWHERE, row, row)
        self._keys.insert(row, key)
        self._key_of[item_id] = key
        self.endInsertRows()

    def _remove(self, item_id: int) -> None:
        row = self.row_of(item_id)
        if row is not None:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._keys[row]
            del self._key_of[item_id]
            self.endRemoveRows()

    def _reset(self) -> None:
        self.beginResetModel()
        self._lay_out()
        self.endResetModel()
        self.relaid.emit()

    def _lay_out(self) -> None:
        """Take the visible items anew; while the order is held, those that were there keep their keys."""
        ranking = self._workspace.ranking
        self._level = ranking.level
        keys = [self._key(item_id) for item_id in self._visible(ranking)]
        self._keys = sorted(keys) if self._held else keys
        self._key_of = {key[-1]: key for key in self._keys}
        self._shown = dict(self._workspace.items)

    def _visible(self, item_ids: Iterable[int]) -> Iterable[int]:
        if self._needle:
            return [item_id for item_id in item_ids if self._matches(item_id)]
        return [item_id for item_id in item_ids if self._key(item_id)[0] not in self._collapsed]

    def _matches(self, item_id: int) -> bool:
        haystack = self._haystack(item_id) if self._needle else ""
        return all(word in haystack for word in self._needle.split())

    def _haystack(self, item_id: int) -> str:
        text = self._haystacks.get(item_id)
        if text is None:
            item = self._workspace.items[item_id]
            parts = (item.key, *item.former_keys, item.title, item.description, *item.labels, item.assignee)
            text = self._haystacks[item_id] = "\n".join(parts).casefold()
        return text

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
