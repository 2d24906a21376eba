"""Which items an arrangement admits: words searched for in prepared texts, chosen values, unscored ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from time import perf_counter

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace

SLICE_SECONDS = 0.02
_CHUNK = 2000


class RowFilter:
    """Answers for one item or for many; texts to search in are prepared at first use and kept."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._items: Mapping[int, Item] = workspace.items
        self._texts: dict[int, str] = {}

    def forget(self, item_ids: Iterable[int]) -> None:
        """Items that changed are read anew."""
        for item_id in item_ids:
            self._texts.pop(item_id, None)

    def admits(self, item_id: int, arrangement: Arrangement) -> bool:
        """Whether an item has every word, a chosen value of each field, and no rank where only such are wanted."""
        return bool(self._chunk([item_id], arrangement))

    def admitted(self, item_ids: Iterable[int], arrangement: Arrangement) -> Iterator[list[int] | None]:
        """The ids that an arrangement admits, in their order. Yields None after each slice of work, then the list."""
        found: list[int] = []
        ids = list(item_ids)
        slice_ends = perf_counter() + SLICE_SECONDS
        for start in range(0, len(ids), _CHUNK):
            found += self._chunk(ids[start : start + _CHUNK], arrangement)
            if perf_counter() > slice_ends:
                yield None
                slice_ends = perf_counter() + SLICE_SECONDS
        yield found

    def _chunk(self, ids: list[int], arrangement: Arrangement) -> list[int]:
        if arrangement.unscored:
            group_of = self._workspace.ranking.group
            ids = [item_id for item_id in ids if group_of(item_id) is Group.UNRANKED]
        if arrangement.chosen:
            items = self._items
            ids = [item_id for item_id in ids if arrangement.admits(items[item_id])]
        words = sorted(arrangement.words, key=len, reverse=True)
        if words:
            self._prepare(ids)
        for word in words:
            texts = self._texts
            ids = [item_id for item_id in ids if word in texts[item_id]]
        return ids

    def _prepare(self, ids: list[int]) -> None:
        texts, items = self._texts, self._items
        for item_id in ids:
            if item_id not in texts:
                item = items[item_id]
                parts = (item.key, *item.former_keys, item.title, item.description, *item.labels, item.assignee)
                texts[item_id] = "\n".join(parts).casefold()
