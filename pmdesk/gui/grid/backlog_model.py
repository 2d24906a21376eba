"""The grid's model: the visible items in their order, found by bisecting sort keys.

The model changes nothing itself: an edit goes to the document as one Change, and what comes back as a ChangeSet is
turned into Qt's signals. A row that goes elsewhere is told by `shifted` and one dataChanged, never by moving rows:
Qt takes seconds to move one row under a large selection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item, Level
from pmdesk.gui.document import Document
from pmdesk.gui.grid.cell_roles import CellRoles
from pmdesk.gui.grid.cell_texts import CellTexts
from pmdesk.gui.grid.clipboard import as_tsv
from pmdesk.gui.grid.columns import COLUMNS, Column
from pmdesk.gui.grid.row_bands import Band, BandKey
from pmdesk.gui.grid.row_search import Found
from pmdesk.gui.grid.row_steps import follow_items, insert_item, tell_rows
from pmdesk.gui.grid.visible_rows import VisibleRows
from pmdesk.gui.text import number_style
from pmdesk.services import editing

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
MOVES_AT_MOST = 32
_READ_ONLY = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemNeverHasChildren
    | Qt.ItemFlag.ItemIsDragEnabled
)
_EDITABLE = _READ_ONLY | Qt.ItemFlag.ItemIsEditable


class BacklogModel(QAbstractTableModel):
    """One row a visible item; group headings are painted by the view and are no rows.

    `shifted` tells, in order, which rows went from where to where; `moved` the ids of their items; `relaid` that
    rows or headings may stand elsewhere; `arranged` that another arrangement is shown; `refiltered` that the items
    that no longer match became other ones. `describe_row` says what the view shows between the rows.
    """

    moved = Signal(object)
    shifted = Signal(object)
    relaid = Signal()
    arranged = Signal()
    refiltered = Signal()
    invalid = Signal(QModelIndex, object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._workspace = document.workspace
        self._items: Mapping[int, Item] = document.workspace.items
        self._leaving: Mapping[int, Item] = {}
        self.rows = VisibleRows(document.workspace)
        self.texts = CellTexts(document.workspace, self.rows)
        self._roles = CellRoles(document.workspace, self.texts)
        self.describe_row: Callable[[int], str] | None = None
        self._wanted: Arrangement | None = None
        self._search: Iterator[Found | None] = iter(())
        self._next_slice = QTimer(self, singleShot=True, interval=0)
        self._next_slice.timeout.connect(self._search_on)
        document.changed.connect(self._on_changed)

    # What the view asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.rows.count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item, column = self.item_at(index.row()), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.describe_row(index.row()) if self.describe_row else None
        return self._roles.cell(item, column, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        return self._roles.header(COLUMNS[section], role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        spec = COLUMNS[index.column()].spec
        return _EDITABLE if spec is not None and spec.may_edit(self.item_at(index.row())) else _READ_ONLY

    def mimeTypes(self) -> list[str]:
        return ["text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setText(self.table_text(sorted({index.row() for index in indexes}), range(len(COLUMNS))))
        return data

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take typed text or a typed value: one Change to the document, or False and `invalid` with the reason."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        try:
            return self.set_cell(self.item_id_at(index.row()), COLUMNS[index.column()], value)
        except UserError as fault:
            self.invalid.emit(index, fault.message)
            return False

    def set_cell(self, item_id: int, column: Column, value: Any) -> bool:
        """Set a field of an item, whether it has a row now or not; False where it is not saved. Raises UserError."""
        item = self._items[item_id]
        if column.spec is None or not column.spec.may_edit(item):
            raise editing.read_only(column.name, item)
        taken = column.spec.take(value, number_style())
        return taken == column.value(item) or self._document.apply(editing.set_values([item], {column.name: taken}))

    def cell_text(self, item: Item, column: Column) -> str:
        """A cell as it is read; cells of missing factors are empty."""
        return self.texts.text(item, column)

    def table_text(self, rows: Iterable[int], places: Iterable[int]) -> str:
        """Cells as tab-separated text, as they are read."""
        columns = [COLUMNS[place] for place in places]
        return as_tsv([[self.texts.copied(item, column) for column in columns] for item in map(self.item_at, rows)])

    # What the window asks

    @property
    def items(self) -> Mapping[int, Item]:
        """All items of the backlog by id, visible or not."""
        return self._items

    def item_at(self, row: int) -> Item:
        """The item in a row; a row that is just being removed still has one."""
        item_id = self.rows.item_id_at(row)
        return self._items.get(item_id) or self._leaving[item_id]

    def item_with(self, item_id: int) -> Item:
        """The item with an id; one that is just being removed is still there."""
        return self._items.get(item_id) or self._leaving[item_id]

    def items_in(self, rows: range) -> list[Item]:
        """The items in a run of rows."""
        items = self._items
        return [items[item_id] for item_id in self.rows.ids_in(rows)]

    def item_id_at(self, row: int) -> int:
        """The id of the item in a row."""
        return self.rows.item_id_at(row)

    def row_of(self, item_id: int) -> int | None:
        """The row in which an item stands; None while it is not visible."""
        return self.rows.row_of(item_id)

    def group_at(self, row: int) -> Group:
        """The group in which a row stands."""
        return self.rows.group_at(row)

    def ranked(self, item_id: int) -> bool:
        """Whether an item is ranked now, wherever its row still stands."""
        return self._workspace.ranking.rank(item_id) is not None

    def in_play(self, row: int) -> bool:
        """Whether a row's item takes part in the ranking."""
        return self.group_at(row) in (Group.RANKED, Group.UNRANKED)

    def bands(self) -> list[Band]:
        """The headings of the groups that have items, in order."""
        return self.rows.headings()

    def other_levels(self, band: Band) -> Counter[Level]:
        """How many items of each level stand under the heading of other levels."""
        return self.rows.other_levels(band)

    def top_score(self) -> float:
        """The highest RICE score in play: what the score bars are measured by."""
        ranking = self._workspace.ranking_by("rice")
        if not ranking.count(Group.RANKED):
            return 0.0
        return rice.score(self._workspace.items[ranking.id_at(0)]) or 0.0

    def toggle_group(self, band: BandKey) -> None:
        """Fold a group, or unfold it."""
        with self._resetting():
            self.rows.toggle(band)

    def reveal(self, item_id: int) -> int | None:
        """Make an item visible, unfolding its group and leaving filters where needed; returns its row."""
        if item_id not in self._items:
            return None
        if self.row_of(item_id) is None and not self.rows.holds(self.rows.key(item_id)):
            shown = self.arrangement
            self.arrange(Arrangement(sort=shown.sort, descending=shown.descending, group_by=shown.group_by), wait=True)
        if self.row_of(item_id) is None:
            with self._resetting():
                self.rows.unfold(item_id)
        return self.row_of(item_id)

    def keep_in_sight(self, *item_ids: int) -> None:
        """Show items that the filter leaves out, until the filter is applied again."""
        hidden = [item_id for item_id in item_ids if not self.rows.holds(self.rows.key(item_id))]
        if not hidden:
            return
        if len(hidden) > MOVES_AT_MOST:
            with self._resetting():
                self.rows.add(hidden)
        else:
            for item_id in hidden:
                insert_item(self, item_id)
            tell_rows(self, [])
        self.refiltered.emit()

    # Arrangement

    @property
    def arrangement(self) -> Arrangement:
        """What is shown, and in what order; the one asked for while it is still being searched for."""
        return self.rows.arrangement if self._wanted is None else self._wanted

    @property
    def needle(self) -> str:
        """The text that is searched for, in lower case with single spaces."""
        return " ".join(self.arrangement.words)

    @property
    def searching(self) -> bool:
        """Whether what is shown is not yet what was asked for."""
        return self._wanted is not None

    def arrange(self, arrangement: Arrangement, *, wait: bool = False) -> None:
        """Show another arrangement: at once where that is quick, else once it is found; `wait` finds it at once."""
        if arrangement == self.arrangement and not self.rows.stale:
            return
        self._start_search(arrangement)
        while wait and self.searching:
            self._search_on()

    def apply_filter_again(self) -> None:
        """Leave out the items that no longer match."""
        self._start_search(self.arrangement)

    def search(self, text: str) -> None:
        """Show only items whose key, title, description, labels or assignee contain every word of `text`."""
        self.arrange(replace(self.arrangement, text=text))

    def _start_search(self, arrangement: Arrangement) -> None:
        self._wanted = arrangement
        self._search = self.rows.search(arrangement)
        self._search_on()

    def _search_on(self) -> None:
        """Do one slice of the search, or show what it found."""
        if self._wanted is None:
            return
        found = next(self._search)
        if found is None:
            self._next_slice.start()
            return
        wanted, self._wanted = self._wanted, None
        with self._resetting():
            self.rows.show(wanted, found)
        self.arranged.emit()
        self.refiltered.emit()

    @property
    def held(self) -> bool:
        """Whether rows keep their places."""
        return self.rows.held

    def hold_order(self, held: bool) -> None:
        """Keep rows where they are while ranks go on changing, or apply the order in one step."""
        if held != self.rows.held:
            stale = self.rows.stale
            self.rows.hold(held)
            if not held:
                with self._resetting():
                    self.rows.rebuild(ChangeSet(message("")))
                    self.rows.stale |= stale

    # How changes come in

    def _on_changed(self, changes: ChangeSet) -> None:
        self._leaving = changes.before
        self._follow(changes)
        self._leaving = {}

    def _follow(self, changes: ChangeSet) -> None:
        laid_out_anew = self.rows.follow(changes)
        if changes.settings:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if laid_out_anew:
            with self._resetting():
                self.rows.lay_out()
            self.refiltered.emit()
        elif changes.structure or _size(changes) > MOVES_AT_MOST:
            with self._resetting():
                self.rows.rebuild(changes)
            self.refiltered.emit()
        else:
            follow_items(self, changes)
        if self._wanted is not None:  # what was found so far may no longer hold
            self._start_search(self._wanted)

    @contextmanager
    def _resetting(self) -> Iterator[None]:
        self.beginResetModel()
        yield
        self.endResetModel()
        self.relaid.emit()


def _size(changes: ChangeSet) -> int:
    return len(changes.edited) + len(changes.created) + len(changes.deleted)
