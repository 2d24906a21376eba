"""The rank engine: a total order over a backlog, kept while single items change."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import compress
from operator import itemgetter
from typing import Any
from unicodedata import decimal

from pmdesk.domain.frameworks import Framework
from pmdesk.domain.records import Item, Level

SortKey = tuple[Any, ...]
_DIGITS = re.compile(r"(\d+)")
_LONGEST = 0x10FFFC
_ID = itemgetter(-1)
_SPARSE = 16  # ids are given one after the other, so that they are seldom many times as large as their number
_ESCAPED = str.maketrans({"\0": "\1\U0010fffe", "\1": "\1\U0010ffff"})


class Group(IntEnum):
    """The groups of the list, in the order in which they stand."""

    RANKED = 0
    UNRANKED = 1
    OTHER_LEVEL = 2
    CLOSED = 3


# As plain numbers, which sort several times faster.
_RANKED, _UNRANKED, _OTHER_LEVEL, _CLOSED = map(int, Group)


def natural(text: str) -> str:
    """A key that sorts numbers inside texts by value: SHOP-9 before SHOP-10. Numbers may have any length."""
    # A character below all others ends the text before a number; of numbers the one with more digits is the greater.
    folded = text.casefold()
    name, _, number = folded.rpartition("-")
    if name.isalpha() and number.isdecimal() and number.isascii() and len(number) < _LONGEST:  # as nearly all keys are
        digits = number.lstrip("0")
        return f"{name}-\1{chr(len(digits) + 2)}{digits}"
    if "\0" in folded or "\1" in folded:
        folded = folded.translate(_ESCAPED)
    return _DIGITS.sub(_number_key, folded)


def _number_key(found: re.Match[str]) -> str:
    digits = found[0] if found[0].isascii() else "".join(str(decimal(digit)) for digit in found[0])
    digits = digits.lstrip("0")
    return f"\1{chr(min(len(digits), _LONGEST) + 2)}{digits}"


def tracker_key(item: Item) -> str:
    """The tracker's own order, then the natural order of the key; items without a place stand last."""
    # One text takes a third of the memory of a tuple, and compares faster.
    order = f"0{item.tracker_order}" if item.tracker_order else "1"
    return f"{order}\0{natural(item.key)}\0{item.key}\0{item.site}\0{item.issue_id}"


class InOrder:
    """Sort keys in order, each of which ends with the id of its item, and these ids beside them.

    Putting in or taking out one key costs a binary search and one shift of the lists.
    """

    __slots__ = ("ids", "keys")

    def __init__(self, keys: list[SortKey], ids: array[int] | None = None) -> None:
        """The lists are kept, not copied."""
        self.keys = keys
        self.ids = array("q", map(_ID, keys)) if ids is None else ids

    def __len__(self) -> int:
        return len(self.keys)

    def place(self, key: SortKey) -> int:
        """Where a key stands or would stand."""
        return bisect_left(self.keys, key)

    def put(self, key: SortKey) -> None:
        """Put a key in its place."""
        place = self.place(key)
        self.keys.insert(place, key)
        self.ids.insert(place, key[-1])

    def take_out(self, key: SortKey) -> None:
        """Take out a key that is there."""
        place = self.place(key)
        del self.keys[place], self.ids[place]

    def picked(self, item_ids: Collection[int]) -> InOrder:
        """Only the keys of some items that are there; quick however many there are."""
        flags = self._flags(item_ids)
        return InOrder(list(compress(self.keys, flags)), array("q", compress(self.ids, flags)))

    def _flags(self, item_ids: Collection[int]) -> Sequence[int]:
        highest = max(self.ids, default=0)
        if highest > len(self.ids) * _SPARSE:
            return list(map(set(item_ids).__contains__, self.ids))
        flags = bytearray(highest + 1)  # a set of as many numbers takes five times as long to look into
        for item_id in item_ids:
            flags[item_id] = 1
        return itemgetter(*self.ids)(flags) if len(self.ids) > 1 else [flags[item_id] for item_id in self.ids]


class Ranking:
    """Every item of a backlog in one order: ranked, unranked, other levels, closed.

    The order is total and depends on the items alone. Placing, moving or removing one item costs a binary
    search and one shift of the list, never a sort.
    """

    def __init__(
        self, framework: Framework, level: Level, items: Iterable[Item] = (), like: Ranking | None = None
    ) -> None:
        """`like` ranks the same items by another framework: what both sort by is then held once."""
        self.framework = framework
        self.level = level
        self._keys: dict[int, SortKey] = {}
        self.rebuild(items, like)

    def rebuild(self, items: Iterable[Item], like: Ranking | None = None) -> None:
        """Sort everything anew: for loading and for changes of many items."""
        if like is None:
            self._keys = {item.id: self.sort_key(item) for item in items}
        else:
            self._keys = {item.id: self._key(item, like.key(item.id)[-2]) for item in items}
        self._order = InOrder(sorted(self._keys.values()))

    def sort_key(self, item: Item) -> SortKey:
        """What the item sorts by, from its group to its id, so that no two are equal; closed counts before level."""
        return self._key(item, tracker_key(item))

    def _key(self, item: Item, tracker: str) -> SortKey:
        if item.closed:
            return (_CLOSED, (), tracker, item.id)
        if item.level is not self.level:
            return (_OTHER_LEVEL, (), tracker, item.id)
        merit = self.framework.merit(item)
        return (_UNRANKED, (), tracker, item.id) if merit is None else (_RANKED, merit, tracker, item.id)

    def place(self, item: Item) -> None:
        """Put a new item in its place, or move one that changed."""
        self.remove(item.id)
        key = self._keys[item.id] = self.sort_key(item)
        self._order.put(key)

    def remove(self, item_id: int) -> None:
        """Take an item out; unknown ids are nothing to do."""
        key = self._keys.pop(item_id, None)
        if key is not None:
            self._order.take_out(key)

    def update(self, before: Mapping[int, Item], after: Iterable[Item], everything: Iterable[Item]) -> bool:
        """Take the items of `before` out and those of `after` in; returns whether all was sorted anew.

        Each single move shifts the list, so that from some hundred items on one full sort is cheaper.
        """
        changed = list(after)
        if self.sorts_anew(len(changed) + len(before)):
            self.rebuild(everything)
            return True
        for item_id in before:
            self.remove(item_id)
        for item in changed:
            self.place(item)
        return False

    def sorts_anew(self, count: int) -> bool:
        """Whether taking so many items in and out is slower than sorting all of them."""
        return count > max(64, len(self._order) // 50)

    def take(self, other: Ranking) -> None:
        """Become what another ranking is, which is not used any more."""
        self.framework, self.level, self._keys, self._order = other.framework, other.level, other._keys, other._order

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[int]:
        return iter(self._order.ids)

    @property
    def order(self) -> InOrder:
        """The sort keys of all items, to be read alone."""
        return self._order

    def ranked_ids(self) -> tuple[int, ...]:
        """The ids of the ranked items, in rank order."""
        return tuple(self._order.ids[: self.count(Group.RANKED)])

    def id_at(self, position: int) -> int:
        """The id of the item at a position, counted from 0."""
        item_id: int = self._order.ids[position]
        return item_id

    def position(self, item_id: int) -> int:
        """Where the item stands, counted from 0. Raises KeyError for an unknown id."""
        return self._order.place(self._keys[item_id])

    def key(self, item_id: int) -> SortKey:
        """The item's sort key. Raises KeyError for an unknown id."""
        return self._keys[item_id]

    def rank(self, item_id: int) -> int | None:
        """The item's rank, 1..n, or None where it is not ranked or not there at all."""
        key = self._keys.get(item_id)
        return self.position(item_id) + 1 if key is not None and key[0] == Group.RANKED else None

    def group(self, item_id: int) -> Group:
        """The group in which the item with this id stands now."""
        return Group(self._keys[item_id][0])

    def bounds(self, group: Group) -> tuple[int, int]:
        """The positions at which a group begins and ends (exclusive)."""
        return self._order.place((int(group),)), self._order.place((int(group) + 1,))

    def count(self, group: Group) -> int:
        """How many items stand in a group."""
        start, end = self.bounds(group)
        return end - start
