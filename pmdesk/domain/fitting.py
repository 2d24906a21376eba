"""How many of the ranked items fit into a capacity, kept up while single items change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmdesk.domain.frameworks.moscow import FRAMEWORK as MOSCOW
from pmdesk.domain.ranking import Group, Ranking, SortKey
from pmdesk.domain.records import Item, Moscow
from pmdesk.domain.totals import millionths, of_millionths


class Fitting:
    """The ranked items, from the first on, whose efforts together do not pass the capacity; both in the same unit.

    By MoSCoW what will not be done this time never counts as fitting. An edit costs a binary search and a step for
    each item that comes to fit by it, or no longer does.
    """

    def __init__(self, ranking: Ranking, items: Mapping[int, Item], capacity: float) -> None:
        self.count = self.not_estimated = self._parts = 0
        self._ranking, self._items, self._capacity = ranking, items, capacity
        self._limit = millionths(capacity)
        self._last: SortKey = ()  # stands before every key
        self._settle()

    @property
    def effort(self) -> float:
        """The effort of all that fit."""
        return of_millionths(self._parts)

    def is_for(self, ranking: Ranking, capacity: float) -> bool:
        """Whether this is about a ranking and a capacity."""
        return self._ranking is ranking and self._capacity == capacity

    def follow(self, before: Iterable[Item], after: Iterable[Item]) -> None:
        """Take edited items as they are now instead of as they were; the ranking has followed already."""
        for item in before:
            if self._ranking.sort_key(item) <= self._last:
                self._count(item, -1)
        for item in after:
            if self._ranking.key(item.id) <= self._last:
                self._count(item, 1)
        self._settle()

    def _settle(self) -> None:
        """Leave items out from the last on until the others fit, then take in those that fit behind them."""
        while self._parts > self._limit:
            self._count(self._at(self.count - 1), -1)
        ranked, by_category = self._ranking.count(Group.RANKED), self._ranking.framework.name == MOSCOW.name
        while self.count < ranked:
            item = self._at(self.count)
            if self._parts + millionths(item.effort or 0.0) > self._limit:
                break
            if by_category and item.moscow is Moscow.WONT:
                break
            self._count(item, 1)
        self._last = self._ranking.key(self._ranking.id_at(self.count - 1)) if self.count else ()

    def _at(self, position: int) -> Item:
        return self._items[self._ranking.id_at(position)]

    def _count(self, item: Item, by: int) -> None:
        self.count += by
        self._parts += by * millionths(item.effort or 0.0)
        self.not_estimated += by * (not item.effort)
