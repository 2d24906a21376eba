"""Which items an arrangement admits: words searched for in prepared texts, chosen values, unscored ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import perf_counter

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.ranking import Group, SortKey
from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace

SLICE_SECONDS = 0.012
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
        return bool(self._chunk([(item_id,)], arrangement))

    def admitted(self, keys: Sequence[SortKey], arrangement: Arrangement) -> Iterator[list[SortKey] | None]:
        """The keys, each ending with an item's id, that are admitted. Yields None after each slice, then the list."""
        found: list[SortKey] = []
        slice_ends = perf_counter() + SLICE_SECONDS
        for start in range(0, len(keys), _CHUNK):
            found += self._chunk(keys[start : start + _CHUNK], arrangement)
            if perf_counter() > slice_ends:
                yield None
                slice_ends = perf_counter() + SLICE_SECONDS
        yield found

    def _chunk(self, keys: Sequence[SortKey], arrangement: Arrangement) -> Sequence[SortKey]:
        if arrangement.unscored:
            group_of = self._workspace.ranking.group
            keys = [key for key in keys if group_of(key[-1]) is Group.UNRANKED]
        if arrangement.chosen:
            items = self._items
            keys = [key for key in keys if arrangement.admits(items[key[-1]])]
        if arrangement.words:
            self._prepare(keys)
        texts = self._texts
        for word in sorted(arrangement.words, key=len, reverse=True):
            keys = [key for key in keys if word in texts[key[-1]]]
        return keys

    def _prepare(self, keys: Sequence[SortKey]) -> None:
        texts, items = self._texts, self._items
        for key in keys:
            if key[-1] not in texts:
                item = items[key[-1]]
                parts = (item.key, *item.former_keys, item.title, item.description, *item.labels, item.assignee)
                texts[item.id] = "\n".join(parts).casefold()
