"""Which place an item has among the ranked ones that are admitted, where rows stand in another order than by rank."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.ranking import Group, SortKey
from pmdesk.services.workspace import Workspace

_FEW = 64  # items of which each is followed by itself


class RankedPlaces:
    """The ranking's keys of the admitted items that are ranked: made at first need, then kept up over small changes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._keys: list[SortKey] | None = None

    def take(self, keys: list[SortKey] | None) -> None:
        """Other items are admitted; None where their keys are not made yet."""
        self._keys = keys

    def place(self, item_id: int, admitted: Collection[int]) -> tuple[int, int] | None:
        """A ranked item's place, from 1, and how many have one; None for an item that is not ranked."""
        if self._keys is None:
            self._keys = ranked_keys(self._workspace, admitted)
        key = self._workspace.ranking.key(item_id)
        place = bisect_left(self._keys, key)
        return (place + 1, len(self._keys)) if key[0] == Group.RANKED else None

    def note_leaving(self, changes: ChangeSet) -> None:
        """Items that changed no longer stand by the keys that they had."""
        if len(changes.before) > _FEW:
            self._keys = None
        for item in changes.before.values() if self._keys else ():
            self._note(self._workspace.ranking.sort_key(item), there=False)

    def note_coming(self, item_id: int) -> None:
        """An admitted item stands by its key of now."""
        self._note(self._workspace.ranking.key(item_id), there=True)

    def _note(self, key: SortKey, *, there: bool) -> None:
        """One key comes, or one goes that may have been there."""
        if self._keys is None or key[0] != Group.RANKED:
            return
        place = bisect_left(self._keys, key)
        was_there = place < len(self._keys) and self._keys[place] == key
        if there and not was_there:
            self._keys.insert(place, key)
        elif was_there and not there:
            del self._keys[place]


def ranked_keys(workspace: Workspace, item_ids: Collection[int]) -> list[SortKey]:
    """The ranking's keys of those of some items that are ranked, in order."""
    order = workspace.ranking.order.picked(item_ids)
    return order.keys[: order.place((int(Group.UNRANKED),))]
