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


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One issue as the files give it: values of the fields that have a column, the other columns as extra."""

    file: str
    row: int
    values: Mapping[str, Any]
    extra: Mapping[str, str | tuple[str, ...]]
    extra_headers: frozenset[str]

    @property
    def identity(self) -> tuple[str, str, str]:
        """What tells two rows to be one issue within an import: site and issue id, else the key."""
        site, issue_id = self.values.get("site", ""), self.values.get("issue_id", "")
        return (site, issue_id, "") if issue_id else ("", "", self.values.get("key", ""))

    def over(self, older: IncomingRow) -> IncomingRow:
        """This row laid over an older one of the same issue: columns that only the older has stay."""
        kept = {name: text for name, text in older.extra.items() if name not in self.extra_headers}
        return IncomingRow(
            self.file,
            self.row,
            {**older.values, **self.values},
            {**kept, **self.extra},
            older.extra_headers | self.extra_headers,
        )


@dataclass(slots=True)
class Merge:
    """The outcome of merging: the edits to apply, the counts, and what people should know."""

    edits: list[Edit] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    warnings: list[Message] = field(default_factory=list)


def newest_of_each(rows: Iterable[IncomingRow]) -> list[IncomingRow]:
    """One row an issue, the newest `updated` laid over older ones; the order of the files does not matter."""
    found: dict[tuple[str, str, str], IncomingRow] = {}
    for place, row in enumerate(sorted(rows, key=_age)):
        identity = row.identity if any(row.identity) else ("", "", f"\0{place}")
        found[identity] = row.over(found[identity]) if identity in found else row
    return list(found.values())


def _age(row: IncomingRow) -> tuple[str, str, int]:
    updated: datetime | None = row.values.get("updated")
    return (updated.isoformat() if updated else "", row.file, row.row)


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


class Matcher:
    """Finds the item that a row stands for."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._by_id: dict[str, list[Item]] = defaultdict(list)
        self._by_key: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            if item.from_tracker:
                self._by_id[item.issue_id].append(item)
                for key in (item.key, *item.former_keys):
                    self._by_key[key].append(item)

    def match(self, row: IncomingRow) -> tuple[Item | None, Message | None]:
        """The item with the row's site and issue id; the one with its key where either has no id.

        A CSV names no site: there an equal id counts when the key or the creation date agrees; where neither
        does, it is another site's issue, which is said.
        """
        issue_id, key = row.values.get("issue_id", ""), row.values.get("key", "")
        if not issue_id:
            return next(iter(self._by_key.get(key, ())), None) if key else None, None
        same_id = self._by_id.get(issue_id, ())
        for item in same_id:
            if self._is_same(item, row):
                return item, None
        without_id = [item for item in self._by_key.get(key, ()) if not item.issue_id]
        if without_id:
            return without_id[0], None
        stranger = next((item for item in same_id if not (item.site and row.values.get("site"))), None)
        return None, None if stranger is None else _other_site(row, stranger)

    def _is_same(self, item: Item, row: IncomingRow) -> bool:
        site = row.values.get("site", "")
        if site and item.site:
            return bool(site == item.site)
        created = row.values.get("created")
        known_key = row.values.get("key", "") in (item.key, *item.former_keys)
        return known_key or created is None or item.created is None or created == item.created


def _other_site(row: IncomingRow, item: Item) -> Message:
    return message(
        "{key} has the issue id of {other} but was created at another time; it was added as its own item.",
        key=row.values.get("key", ""),
        other=item.key,
    )


def file_orders(rows: Sequence[IncomingRow], matches: Sequence[Item | None]) -> dict[int, str]:
    """The tracker order of rows whose file has no Rank column, by `id(row)`: their place in the file.

    Known items keep their order while the file agrees with it, and new ones are put in between, so that one
    new issue on top does not move all others. Items that have the tracker's own rank keep it.
    """
    placed = [
        (row, item)
        for row, item in zip(rows, matches, strict=True)
        if "tracker_order" not in row.values and (item is None or _is_file_order(item.tracker_order))
    ]
    placed.sort(key=lambda pair: (pair[0].row, natural(pair[0].values.get("key", ""))))
    known = [item.tracker_order for _, item in placed if item is not None]
    between = _in_between(placed)
    if "" in known or list(between.values()) != sorted(set(between.values())):
        return {id(row): f"{row.row:08d}" for row, _ in placed}
    return between


def _in_between(placed: Sequence[tuple[IncomingRow, Item | None]]) -> dict[int, str]:
    orders: dict[int, str] = {}
    before_all = not any(item for _, item in placed)
    last = "" if before_all else "0" * 8
    for place, (row, item) in enumerate(placed):
        if item is not None:
            last = item.tracker_order
        orders[id(row)] = (
            item.tracker_order
            if item is not None
            else f"{row.row:08d}"
            if before_all
            else f"{last}.{place:08d}"
        )
    return orders


def _is_file_order(order: str) -> bool:
    return order.replace(".", "").isdecimal() or not order
