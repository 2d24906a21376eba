"""How imported rows meet the items of a backlog: who owns which field, and the merge of shared fields."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmdesk.domain.changes import Edit, changed_fields, edit
from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import ImportedValues, Item, StatusCategory
from pmdesk.services.file_order import file_orders
from pmdesk.services.identity import IncomingRow, Matcher, identity_of, laid_over

SHARED = ("title", "description", "labels")
_FOLLOWED = (Owner.MIRRORED, Owner.FIXED)


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
        self,
        items: Mapping[int, Item],
        bases: Mapping[int, ImportedValues],
        new_ids: Iterable[int],
        new_keys: Iterator[str],
    ) -> None:
        """`new_ids` and `new_keys` are for new items; keys only for those whose row has none."""
        self._items = items
        self._bases = bases
        self._new_ids = iter(new_ids)
        self._new_keys = new_keys
        self._matcher: Matcher[Item] = Matcher()
        for item in items.values():
            if item.from_tracker:
                self._matcher.add(identity_of(item), item)
        self._categories = _status_categories(items.values())
        self.merge = Merge()

    def run(self, rows: Sequence[IncomingRow]) -> Merge:
        """Merge all rows, one an issue; each may stand for a new item or for one that is there."""
        pairs = self._without_older(self._matched(rows))
        orders = file_orders(pairs)
        keys = self._keys_by_issue_id(row for row, _ in pairs)
        for row, item in pairs:
            order = orders.get(id(row))
            values = self._completed(row, item, keys)
            if item is None:
                self._create(row, values, order)
            else:
                self._update(item, row, values, order)
        self.merge.warnings += _shared_keys(self._items, self.merge.edits)
        return self.merge

    def _matched(self, rows: Iterable[IncomingRow]) -> list[tuple[IncomingRow, Item | None]]:
        """Each row with its item; rows that only meet in an item, by its id and by a former key, are one."""
        found: dict[int, tuple[IncomingRow, Item | None]] = {}
        for place, row in enumerate(sorted(rows, key=lambda row: row.age)):
            item = self._match(row)
            name = item.id if item else -1 - place
            found[name] = (row.over(found[name][0]) if name in found else row, item)
        return list(found.values())

    def _without_older(self, pairs: Iterable[tuple[IncomingRow, Item | None]]) -> list[tuple[IncomingRow, Item | None]]:
        """The pairs without rows that are older than what is known of their item, which is left as it is."""
        found = list(pairs)
        left = [pair for pair in found if not _is_older(*pair)]
        older = len(found) - len(left)
        self.merge.unchanged += older
        if older:
            said = "{count} issues are older in the files than in the backlog; they were left as they are."
            one = "One issue is older in the files than in the backlog; it was left as it is."
            self.merge.warnings.append(message(said, one=one, count=older))
        return left

    def _match(self, row: IncomingRow) -> Item | None:
        item = self._matcher.find(row.identity)
        stranger = None if item else self._matcher.stranger(row.identity)
        if stranger is not None:
            self.merge.warnings.append(_other_site(row, stranger))
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
        if "status" in values and values.get("status_category", StatusCategory.UNKNOWN) is StatusCategory.UNKNOWN:
            same = item is not None and item.status == values["status"]
            known = item.status_category if item and same else self._categories.get(values["status"])
            values["status_category"] = known or StatusCategory.UNKNOWN
        return values

    def _create(self, row: IncomingRow, values: Mapping[str, Any], order: str | None) -> None:
        given = {"tracker_order": order or "", "source_file": row.file, "source_row": row.row, **values}
        key = given.pop("key", "") or next(self._new_keys)
        item = Item(id=next(self._new_ids), key=key, extra=dict(row.extra), **given)
        self.merge.created += 1
        self.merge.edits.append(edit(None, item))
        shared = {name: values[name] for name in SHARED if name in values}
        if shared:
            self.merge.edits.append(edit(None, ImportedValues(item.id, **shared)))

    def _update(self, item: Item, row: IncomingRow, values: dict[str, Any], order: str | None) -> None:
        base = self._bases.get(item.id, ImportedValues(item.id))
        taken, new_base = self._merge_shared(item, base, values)
        after = replace(item, **_mirrored(item, values), **taken, extra=laid_over(item.extra, row))
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
                        field=FIELDS[name].label,
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


def _mirrored(item: Item, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that an item takes as they are: never the user's own."""
    taken = {name: value for name, value in values.items() if FIELDS[name].owned_by in _FOLLOWED}
    if taken.get("key", item.key) != item.key:
        former = dict.fromkeys((*item.former_keys, item.key))
        taken["former_keys"] = tuple(key for key in former if key != taken["key"])
    return taken


def _is_older(row: IncomingRow, item: Item | None) -> bool:
    updated = row.values.get("updated")
    return bool(item and item.updated and updated and updated < item.updated)


def _shared_keys(items: Mapping[int, Item], edits: Iterable[Edit]) -> Iterator[Message]:
    """What to say about keys that edits give to an item while another has them."""
    after = {one.id: one.after for one in edits if isinstance(one.after, Item)}
    holders = Counter(item.key for item in {**items, **after}.values())
    given = dict.fromkeys(item.key for item in after.values() if item.id not in items or items[item.id].key != item.key)
    shared = [key for key in given if holders[key] > 1]
    if shared:
        many = (
            "{count} keys are now those of more than one item each, as the files give them to other issues; "
            "the first is {key}."
        )
        one = "{key} is now the key of more than one item, as the files give it to another issue."
        yield message(many, one=one, count=len(shared), key=shared[0])


def _other_site(row: IncomingRow, item: Item) -> Message:
    return message(
        "{key} has the issue id of {other} but was created at another time; it was added as its own item.",
        key=row.values.get("key", ""),
        other=item.key,
    )


def _status_categories(items: Iterable[Item]) -> dict[str, StatusCategory]:
    """For each status the category that most items with it have."""
    seen: dict[str, Counter[StatusCategory]] = defaultdict(Counter)
    for item in items:
        if item.status_category is not StatusCategory.UNKNOWN:
            seen[item.status][item.status_category] += 1
    return {status: counts.most_common(1)[0][0] for status, counts in seen.items()}
