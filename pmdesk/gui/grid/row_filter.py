"""Which items an arrangement admits: words searched for in prepared texts, chosen values, unscored ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TypeVar

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item
from pmdesk.services.last_import import LastImported
from pmdesk.services.workspace import Workspace

SLICE_SECONDS = 0.01
_CHUNK = 2000
_Text = tuple[int, str]  # an item's id, and what is searched in
_Part = TypeVar("_Part")


class RowFilter:
    """Answers for one item or for many; texts to search in are prepared at first use and kept.

    Items are looked at in the order in which they are shown, so that what is found needs no sorting. The texts are
    prepared in that order too: they lie in memory one after the other, and reading them takes half the time.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._items: Mapping[int, Item] = workspace.items
        self._texts: dict[int, _Text] = {}
        self._last: tuple[Arrangement, list[_Text]] | None = None
        self._imported = LastImported(workspace)

    def forget(self, item_ids: Iterable[int]) -> None:
        """The backlog changed: these items are read anew."""
        self._last = None
        for item_id in item_ids:
            self._texts.pop(item_id, None)

    def admits(self, item_id: int, arrangement: Arrangement) -> bool:
        """Whether an item has every word, a chosen value of each field, and is one of those that are wanted alone."""
        ids = self._chosen([item_id], arrangement)
        return bool(_with_words(self._prepared(ids), arrangement.words) if arrangement.words else ids)

    def admitted(self, arrangement: Arrangement, order: Sequence[int]) -> Iterator[list[int] | None]:
        """The ids of the items that are admitted, in the order of the arrangement, which is that of all ids.

        Yields None after each slice, then the list.
        """
        ids: list[int] = []
        texts: list[_Text] = []
        slice_ends = perf_counter() + SLICE_SECONDS
        for found_ids, found_texts in self._parts(arrangement, order):
            ids += found_ids
            texts += found_texts
            if perf_counter() > slice_ends:
                yield None
                slice_ends = perf_counter() + SLICE_SECONDS
        self._last = (arrangement, texts) if arrangement.words else None
        yield ids

    def _parts(self, arrangement: Arrangement, order: Sequence[int]) -> Iterator[tuple[Sequence[int], Sequence[_Text]]]:
        """What is found in some items after others; when one types on, only in what was found."""
        words = arrangement.words
        if self._last and _goes_on(self._last[0], arrangement):
            before, texts = self._last
            left = [word for word in words if word not in before.words]
            for part in _cut(texts):
                found = _with_words(part, left)
                yield [item_id for item_id, _ in found], found
            return
        for some in _cut(order):
            ids = self._chosen(some, arrangement)
            found = _with_words(self._prepared(ids), words) if words else []
            yield [item_id for item_id, _ in found] if words else [*ids], found

    def _chosen(self, ids: Sequence[int], arrangement: Arrangement) -> Sequence[int]:
        """Those of some items that everything but the words admits."""
        if arrangement.last_import:
            among = self._imported.ids(arrangement.last_import)
            ids = [item_id for item_id in ids if item_id in among]
        if arrangement.unscored:
            group_of = self._workspace.ranking.group
            ids = [item_id for item_id in ids if group_of(item_id) is Group.UNRANKED]
        if arrangement.chosen:
            items = self._items
            ids = [item_id for item_id in ids if arrangement.admits(items[item_id])]
        return ids

    def _prepared(self, ids: Sequence[int]) -> list[_Text]:
        """The texts of some items, made where they are not there yet."""
        texts = self._texts
        try:
            return [texts[item_id] for item_id in ids]
        except KeyError:
            texts |= {item_id: (item_id, _text(self._items[item_id])) for item_id in ids if item_id not in texts}
            return [texts[item_id] for item_id in ids]


def _text(item: Item) -> str:
    parts = (item.key, *item.former_keys, item.title, item.description, *item.labels, item.assignee)
    return "\n".join(parts).casefold()


def _with_words(texts: Sequence[_Text], words: Iterable[str]) -> Sequence[_Text]:
    for word in sorted(words, key=len, reverse=True):  # the longest leaves out most
        texts = [text for text in texts if word in text[1]]
    return texts


def _cut(whole: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    return (whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK))


def _goes_on(before: Arrangement, arrangement: Arrangement) -> bool:
    """Whether an arrangement is another one in which only more text was typed."""
    return arrangement.text.startswith(before.text) and replace(arrangement, text=before.text) == before
