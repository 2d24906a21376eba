"""Records from the rows of their tables, and from the change log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from typing import Any

from pmdesk.domain.plain import decoders, from_plain
from pmdesk.domain.records import RECORD_TYPES, ImportedValues, made_quickly
from pmdesk.storage.encoding import SHARED_TEXTS, Make, Shared

ROWS_AT_ONCE = 100
_scan = json.JSONDecoder().raw_decode
_Sides = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


def read_records(record_type: str, rows: Iterable[Sequence[Any]]) -> Iterator[Any]:
    """The records of rows whose columns stand in the order of the record's fields.

    Equal values of the records that one call makes are the same object. Raises KeyError, TypeError or ValueError for
    values of another type than the fields': SQLite minds it only when they are written.
    """
    converters, checks, rest = _converters(record_type), _checks(record_type), iter(rows)
    while some := tuple(islice(rest, ROWS_AT_ONCE)):
        columns: list[Iterable[Any]] = list(zip(*some, strict=True))
        for place, check in checks:
            check(columns[place])
        for place, convert in converters:
            columns[place] = map(convert.__getitem__, columns[place])
        yield from made_quickly(record_type, zip(*columns, strict=True))


class _Read(Shared):
    """What stored values mean; NULL means None, where there may be one."""

    def __init__(self, convert: Make, *, nullable: bool = False) -> None:
        super().__init__(convert)
        if nullable:
            self[None] = None


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> float:
    if type(value) is not float:
        raise TypeError(f"{value!r} is no number")
    return value


def _truth(value: Any) -> bool:
    return {0: False, 1: True}[value]


def _checks(record_type: str) -> list[tuple[int, Callable[[Iterable[Any]], object]]]:
    """What raises TypeError for a column with a value that is none of the field's; for those that stay as they are."""
    plain: dict[str, Callable[[Iterable[Any]], object]] = {"str": "".join, "int": sum}
    found = [(place, plain.get(str(spec.type))) for place, spec in enumerate(fields(RECORD_TYPES[record_type]))]
    shared = {place for place, spec in enumerate(fields(RECORD_TYPES[record_type])) if spec.name in SHARED_TEXTS}
    return [(place, check) for place, check in found if check is not None and place not in shared]


def _converters(record_type: str) -> list[tuple[int, _Read]]:
    decode = decoders(record_type)
    found: list[tuple[int, _Read]] = []
    for place, spec in enumerate(fields(RECORD_TYPES[record_type])):
        make = _reader(spec.name, str(spec.type).split(" ")[0].split("[")[0], decode[spec.name])
        if make is not None:
            found.append((place, _Read(make, nullable="None" in str(spec.type))))
    return found


def _reader(name: str, hint: str, decode: Callable[[Any], Any]) -> Make | None:
    """What makes a field's value of a stored one; None where it stays as it is, and is not shared."""
    if hint == "Extra":
        return _extra_reader(decode)
    if hint in ("tuple", "Mapping"):
        return _json_reader(decode)
    if hint == "bool":
        return _truth
    if hint == "float":
        return _number
    if hint in ("int", "str"):
        return _text if name in SHARED_TEXTS else None
    return decode


def _unchanged(value: Any) -> Any:
    return value


def _json_reader(decode: Callable[[Any], Any]) -> Callable[[str], Any]:
    return lambda text: decode(_load(text))


def _load(text: str) -> Any:
    """What JSON means; three times faster than json.loads for a text, list or mapping without space around it."""
    value, end = _scan(text) if text[:1] in ("[", "{", '"') else (None, -1)
    return value if end == len(text) else json.loads(text)


def _extra_reader(decode: Callable[[Any], Any]) -> Callable[[str], Any]:
    shared = Shared(_unchanged)
    read = _json_reader(decode)
    return lambda text: {shared[name]: shared[value] for name, value in read(text).items()}


def imported_records(rows: Iterable[tuple[int, str, str]]) -> dict[int, ImportedValues]:
    """The ImportedValues of each item, from rows of (item id, field, value)."""
    gathered: dict[int, dict[str, Any]] = {}
    for item_id, name, value in rows:
        gathered.setdefault(item_id, {})[name] = _load(value)
    return {
        item_id: ImportedValues(item_id, **from_plain(ImportedValues.TYPE, plain))
        for item_id, plain in gathered.items()
    }


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
