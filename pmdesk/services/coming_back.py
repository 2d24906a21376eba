"""Items that an import closed because they were missing in its files: once they are back, they are open again."""

from __future__ import annotations

from pmdesk.domain.records import Item
from pmdesk.services.import_plan import is_import
from pmdesk.services.last_import import GONE, ids_of
from pmdesk.services.workspace import Workspace

_FIELD = "closed_by_user"
_DEPTH = 200  # changes of one item that are looked through


class Returns:
    """Tells of an item that stands in a file whether it was closed for being in none, and not by the user's hand."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._gone = frozenset(ids_of(workspace.last_import, GONE))

    def __call__(self, item: Item) -> bool:
        return item.id in self._gone and bool(item.closed_by_user) and self._closed_by_import(item)

    def _closed_by_import(self, item: Item) -> bool:
        """Whether it was an import that closed it last; what undo brought back was closed before that."""
        for _, _, label, edit in self._workspace.item_history(item.id, _DEPTH):
            if edit.undoing or edit.after is None or not edit.after.get(_FIELD):
                continue
            if not (edit.before or {}).get(_FIELD):
                return is_import(label)
        return False
