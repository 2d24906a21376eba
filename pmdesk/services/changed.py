"""Which items the user changed since the last import: the moment at which backlog and tracker were last the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.records import Item, LastImport
from pmdesk.services.workspace import Workspace

if TYPE_CHECKING:
    from pmdesk.storage.change_log import ChangeLog, LoggedEdit, LoggedEntry

# What a tracker can be told: what the user owns or shares with it.
TOLD = tuple(name for name, spec in FIELDS.items() if spec.owned_by in (Owner.PM, Owner.SHARED))
_ITEMS = (Item.TYPE,)
_PAGE = 200
_Base = Mapping[str, Any] | None


def changed_since_import(workspace: Workspace) -> frozenset[int] | None:
    """The items whose scores, category, reasons, title, description or labels are others than after the last import.

    An edit that was taken back counts for nothing. None where there is nothing to compare with: nothing was imported
    yet, or so long ago that the log does not reach back to it.
    """
    if workspace.last_import is None:
        return None
    bases: dict[int, _Base] = {}
    for entry in _since_import(workspace.log):
        if entry is None:
            return None
        for edit in _item_edits(workspace.log, entry):
            bases[edit.id] = None if edit.before is None else {**(bases.get(edit.id) or {}), **edit.before}
    items = workspace.items
    return frozenset(item_id for item_id, base in bases.items() if item_id in items and _differs(items[item_id], base))


def _differs(item: Item, base: _Base) -> bool:
    return base is None or any(name in base and base[name] != getattr(item, name) for name in TOLD)


def _since_import(log: ChangeLog) -> Iterator[LoggedEntry | None]:
    """The entries after the last import that stands, newest first; None at the end where the log does not have it."""
    taken_back: set[int] = set()
    before: int | None = None
    while entries := log.entries(_ITEMS, before, _PAGE):
        for entry in entries:
            if entry.undoes_seq is not None and entry.seq not in taken_back:
                taken_back.add(entry.undoes_seq)
            elif LastImport.TYPE in entry.counts and entry.undoes_seq is None and entry.seq not in taken_back:
                return
            yield entry
        before = entries[-1].seq
    yield None


def _item_edits(log: ChangeLog, entry: LoggedEntry) -> Iterator[LoggedEdit]:
    if entry.edits is not None:
        yield from entry.edits
        return
    after = -1
    while page := log.edits(entry.seq, _ITEMS, after, _PAGE):
        yield from (edit for _, edit in page)
        after = page[-1][0]
