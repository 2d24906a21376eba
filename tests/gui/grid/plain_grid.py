"""What the grid must show, found the plain way: every item filtered and sorted anew, with no key kept or bisected."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pmdesk.domain.arrangement import Arrangement, field_values
from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.frameworks import rice
from pmdesk.domain.ranking import Group, natural, tracker_key
from pmdesk.domain.records import Item, Moscow
from pmdesk.services.last_import import ids_of
from pmdesk.services.workspace import Workspace

PlainBand = tuple[Group, str | None, int, int, int, bool]  # as Band's fields


@dataclass
class PlainGrid:
    """The state of a grid: what is asked of it, who is admitted, and how items were when the order was held."""

    workspace: Workspace
    arrangement: Arrangement = field(default_factory=Arrangement)
    folded: set[object] = field(default_factory=lambda: {Group.OTHER_LEVEL, Group.CLOSED})
    held: bool = False
    as_held: dict[int, Item] = field(default_factory=dict)
    as_ranked: dict[int, Item] = field(default_factory=dict)
    admitted: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.level = self.workspace.settings.ranked_level

    # What happens to it

    def arrange(self, arrangement: Arrangement) -> None:
        """Another arrangement; another order lets go what is held, but rank order has it again on the way back."""
        old = self.arrangement
        if (old.sort, old.descending, old.group_by) != (arrangement.sort, arrangement.descending, arrangement.group_by):
            self.as_held = {} if arrangement.sort or arrangement.group_by else dict(self.as_ranked)
        if old.group_by != arrangement.group_by:
            self.folded = {key for key in self.folded if isinstance(key, Group)}
        self.arrangement = arrangement
        self.lay_out()

    def lay_out(self) -> None:
        """Admit who matches now."""
        self.admitted = {item_id for item_id in self.workspace.items if self.matches(item_id)}

    def hold(self, held: bool) -> None:
        """Hold the order as it is, or let it go."""
        self.held = held
        self.let_go()

    def let_go(self) -> None:
        """Every item stands as it is."""
        self.as_held.clear()
        self.as_ranked.clear()

    def follow(self, changes: ChangeSet) -> None:
        """A change happened: who was there stays, who matches comes in."""
        level, self.level = self.level, self.workspace.settings.ranked_level
        if changes.framework or level is not self.level:
            self.let_go()
            self.lay_out()
            return
        if self.held:
            for item_id in (*changes.before, *changes.created):
                before = changes.before.get(item_id) or self.workspace.items[item_id]
                self.as_held.setdefault(item_id, before)
                self.as_ranked.setdefault(item_id, before)
        if self.arrangement.last_import and "last_import" in changes.kinds:
            self.lay_out()
            return
        self.admitted -= changes.deleted
        self.admitted |= {item_id for item_id in (*changes.edited, *changes.created) if self.matches(item_id)}

    # What it shows

    def matches(self, item_id: int) -> bool:
        """Whether an item has every word, a chosen value of each field, and no rank where only such are wanted."""
        item, asked = self.workspace.items[item_id], self.arrangement
        texts = (item.key, *item.former_keys, item.title, item.description, *item.labels, item.assignee)
        words = asked.text.casefold().split()
        chosen = all(set(wanted) & set(field_values(item, name)) for name, wanted in asked.chosen.items())
        unscored = not asked.unscored or self._group(item) is Group.UNRANKED
        brought = not asked.last_import or item_id in ids_of(self.workspace.last_import, asked.last_import)
        return chosen and unscored and brought and all(any(word in text.casefold() for text in texts) for word in words)

    def stale(self) -> set[int]:
        """Who is there and does not match."""
        return {item_id for item_id in self.admitted if not self.matches(item_id)}

    def standing(self, item_id: int) -> Item:
        """An item as it was when its place was held, else as it is."""
        return self.as_held.get(item_id) or self.workspace.items[item_id]

    def in_order(self) -> list[int]:
        """The ids of all that are admitted, folded or not."""
        found = sorted(map(self.standing, self.admitted), key=lambda item: (*self._rank_key(item), item.id))
        value = self._value
        if self.arrangement.sort:
            having = [item for item in found if value(item) is not None]
            having.sort(key=value, reverse=self.arrangement.descending)
            found = having + [item for item in found if value(item) is None]
        if self.arrangement.group_by:
            found.sort(key=lambda item: self._band_key(item) if self._group(item) <= Group.UNRANKED else ())
        found.sort(key=lambda item: max(self._group(item), Group.UNRANKED))
        return [item.id for item in found]

    @property
    def by_rank(self) -> bool:
        """Whether rows stand in rank order."""
        return not (self.arrangement.sort or self.arrangement.group_by)

    def bands(self) -> list[PlainBand]:
        """The groups and values of the list, with where each begins."""
        found: list[PlainBand] = []
        start = row = 0
        for (group, value), ids in groupby(self.in_order(), key=self.band):
            count = len(list(ids))
            folded = not self.arrangement.text.split() and (group if value is None else value) in self.folded
            found.append((group, value, start, count, row, folded))
            start, row = start + count, row + (0 if folded else count)
        return found

    def rows(self) -> list[int]:
        """The ids of the rows."""
        ids = self.in_order()
        shown = [(start, start + count) for _, _, start, count, _, folded in self.bands() if not folded]
        return [item_id for start, end in shown for item_id in ids[start:end]]

    def group_of_row(self, item_id: int) -> Group:
        """The group in which a row stands."""
        return self._group(self.standing(item_id))

    def places_within(self) -> dict[int, tuple[int, int]]:
        """The place of each ranked item among the admitted ones, and how many these are."""
        ranked = [item_id for item_id in self.workspace.ranking.ranked_ids() if item_id in self.admitted]
        return {item_id: (place, len(ranked)) for place, item_id in enumerate(ranked, 1)}

    # One item

    def _group(self, item: Item) -> Group:
        if item.closed:
            return Group.CLOSED
        if item.level is not self.workspace.settings.ranked_level:
            return Group.OTHER_LEVEL
        return Group.UNRANKED if self.workspace.framework.merit(item) is None else Group.RANKED

    def _rank_key(self, item: Item) -> tuple[Any, ...]:
        group = self._group(item)
        return (group, self.workspace.framework.merit(item) if group is Group.RANKED else (), tracker_key(item))

    def band(self, item_id: int) -> tuple[Group, str | None]:
        """The group in which an item stands, and the value that it shares with others."""
        item = self.standing(item_id)
        group = self._group(item)
        if self.by_rank or group > Group.UNRANKED:
            return group, None
        return Group.RANKED, field_values(item, self.arrangement.group_by)[0] if self.arrangement.group_by else None

    def _band_key(self, item: Item) -> tuple[Any, ...]:
        name = field_values(item, self.arrangement.group_by)[0]
        if not name:
            return (1,)
        return (0, [*Moscow].index(Moscow(name)) if self.arrangement.group_by == "moscow" else natural(name), name)

    def _value(self, item: Item) -> Any:
        name = self.arrangement.sort
        value = rice.score(item) if name == "score" else getattr(item, name, None)
        if value is None or value in ("", ()):
            return None
        if isinstance(value, Moscow):
            return [*Moscow].index(value)
        if isinstance(value, tuple):
            value = ", ".join(value)
        return natural(value) if isinstance(value, str) else value
