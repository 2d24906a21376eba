"""Items by key and by parent, kept up while single items change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pmdesk.domain.records import Item


class Families:
    """Answers for one key, and follows one edit, at a cost that does not grow with the backlog."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._by_key: dict[str, tuple[int, ...]] = {}
        self._by_parent: defaultdict[str, set[int]] = defaultdict(set)
        self._by_former_key: defaultdict[str, set[int]] = defaultdict(set)
        for item in items:
            self._add(item)

    def with_key(self, key: str) -> tuple[int, ...]:
        """The ids of the items with a key, in order; mostly one."""
        return tuple(sorted(self._by_key.get(key, ())))

    def with_former_key(self, key: str) -> list[int]:
        """The ids of the items that had a key before they moved to another project, in order."""
        return sorted(self._by_former_key.get(key, ()))

    def with_parent(self, key: str) -> list[int]:
        """The ids of the items whose parent has this key, in order."""
        return sorted(self._by_parent.get(key, ()))

    def follow(self, before: Iterable[Item], after: Iterable[Item]) -> None:
        """Take edited items as they are now instead of as they were."""
        for item in before:
            self._remove(item)
        for item in after:
            self._add(item)

    def _add(self, item: Item) -> None:
        self._by_key[item.key] = (*self._by_key.get(item.key, ()), item.id)
        if item.parent:
            self._by_parent[item.parent].add(item.id)
        for key in item.former_keys:
            self._by_former_key[key].add(item.id)

    def _remove(self, item: Item) -> None:
        left = tuple(one for one in self._by_key.pop(item.key, ()) if one != item.id)
        if left:
            self._by_key[item.key] = left
        if item.parent:
            self._by_parent[item.parent].discard(item.id)
        for key in item.former_keys:
            self._by_former_key[key].discard(item.id)
