"""Finds which items an arrangement admits, in its order, without blocking whoever types."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.ranking import SortKey
from pmdesk.gui.grid.kept_order import KeptOrder
from pmdesk.gui.grid.ranked_places import ranked_keys
from pmdesk.gui.grid.row_filter import RowFilter
from pmdesk.gui.grid.row_order import RowOrder
from pmdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the ids of the admitted items in the order asked for.

    `ranked` has the ranking's keys of those that are ranked, where the order is another one and not all are admitted.
    """

    ids: array[int]
    ranked: list[SortKey] | None = None


class RowSearch:
    """Filters what is in order already: the ranking, or the kept order of another sorting or grouping.

    It keeps the order that is shown, and the one that is coming while it is made.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._filter = RowFilter(workspace)
        self._kept: KeptOrder | None = None
        self._coming: KeptOrder | None = None

    def search(self, arrangement: Arrangement) -> Iterator[Found | None]:
        """Look for what an arrangement admits, in short slices: None after each, then what was found."""
        kept = self._kept_for(arrangement)
        for _ in kept.make() if kept else ():
            yield None
        everything = kept.in_order if kept else self._workspace.ranking.order
        if not arrangement.filters:
            yield Found(everything.ids[:])
            return
        found: list[int] = []
        for ids in self._filter.admitted(arrangement, everything.ids):
            if ids is None:
                yield None
            else:
                found = ids
        yield Found(array("q", found), ranked_keys(self._workspace, found) if kept else None)

    def _kept_for(self, arrangement: Arrangement) -> KeptOrder | None:
        """The order of all items, begun where it is not there yet; None for rank order, which the ranking keeps."""
        if not (arrangement.sort or arrangement.group_by):
            return None
        for kept in (self._kept, self._coming):
            if kept is not None and kept.serves(arrangement):
                return kept
        self._coming = KeptOrder(self._workspace, arrangement)
        return self._coming

    def settle(self, arrangement: Arrangement) -> RowOrder:
        """Keep the order of an arrangement that is shown from now on; returns what its rows stand by."""
        self._kept, self._coming = self._kept_for(arrangement), None
        return self._kept.order if self._kept else RowOrder(self._workspace, arrangement)

    def picked(self, item_ids: Collection[int]) -> array[int]:
        """Some items in the order that is shown."""
        order = self._kept.in_order if self._kept else self._workspace.ranking.order
        return order.picked(item_ids).ids

    def admits(self, item_id: int, arrangement: Arrangement) -> bool:
        """Whether an item matches what an arrangement searches for and chooses."""
        return not arrangement.filters or self._filter.admits(item_id, arrangement)

    def follow(self, changes: ChangeSet) -> None:
        """Take note of a change: texts are read anew, and the order is kept up or given up with its framework."""
        self._filter.forget((*changes.edited, *changes.created, *changes.deleted))
        self._coming = None
        if self._kept is not None and not self._kept.order.holds_for(self._workspace):
            self._kept = None
        if self._kept is not None:
            self._kept.follow(changes)
