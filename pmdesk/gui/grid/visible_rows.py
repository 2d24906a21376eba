"""Which items the grid shows, and in what order: filters, groups, folding and held order, as plain values."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.ranking import Group, SortKey
from pmdesk.domain.records import Item, LastImport, Level
from pmdesk.gui.grid.held_keys import HeldKeys
from pmdesk.gui.grid.ranked_places import RankedPlaces
from pmdesk.gui.grid.row_bands import Band, BandKey, RowBands
from pmdesk.gui.grid.row_order import RowOrder
from pmdesk.gui.grid.row_search import Found, RowSearch
from pmdesk.services.workspace import Workspace


class VisibleRows:
    """The ids of all admitted items, in order, and the bands that tell which of them are shown.

    A row is found by bisecting keys, which are asked for: a list of them would have to be made at every keystroke of
    a search. While the order is held, items that change keep the keys that they had.
    Items in `stale` no longer match the filter and stay until it is applied again.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._items: Mapping[int, Item] = workspace.items
        self._search = RowSearch(workspace)
        self._folded: set[BandKey] = {Group.OTHER_LEVEL, Group.CLOSED}
        self._held_keys = HeldKeys(workspace)
        self.arrangement = Arrangement()
        self.held = False
        self.stale: set[int] = set()
        self._order = RowOrder(workspace, self.arrangement)
        self._ids = array("q")
        self._former: dict[int, Item] = {}  # as they were, of items that changed and still stand where they stood
        self._ranked = RankedPlaces(workspace)
        self._levels: Counter[Level] | None = None
        self._stand_in([])
        self.lay_out()

    # Laying out

    def lay_out(self) -> None:
        """Take the admitted items anew, at once."""
        *_, found = self.search(self.arrangement)
        if found is not None:
            self.show(self.arrangement, found)

    def search(self, arrangement: Arrangement) -> Iterator[Found | None]:
        """Look for what another arrangement admits, in short slices: None after each, then what was found."""
        return self._search.search(arrangement)

    def show(self, arrangement: Arrangement, found: Found) -> None:
        """Show what `search` found."""
        if not self._ordered_alike(arrangement):  # keys of one order do not compare with those of another
            self._held_keys.turn_to(rank_order=not (arrangement.sort or arrangement.group_by))
        if arrangement.group_by != self.arrangement.group_by:
            self._folded = {key for key in self._folded if isinstance(key, Group)}
        self.arrangement = arrangement
        self._order = self._search.settle(arrangement)
        self.stale, self._levels = set(), None
        self._ranked.take(found.ranked)
        self._ids = self._as_held(found.ids)
        self.update_bands()

    def _as_held(self, ids: array[int]) -> array[int]:
        """The same items, each by the key that it had when the order was held."""
        self._former = {}
        return array("q", sorted(ids, key=self.key)) if self._held_keys.shown else ids

    def _picked(self, item_ids: Collection[int]) -> array[int]:
        """Some items in the order that is shown."""
        return self._as_held(self._search.picked(item_ids))

    def rebuild(self, changes: ChangeSet) -> None:
        """Follow a large change. Who was shown stays, matching or not; who matches now comes in."""
        if not self.arrangement.filters:
            self.lay_out()
            return
        admitted = set(self._ids) - changes.deleted
        self.stale -= changes.deleted
        for item_id in (*changes.edited, *changes.created):
            matches = self.admits(item_id)
            (self.stale.discard if matches or item_id not in admitted else self.stale.add)(item_id)
            if matches:
                admitted.add(item_id)
        self._ids = self._picked(admitted)
        self._levels = None
        self._ranked.take(None)
        self.update_bands()

    def add(self, item_ids: Iterable[int]) -> None:
        """Have items among the admitted ones that do not match, until the filter is applied again."""
        added = list(item_ids)
        self.stale |= {item_id for item_id in added if not self.admits(item_id)}
        self._ids = self._picked({*self._ids, *added})
        self._levels = None
        self._ranked.take(None)
        self.update_bands()

    def _ordered_alike(self, arrangement: Arrangement) -> bool:
        before = self.arrangement
        order = (arrangement.sort, arrangement.descending, arrangement.group_by)
        return order == (before.sort, before.descending, before.group_by)

    def update_bands(self) -> None:
        """Find the bands anew; costs a few binary searches each."""
        bands: list[Band] = []
        row = 0
        for group in Group:
            start, end = self._place((int(group),)), self._place((int(group) + 1,))
            for value, first, last in self._parts(group, start, end):
                collapsed = self._is_folded(group if value is None else value)
                bands.append(Band(group, value, first, last - first, row, collapsed))
                row += 0 if collapsed else last - first
        self._stand_in(bands)

    def _stand_in(self, bands: list[Band]) -> None:
        self._bands = RowBands(bands)
        self.bands, self.count = bands, self._bands.count

    def _parts(self, group: Group, start: int, end: int) -> Iterator[tuple[str | None, int, int]]:
        if not (self.arrangement.group_by and group is Group.RANKED):
            if start < end:
                yield None, start, end
            return
        while start < end:
            value = self._group_value(self._ids[start])
            last = bisect_right(self._ids, value, start, end, key=self._group_value)
            yield value[-1], start, last
            start = last

    def _is_folded(self, key: BandKey) -> bool:
        return not self.arrangement.words and key in self._folded

    def _place(self, key: SortKey) -> int:
        """Where a key stands or would stand."""
        return bisect_left(self._ids, key, key=self._key_there)

    def _key_there(self, item_id: int) -> SortKey:
        """The key by which an admitted item stands where it stands."""
        former = self._former.get(item_id)
        return self.key(item_id) if former is None else self.old_key(former)

    def _group_value(self, item_id: int) -> Any:
        return self._key_there(item_id)[1][0]

    # What stands where

    def item_id_at(self, row: int) -> int:
        """The id of the item in a row."""
        return self._ids[self._bands.place_of(row)]

    def entry(self, row: int) -> tuple[int, Group]:
        """The id of the item in a row, and the group in which it stands."""
        item_id = self._ids[self._bands.place_of(row)]
        key = self._key_there(item_id)
        return item_id, Group(key[0] if self._order.by_rank else key[2][0])

    def ids(self) -> list[int]:
        """The ids of all rows, in order."""
        return self.ids_in(range(self.count))

    def ids_in(self, rows: range) -> list[int]:
        """The ids of a run of rows, in order."""
        found: list[int] = []
        for places in self._bands.places_of(rows):
            found += self._ids[places]
        return found

    def row_of(self, item_id: int) -> int | None:
        """The row in which an item stands; None while it is not visible."""
        item = self._items.get(item_id)
        return None if item is None else self.row_of_key(self.key(item_id))

    def row_of_key(self, key: SortKey) -> int | None:
        """The row of the item that stands by a key; None while it is not visible."""
        if not self.holds(key):
            return None
        return self._bands.row_of(self._place(key))

    def holds(self, key: SortKey) -> bool:
        """Whether the item that stands by a key is among the admitted ones, shown or folded."""
        place = self._place(key)
        return place < len(self._ids) and self._ids[place] == key[-1]

    def band_of_row(self, row: int) -> Band:
        """The band in which a row stands."""
        return self._bands.of_row(row)

    def group_at(self, row: int) -> Group:
        """The group of the list in which a row's item stands, or stood when the order was held."""
        return self.entry(row)[1]

    def headings(self) -> list[Band]:
        """The bands that have a heading, in order."""
        return [band for band in self.bands if band.has_heading]

    def other_levels(self, band: Band) -> Counter[Level]:
        """How many items of each level stand in the band of other levels; counted once for each of its changes."""
        if self._levels is None:
            ids = self._ids[band.start : band.start + band.count]
            self._levels = Counter(self._items[item_id].level for item_id in ids)
        return self._levels

    def place_within(self, item_id: int) -> tuple[int, int] | None:
        """A ranked item's place among the admitted ones that are ranked, from 1, and how many these are."""
        if not self._order.by_rank or self._held_keys.shown:
            return self._ranked.place(item_id, self._ids)
        key, end = self._workspace.ranking.key(item_id), self._place((int(Group.UNRANKED),))
        return (self._place(key) + 1, end) if key[0] == Group.RANKED else None

    def last_row_up_to_rank(self, rank: int) -> int | None:
        """In rank order, the last row whose item has at most this rank."""
        key = self._workspace.ranking.key(self._workspace.ranking.id_at(rank - 1))
        place = bisect_right(self._ids, key, key=self._key_there) - 1
        return place if place >= 0 else None

    # What should stand there

    def key(self, item_id: int) -> SortKey:
        """What an item stands by: its key of now, or of when the order was held."""
        return self._held_keys.shown.get(item_id) or self._order.key_now(self._items[item_id])

    def admits(self, item_id: int) -> bool:
        """Whether an item matches what is searched for and chosen."""
        return self._search.admits(item_id, self.arrangement)

    def toggle(self, band: BandKey) -> None:
        """Fold a band, or unfold it."""
        self._folded ^= {band}
        self.update_bands()

    def unfold(self, item_id: int) -> None:
        """Unfold the band in which an admitted item stands."""
        self._folded -= {self._bands.at_place(self._place(self.key(item_id))).key}
        self.update_bands()

    def hold(self, held: bool) -> None:
        """Keep the order of all items as it is now, visible or not, or let it go."""
        self.held = held
        self._held_keys.let_go()

    # Following changes

    def follow(self, changes: ChangeSet) -> bool:
        """Take note of a change, before any row is moved by it; returns whether all rows are to be laid out anew."""
        self._search.follow(changes)
        self._former = dict(changes.before)
        if not self._order.holds_for(self._workspace):
            self._held_keys.let_go()  # keys of another framework or level do not compare with the new ones
            self._order = RowOrder(self._workspace, self.arrangement)
            return True
        self._ranked.note_leaving(changes)
        if self.held:
            self._held_keys.follow(changes, self._order)
        # Items that no edit touched come and go with what the last import brought.
        return bool(self.arrangement.last_import) and LastImport.TYPE in changes.kinds

    def _note_level(self, key: SortKey) -> None:
        if key[0] == Group.OTHER_LEVEL:
            self._levels = None

    def old_key(self, item: Item) -> SortKey:
        """What an item stood by as it was before a change that is being followed."""
        return self._held_keys.shown.get(item.id) or self._order.key(item)

    def shows(self, item_id: int) -> bool:
        """Whether an item would have a row, were it admitted."""
        key = self.key(item_id)
        grouped = bool(self.arrangement.group_by) and key[0] == Group.RANKED
        return not self._is_folded(key[1][0][-1] if grouped else Group(key[0]))

    def row_before(self, item_id: int) -> int:
        """The row before which an item that is not there yet would stand."""
        return self._bands.row_before(self._place(self.key(item_id)))

    def take_out(self, key: SortKey) -> None:
        """Take out the item that stands by a key."""
        del self._ids[self._place(key)]
        self._former.pop(key[-1], None)
        self._note_level(key)
        self.stale.discard(key[-1])
        self.update_bands()

    def put_in(self, item_id: int) -> None:
        """Put an item where it belongs, also one that does not match."""
        key = self.key(item_id)
        self._ids.insert(self._place(key), item_id)
        self._note_level(key)
        self._ranked.note_coming(item_id)
        if not self.admits(item_id):
            self.stale.add(item_id)
        self.update_bands()
