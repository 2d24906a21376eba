"""Sums over the items in play, kept up while single items change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pmdesk.domain.records import Item, Level, Moscow

# Effort is summed in whole millionths: sums of floats would drift while items come and go.
_PARTS = 1_000_000


def millionths(effort: float) -> int:
    """An effort in whole millionths of its unit, to be summed without drift."""
    return round(effort * _PARTS)


def of_millionths(parts: int) -> float:
    """A sum of millionths as an effort."""
    return parts / _PARTS


class Totals:
    """Counts items in play and sums their effort by MoSCoW category, in the backlog's unit.

    Adding or removing an item costs the same however many there are.
    """

    def __init__(self, level: Level, items: Iterable[Item] = ()) -> None:
        self._level = level
        self.in_play = 0
        self._effort: Counter[Moscow | None] = Counter()
        self._estimated: Counter[Moscow | None] = Counter()
        self._items: Counter[Moscow | None] = Counter()
        for item in items:
            self.add(item)

    def add(self, item: Item) -> None:
        """Count an item, where it is in play."""
        self._count(item, 1)

    def remove(self, item: Item) -> None:
        """Take an item out that was added."""
        self._count(item, -1)

    def follow(self, before: Iterable[Item], after: Iterable[Item]) -> None:
        """Take edited items as they are now instead of as they were."""
        for item in before:
            self.remove(item)
        for item in after:
            self.add(item)

    def effort(self, *categories: Moscow | None) -> float:
        """The effort of some categories; None stands for items without one."""
        return of_millionths(sum(self._effort[category] for category in categories))

    def not_estimated(self, category: Moscow | None) -> int:
        """How many items of a category have no effort."""
        return self._items[category] - self._estimated[category]

    def _count(self, item: Item, by: int) -> None:
        if item.closed or item.level is not self._level:
            return
        self.in_play += by
        self._items[item.moscow] += by
        if item.effort:
            self._estimated[item.moscow] += by
            self._effort[item.moscow] += by * millionths(item.effort)
