"""What happened to one item, field by field, from the change log; and what one logged edit says to people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import Message
from pmdesk.domain.records import Baseline, Item, Settings, field_names
from pmdesk.services.importing import is_import
from pmdesk.services.workspace import Workspace

if TYPE_CHECKING:
    from pmdesk.storage.change_log import LoggedEdit

NOISE = frozenset({"source_file", "source_row", "tracker_order", "extra", "updated", "site", "issue_id"})
SHOWN = 20
_Entry = tuple[str, str, Message, "LoggedEdit"]


class HistoryKind(StrEnum):
    """What a line tells. Restored is an item that was deleted and came back; the baseline may also be taken away."""

    EDITED = "edited"
    CREATED = "created"
    IMPORTED = "imported"
    DELETED = "deleted"
    RESTORED = "restored"
    BASELINE = "baseline"
    NO_BASELINE = "no_baseline"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to an item, or to another record, at a time in UTC (ISO).

    `field`, `old` and `new` (as the record holds them) are there for edits; `by_import`: a file brought it. `record`
    is the type of the record, `id` its id, `key` that of the item where the line does not stand with others of it.
    """

    kind: HistoryKind
    time: str
    actor: str
    label: Message
    field: str = ""
    old: Any = None
    new: Any = None
    by_import: bool = False
    record: str = Item.TYPE
    id: int = 0
    key: str = ""


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
    older = entries[place + 1][3] if place + 1 < len(entries) else None
    restored = older is not None and older.after is None
    yield from edit_lines(edit, time, actor, label, restored=restored)


def edit_lines(
    edit: LoggedEdit, time: str, actor: str, label: Message, *, restored: bool, key: str = ""
) -> Iterator[HistoryLine]:
    """The lines of one logged edit. `restored`: an item that it creates had been there before."""
    by_import = is_import(label) and not edit.undoing
    whole = _whole_kind(edit, restored)
    if whole is not None:
        yield HistoryLine(whole, time, actor, label, "", None, None, by_import, edit.record_type, edit.id, key)
        return
    before, after = edit.before or {}, edit.after or {}
    for name in told_fields(edit.record_type, after):
        old, new = before[name], after[name]
        kind = HistoryKind.EDITED
        yield HistoryLine(kind, time, actor, label, name, old, new, by_import, edit.record_type, edit.id, key)


def _whole_kind(edit: LoggedEdit, restored: bool) -> HistoryKind | None:
    """What happened to a record as a whole; None where only fields of it changed."""
    if edit.record_type == Baseline.TYPE:
        return HistoryKind.NO_BASELINE if edit.after is None else HistoryKind.BASELINE
    if edit.after is None:
        return HistoryKind.DELETED
    if edit.before is not None:
        return None
    if restored:
        return HistoryKind.RESTORED
    return HistoryKind.IMPORTED if edit.after.get("source_file") else HistoryKind.CREATED


def told_fields(record_type: str, changed: Iterable[str]) -> list[str]:
    """Those of some changed fields that people care about, in the order of the registry."""
    wanted = set(changed)
    if record_type == Settings.TYPE:
        return [name for name in field_names(Settings.TYPE) if name in wanted]
    wanted -= NOISE
    if "status" in wanted:
        wanted -= {"status_category"}
    return [name for name in FIELDS if name in wanted] if record_type == Item.TYPE else []
