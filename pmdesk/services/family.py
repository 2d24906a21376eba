"""Which items belong to which: parents and children by the tracker's keys."""

from __future__ import annotations

from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace


def parent_of(workspace: Workspace, item: Item) -> Item | None:
    """The item's parent, where the backlog has it: by the key that it has now, else by one that it had."""
    if not item.parent:
        return None
    families = workspace.families
    ids = families.with_key(item.parent) or families.with_former_key(item.parent)
    found = [workspace.items[one] for one in ids if one != item.id]
    return next((one for one in found if one.site == item.site), found[0] if found else None)


def children_of(workspace: Workspace, item: Item) -> list[Item]:
    """The items whose parent is this one."""
    if not item.key:
        return []
    families = workspace.families
    keys = [item.key, *(key for key in item.former_keys if not families.with_key(key))]
    ids = sorted({one for key in keys for one in families.with_parent(key) if one != item.id})
    return [one for one in map(workspace.items.__getitem__, ids) if one.site == item.site]
