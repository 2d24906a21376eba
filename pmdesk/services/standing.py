"""How the items stand: rankings, totals and families that are derived from them, made at first use and kept up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmdesk.domain.changes import Edit
from pmdesk.domain.fitting import Fitting
from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level
from pmdesk.domain.totals import Totals
from pmdesk.services.families import Families

# Up to so many items, what is left out is made within some 0.1 s when it is asked for.
PREPARED_WHOLLY = 20_000
_FEW = 64  # edits up to which following each is quicker than a walk through all that fits


class Standing:
    """Rankings by every framework asked for, and totals, over one mapping of items that its owner changes."""

    def __init__(self, items: Mapping[int, Item], level: Level) -> None:
        self._items = items
        self._level = level
        self._rankings: dict[str, Ranking] = {}
        self._totals: Totals | None = None
        self._families: Families | None = None
        self._fitting: Fitting | None = None

    def prepare(self, framework: str) -> None:
        """Make now what the list needs at first; of a backlog so large that it would be felt later, all of it."""
        self.ranking(framework)
        if len(self._items) > PREPARED_WHOLLY:
            _ = self.totals
            for name in frameworks():
                self.ranking(name)
            _ = self.families

    def ranking(self, framework: str) -> Ranking:
        """All items in the order of one framework. Raises KeyError for an unknown one."""
        if framework not in self._rankings:
            like = next(iter(self._rankings.values()), None)
            self._rankings[framework] = Ranking(frameworks()[framework], self._level, self._items.values(), like)
        return self._rankings[framework]

    @property
    def totals(self) -> Totals:
        """Sums over the items in play."""
        if self._totals is None:
            self._totals = Totals(self._level, self._items.values())
        return self._totals

    @property
    def families(self) -> Families:
        """Which items have a key, or a parent."""
        if self._families is None:
            self._families = Families(self._items.values())
        return self._families

    def fitting(self, framework: str, capacity: float) -> Fitting:
        """Which of the items that a framework ranks fit into a capacity; of the last one asked for it is kept up."""
        ranking = self.ranking(framework)
        if self._fitting is None or not self._fitting.is_for(ranking, capacity):
            self._fitting = Fitting(ranking, self._items, capacity)
        return self._fitting

    def ahead(self, edits: Sequence[Edit], level: Level) -> Standing | None:
        """How the items will stand after edits of them, or None where following each edit is quicker.

        Changes nothing, and may be made on any thread while nobody edits.
        """
        if not any(ranking.sorts_anew(2 * len(edits)) for ranking in tuple(self._rankings.values())):
            return None
        items = dict(self._items)
        for one in edits:
            items.pop(one.id, None)
            if isinstance(one.after, Item):
                items[one.id] = one.after
        ahead = Standing(items, level)
        for name in tuple(self._rankings):
            ahead.ranking(name)
        _ = self._totals and ahead.totals, self._families and ahead.families
        return ahead

    def take(self, ahead: Standing) -> None:
        """Stand as was foreseen, once the edits are made."""
        if ahead._level is not self._level:
            self._level, self._rankings = ahead._level, ahead._rankings
        else:
            for name, ranking in self._rankings.items():
                ranking.take(ahead.ranking(name))
        self._totals, self._families, self._fitting = ahead._totals, ahead._families, None

    def update(self, edits: Sequence[Edit], level: Level) -> bool:
        """Follow edits of items that were just made; returns whether an order was made wholly anew."""
        before = {one.id: one.before for one in edits if isinstance(one.before, Item)}
        after = [one.after for one in edits if isinstance(one.after, Item)]
        if self._families is not None:
            self._families.follow(before.values(), after)
        if level is not self._level:
            self._level, self._totals, self._fitting = level, None, None
            self._rankings.clear()
            return True
        if self._totals is not None:
            self._totals.follow(before.values(), after)
        structure = [ranking.update(before, after, self._items.values()) for ranking in self._rankings.values()]
        if len(edits) > _FEW:
            self._fitting = None
        if self._fitting is not None:
            self._fitting.follow(before.values(), after)
        return any(structure)
