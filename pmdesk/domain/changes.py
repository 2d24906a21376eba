"""One shape for every edit: a Change goes down to the file, a ChangeSet comes back to the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

from pmdesk.domain.messages import Message
from pmdesk.domain.records import Item, Record, Settings, field_names

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """One record before and after: created where there is no before, deleted where there is no after."""

    record_type: str
    id: int
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one act of the user does to the backlog: one transaction, one undo step, one history entry."""

    label: Message
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """The head of one entry of the change log; its edits stay in the file until asked for."""

    seq: int
    label: Message
    undoes_seq: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a Change did: the ids of items created, deleted and edited (with the edited fields).

    `before` holds the items edited or deleted as they were. `kinds` names the types of all records that changed,
    `settings` is whether the backlog's settings did, `structure` whether the whole order was made anew, `framework`
    whether another framework is shown now.
    """

    label: Message
    seq: int = 0
    created: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()
    edited: Mapping[int, frozenset[str]] = field(default_factory=dict)
    before: Mapping[int, Item] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    settings: bool = False
    structure: bool = False
    framework: bool = False


def edit(before: Record | None, after: Record | None) -> Edit:
    """The Edit from one record to the other; at least one of them must be there."""
    record = after if after is not None else before
    if record is None:
        raise ValueError("an edit needs a before or an after")
    return Edit(record.TYPE, record.id, before, after)


def changed_fields(before: Record, after: Record) -> frozenset[str]:
    """The names of the fields in which two records of one type differ."""
    return frozenset(differing_fields(before, after))


def differing_fields(before: Record, after: Record) -> tuple[str, ...]:
    """The same, in the order of the fields."""
    names = field_names(after.TYPE)
    values = _values_of(after.TYPE)
    pairs = zip(names, values(before), values(after), strict=True)
    return tuple([name for name, old, new in pairs if old is not new and old != new])


@cache
def _values_of(record_type: str) -> Callable[[Record], tuple[object, ...]]:
    return attrgetter(*field_names(record_type))


def change(label: Message, edits: Iterable[Edit]) -> Change:
    """A Change without the edits that change nothing."""
    return Change(label, tuple(one for one in edits if one.before != one.after))


def outcome(done: Change, seq: int, structure: bool) -> ChangeSet:
    """What a Change did that stands in the log at `seq`; `structure`: the whole order was made anew."""
    items = [one for one in done.edits if one.record_type == Item.TYPE]
    kinds = frozenset(one.record_type for one in done.edits)
    return ChangeSet(
        done.label,
        seq,
        created=frozenset(one.id for one in items if one.before is None),
        deleted=frozenset(one.id for one in items if one.after is None),
        edited={
            one.id: changed_fields(one.before, one.after)
            for one in items
            if one.before is not None and one.after is not None
        },
        before={one.id: one.before for one in items if isinstance(one.before, Item)},
        kinds=kinds,
        settings=Settings.TYPE in kinds,
        structure=structure,
    )
