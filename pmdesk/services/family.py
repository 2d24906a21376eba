"""Which items belong to which: parents and children by the tracker's keys."""

from __future__ import annotations

from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace


def parent_of(workspace: Workspace, item: Item) -> Item | None:
    """The item's parent, where the backlog has it."""
    if not item.parent:
        return None
    found = [workspace.items[one] for one in workspace.families.with_key(item.parent) if one != item.id]
    return next((one for one in found if one.site == item.site), found[0] if found else None)


def children_of(workspace: Workspace, item: Item) -> list[Item]:
    """The items whose parent is this one."""
    if not item.key:
        return []
    found = (workspace.items[one] for one in workspace.families.with_parent(item.key) if one != item.id)
    return [one for one in found if one.site == item.site]
