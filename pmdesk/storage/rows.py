"""Records as rows of their tables and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from pmdesk.domain.changes import Edit, changed_fields
from pmdesk.domain.plain import Plain, decoders, from_plain, record_to_plain
from pmdesk.domain.records import RECORD_TYPES, ImportedValues, Record

Row = dict[str, Any]
_Sides = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


def dump(value: Plain) -> str:
    """A plain value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def record_row(record: Record) -> Row:
    """A record as a row: lists and mappings as JSON, truth values as 0 and 1."""
    row: Row = {"id": record.id}
    for name, value in record_to_plain(record).items():
        row[name] = dump(value) if isinstance(value, list | dict) else int(value) if isinstance(value, bool) else value
    return row


def record_reader(record_type: str) -> Callable[[Sequence[Any]], Record]:
    """What makes records from rows whose columns stand in the order of the record's fields."""
    kind = RECORD_TYPES[record_type]
    converters = _converters(record_type)

    def read(row: Sequence[Any]) -> Record:
        values = list(row)
        for place, convert in converters:
            value = values[place]
            if value is not None:
                values[place] = convert(value)
        return kind(*values)

    return read


def _converters(record_type: str) -> list[tuple[int, Callable[[Any], Any]]]:
    decode = decoders(record_type)
    kind = RECORD_TYPES[record_type]
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for place, spec in enumerate(fields(kind)):
        hint = str(spec.type)
        if hint.startswith(("tuple", "Mapping", "Extra")):
            found.append((place, _json_reader(hint, decode[spec.name])))
        elif hint.startswith("bool"):
            found.append((place, bool))
        elif hint.split(" ")[0] not in ("int", "str", "float"):
            found.append((place, decode[spec.name]))
    return found


def _json_reader(hint: str, decode: Callable[[Any], Any]) -> Callable[[str], Any]:
    nothing = "[]" if hint.startswith("tuple") else "{}"
    empty: Any = decode(json.loads(nothing))

    def read(text: str) -> Any:
        return empty if text == nothing else decode(json.loads(text))

    return read


def imported_rows(record: ImportedValues) -> Iterator[Row]:
    """One row for each field that the tracker gave."""
    for name, value in record_to_plain(record).items():
        if value is not None:
            yield {"item_id": record.id, "field": name, "value": dump(value)}


def imported_records(rows: Iterable[tuple[int, str, str]]) -> dict[int, ImportedValues]:
    """The ImportedValues of each item, from rows of (item id, field, value)."""
    gathered: dict[int, dict[str, Any]] = {}
    for item_id, name, value in rows:
        gathered.setdefault(item_id, {})[name] = json.loads(value)
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
