"""Which items the grid shows, and in what order: search, folded groups and held order, as plain values."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pmdesk.domain.ranking import Group, SortKey
from pmdesk.domain.records import Level
from pmdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Band:
    """The heading of a group: where it begins among the visible rows, and how many items it has."""

    group: Group
    first_row: int
    rows: int
    count: int
    collapsed: bool


class VisibleRows:
    """The sort keys of the visible items, in order; a row is found by bisecting them.

    While the order is held, items stand by the keys that they had when it was held. `needle` is the text that is
    searched for, in lower case with single spaces.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.keys: list[SortKey] = []
        self.needle = ""
        self.held = False
        self._key_of: dict[int, SortKey] = {}
        self._held_keys: dict[int, SortKey] = {}
        self._folded = {Group.OTHER_LEVEL, Group.CLOSED}
        self._haystacks: dict[int, str] = {}
        self._level = workspace.settings.ranked_level
        self.lay_out()

    def lay_out(self) -> None:
        """Take the visible items anew."""
        keys = [self.key(item_id) for item_id in self._workspace.ranking if self.visible(item_id)]
        self.keys = sorted(keys) if self.held else keys
        self._key_of = {key[-1]: key for key in self.keys}

    # What stands where

    def item_id_at(self, row: int) -> int:
        """The id of the item in a row."""
        item_id: int = self.keys[row][-1]
        return item_id

    def row_of(self, item_id: int) -> int | None:
        """The row in which an item stands; None while it is not visible."""
        key = self._key_of.get(item_id)
        return None if key is None else bisect_left(self.keys, key)

    def group_at(self, row: int) -> Group:
        """The group in which a row stands."""
        return Group(self.keys[row][0])

    def place_of(self, key: SortKey) -> int:
        """The row before which a key belongs."""
        return bisect_left(self.keys, key)

    def bands(self) -> list[Band]:
        """The headings of the groups that have items, in order; the ranked group needs none."""
        found = []
        for group in (Group.UNRANKED, Group.OTHER_LEVEL, Group.CLOSED):
            start, end = self.place_of((int(group),)), self.place_of((int(group) + 1,))
            count = end - start or (0 if self.needle else self._workspace.ranking.count(group))
            if count:
                found.append(Band(group, start, end - start, count, start == end))
        return found

    def other_levels(self, band: Band) -> Counter[Level]:
        """How many items of each level stand under the heading of other levels."""
        ranking, items = self._workspace.ranking, self._workspace.items
        if band.rows:
            ids = [self.item_id_at(row) for row in range(band.first_row, band.first_row + band.rows)]
        else:
            ids = [ranking.id_at(place) for place in range(*ranking.bounds(band.group))]
        return Counter(items[item_id].level for item_id in ids)

    # What should stand there

    def key(self, item_id: int) -> SortKey:
        """What an item stands by: its key of now, or of when the order was held."""
        return self._held_keys.get(item_id) or self._workspace.ranking.key(item_id)

    def visible(self, item_id: int) -> bool:
        """Whether an item belongs into the list: by the search, or else by what is folded."""
        return self._matches(item_id) if self.needle else not self.folded(item_id)

    def folded(self, item_id: int) -> bool:
        """Whether an item stands in a folded group, and no search looks into it."""
        return not self.needle and self.key(item_id)[0] in self._folded

    def search(self, text: str) -> bool:
        """Look for the words of `text`; returns whether that is another search than before."""
        needle = " ".join(text.casefold().split())
        changed, self.needle = needle != self.needle, needle
        return changed

    def toggle(self, group: Group) -> None:
        """Fold a group, or unfold it."""
        self._folded ^= {group}

    def unfold(self, item_id: int) -> None:
        """Unfold the group in which an item stands."""
        self._folded -= {Group(self.key(item_id)[0])}

    def hold(self, held: bool) -> None:
        """Keep the order of all items as it is now, visible or not, or let it go."""
        self.held = held
        ranking = self._workspace.ranking
        self._held_keys = {item_id: ranking.key(item_id) for item_id in ranking} if held else {}

    def follow(self, item_ids: Iterable[int], *, framework: bool) -> None:
        """Some items, the framework or the level changed: forget what no longer holds."""
        for item_id in item_ids:
            self._haystacks.pop(item_id, None)
        level = self._workspace.settings.ranked_level
        if self.held and (framework or level is not self._level):
            self.hold(True)  # keys of another framework or level do not compare with the new ones
        self._level = level

    # Changing single rows

    def insert(self, item_id: int) -> None:
        """Show an item that was not visible."""
        key = self._key_of[item_id] = self.key(item_id)
        if self.held:
            self._held_keys[item_id] = key
        self.keys.insert(self.place_of(key), key)

    def remove(self, item_id: int) -> None:
        """Take a visible item out."""
        del self.keys[self.place_of(self._key_of.pop(item_id))]

    def move(self, item_id: int) -> None:
        """Bring a visible item to where it belongs now."""
        self.remove(item_id)
        self.insert(item_id)

    def _matches(self, item_id: int) -> bool:
        haystack = self._haystack(item_id)
        return all(word in haystack for word in self.needle.split())

    def _haystack(self, item_id: int) -> str:
        text = self._haystacks.get(item_id)
        if text is None:
            item = self._workspace.items[item_id]
            parts = (item.key, *item.former_keys, item.title, item.description, *item.labels, item.assignee)
            text = self._haystacks[item_id] = "\n".join(parts).casefold()
        return text
