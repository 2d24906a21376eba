"""A whole planned import: its lines, and the one Change that does what was chosen of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pmdesk.domain.changes import Change, Edit, edit
from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import ImportedValues, Item, LastImport
from pmdesk.services.import_plan import NO_CHOICES, Choices, Conflict, PlannedRow, RowKind, Side
from pmdesk.services.last_import import Brought, last_import_edit

_NOT_IN_FILES = (RowKind.GONE, RowKind.REFUSED)


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What was found in one file: its format and dialect, rows with anything in them, and items."""

    path: str
    format: str
    dialect: str
    rows: int
    items: int


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that could not be read as an item, with its line and the reason."""

    file: str
    row: int
    reason: Message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What choices make of a plan: the Change that does it, and how many items it creates, updates and closes.

    `unchanged` counts issues that are taken and alter nothing, `left_out` the rows of the files that were not taken;
    `warnings` has one for each conflict that stays open.
    """

    change: Change
    created: int
    updated: int
    unchanged: int
    closed: int
    left_out: int = 0
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, line by line; holds only while nothing else is applied to the backlog.

    `rows` has the rows of the files, then items that are gone, then refused rows; the `number` of each is its place.
    `notes` is what to know, conflicts aside. `items`, `bases` and `last` are what the files were merged into, `time`
    is ISO, in UTC; `baseline` keeps the ranks of before, `settings` is what the options change besides the rows.
    """

    label: Message
    files: tuple[FileSummary, ...]
    rows: tuple[PlannedRow, ...]
    notes: tuple[Message, ...]
    items: Mapping[int, Item]
    bases: Mapping[int, ImportedValues]
    names: tuple[str, ...]
    time: str
    last: LastImport | None = None
    baseline: Edit | None = None
    settings: tuple[Edit, ...] = ()

    def change_for(self, choices: Choices = NO_CHOICES) -> Change:
        """The one Change that does what was chosen; without edits where that is nothing."""
        return self.outcome(choices).change

    def outcome(self, choices: Choices = NO_CHOICES) -> Outcome:
        """What becomes of the backlog by these choices."""
        taking = _Taking(self, choices)
        for row in self.rows:
            if row.number in choices.left:
                taking.leave(row)
            else:
                taking.take(row)
        return taking.outcome()

    @property
    def change(self) -> Change:
        """The Change while nobody has chosen anything."""
        return self.change_for()

    @property
    def counts(self) -> Mapping[RowKind, int]:
        """How many lines there are of each kind."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in RowKind}

    @property
    def created(self) -> int:
        """How many items are new."""
        return self.counts[RowKind.NEW]

    @property
    def updated(self) -> int:
        """How many items change while no conflict is resolved."""
        return sum(bool(row.changes) for row in self.rows if row.kind in (RowKind.CHANGED, RowKind.CONFLICT))

    @property
    def unchanged(self) -> int:
        """How many issues of the files alter nothing while no conflict is resolved."""
        kinds = (RowKind.UNCHANGED, RowKind.CONFLICT)
        return sum(not (row.changes or row.waits) for row in self.rows if row.kind in kinds)

    @property
    def skipped(self) -> tuple[SkippedRow, ...]:
        """The rows that could not be read as items."""
        return tuple(
            SkippedRow(row.file, row.row, row.reason)
            for row in self.rows
            if row.kind is RowKind.REFUSED and row.reason is not None
        )

    @property
    def conflicts(self) -> tuple[tuple[PlannedRow, Conflict], ...]:
        """Every conflict, with its line."""
        return tuple((row, conflict) for row in self.rows for conflict in row.conflicts)

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of the items that are gone from the files."""
        return tuple(row.key for row in self.rows if row.kind is RowKind.GONE)

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What to know, and each conflict."""
        return (*self.notes, *(_said_of(row, conflict) for row, conflict in self.conflicts))


def every_conflict(plan: ImportPlan, side: Side) -> dict[tuple[int, str], Side]:
    """One answer to all conflicts, as Choices have it in `resolved`."""
    return {(row.number, conflict.field): side for row, conflict in plan.conflicts}


@dataclass(slots=True)
class _Taking:
    """Puts a Change together, one line after the other."""

    plan: ImportPlan
    choices: Choices
    edits: dict[tuple[str, int], Edit] = field(default_factory=dict)
    brought: Brought = field(default_factory=Brought)
    unchanged: int = 0
    closed: int = 0
    left_out: int = 0
    open: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._add(self.plan.settings)

    def take(self, row: PlannedRow) -> None:
        """Take one line."""
        if row.kind is RowKind.REFUSED:
            self.leave(row)
            return
        if row.kind is RowKind.GONE:
            self._take_gone(row)
            return
        answers = {one.field: self.choices.resolved.get((row.number, one.field)) for one in row.conflicts}
        self.open += [_said_of(row, one) for one in row.conflicts if answers[one.field] is None]
        if row.waits:
            self._take_answer(row, answers["created"])
        elif any(answers.values()):
            self._follow(row, tuple(self._settled(row, answers)), bool(row.changes) or Side.THEIRS in answers.values())
        else:
            self._follow(row, row.edits, bool(row.changes))

    def leave(self, row: PlannedRow) -> None:
        """Leave one line as it is."""
        self.left_out += row.kind is not RowKind.GONE

    def outcome(self) -> Outcome:
        """What was taken, with the ranks of before and what is known of this import."""
        plan, brought = self.plan, self.brought
        felt = brought.created or brought.changed or self.closed
        kept = last_import_edit(plan.last, brought, plan.items.keys(), plan.names, plan.time)
        self._add([one for one in (plan.baseline if felt else None, kept) if one is not None])
        change = Change(plan.label, tuple(self.edits.values()))
        counts = len(brought.created), len(brought.changed), self.unchanged, self.closed, self.left_out
        return Outcome(change, *counts, warnings=tuple(self.open))

    def _take_gone(self, row: PlannedRow) -> None:
        self.brought.gone.append(row.item_id)
        item = self.plan.items[row.item_id]
        if row.number in self.choices.close_gone and not item.closed:
            self.closed += 1
            before = self.edits.get((Item.TYPE, item.id))
            after: Any = before.after if before else item
            self._add([edit(item, replace(after, closed_by_user=True))])

    def _take_answer(self, row: PlannedRow, side: Side | None) -> None:
        """Whether a row is the item's issue: left out until that is answered."""
        if side is None:
            self.leave(row)
            return
        edits = row.answers[side]
        self._follow(row, edits, any(one.record_type == Item.TYPE for one in edits), seen=side is Side.THEIRS)

    def _follow(self, row: PlannedRow, edits: tuple[Edit, ...], changed: bool, *, seen: bool = True) -> None:
        self._add(edits)
        new = next((one.id for one in edits if one.record_type == Item.TYPE and one.before is None), None)
        if new is not None:
            self.brought.created.append(new)
        elif changed:
            self.brought.changed.append(row.item_id)
        else:
            self.unchanged += 1
        if seen and row.tracker_says and (row.reason is None or row.waits):
            self.brought.seen.add(row.item_id)

    def _settled(self, row: PlannedRow, answers: Mapping[str, Side | None]) -> Iterator[Edit]:
        """The edits of a line some of whose conflicts are resolved: the base follows the tracker in either case.

        What a file of PMDesk's says is the user's own, and no base of what the tracker says.
        """
        done = {one.record_type: one.after for one in row.edits}
        item, base = self.plan.items[row.item_id], self.plan.bases.get(row.item_id)
        after: Any = done.get(Item.TYPE, item)
        theirs = {one.field: one.theirs for one in row.conflicts if answers[one.field] is Side.THEIRS}
        if theirs:
            source = {"source_file": row.file, "source_row": row.row} if row.tracker_says else {}
            after = replace(after, **theirs, **source)
        if after != item:
            yield edit(item, after)
        if row.tracker_says:
            new_base: Any = done.get(ImportedValues.TYPE, base or ImportedValues(row.item_id))
            settled = {one.field: one.theirs for one in row.conflicts if answers[one.field] is not None}
            yield edit(base, replace(new_base, **settled))

    def _add(self, edits: tuple[Edit, ...] | list[Edit]) -> None:
        self.edits.update(((one.record_type, one.id), one) for one in edits)


def _said_of(row: PlannedRow, conflict: Conflict) -> Message:
    if row.waits and row.reason is not None:
        return row.reason
    said = "{field} of {key} was changed here and in the tracker; yours was kept."
    if row.own:
        said = "{field} of {key} was changed here and in the workbook; yours was kept."
    elif row.by_pmdesk:
        said = "{field} of {key} was changed here and in the file; yours was kept."
    return message(said, field=FIELDS[conflict.field].label, key=row.key)
