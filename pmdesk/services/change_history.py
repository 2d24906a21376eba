"""The history of a backlog by time: every entry of the change log, read page by page, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmdesk.domain.messages import Message
from pmdesk.domain.records import Baseline, Item, Settings
from pmdesk.services.importing import is_import
from pmdesk.services.item_history import HistoryLine, edit_lines
from pmdesk.services.workspace import Workspace

if TYPE_CHECKING:  # storage takes long to import
    from pmdesk.storage.change_log import LoggedEdit, LoggedEntry

PAGE = 100
LINES = 200
TOLD = (Item.TYPE, Settings.TYPE, Baseline.TYPE)  # the kinds of records that people care about


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of the backlog, at a time in UTC (ISO).

    `undoing` or `redoing`: it took an earlier one back, or brought it back again. `items` is how many items it
    touched. `lines` are there where they are few, or where one item was asked for; else `lines_of` reads them.
    """

    seq: int
    time: str
    actor: str
    label: Message
    undoing: bool
    redoing: bool
    by_import: bool
    items: int
    lines: tuple[HistoryLine, ...] | None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one entry, and the place behind which there are more of them; None where these are the last."""

    lines: tuple[HistoryLine, ...]
    more_behind: int | None


def entries(
    workspace: Workspace, before: int | None = None, limit: int = PAGE, item_id: int | None = None
) -> list[HistoryEntry]:
    """The newest changes older than entry `before`, newest first; of one item only those that touched it."""
    keys = Keys(workspace)
    return [_entry(one, keys) for one in workspace.log.entries(TOLD, before, limit, item_id)]


def lines_of(
    workspace: Workspace, entry: HistoryEntry, behind: int = -1, limit: int = LINES, item_id: int | None = None
) -> Lines:
    """The lines of one entry from behind a place on, some `limit` records of them; of one item only, where given."""
    read = workspace.log.edits(entry.seq, TOLD, behind, limit, item_id)
    keys = Keys(workspace)
    lines = tuple(line for _, edit in read for line in _lines(edit, entry, keys))
    return Lines(lines, read[-1][0] if len(read) == limit else None)


class Keys:
    """Finds the key of an item, also of one that is gone: then the log knows it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._gone: dict[int, str] = {}

    def of(self, edit: LoggedEdit) -> str:
        """The key of the item that an edit is of; empty for other records."""
        if edit.record_type != Item.TYPE:
            return ""
        item = self._workspace.items.get(edit.id)
        if item is not None:
            return item.key
        given = (edit.after or {}).get("key") or (edit.before or {}).get("key")
        return str(given) if given else self._last_key(edit.id)

    def _last_key(self, item_id: int) -> str:
        if item_id not in self._gone:
            self._gone[item_id] = str(self._workspace.log.last_values(item_id).get("key", f"#{item_id}"))
        return self._gone[item_id]


def _entry(one: LoggedEntry, keys: Keys) -> HistoryEntry:
    items = one.counts.get(Item.TYPE, 0)
    undoing = one.undoes_seq is not None and not one.redoing
    by_import = is_import(one.label) and one.undoes_seq is None
    head = HistoryEntry(one.seq, one.time, one.actor, one.label, undoing, one.redoing, by_import, items, None)
    if one.edits is None:
        return head
    lines = tuple(line for edit in one.edits for line in _lines(edit, head, keys))
    return replace(head, lines=lines)


def _lines(edit: LoggedEdit, entry: HistoryEntry, keys: Keys) -> Iterator[HistoryLine]:
    restored = entry.undoing or entry.redoing
    edit = replace(edit, undoing=restored)
    return edit_lines(edit, entry.time, entry.actor, entry.label, restored=restored, key=keys.of(edit))
