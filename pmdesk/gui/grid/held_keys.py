"""The keys that items had when the order was held, by which they keep their places while ranks go on changing."""

from __future__ import annotations

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.ranking import SortKey
from pmdesk.gui.grid.row_order import RowOrder
from pmdesk.services.workspace import Workspace


class HeldKeys:
    """`shown` has them for the order that is shown, by item id.

    Rank order keeps its own also while the list is sorted or grouped, and has them again on the way back.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ranks: dict[int, SortKey] = {}
        self.shown = self._ranks

    def turn_to(self, *, rank_order: bool) -> None:
        """Another order is shown: keys of one do not compare with those of another."""
        self.shown = self._ranks if rank_order else {}

    def let_go(self) -> None:
        """Forget all keys: everything stands by what it is now."""
        self._ranks.clear()
        self.shown.clear()

    def follow(self, changes: ChangeSet, order: RowOrder) -> None:
        """Keep the keys that items had before a change, in the order that is shown and in rank order."""
        ranking, items = self._workspace.ranking, self._workspace.items
        for item_id, item in changes.before.items():
            self._ranks.setdefault(item_id, ranking.sort_key(item))
            self.shown.setdefault(item_id, order.key(item))
        for item_id in changes.created:
            self._ranks.setdefault(item_id, ranking.key(item_id))
            self.shown.setdefault(item_id, order.key_now(items[item_id]))
