"""The health check: SQLite's own checks, and whether what is stored makes sense as a backlog."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pmdesk.domain.fields import FIELDS, FieldSpec, Owner
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import Baseline, ImportedValues, Item, LastImport, Record, Settings
from pmdesk.services.identity import Matcher, identity_of
from pmdesk.services.workspace import Workspace


def check(workspace: Workspace) -> list[Message]:
    """What is wrong with a backlog, in sentences; empty when nothing is."""
    file_faults = [message("The file: {fault}", fault=fault) for fault in workspace.integrity_faults()]
    return [*file_faults, *_log_faults(workspace), *_item_faults(workspace), *_reference_faults(workspace)]


def _item_faults(workspace: Workspace) -> Iterator[Message]:
    for item in workspace.items.values():
        yield from _value_faults(item)
    yield from _identity_faults(workspace.items.values())


def _reference_faults(workspace: Workspace) -> Iterator[Message]:
    """Every id that a record names is one that some item has, or had before it was deleted; every key is one item's."""
    last = workspace.new_item_ids(1).start - 1
    baseline, last_import = workspace.baseline, workspace.last_import
    named = {
        "the baseline": [number for order in baseline.orders.values() for number in order] if baseline else [],
        "the last import": [*last_import.created, *last_import.changed, *last_import.gone] if last_import else [],
    }
    for what, numbers in named.items():
        for number in sorted({one for one in numbers if not 1 <= one <= last}):
            yield message("In {what} there is item {id}, which never was.", what=what, id=number)
    counts = Counter(item.key.casefold() for item in workspace.items.values() if not item.from_tracker and item.key)
    for key in sorted(key for key, count in counts.items() if count > 1):
        yield message("{count} items made here have the key {key}.", count=counts[key], key=key.upper())


def _identity_faults(items: Iterable[Item]) -> Iterator[Message]:
    known: Matcher[Item] = Matcher()
    for item in items:
        if not item.from_tracker:
            continue
        twin = known.find(identity_of(item))
        if twin is not None:
            yield message("{key} and {other} are one issue of the tracker.", key=item.key, other=twin.key)
        known.add(identity_of(item), item)


def _value_faults(item: Item) -> Iterator[Message]:
    if not item.key:
        yield message("Item {id} has no key.", id=item.id)
    for name, spec in FIELDS.items():
        fault = _value_fault(spec, getattr(item, name)) if spec.owned_by is Owner.PM else None
        if fault is not None:
            yield message("{field} of {key}: {reason}", field=spec.label, key=item.key, reason=fault)


def _value_fault(spec: FieldSpec, value: object) -> Message | None:
    """Why a stored value cannot be; beyond its twelfth decimal a fraction may be anything."""
    try:
        stored = spec.validate(value)
    except UserError as fault:
        return fault.message
    if isinstance(value, float) and isinstance(stored, float) and math.isclose(stored, value, abs_tol=1e-9):
        return None
    return None if stored == value else message("“{value}” is never stored like that.", value=str(value))


def _log_faults(workspace: Workspace) -> Iterator[Message]:
    """Replays the change log from its beginning and compares where it ends with what is stored."""
    damaged: dict[int, None] = {}
    replayed = workspace.replay(on_damage=lambda seq: damaged.update({seq: None}))
    for seq in damaged:
        yield message("Entry {number} of the change log is damaged.", number=seq)
    try:
        imported = workspace.imported_values()
    except UserError:
        yield message("What the tracker gave last cannot be read.")
        return
    stored: Mapping[str, Mapping[int, Record]] = {
        **workspace.records,
        ImportedValues.TYPE: imported,
    }
    for kind, records in stored.items():
        yield from _replay_faults(kind, replayed[kind], records)


def _replay_faults(kind: str, replayed: Mapping[int, Record], stored: Mapping[int, Record]) -> Iterator[Message]:
    for number in sorted(set(replayed) | set(stored)):
        one, other = replayed.get(number), stored.get(number)
        if one != other and not (other is None and one == ImportedValues(number)):  # which is stored as nothing
            yield _does_not_lead(kind, number, other or one)


def _does_not_lead(kind: str, number: int, record: Record | None) -> Message:
    if isinstance(record, Item):
        return message("The change log of {key} does not lead to what is stored.", key=record.key)
    what = {
        Settings.TYPE: message("the settings"),
        Baseline.TYPE: message("the baseline"),
        LastImport.TYPE: message("the last import"),
        ImportedValues.TYPE: message("what the tracker gave for item {id}", id=number),
    }[kind]
    return message("The change log does not lead to {what} as stored.", what=what)
