"""The last import: which items it brought and changed, and which stood in no file of their project's whole backlog."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pmdesk.domain.arrangement import LAST_IMPORT
from pmdesk.domain.changes import Edit, edit
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Item, LastImport
from pmdesk.services.identity import IncomingRow
from pmdesk.services.workspace import Workspace

NEW, CHANGED, GONE = LAST_IMPORT


@dataclass(slots=True)
class Brought:
    """Ids of items while an import is put together: created, changed, seen in a file, and missing from all of them."""

    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    gone: list[int] = field(default_factory=list)


def ids_of(last: LastImport | None, view: str) -> tuple[int, ...]:
    """The ids that one of LAST_IMPORT stands for, in the order of the import. Raises KeyError."""
    if last is None:
        return ()
    return {NEW: last.created, CHANGED: last.changed, GONE: last.gone}[view]


class LastImported:
    """The items that the last import is told of, for answers about one item after the other."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._last: LastImport | None = None
        self._ids: dict[str, frozenset[int]] = {}

    def ids(self, view: str) -> frozenset[int]:
        """The items of one of its views; some may have been deleted since."""
        last = self._workspace.last_import
        if last is not self._last:
            self._last, self._ids = last, {}
        if view not in self._ids:
            self._ids[view] = frozenset(ids_of(last, view))
        return self._ids[view]

    def is_gone(self, item_id: int) -> bool:
        """Whether an item is not in the last import, which was one of its project's whole backlog."""
        return item_id in self.ids(GONE)


def last_import_edit(
    last: LastImport | None, brought: Brought, items: Collection[int], files: tuple[str, ...], time: str
) -> Edit | None:
    """What keeps an import as the last one; None where it brought nothing and no item is gone or back.

    `items` are the ids there were before it; `time` is ISO, in UTC.
    """
    were_gone = [item_id for item_id in (last.gone if last else ()) if item_id in items]
    gone = list(dict.fromkeys([*(one for one in were_gone if one not in brought.seen), *brought.gone]))
    if not (brought.created or brought.changed) and set(gone) == set(were_gone):
        return None
    after = LastImport(
        time=time,
        files=files,
        created=tuple(brought.created),
        changed=tuple(brought.changed),
        gone=tuple(gone),
    )
    return edit(last, replace(after, id=last.id) if last else after)


def missing_items(items: Mapping[int, Item], rows: Iterable[IncomingRow], met: Collection[int]) -> Iterator[Item]:
    """The tracker's items that belong to the projects of the rows, and that none of the rows stands for (`met`)."""
    sites: dict[str, set[str]] = {}
    for row in rows:
        if row.values.get("key"):
            sites.setdefault(project_of(row.values["key"]), set()).add(row.values.get("site", ""))
    for item in items.values():
        there = sites.get(project_of(item.key)) if item.from_tracker and item.id not in met else None
        if there and (not item.site or "" in there or item.site in there):
            yield item


def project_of(key: str) -> str:
    """The project of a key, as SHOP of SHOP-12; empty for a key that names none."""
    return key.rpartition("-")[0]


def view_label(view: str) -> Message:
    """What a view of the last import is called."""
    return _LABELS[view]


_LABELS = {
    NEW: message("New in the last import"),
    CHANGED: message("Changed by the last import"),
    GONE: message("Not in the last import"),
}
