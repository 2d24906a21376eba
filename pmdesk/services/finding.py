"""Finding items by what one remembers of them: a key, or words of the title."""

from __future__ import annotations

from heapq import nsmallest

from pmdesk.domain.ranking import natural
from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace


def find_items(workspace: Workspace, text: str, limit: int = 20) -> list[Item]:
    """The items whose key begins with a text, or whose title has all its words; the closest first."""
    wanted = text.strip().casefold()
    if not wanted:
        return []
    words = wanted.split()
    found = []
    for item in workspace.items.values():
        key, title = item.key.casefold(), item.title.casefold()
        if wanted in key or all(word in title for word in words):
            found.append((_distance(wanted, key, title), natural(item.key), item.id, item))
    return [item for *_, item in nsmallest(limit, found)]


def _distance(wanted: str, key: str, title: str) -> int:
    if key == wanted:
        return 0
    if key.startswith(wanted):
        return 1
    if key.endswith(f"-{wanted}"):
        return 2
    if title.startswith(wanted):
        return 3
    return 4 if f" {wanted}" in title else 5
