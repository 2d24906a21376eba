"""Which items an arrangement admits: words searched for in prepared texts, chosen values, unscored ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from time import perf_counter

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item
from pmdesk.services.last_import import LastImported
from pmdesk.services.workspace import Workspace

SLICE_SECONDS = 0.01
_CHUNK = 2000


class RowFilter:
    """Answers for one item or for many; texts to search in are prepared at first use and kept.

    Items are looked at in the order in which they lie in memory and put in order afterwards: looked at in rank order,
    a search would take several times as long.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._items: Mapping[int, Item] = workspace.items
        self._texts: dict[int, str] = {}
        self._last: tuple[Arrangement, list[int]] | None = None
        self._imported = LastImported(workspace)

    def forget(self, item_ids: Iterable[int]) -> None:
        """The backlog changed: these items are read anew."""
        self._last = None
        for item_id in item_ids:
            self._texts.pop(item_id, None)

    def admits(self, item_id: int, arrangement: Arrangement) -> bool:
        """Whether an item has every word, a chosen value of each field, and is one of those that are wanted alone."""
        return bool(self._chunk([item_id], arrangement, arrangement.words))

    def admitted(self, arrangement: Arrangement) -> Iterator[list[int] | None]:
        """The ids of the items that are admitted, in no order. Yields None after each slice, then the list."""
        found: list[int] = []
        words, candidates = self._left_to_do(arrangement)
        slice_ends = perf_counter() + SLICE_SECONDS
        while chunk := list(islice(candidates, _CHUNK)):
            found += self._chunk(chunk, arrangement, words)
            if perf_counter() > slice_ends:
                yield None
                slice_ends = perf_counter() + SLICE_SECONDS
        self._last = arrangement, found
        yield found

    def _left_to_do(self, arrangement: Arrangement) -> tuple[tuple[str, ...], Iterator[int]]:
        """The words that are still to be looked for, and in which items: when one types on, only in what was found."""
        if self._last is None:
            return arrangement.words, iter(list(self._items))
        before, found = self._last
        alike = _but_text(before) == _but_text(arrangement)
        if not (alike and before.words and arrangement.text.startswith(before.text)):
            return arrangement.words, iter(list(self._items))
        return tuple(word for word in arrangement.words if word not in before.words), iter(found)

    def _chunk(self, ids: list[int], arrangement: Arrangement, words: Iterable[str]) -> list[int]:
        if arrangement.last_import:
            among = self._imported.ids(arrangement.last_import)
            ids = [item_id for item_id in ids if item_id in among]
        if arrangement.unscored:
            group_of = self._workspace.ranking.group
            ids = [item_id for item_id in ids if group_of(item_id) is Group.UNRANKED]
        if arrangement.chosen:
            items = self._items
            ids = [item_id for item_id in ids if arrangement.admits(items[item_id])]
        texts = self._texts
        for word in sorted(words, key=len, reverse=True):
            try:
                ids = [item_id for item_id in ids if word in texts[item_id]]
            except KeyError:
                self._prepare(ids)
                ids = [item_id for item_id in ids if word in texts[item_id]]
        return ids

    def _prepare(self, ids: Iterable[int]) -> None:
        texts, items = self._texts, self._items
        for item_id in ids:
            if item_id not in texts:
                item = items[item_id]
                parts = (item.key, *item.former_keys, item.title, item.description, *item.labels, item.assignee)
                texts[item_id] = "\n".join(parts).casefold()


def _but_text(arrangement: Arrangement) -> tuple[object, ...]:
    """What else than the text leaves items out."""
    return arrangement.chosen, arrangement.unscored, arrangement.last_import
