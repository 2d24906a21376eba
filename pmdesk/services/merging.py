"""How imported rows meet the items of a backlog: identity, ownership, and the merge of shared fields."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pmdesk.domain.changes import Edit, changed_fields, edit
from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.messages import Message, message
from pmdesk.domain.ranking import natural
from pmdesk.domain.records import ImportedValues, Item, StatusCategory

SHARED = ("title", "description", "labels")
_NOT_COUNTED = {"source_file", "source_row"}


@dataclass(slots=True)
class Merge:
    """The outcome of merging: the edits to apply, the counts, and what people should know."""

    edits: list[Edit] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    warnings: list[Message] = field(default_factory=list)


class Merger:
    """Merges rows into the items of a backlog, by identity and by who owns which field."""

    def __init__(
        self, items: Mapping[int, Item], bases: Mapping[int, ImportedValues], new_ids: Iterable[int]
    ) -> None:
        self._items = items
        self._bases = bases
        self._new_ids = iter(new_ids)
        self._matcher = Matcher(items.values())
        self._categories = _status_categories(items.values())
        self.merge = Merge()

    def run(self, rows: Sequence[IncomingRow]) -> Merge:
        """Merge all rows; each may stand for a new item or for one that is there."""
        matches = [self._match(row) for row in rows]
        orders = file_orders(rows, matches)
        keys = self._keys_by_issue_id(rows)
        for row, item in zip(rows, matches, strict=True):
            order = orders.get(id(row))
            values = self._completed(row, item, keys)
            if item is None:
                self._create(row, values, order)
            else:
                self._update(item, row, values, order)
        return self.merge

    def _match(self, row: IncomingRow) -> Item | None:
        item, warning = self._matcher.match(row)
        if warning is not None:
            self.merge.warnings.append(warning)
        return item

    def _keys_by_issue_id(self, rows: Iterable[IncomingRow]) -> dict[str, str]:
        known = {item.issue_id: item.key for item in self._items.values() if item.issue_id}
        given = {row.values.get("issue_id", ""): row.values.get("key", "") for row in rows}
        return {**known, **given}

    def _completed(self, row: IncomingRow, item: Item | None, keys: Mapping[str, str]) -> dict[str, Any]:
        """The row's values, with the parent as a key and the status category that the file may leave out."""
        values = dict(row.values)
        if values.get("parent"):
            values["parent"] = keys.get(values["parent"]) or values["parent"]
        if (
            "status" in values
            and values.get("status_category", StatusCategory.UNKNOWN) is StatusCategory.UNKNOWN
        ):
            same = item is not None and item.status == values["status"]
            known = item.status_category if item and same else self._categories.get(values["status"])
            values["status_category"] = known or StatusCategory.UNKNOWN
        return values

    def _create(self, row: IncomingRow, values: Mapping[str, Any], order: str | None) -> None:
        given = {"key": "", "tracker_order": order or "", **values}
        item = Item(
            id=next(self._new_ids), **given, extra=dict(row.extra), source_file=row.file, source_row=row.row
        )
        self.merge.created += 1
        self.merge.edits += [edit(None, item), edit(None, _base(item.id, values))]

    def _update(self, item: Item, row: IncomingRow, values: dict[str, Any], order: str | None) -> None:
        base = self._bases.get(item.id, ImportedValues(item.id))
        taken, new_base = self._merge_shared(item, base, values)
        mirrored = {
            name: value for name, value in values.items() if FIELDS[name].owned_by is not Owner.SHARED
        }
        if mirrored.get("key", item.key) != item.key:
            former = dict.fromkeys((*item.former_keys, item.key))
            mirrored["former_keys"] = tuple(key for key in former if key != mirrored["key"])
        if not mirrored.get("site", "x"):
            del mirrored["site"]
        mirrored["extra"] = _laid_over(item, row)
        after = replace(item, **mirrored, **taken)
        self._count(item, after, row, order)
        if new_base != base:
            self.merge.edits.append(edit(self._bases.get(item.id), new_base))

    def _count(self, item: Item, after: Item, row: IncomingRow, order: str | None) -> None:
        """File order alone is followed but is no update: one new row on top moves every other."""
        if changed_fields(item, after):
            self.merge.updated += 1
            after = replace(after, source_file=row.file, source_row=row.row)
        else:
            self.merge.unchanged += 1
        if order is not None:
            after = replace(after, tracker_order=order)
        if after != item:
            self.merge.edits.append(edit(item, after))

    def _merge_shared(
        self, item: Item, base: ImportedValues, values: Mapping[str, Any]
    ) -> tuple[dict[str, Any], ImportedValues]:
        taken: dict[str, Any] = {}
        bases: dict[str, Any] = {}
        for name in SHARED:
            if name not in values:
                continue
            theirs = values[name]
            merged = three_way(getattr(base, name), getattr(item, name), theirs)
            if merged is CONFLICT:
                self.merge.warnings.append(
                    message(
                        "{field} of {key} was changed here and in the tracker; yours was kept.",
                        field=str(FIELDS[name].label),
                        key=item.key,
                    )
                )
            else:
                taken[name], bases[name] = merged, theirs
        return taken, replace(base, **bases)


CONFLICT = object()


def three_way(base: Any, mine: Any, theirs: Any) -> Any:
    """Merge one shared value: the side that changed counts; lists merge as sets; CONFLICT where both did."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base or (base is None and not mine):
        return theirs
    if isinstance(mine, tuple):
        gone, old = set(base or ()) - set(theirs), set(base or ())
        kept = [label for label in mine if label not in gone]
        return tuple(dict.fromkeys([*kept, *(label for label in theirs if label not in old)]))
    return CONFLICT


def _base(item_id: int, values: Mapping[str, Any]) -> ImportedValues:
    return ImportedValues(item_id, **{name: values[name] for name in SHARED if name in values})


def _laid_over(item: Item, row: IncomingRow) -> dict[str, str | tuple[str, ...]]:
    kept = {name: text for name, text in item.extra.items() if name not in row.extra_headers}
    return {**kept, **row.extra}


def _status_categories(items: Iterable[Item]) -> dict[str, StatusCategory]:
    """For each status the category that most items with it have."""
    seen: dict[str, Counter[StatusCategory]] = defaultdict(Counter)
    for item in items:
        if item.status_category is not StatusCategory.UNKNOWN:
            seen[item.status][item.status_category] += 1
    return {status: counts.most_common(1)[0][0] for status, counts in seen.items()}
