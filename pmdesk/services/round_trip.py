"""A workbook that this backlog exported comes back: its rows are merged against what was exported."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pmdesk.domain.changes import edit
from pmdesk.domain.fields import FIELDS
from pmdesk.domain.mapping import SCORES
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import Item, StatusCategory
from pmdesk.services.field_merging import field_changes
from pmdesk.services.identity import keys_of, own_keys
from pmdesk.services.import_plan import Conflict, ImportOptions, PlannedRow, RowKind
from pmdesk.services.merging import Merge, status_categories
from pmdesk.services.three_way import CONFLICT, three_way
from pmdesk.services.workspace import Workspace
from pmdesk.sheets.rows import name_of

if TYPE_CHECKING:
    from pmdesk.sheets.rows import OwnRow, OwnTable, TableImport

# Spreadsheets keep 15 digits of a number, and what is converted into other units keeps 12.
_PRECISION = 1e-11
_KEYS_SHOWN = 5
_EMPTY = (None, "", ())
_EXTRA = "extra"
_OWN = Item(id=0, key="")


def own_among(workspace: Workspace, tables: Sequence[TableImport], options: ImportOptions) -> TableImport | None:
    """The workbook among some files that this backlog exported, read as such.

    Raises UserError where it does not stand alone, or where types are to be ranked of which it tells nothing.
    """
    own = next((table for table in tables if table.own is not None), None)
    if own is None:
        return None
    if len(tables) > 1:
        said = "“{file}” was exported from this backlog; import it alone, before or after the other files."
        raise UserError(message(said, file=name_of(own.path)))
    if options.ranked_types not in (None, workspace.settings.ranked_types):
        said = "“{file}” was exported from this backlog; import it without choosing the types that are ranked."
        raise UserError(message(said, file=name_of(own.path)))
    return own


def merge_own(workspace: Workspace, table: TableImport, items: Mapping[int, Item]) -> Merge:
    """Merge a workbook of this backlog into its items; only what was changed in it since the export comes in."""
    return _Merging(workspace, table, items).run()


class _Merging:
    """Makes a line of the preview of each row."""

    def __init__(self, workspace: Workspace, table: TableImport, items: Mapping[int, Item]) -> None:
        if table.own is None:
            raise ValueError("no workbook of PMDesk's own")
        self._own: OwnTable = table.own
        self._file = name_of(table.path)
        self._items = items
        self._by_key = {item.key: item for item in items.values()}
        self._level = workspace.settings.ranked_level
        self._ids = iter(workspace.new_item_ids(len(table.rows)))
        typed = (str(row.changes["key"][1]) for row in self._own.rows if "key" in row.changes)
        self._keys = own_keys(workspace.settings.key_prefix, [*keys_of(items.values()), *typed])
        self._taken = set(keys_of(items.values()))
        self._categories: Mapping[str, StatusCategory] | None = None
        self._followed: dict[str, list[str]] = defaultdict(list)
        self._deleted = 0
        self._merge = Merge()

    def run(self) -> Merge:
        """All lines, and what to say beside them."""
        for row in self._own.rows:
            item = self._item_of(row.item_id, row.key) if row.item_id else None
            item = None if item is not None and item.id in self._merge.met else item
            line = self._planned(len(self._merge.rows), row, item)
            if line is not None:
                self._merge.rows.append(line)
            if item is not None:
                self._merge.met.add(item.id)
        self._merge.warnings += [*self._said_of_followed(), *self._said_of_deleted(), *self._said_of_missing()]
        return self._merge

    def _item_of(self, item_id: int, key: str) -> Item | None:
        """The item that a row was written for.

        Copies of one backlog may go apart, and give one id to two items; these have different keys.
        """
        item = self._items.get(item_id)
        if item is not None and key in (item.key, *item.former_keys):
            return item
        return self._by_key.get(key)

    def _planned(self, number: int, row: OwnRow, item: Item | None) -> PlannedRow | None:
        if item is not None:
            return self._update(number, row, item)
        if not row.item_id:
            return self._creation(number, row)
        if row.changes:
            reason = message("{key} is no longer in this backlog; its row was left out.", key=row.key)
            return PlannedRow(
                number, RowKind.REFUSED, row.key, row.title, 0, self._file, row.row, reason=reason, own=True
            )
        self._deleted += 1
        return None

    def _update(self, number: int, row: OwnRow, item: Item) -> PlannedRow:
        news: dict[str, Any] = {}
        conflicts: list[Conflict] = []
        for name, (base, theirs) in row.changes.items():
            if name == _EXTRA:
                news |= _with_kept(item, theirs)
                continue
            if not FIELDS[name].may_edit(item):
                self._followed[name].append(item.key)
                continue
            mine = getattr(item, name)
            merged = _merged(base, mine, theirs)
            if merged is CONFLICT:
                conflicts.append(Conflict(name, base, mine, theirs))
            elif merged != mine:
                news[name] = merged
        changes = field_changes(item, news, SCORES)
        edits = (edit(item, replace(item, **news)),) if news else ()
        kind = RowKind.CONFLICT if conflicts else RowKind.CHANGED if changes else RowKind.UNCHANGED
        return self._line(number, kind, row, item, changes=changes, conflicts=tuple(conflicts), edits=edits)

    def _creation(self, number: int, row: OwnRow) -> PlannedRow:
        values: dict[str, Any] = {name: theirs for name, (_, theirs) in row.changes.items()}
        given = {name: value for name, value in values.items() if name == _EXTRA or FIELDS[name].may_edit(_OWN)}
        if given.get("status"):
            given["status_category"] = self._category(given["status"])
        key = values.get("key") or ""
        if not key or key in self._taken:
            key = next(self._keys)
        self._taken.add(key)
        given = {"level": self._level, "status_category": StatusCategory.TODO, **given}
        item = Item(id=next(self._ids), key=key, **given)
        return self._line(number, RowKind.NEW, row, item, edits=(edit(None, item),))

    def _category(self, status: str) -> StatusCategory:
        if self._categories is None:
            self._categories = status_categories(self._items.values())
        return self._categories.get(status, StatusCategory.TODO)

    def _line(self, number: int, kind: RowKind, row: OwnRow, item: Item, **rest: Any) -> PlannedRow:
        return PlannedRow(number, kind, item.key, item.title, item.id, self._file, row.row, own=True, **rest)

    # What is said beside the lines

    def _said_of_followed(self) -> Iterator[Message]:
        many = (
            "{count} cells under “{field}” were edited in “{file}”, but the field follows the tracker; the edits were "
            "left out. The first is that of {key}."
        )
        one = "“{field}” of {key} was edited in “{file}”, but the field follows the tracker; the edit was left out."
        for name, keys in self._followed.items():
            if name == "key":
                yield self._said_of_keys(keys)
            else:
                label = FIELDS[name].label
                yield message(many, one=one, count=len(keys), field=label, key=keys[0], file=self._file)

    def _said_of_keys(self, keys: Sequence[str]) -> Message:
        many = (
            "{count} keys were edited in “{file}”; keys stay, so the edits were left out. The first is that of {key}."
        )
        one = "The key of {key} was edited in “{file}”; keys stay, so the edit was left out."
        return message(many, one=one, count=len(keys), key=keys[0], file=self._file)

    def _said_of_deleted(self) -> Iterator[Message]:
        if self._deleted:
            many = "{count} items in “{file}” were deleted here after its export."
            one = "One item in “{file}” was deleted here after its export."
            yield message(many, one=one, count=self._deleted, file=self._file)

    def _said_of_missing(self) -> Iterator[Message]:
        items = (self._item_of(*written) for written in self._own.missing)
        missing = [item.key for item in items if item is not None and item.id not in self._merge.met]
        if missing:
            many = "{count} items are no longer in “{file}” ({keys}); they stay in the backlog as they are."
            one = "{keys} is no longer in “{file}”; it stays in the backlog as it is."
            yield message(many, one=one, count=len(missing), file=self._file, keys=_listed(missing))


def _with_kept(item: Item, kept: Any) -> dict[str, Any]:
    """The columns that are kept as they are, laid over those that the item has."""
    extra = {**item.extra, **kept}
    return {} if extra == item.extra else {_EXTRA: extra}


def _merged(base: Any, mine: Any, theirs: Any) -> Any:
    """The side that changed; the item's own value where both say the same, CONFLICT where they do not."""
    if _same(theirs, base) or _same(theirs, mine):
        return mine
    if _same(mine, base):
        return theirs
    return three_way(base, mine, theirs) if isinstance(mine, tuple) else CONFLICT


def _same(one: Any, other: Any) -> bool:
    """Whether two values are one, but for digits that a spreadsheet does not keep."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_PRECISION)
    return one == other or (one in _EMPTY and other in _EMPTY)


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys[:_KEYS_SHOWN]) + (", …" if len(keys) > _KEYS_SHOWN else "")
