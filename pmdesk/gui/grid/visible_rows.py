"""Which items the grid shows, and in what order: filters, groups, folding and held order, as plain values."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.ranking import Group, SortKey
from pmdesk.domain.records import Item, LastImport, Level
from pmdesk.gui.grid.kept_order import KeptOrder
from pmdesk.gui.grid.row_filter import RowFilter
from pmdesk.gui.grid.row_order import RowOrder
from pmdesk.services.workspace import Workspace

BandKey = Hashable
_FEW = 64  # items of which each is followed by itself


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that stand together: a group of the list, or the items in play that share a value.

    `value` is that value, None for groups of the list. The first group needs no heading. `start` is the place of
    its first item among all that are admitted, `first_row` among those shown.
    """

    group: Group
    value: str | None
    start: int
    count: int
    first_row: int
    collapsed: bool

    @property
    def key(self) -> BandKey:
        """What it is folded by."""
        return self.group if self.value is None else self.value

    @property
    def rows(self) -> int:
        """How many rows are shown of it."""
        return 0 if self.collapsed else self.count

    @property
    def has_heading(self) -> bool:
        """Whether a heading stands above its rows."""
        return self.value is not None or self.group is not Group.RANKED

    @property
    def folds(self) -> bool:
        """Whether a click on its heading folds it."""
        return self.has_heading and self.group is not Group.UNRANKED


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the ids of the admitted items in the order asked for.

    `ranked` has the ranking's keys of those that are ranked, where the order is another one and not all are admitted.
    """

    ids: array[int]
    ranked: list[SortKey] | None = None


class VisibleRows:
    """The ids of all admitted items, in order, and the bands that tell which of them are shown.

    A row is found by bisecting keys, which are asked for: a list of them would have to be made at every keystroke of
    a search. While the order is held, items that change keep the keys that they had; rank order keeps them also
    while the list is sorted or grouped, and has them again on the way back.
    Items in `stale` no longer match the filter and stay until it is applied again.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._items: Mapping[int, Item] = workspace.items
        self._filter = RowFilter(workspace)
        self._folded: set[BandKey] = {Group.OTHER_LEVEL, Group.CLOSED}
        self._held_ranks: dict[int, SortKey] = {}
        self._held_keys = self._held_ranks  # of the order that is shown
        self.arrangement = Arrangement()
        self.held = False
        self.stale: set[int] = set()
        self._order = RowOrder(workspace, self.arrangement)
        self._kept: KeptOrder | None = None
        self._coming: KeptOrder | None = None
        self._ids = array("q")
        self._former: dict[int, Item] = {}  # as they were, of items that changed and still stand where they stood
        self._ranked: list[SortKey] | None = None
        self._last_band = (0, 0, 0)  # first row, end, and how far its places are from its rows
        self._levels: Counter[Level] | None = None
        self.bands: list[Band] = []
        self.count = 0
        self.lay_out()

    # Laying out

    def lay_out(self) -> None:
        """Take the admitted items anew, at once."""
        *_, found = self.search(self.arrangement)
        if found is not None:
            self.show(self.arrangement, found)

    def search(self, arrangement: Arrangement) -> Iterator[Found | None]:
        """Look for what another arrangement admits, in short slices: None after each, then what was found."""
        kept = self._kept_for(arrangement)
        for _ in kept.make() if kept else ():
            yield None
        everything = kept.in_order if kept else self._workspace.ranking.order
        if not arrangement.filters:
            yield Found(everything.ids[:])
            return
        found: list[int] = []
        for ids in self._filter.admitted(arrangement, everything.ids):
            if ids is None:
                yield None
            else:
                found = ids
        yield Found(array("q", found), self._ranked_of(found) if kept else None)

    def _ranked_of(self, item_ids: Collection[int]) -> list[SortKey]:
        """The ranking's keys of those of some items that are ranked."""
        order = self._workspace.ranking.order.picked(item_ids)
        return order.keys[: order.place((int(Group.UNRANKED),))]

    def _kept_for(self, arrangement: Arrangement) -> KeptOrder | None:
        """The order of all items, begun where it is not there yet; None for rank order, which the ranking keeps."""
        if not (arrangement.sort or arrangement.group_by):
            return None
        for kept in (self._kept, self._coming):
            if kept is not None and kept.serves(arrangement):
                return kept
        self._coming = KeptOrder(self._workspace, arrangement)
        return self._coming

    def show(self, arrangement: Arrangement, found: Found) -> None:
        """Show what `search` found."""
        if not self._ordered_alike(arrangement):  # keys of one order do not compare with those of another
            self._held_keys = {} if arrangement.sort or arrangement.group_by else self._held_ranks
        if arrangement.group_by != self.arrangement.group_by:
            self._folded = {key for key in self._folded if isinstance(key, Group)}
        self.arrangement = arrangement
        self._kept, self._coming = self._kept_for(arrangement), None
        self._order = self._kept.order if self._kept else RowOrder(self._workspace, arrangement)
        self.stale, self._levels, self._ranked = set(), None, found.ranked
        self._ids = self._as_held(found.ids)
        self.update_bands()

    def _as_held(self, ids: array[int]) -> array[int]:
        """The same items, each by the key that it had when the order was held."""
        self._former = {}
        return array("q", sorted(ids, key=self.key)) if self._held_keys else ids

    def _picked(self, item_ids: Collection[int]) -> array[int]:
        """Some items in the order that is shown."""
        order = self._kept.in_order if self._kept else self._workspace.ranking.order
        return self._as_held(order.picked(item_ids).ids)

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
        self._levels = self._ranked = None
        self.update_bands()

    def add(self, item_ids: Iterable[int]) -> None:
        """Have items among the admitted ones that do not match, until the filter is applied again."""
        added = list(item_ids)
        self.stale |= {item_id for item_id in added if not self.admits(item_id)}
        self._ids = self._picked({*self._ids, *added})
        self._levels = self._ranked = None
        self.update_bands()

    def _ordered_alike(self, arrangement: Arrangement) -> bool:
        before = self.arrangement
        order = (arrangement.sort, arrangement.descending, arrangement.group_by)
        return order == (before.sort, before.descending, before.group_by)

    def update_bands(self) -> None:
        """Find the bands anew; costs a few binary searches each."""
        self.bands, row, self._last_band = [], 0, (0, 0, 0)
        for group in Group:
            start, end = self._bounds((int(group),)), self._bounds((int(group) + 1,))
            for value, first, last in self._parts(group, start, end):
                collapsed = self._is_folded(group if value is None else value)
                self.bands.append(Band(group, value, first, last - first, row, collapsed))
                row += 0 if collapsed else last - first
        self.count = row

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

    def _bounds(self, prefix: SortKey) -> int:
        return self._place(prefix)

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
        return self._ids[self._place_of_row(row)]

    def entry(self, row: int) -> tuple[int, Group]:
        """The id of the item in a row, and the group in which it stands."""
        item_id = self._ids[self._place_of_row(row)]
        key = self._key_there(item_id)
        return item_id, Group(key[0] if self._order.by_rank else key[2][0])

    def ids(self) -> list[int]:
        """The ids of all rows, in order."""
        return self.ids_in(range(self.count))

    def ids_in(self, rows: range) -> list[int]:
        """The ids of a run of rows, in order."""
        found: list[int] = []
        for band in self.bands:
            first, end = max(rows.start, band.first_row), min(rows.stop, band.first_row + band.rows)
            if first < end:
                shift = band.start - band.first_row
                found += self._ids[first + shift : end + shift]
        return found

    def row_of(self, item_id: int) -> int | None:
        """The row in which an item stands; None while it is not visible."""
        item = self._items.get(item_id)
        return None if item is None else self.row_of_key(self.key(item_id))

    def row_of_key(self, key: SortKey) -> int | None:
        """The row of the item that stands by a key; None while it is not visible."""
        if not self.holds(key):
            return None
        place = self._place(key)
        band = self._band_at_place(place)
        return None if band.collapsed else band.first_row + place - band.start

    def holds(self, key: SortKey) -> bool:
        """Whether the item that stands by a key is among the admitted ones, shown or folded."""
        place = self._place(key)
        return place < len(self._ids) and self._ids[place] == key[-1]

    def band_of_row(self, row: int) -> Band:
        """The band in which a row stands."""
        return self.bands[self._band_index(row)]

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
        ranking = self._workspace.ranking
        if self._order.by_rank and not self._held_keys:
            key, end = ranking.key(item_id), self._bounds((int(Group.UNRANKED),))
            return (self._place(key) + 1, end) if key[0] == Group.RANKED else None
        if self._ranked is None:
            self._ranked = self._ranked_of(self._ids)
        key = ranking.key(item_id)
        place = bisect_left(self._ranked, key)
        return (place + 1, len(self._ranked)) if key[0] == Group.RANKED else None

    def _note_rank(self, key: SortKey, *, there: bool) -> None:
        """Keep up the ranking's keys of the admitted items: one comes, or one goes that may have been there."""
        if self._ranked is None or key[0] != Group.RANKED:
            return
        place = bisect_left(self._ranked, key)
        was_there = place < len(self._ranked) and self._ranked[place] == key
        if there and not was_there:
            self._ranked.insert(place, key)
        elif was_there and not there:
            del self._ranked[place]

    def last_row_up_to_rank(self, rank: int) -> int | None:
        """In rank order, the last row whose item has at most this rank."""
        key = self._workspace.ranking.key(self._workspace.ranking.id_at(rank - 1))
        place = bisect_right(self._ids, key, key=self._key_there) - 1
        return place if place >= 0 else None

    def _place_of_row(self, row: int) -> int:
        first, end, shift = self._last_band
        if not first <= row < end:
            if row < 0 or row >= self.count:
                raise IndexError(row)
            band = self.bands[self._band_index(row)]
            first, end, shift = band.first_row, band.first_row + band.rows, band.start - band.first_row
            self._last_band = first, end, shift
        return row + shift

    def _band_index(self, row: int) -> int:
        """The last band that begins at or before a row; folded ones begin where the next one does."""
        place = bisect_right(self.bands, row, key=_first_row) - 1
        while self.bands[place].collapsed:
            place -= 1
        return place

    def _band_at_place(self, place: int) -> Band:
        return self.bands[bisect_right(self.bands, place, key=_start) - 1]

    # What should stand there

    def key(self, item_id: int) -> SortKey:
        """What an item stands by: its key of now, or of when the order was held."""
        return self._held_keys.get(item_id) or self._order.key_now(self._items[item_id])

    def admits(self, item_id: int) -> bool:
        """Whether an item matches what is searched for and chosen."""
        return not self.arrangement.filters or self._filter.admits(item_id, self.arrangement)

    def toggle(self, band: BandKey) -> None:
        """Fold a band, or unfold it."""
        self._folded ^= {band}
        self.update_bands()

    def unfold(self, item_id: int) -> None:
        """Unfold the band in which an admitted item stands."""
        place = self._place(self.key(item_id))
        self._folded -= {self._band_at_place(place).key}
        self.update_bands()

    def hold(self, held: bool) -> None:
        """Keep the order of all items as it is now, visible or not, or let it go."""
        self.held = held
        self._let_go()

    def _let_go(self) -> None:
        self._held_ranks.clear()
        self._held_keys.clear()

    # Following changes

    def follow(self, changes: ChangeSet) -> bool:
        """Take note of a change, before any row is moved by it; returns whether all rows are to be laid out anew."""
        self._filter.forget((*changes.edited, *changes.created, *changes.deleted))
        self._coming = None
        self._former = dict(changes.before)
        if not self._order.holds_for(self._workspace):
            self._let_go()  # keys of another framework or level do not compare with the new ones
            self._order, self._kept = RowOrder(self._workspace, self.arrangement), None
            return True
        if self._kept is not None:
            self._kept.follow(changes)
        if len(changes.before) > _FEW:
            self._ranked = None
        for item in changes.before.values() if self._ranked else ():
            self._note_rank(self._workspace.ranking.sort_key(item), there=False)
        if self.held:
            self._hold_keys(changes)
        # Items that no edit touched come and go with what the last import brought.
        return bool(self.arrangement.last_import) and LastImport.TYPE in changes.kinds

    def _hold_keys(self, changes: ChangeSet) -> None:
        """Keep the keys that items had, in the order that is shown and in rank order."""
        ranking = self._workspace.ranking
        for item_id, item in changes.before.items():
            self._held_ranks.setdefault(item_id, ranking.sort_key(item))
            self._held_keys.setdefault(item_id, self._order.key(item))
        for item_id in changes.created:
            self._held_ranks.setdefault(item_id, ranking.key(item_id))
            self._held_keys.setdefault(item_id, self._order.key_now(self._items[item_id]))

    def _note_level(self, key: SortKey) -> None:
        if key[0] == Group.OTHER_LEVEL:
            self._levels = None

    def old_key(self, item: Item) -> SortKey:
        """What an item stood by as it was before a change that is being followed."""
        return self._held_keys.get(item.id) or self._order.key(item)

    def shows(self, item_id: int) -> bool:
        """Whether an item would have a row, were it admitted."""
        key = self.key(item_id)
        grouped = bool(self.arrangement.group_by) and key[0] == Group.RANKED
        return not self._is_folded(key[1][0][-1] if grouped else Group(key[0]))

    def row_before(self, item_id: int) -> int:
        """The row before which an item that is not there yet would stand."""
        place = self._place(self.key(item_id))
        return sum(min(max(place - band.start, 0), band.rows) for band in self.bands)

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
        self._note_rank(self._workspace.ranking.key(item_id), there=True)
        if not self.admits(item_id):
            self.stale.add(item_id)
        self.update_bands()


def _first_row(band: Band) -> int:
    return band.first_row


def _start(band: Band) -> int:
    return band.start
