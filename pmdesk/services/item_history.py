"""What happened to one item, field by field, from the change log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import Message
from pmdesk.domain.records import Item
from pmdesk.services.importing import is_import
from pmdesk.services.workspace import Workspace

if TYPE_CHECKING:
    from pmdesk.storage.backlog_file import LoggedEdit

NOISE = frozenset({"source_file", "source_row", "tracker_order", "extra", "updated", "site", "issue_id"})
SHOWN = 20
_Entry = tuple[str, str, Message, "LoggedEdit"]


class HistoryKind(StrEnum):
    """What a line tells. Restored is an item that was deleted and came back."""

    EDITED = "edited"
    CREATED = "created"
    IMPORTED = "imported"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to an item, at a time in UTC (ISO).

    `field`, `old` and `new` (as the item holds them) are there for edits; `by_import`: a file brought it.
    """

    kind: HistoryKind
    time: str
    actor: str
    label: Message
    field: str = ""
    old: Any = None
    new: Any = None
    by_import: bool = False


def history(workspace: Workspace, item: Item, limit: int = SHOWN) -> list[HistoryLine]:
    """The newest lines of an item's history, newest first; what only the bookkeeping changed is left out."""
    count = limit
    while True:
        entries = workspace.item_history(item.id, count + 1)
        lines = [line for place in range(min(count, len(entries))) for line in _lines(entries, place)]
        if len(lines) >= limit or len(entries) <= count:
            return lines[:limit]
        count *= 4


def _lines(entries: list[_Entry], place: int) -> Iterator[HistoryLine]:
    time, actor, label, edit = entries[place]
    by_import = is_import(label) and not edit.undoing
    if edit.before is None or edit.after is None:
        older = entries[place + 1][3] if place + 1 < len(entries) else None
        yield HistoryLine(_kind(edit, older), time, actor, label, by_import=by_import)
        return
    for name in _told(edit):
        old, new = edit.before[name], edit.after[name]
        yield HistoryLine(HistoryKind.EDITED, time, actor, label, name, old, new, by_import)


def _kind(edit: LoggedEdit, older: LoggedEdit | None) -> HistoryKind:
    if edit.after is None:
        return HistoryKind.DELETED
    if older is not None and older.after is None:
        return HistoryKind.RESTORED
    return HistoryKind.IMPORTED if edit.after.get("source_file") else HistoryKind.CREATED


def _told(edit: LoggedEdit) -> list[str]:
    """The changed fields that people care about, in the order of the registry."""
    changed = (edit.after or {}).keys() - NOISE
    if "status" in changed:
        changed -= {"status_category"}
    return [name for name in FIELDS if name in changed]
