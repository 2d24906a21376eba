"""Writing to backlog files, and what they say afterwards."""

from __future__ import annotations

from pathlib import Path

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item
from pmdesk.storage.backlog_file import BacklogFile, Content

LABEL = message("Reach of {count} items", count=2)


def new(*items: Item) -> Change:
    """A Change that creates items."""
    return change(LABEL, [edit(None, item) for item in items])


def reopened(opened: BacklogFile) -> Content:
    """What the file says to the next who opens it."""
    opened.close()
    again = BacklogFile(opened.path)
    again.close()
    return again.content


def names_beside(path: Path) -> list[str]:
    """All files in its folder."""
    return sorted(one.name for one in path.parent.iterdir())
