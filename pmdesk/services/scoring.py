"""Start scoring: a walk through the items that the framework cannot rank yet, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile

from pmdesk.domain.ranking import Group
from pmdesk.services.workspace import Workspace

Stop = tuple[int, str]
_UNSEEN = object()


class ScoringWalk:
    """The unranked items in play and the fields they miss, in tracker order, as they were at the start.

    A stop is an item's id and one of its factors. What was given, closed or deleted since is passed by.
    `among` says which items take part; `left_out` is how many unranked ones do not.
    """

    def __init__(self, workspace: Workspace, among: Callable[[int], bool] = lambda _: True) -> None:
        self._workspace = workspace
        self._framework = workspace.framework
        start, end = workspace.ranking.bounds(Group.UNRANKED)
        ids = [item_id for item_id in map(workspace.ranking.id_at, range(start, end)) if among(item_id)]
        self.left_out = end - start - len(ids)
        self._missed = {item_id: self._framework.missing(workspace.items[item_id]) for item_id in ids}
        self._places = {item_id: place for place, item_id in enumerate(self._missed)}
        self._ids = tuple(self._missed)
        self._level = workspace.settings.ranked_level
        self._seen: list[object] = [_UNSEEN] * len(self._ids)
        self._open = [True] * len(self._ids)

    @property
    def ids(self) -> tuple[int, ...]:
        """The items of the walk, in tracker order."""
        return self._ids

    def first(self) -> Stop | None:
        """The first stop; None where nothing is to be scored."""
        return self._first_of(self._ids)

    def next_after(self, item_id: int, field: str) -> Stop | None:
        """The next factor that the item misses now, else the first of the next item; None at the end."""
        if item_id not in self._places:
            return self.first()
        factors = self._framework.factors
        later = factors[factors.index(field) + 1 :] if field in factors else factors
        missing = self._missing(item_id)
        return next(((item_id, name) for name in later if name in missing), None) or self.skip(item_id)

    def skip(self, item_id: int) -> Stop | None:
        """The first stop of the next item; None at the end."""
        place = self._places.get(item_id, -1)
        return self._first_of(self._ids[place + 1 :])

    def previous(self, item_id: int, field: str) -> Stop | None:
        """The stop before, given meanwhile or not, so that it can be corrected; None at the beginning."""
        place = self._places.get(item_id, 0)
        stops = self._stops_back(self._ids[place::-1] if item_id in self._places else ())
        return next(dropwhile(lambda stop: not self._is_before(stop, item_id, field), stops), None)

    def progress(self) -> tuple[int, int]:
        """How many items of the walk need nothing more, and how many there are."""
        if self._workspace.settings.ranked_level is not self._level:
            self._level, self._seen = self._workspace.settings.ranked_level, [_UNSEEN] * len(self._ids)
        for place, item_id in enumerate(self._ids):
            item = self._workspace.items.get(item_id)
            if item is not self._seen[place]:
                self._seen[place], self._open[place] = item, bool(self._missing(item_id))
        return self._open.count(False), len(self._ids)

    def _first_of(self, ids: Iterable[int]) -> Stop | None:
        return next(((item_id, missing[0]) for item_id in ids if (missing := self._missing(item_id))), None)

    def _missing(self, item_id: int) -> tuple[str, ...]:
        item = self._workspace.items.get(item_id)
        if item is None or item.closed or item.level is not self._workspace.settings.ranked_level:
            return ()
        return self._framework.missing(item)

    def _stops_back(self, ids: Iterable[int]) -> Iterator[Stop]:
        there = (item_id for item_id in ids if item_id in self._workspace.items)
        return ((item_id, name) for item_id in there for name in reversed(self._missed[item_id]))

    def _is_before(self, stop: Stop, item_id: int, field: str) -> bool:
        factors = self._framework.factors
        return stop[0] != item_id or (field in factors and factors.index(stop[1]) < factors.index(field))
