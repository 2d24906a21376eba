"""How imported rows meet the items of a backlog: which row is which item, and what each row does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmdesk.domain.changes import Edit, edit
from pmdesk.domain.messages import Message
from pmdesk.domain.records import ImportedValues, Item, Level, StatusCategory
from pmdesk.services.field_merging import (
    SHARED,
    field_changes,
    knows_former_key,
    merged_shared,
    mirrored,
    with_lists_as_told,
    with_lists_of,
)
from pmdesk.services.file_order import file_orders
from pmdesk.services.identity import IncomingRow, Matcher, identity_of, laid_over, maybe_ours
from pmdesk.services.import_plan import Conflict, FieldChange, PlannedRow, RowKind, Side
from pmdesk.services.levels import OWN_LEVELS, Levels
from pmdesk.services.merge_notes import OLDER, back_in_files, maybe_moved, of_another_site, older_in_files, shared_keys

Pair = tuple[IncomingRow, Item | None]


@dataclass(slots=True)
class Merge:
    """The outcome of merging: one line a row, the ids of the items that rows stand for, and what people should know."""

    rows: list[PlannedRow] = field(default_factory=list)
    met: set[int] = field(default_factory=set)
    warnings: list[Message] = field(default_factory=list)

    @property
    def edits(self) -> list[Edit]:
        """What the lines do while no conflict is resolved."""
        return [one for row in self.rows for one in row.edits]


class Merger:
    """Merges rows into the items of a backlog, by identity and by who owns which field."""

    def __init__(
        self,
        items: Mapping[int, Item],
        bases: Mapping[int, ImportedValues],
        new_ids: Iterable[int],
        new_keys: Iterator[str],
        *,
        levels: Levels = OWN_LEVELS,
        take_scores: bool = False,
        own_prefix: str = "",
        returns: Callable[[Item], bool] = lambda _: False,
    ) -> None:
        """`new_ids` and `new_keys` are for new items; keys only for those whose row has none.

        `own_prefix` is what the keys begin with that PMDesk gave to rows without one. `returns` tells whether an item
        was closed only because it was missing in the files.
        """
        self._items = items
        self._bases = bases
        self._new_ids = iter(new_ids)
        self._new_keys = new_keys
        self._levels = levels
        self._take_scores = take_scores
        self._own_prefix = own_prefix
        self._returns = returns
        self._matcher: Matcher[Item] = Matcher()
        self._made_here = {item.key: item for item in items.values() if not item.from_tracker}
        for item in items.values():
            if item.from_tracker:
                self._matcher.add(identity_of(item), item)
        self._categories = status_categories(items.values())
        self._keys: Mapping[str, str] = {}
        self._waiting: Mapping[str, str] = {}
        self._created: Matcher[str] = Matcher()
        self.merge = Merge()

    def run(self, rows: Sequence[IncomingRow]) -> Merge:
        """Merge all rows, one an issue; each may stand for a new item or for one that is there."""
        pairs = sorted(self._matched(rows), key=lambda pair: (pair[0].file, pair[0].row))
        self.merge.met = {item.id for _, item in pairs if item is not None}
        current = [pair for pair in pairs if not _is_older(*pair)]
        self.merge.warnings += older_in_files(len(pairs) - len(current))
        orders = file_orders(current)
        self._waiting = self._keys_meanwhile(row for row, item in current if item is None)
        self._keys = self._keys_by_issue_id(row for row, _ in current)
        for number, (row, item) in enumerate(pairs):
            self.merge.rows.append(self._planned(number, row, item, orders.get(id(row))))
        self.merge.warnings += shared_keys(self._items, self.merge.edits)
        self.merge.warnings += back_in_files(self.merge.rows)
        return self.merge

    # Which row is which item

    def _matched(self, rows: Iterable[IncomingRow]) -> list[Pair]:
        """Each row with its item; rows that only meet in an item, by its id and by a former key, are one."""
        found: dict[int, Pair] = {}
        for place, row in enumerate(sorted(rows, key=lambda row: row.age)):
            item = self._found(row) or self._found_by_pmdesk(row)
            name = item.id if item else -1 - place
            found[name] = (row.over(found[name][0]) if name in found else row, item)
        return list(found.values())

    def _found(self, row: IncomingRow) -> Item | None:
        item = self._matcher.find(row.identity)
        if item is None:
            return None
        base = self._bases.get(item.id)
        return None if maybe_ours(item, base.title if base else None, row, self._own_prefix) else item

    def _found_by_pmdesk(self, row: IncomingRow) -> Item | None:
        """The item made in PMDesk that a row of a file of its own is.

        Every backlog begins with PM-1, so that the title has to be the same, too.
        """
        found = self._made_here.get(row.values.get("key", ""))
        same = row.by_pmdesk and not row.identity.issue_id and found and found.title == row.values.get("title")
        return found if same else None

    def _asked(self, row: IncomingRow) -> Item | None:
        """The item whose issue a row without an item may be."""
        stranger = self._matcher.stranger(row.identity)
        return stranger if stranger is not None and stranger.id not in self.merge.met else None

    def _keys_meanwhile(self, rows: Iterable[IncomingRow]) -> dict[str, str]:
        """For the keys of rows that are asked about those of the items in question: theirs are nobody's yet."""
        asked = ((row.values.get("key", ""), self._asked(row)) for row in rows)
        return {key: item.key for key, item in asked if key and item is not None}

    def _keys_by_issue_id(self, rows: Iterable[IncomingRow]) -> dict[str, str]:
        known = {item.issue_id: item.key for item in self._items.values() if item.issue_id}
        given = {row.values.get("issue_id", ""): row.values.get("key", "") for row in rows}
        return {**known, **given}

    # What a row does

    def _planned(self, number: int, row: IncomingRow, item: Item | None, order: str | None) -> PlannedRow:
        if item is None:
            asked, stranger = self._asked(row), self._matcher.stranger(row.identity)
            if asked is not None:
                return self._question(number, row, asked, order)
            other = stranger.key if stranger is not None else self._created.stranger(row.identity)
            if other is not None:
                self.merge.warnings.append(of_another_site(row, other))
            self._created.add(row.identity, row.values.get("key", ""))
            return self._creation(number, row, order)
        if _is_older(row, item):
            return _line(number, RowKind.UNCHANGED, row, item, reason=OLDER)
        return self._update(number, row, item, order)

    def _question(self, number: int, row: IncomingRow, item: Item, order: str | None) -> PlannedRow:
        """Another site's issue, or the item's after it moved: nobody can tell but the user."""
        self.merge.met.add(item.id)
        answers = {
            Side.MINE: self._creation(number, row, order).edits,
            Side.THEIRS: self._update(number, row, item, None).edits,
        }
        asked = Conflict("created", None, item.created, row.values.get("created"))
        said = maybe_moved(row, item.key)
        return _line(number, RowKind.CONFLICT, row, item, conflicts=(asked,), reason=said, answers=answers)

    def _creation(self, number: int, row: IncomingRow, order: str | None) -> PlannedRow:
        values = self._completed(row, None)
        scores = self._scores(row)
        given = {"tracker_order": order or "", "source_file": row.file, "source_row": row.row, **values, **scores}
        key = given.pop("key", "") or next(self._new_keys)
        item = Item(id=next(self._new_ids), key=key, extra=dict(row.extra), **given)
        edits = [edit(None, item)]
        shared = {name: values[name] for name in SHARED if name in values}
        if shared:
            edits.append(edit(None, ImportedValues(item.id, **shared)))
        changes = tuple(FieldChange(name, None, value, score=True) for name, value in scores.items())
        return _line(number, RowKind.NEW, row, item, changes=changes, edits=tuple(edits))

    def _update(self, number: int, row: IncomingRow, item: Item, order: str | None) -> PlannedRow:
        base = self._bases.get(item.id) or ImportedValues(item.id)
        values = self._completed(row, item)
        if row.by_pmdesk:
            values = with_lists_as_told(item, values)
        elif item.updated is not None and values.get("updated") == item.updated:
            values = with_lists_of(item, base, values)
        taken, new_base, conflicts = merged_shared(base, item, values)
        scores = self._scores(row)
        given = {**mirrored(item, values), **taken, **scores}
        news = {name: value for name, value in given.items() if value != getattr(item, name)}
        if row.extra != item.extra and (extra := laid_over(item.extra, row)) != item.extra:
            news["extra"] = extra
        if item.closed_by_user and self._returns(item):
            news["closed_by_user"] = None
        changes = field_changes(item, news, scores)
        if news and not row.by_pmdesk:
            news |= {"source_file": row.file, "source_row": row.row}
        if order is not None and order != item.tracker_order:
            news["tracker_order"] = order  # followed, but no update: one new row on top moves every other
        edits = [edit(item, replace(item, **news))] if news else []
        if new_base and not row.by_pmdesk:
            edits.append(edit(self._bases.get(item.id), replace(base, **new_base)))
        kind = RowKind.CONFLICT if conflicts else RowKind.CHANGED if changes else RowKind.UNCHANGED
        return _line(number, kind, row, item, changes=changes, conflicts=conflicts, edits=tuple(edits))

    def _scores(self, row: IncomingRow) -> dict[str, Any]:
        """The scores that are taken over; a value that the file lacks never clears one."""
        given = row.scores if self._take_scores else {}
        return {name: value for name, value in given.items() if value is not None}

    def _completed(self, row: IncomingRow, item: Item | None) -> dict[str, Any]:
        """The row's values, with the parent as a key and what the file may leave out: status category and level."""
        values = dict(row.values)
        if values.get("parent"):
            parent = self._keys.get(values["parent"]) or values["parent"]
            values["parent"] = self._waiting.get(parent, parent)
        if "status" in values and values.get("status_category", StatusCategory.UNKNOWN) is StatusCategory.UNKNOWN:
            same = item is not None and item.status == values["status"]
            known = item.status_category if item and same else self._categories.get(values["status"])
            values["status_category"] = known or StatusCategory.UNKNOWN
        own = values.get("level", item.level if item else Level.STANDARD)
        given = item is None or item.from_tracker
        level = self._levels.level(values.get("type", item.type if item else ""), own) if given else own
        if level is not own:
            values["level"] = level
        return values


def _line(number: int, kind: RowKind, row: IncomingRow, item: Item, **rest: Any) -> PlannedRow:
    key = item.key if knows_former_key(item, row.values) else row.values.get("key") or item.key
    title = row.values.get("title") or item.title
    return PlannedRow(number, kind, key, title, item.id, row.file, row.row, by_pmdesk=row.by_pmdesk, **rest)


def _is_older(row: IncomingRow, item: Item | None) -> bool:
    updated = row.values.get("updated")
    return bool(item and item.updated and updated and updated < item.updated)


def status_categories(items: Iterable[Item]) -> dict[str, StatusCategory]:
    """For each status the category that most items with it have."""
    seen: dict[str, Counter[StatusCategory]] = defaultdict(Counter)
    for item in items:
        if item.status_category is not StatusCategory.UNKNOWN:
            seen[item.status][item.status_category] += 1
    return {status: counts.most_common(1)[0][0] for status, counts in seen.items()}
