"""How the items stand: the rankings and totals that are derived from them, made at first use and kept up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmdesk.domain.changes import Edit
from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level
from pmdesk.domain.totals import Totals


class Standing:
    """Rankings by every framework asked for, and totals, over one mapping of items that its owner changes."""

    def __init__(self, items: Mapping[int, Item], level: Level) -> None:
        self._items = items
        self._level = level
        self._rankings: dict[str, Ranking] = {}
        self._totals: Totals | None = None

    def ranking(self, framework: str) -> Ranking:
        """All items in the order of one framework. Raises KeyError for an unknown one."""
        if framework not in self._rankings:
            self._rankings[framework] = Ranking(frameworks()[framework], self._level, self._items.values())
        return self._rankings[framework]

    @property
    def totals(self) -> Totals:
        """Sums over the items in play."""
        if self._totals is None:
            self._totals = Totals(self._level, self._items.values())
        return self._totals

    def update(self, edits: Sequence[Edit], level: Level) -> bool:
        """Follow edits of items that were just made; returns whether an order was made wholly anew."""
        if level is not self._level:
            self._level, self._totals = level, None
            self._rankings.clear()
            return True
        before = {one.id: one.before for one in edits if isinstance(one.before, Item)}
        after = [one.after for one in edits if isinstance(one.after, Item)]
        if self._totals is not None:
            self._totals.follow(before.values(), after)
        structure = [ranking.update(before, after, self._items.values()) for ranking in self._rankings.values()]
        return any(structure)
