"""Which items belong to which: parents and children by the tracker's keys."""

from __future__ import annotations

from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace


def parent_of(workspace: Workspace, item: Item) -> Item | None:
    """The item's parent, where the backlog has it."""
    if not item.parent:
        return None
    found = [one for one in workspace.items.values() if one.key == item.parent and one.id != item.id]
    return next((one for one in found if one.site == item.site), found[0] if found else None)


def children_of(workspace: Workspace, item: Item) -> list[Item]:
    """The items whose parent is this one."""
    if not item.key:
        return []
    found = (one for one in workspace.items.values() if one.parent == item.key and one.id != item.id)
    return [one for one in found if one.site == item.site]
