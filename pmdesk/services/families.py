"""Items by key and by parent, kept up while single items change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pmdesk.domain.records import Item


class Families:
    """Answers for one key, and follows one edit, at a cost that does not grow with the backlog."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._by_key = _Ids()
        self._by_former_key = _Ids()
        self._by_parent: defaultdict[str, set[int]] = defaultdict(set)
        for item in items:
            self._add(item)

    def with_key(self, key: str) -> tuple[int, ...]:
        """The ids of the items with a key, in order; mostly one."""
        return self._by_key.under(key)

    def with_former_key(self, key: str) -> tuple[int, ...]:
        """The ids of the items that had a key before they moved to another project, in order."""
        return self._by_former_key.under(key)

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
        self._by_key.add(item.key, item.id)
        if item.parent:
            self._by_parent[item.parent].add(item.id)
        for key in item.former_keys:
            self._by_former_key.add(key, item.id)

    def _remove(self, item: Item) -> None:
        self._by_key.discard(item.key, item.id)
        if item.parent:
            self._by_parent[item.parent].discard(item.id)
        for key in item.former_keys:
            self._by_former_key.discard(key, item.id)


class _Ids:
    """Ids by a text that is mostly one item's own: a lone id is held as it is, for a set would take 200 bytes."""

    def __init__(self) -> None:
        self._held: dict[str, int | tuple[int, ...]] = {}

    def under(self, text: str) -> tuple[int, ...]:
        """The ids under a text, in order."""
        held = self._held.get(text, ())
        return (held,) if isinstance(held, int) else held

    def add(self, text: str, item_id: int) -> None:
        """Have an id under a text."""
        ids = self.under(text)
        self._held[text] = tuple(sorted({*ids, item_id})) if ids else item_id

    def discard(self, text: str, item_id: int) -> None:
        """Have an id no more under a text."""
        left = tuple(one for one in self.under(text) if one != item_id)
        if left:
            self._held[text] = left if len(left) > 1 else left[0]
        else:
            self._held.pop(text, None)
