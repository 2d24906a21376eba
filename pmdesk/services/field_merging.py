"""How the values of a row meet those of an item: who owns which field, and the merge of shared fields."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.records import Extra, ImportedValues, Item
from pmdesk.services.identity import LISTS, united
from pmdesk.services.import_plan import Conflict, FieldChange
from pmdesk.services.three_way import CONFLICT, three_way

SHARED = ("title", "description", "labels")
_FOLLOWED = frozenset(name for name, spec in FIELDS.items() if spec.owned_by in (Owner.MIRRORED, Owner.FIXED))
_PLACES = {name: place for place, name in enumerate(FIELDS)}


def with_lists_of(item: Item, base: ImportedValues, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an issue that was not touched since: a list that is shorter now was cut by the export."""
    known = {"labels": base.labels, "components": item.components}
    return {**values, **{name: united(known[name], values[name]) for name in LISTS if name in values}}


def with_lists_as_told(item: Item, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of PMDesk's own file, which parts a list by commas that its values may have, too."""
    known = {name: getattr(item, name) for name in LISTS if name in values}
    return {**values, **{name: own for name, own in known.items() if ", ".join(own) == ", ".join(values[name])}}


def merged_shared(
    base: ImportedValues, item: Item, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], tuple[Conflict, ...]]:
    """The shared fields merged: those to take, what is new of the base, and the conflicts."""
    taken: dict[str, Any] = {}
    bases: dict[str, Any] = {}
    conflicts: tuple[Conflict, ...] = ()
    for name in SHARED:
        if name not in values:
            continue
        old, mine, theirs = getattr(base, name), getattr(item, name), values[name]
        merged = three_way(old, mine, theirs)
        if merged is CONFLICT:
            conflicts = (*conflicts, Conflict(name, old, mine, theirs))
            continue
        taken[name] = merged
        if old != theirs:
            bases[name] = theirs
    return taken, bases, conflicts


def mirrored(item: Item, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that an item takes as they are: never the user's own."""
    taken = {name: value for name, value in values.items() if name in _FOLLOWED}
    if knows_former_key(item, values):
        del taken["key"]
    if taken.get("key", item.key) != item.key:
        former = dict.fromkeys((*item.former_keys, item.key))
        taken["former_keys"] = tuple(key for key in former if key != taken["key"])
    return taken


def knows_former_key(item: Item, values: Mapping[str, Any]) -> bool:
    """Whether a row that tells no id has the key of before the issue moved, and no news that it has moved back."""
    if values.get("issue_id") or values.get("key") not in item.former_keys:
        return False
    return not (item.updated and values.get("updated") and values["updated"] > item.updated)


def field_changes(item: Item, news: Mapping[str, Any], scores: Container[str]) -> tuple[FieldChange, ...]:
    """What changes, in the order of the fields; former keys are told by the key."""
    found = []
    for name in sorted(news, key=_PLACES.__getitem__):
        if name == "extra":
            found.append(FieldChange(name, *_differing(item.extra, news[name])))
        elif name != "former_keys":
            found.append(FieldChange(name, getattr(item, name), news[name], name in scores))
    return tuple(found)


def _differing(before: Extra, after: Extra) -> tuple[Extra, Extra]:
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before[name] for name in names if name in before}, {
        name: after[name] for name in names if name in after
    }
