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

    Equal values of the records that one call makes are the same object.
    """
    converters, rest = _converters(record_type), iter(rows)
    while some := tuple(islice(rest, ROWS_AT_ONCE)):
        columns: list[Iterable[Any]] = list(zip(*some, strict=True))
        for place, convert in converters:
            columns[place] = map(convert.__getitem__, columns[place])
        yield from made_quickly(record_type, zip(*columns, strict=True))


class _Read(Shared):
    """What stored values mean; NULL means None."""

    def __init__(self, convert: Make) -> None:
        super().__init__(convert)
        self[None] = None


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
        elif hint == "float" or spec.name in SHARED_TEXTS:
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
