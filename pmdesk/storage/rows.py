"""Records as rows of their tables and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from typing import Any

from pmdesk.domain.changes import Edit, changed_fields
from pmdesk.domain.plain import Plain, decoders, from_plain, record_to_plain
from pmdesk.domain.records import RECORD_TYPES, ImportedValues, Record, made_quickly

Row = dict[str, Any]
# The kinds of records that stand in tables of their own, which are read at opening. Imported values stand field by
# field, and are read only where they are needed.
WITH_TABLES = tuple(name for name, kind in RECORD_TYPES.items() if kind is not ImportedValues)
# What many items share is held once, whatever the number of items. Of texts, those that are seldom an item's own.
_SHARED_TEXTS = frozenset(
    (
        *("site", "type", "status", "resolution", "priority", "assignee", "team", "sprint", "parent"),
        *("source_file", "goal", "quarter"),
    )
)
_MOST_SHARED = 10_000
ROWS_AT_ONCE = 100
_scan = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_Sides = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


def dump(value: Plain) -> str:
    """A plain value as compact JSON."""
    return _encode(value)


def record_row(record: Record) -> Row:
    """A record as a row: lists and mappings as JSON, truth values as 0 and 1."""
    return {"id": record.id, **columns(record)}


def columns(record: Record, names: frozenset[str] | None = None) -> Row:
    """The columns of a record's fields (only `names`, where given) but its id."""
    plain = record_to_plain(record, names)
    return {name: dump(value) if type(value) in (list, dict) else value for name, value in plain.items()}


def read_records(record_type: str, rows: Iterable[Sequence[Any]]) -> Iterator[Any]:
    """The records of rows whose columns stand in the order of the record's fields.

    Equal values of the records that one call makes are the same object.
    """
    converters, rest = _converters(record_type), iter(rows)
    while some := tuple(islice(rest, ROWS_AT_ONCE)):
        columns: list[Iterable[Any]] = list(zip(*some, strict=True))
        for place, convert in converters:
            columns[place] = map(convert.__getitem__, columns[place])
        yield from made_quickly(record_type, zip(*columns, strict=True))


class _Read(dict[Any, Any]):
    """What stored values mean: each of the first thousands is made once, when it is looked up first."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__({None: None})
        self._convert = convert

    def __missing__(self, stored: Any) -> Any:
        value = self._convert(stored)
        if len(self) < _MOST_SHARED:
            self[stored] = value
        return value


def _unchanged(value: Any) -> Any:
    return value


def _converters(record_type: str) -> list[tuple[int, _Read]]:
    decode = decoders(record_type)
    found: list[tuple[int, _Read]] = []
    for place, spec in enumerate(fields(RECORD_TYPES[record_type])):
        hint = str(spec.type).split(" ")[0].split("[")[0]
        if hint == "Extra":
            found.append((place, _Read(_extra_reader(decode[spec.name]))))
        elif hint in ("tuple", "Mapping"):
            found.append((place, _Read(_json_reader(decode[spec.name]))))
        elif hint == "bool":
            found.append((place, _Read(bool)))
        elif hint not in ("int", "str", "float"):
            found.append((place, _Read(decode[spec.name])))
        elif hint == "float" or spec.name in _SHARED_TEXTS:
            found.append((place, _Read(_unchanged)))
    return found


def _json_reader(decode: Callable[[Any], Any]) -> Callable[[str], Any]:
    return lambda text: decode(_load(text))


def _load(text: str) -> Any:
    """What JSON means; three times faster than json.loads for a text, list or mapping without space around it."""
    value, end = _scan(text) if text[:1] in ("[", "{", '"') else (None, -1)
    return value if end == len(text) else json.loads(text)


def _extra_reader(decode: Callable[[Any], Any]) -> Callable[[str], Any]:
    shared = _Read(_unchanged)
    read = _json_reader(decode)
    return lambda text: {shared[name]: shared[value] for name, value in read(text).items()}


def imported_rows(record: ImportedValues) -> Iterator[Row]:
    """One row for each field that the tracker gave."""
    for name, value in record_to_plain(record).items():
        if value is not None:
            yield {"item_id": record.id, "field": name, "value": dump(value)}


def imported_records(rows: Iterable[tuple[int, str, str]]) -> dict[int, ImportedValues]:
    """The ImportedValues of each item, from rows of (item id, field, value)."""
    gathered: dict[int, dict[str, Any]] = {}
    for item_id, name, value in rows:
        gathered.setdefault(item_id, {})[name] = _load(value)
    return {
        item_id: ImportedValues(item_id, **from_plain(ImportedValues.TYPE, plain))
        for item_id, plain in gathered.items()
    }


def log_row(seq: int, position: int, one: Edit) -> Row:
    """An edit as the change log holds it: of an update only the fields that differ."""
    names = None
    if one.before is not None and one.after is not None:
        names = changed_fields(one.before, one.after)
    return {
        "seq": seq,
        "position": position,
        "record_type": one.record_type,
        "record_id": one.id,
        "before": None if one.before is None else dump(_plain(one.before, names)),
        "after": None if one.after is None else dump(_plain(one.after, names)),
    }


def _plain(record: Record, names: frozenset[str] | None) -> Plain:
    return record_to_plain(record, names)


def logged_values(record_type: str, text: str | None) -> Mapping[str, Any] | None:
    """The fields that one side of a logged edit holds; None where the record was not there."""
    if text is None:
        return None
    plain = json.loads(text)
    if not isinstance(plain, dict) or "id" in plain:
        raise ValueError(f"{text!r} holds no fields of a record")
    return from_plain(record_type, plain)


def logged_sides(record_type: str, record_id: int, before: str | None, after: str | None) -> _Sides:
    """Both sides of a logged edit. Raises KeyError, TypeError or ValueError where they make no sense."""
    sides = logged_values(record_type, before), logged_values(record_type, after)
    if None in sides:  # made or deleted: then the other side is a whole record
        (whole,) = (side for side in sides if side is not None)
        RECORD_TYPES[record_type](id=record_id, **whole)
    return sides
