"""Records as the file holds them: the columns of their tables, and the JSON of the change log.

Both are made field by field for many records at once, and what many records share is made once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache
from json.encoder import encode_basestring
from math import isfinite
from operator import attrgetter
from typing import Any, NamedTuple

from pmdesk.domain.changes import differing_fields
from pmdesk.domain.plain import Plain, to_plain
from pmdesk.domain.records import RECORD_TYPES, ImportedValues, Record

# The kinds of records that stand in tables of their own, which are read at opening. Imported values stand field by
# field, and are read only where they are needed.
WITH_TABLES = tuple(name for name, kind in RECORD_TYPES.items() if kind is not ImportedValues)
# Of texts, those that are seldom an item's own.
SHARED_TEXTS = frozenset(
    (
        *("site", "type", "status", "resolution", "priority", "assignee", "team", "sprint", "parent"),
        *("source_file", "goal", "quarter"),
    )
)
_MOST_SHARED = 10_000
_FEW = 100
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
# Left out of a whole record in the log: they are what its type fills in.
_EMPTY: tuple[Any, ...] = (None, "", (), {})
_NEVER = object()
Make = Callable[[Any], Any]
Row = tuple[Any, ...]


def dump(value: Plain) -> str:
    """A plain value as compact JSON. Raises ValueError for a number that is none."""
    return _ENCODER.encode(value)


class Shared(dict[Any, Any]):
    """What values become: each of the first thousands is made once, when it is looked up first."""

    def __init__(self, make: Make) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Any:
        made = self._make(value)
        if len(self) < _MOST_SHARED:
            self[value] = made
        return made


class Difference(NamedTuple):
    """The fields in which a record changes, their new columns, and what the log holds of both sides."""

    names: tuple[str, ...]
    values: Sequence[Any]
    before: str
    after: str


class RecordEncoder:
    """Records of one type as rows and as texts of the log; it holds what they share as long as it lives."""

    def __init__(self, record_type: str) -> None:
        self._kinds = _kinds(record_type)
        self._columns: list[_Column] = []

    def encode(self, records: Sequence[Record]) -> tuple[list[Row], list[str]]:
        """For each record its columns in the order of the fields, the id first; and the log's text of all of it."""
        if not records:
            return [], []
        self._columns = self._columns or [_Column(kind) for kind in self._kinds.values()]
        values = zip(*map(attrgetter(*self._kinds), records), strict=True)
        stored = [column.stored(given) for column, given in zip(self._columns, values, strict=True)]
        parts = [column.parts(given) for column, given in zip(self._columns, stored, strict=True)]
        ids = [record.id for record in records]
        rows = list(zip(ids, *stored, strict=True))
        return rows, ["{" + ",".join(filter(None, some)) + "}" for some in zip(*parts, strict=True)]

    def difference(self, before: Record, after: Record) -> Difference:
        """In what two records differ."""
        names = differing_fields(before, after)
        kinds = [self._kinds[name] for name in names]
        old = [kind.stored(getattr(before, kind.name)) for kind in kinds]
        new = [kind.stored(getattr(after, kind.name)) for kind in kinds]
        return Difference(names, new, _object(kinds, old), _object(kinds, new))


class _Kind:
    """How the values of one field are stored, and how what is stored stands in the log.

    `is_shared`: many records have the same; `is_own_text`: a text that few have; `blank` is what the type fills in.
    """

    def __init__(self, name: str, hint: str, default: Any) -> None:
        self.name, self.start = name, f'"{name}":'
        word = hint.split(" ")[0].split("[")[0]
        self.is_own_text = word == "str" and name not in SHARED_TEXTS
        self.is_json = word in ("tuple", "Mapping", "Extra")
        self.is_shared = not self.is_own_text and word not in ("int", "Mapping", "Extra")
        self.is_stored = word in ("int", "str", "float", "bool")
        self.stored: Make = _same if self.is_stored else _STORED.get(word, to_plain)
        self.json: Callable[[Any], str] = _JSON.get(word, _text_json)
        self.blank = self.stored(default) if default in _EMPTY else _NEVER

    def part(self, stored: Any) -> str:
        """The field in the JSON of a record; empty for what the record's type fills in."""
        return "" if stored == self.blank else self.start + self.json(stored)


class _Column:
    """One field of many records. Whether values are worth being looked up shows with the first of them."""

    def __init__(self, kind: _Kind) -> None:
        self._kind = kind
        self._stored, self._parts = Shared(kind.stored), Shared(kind.part)
        self._is_shared = kind.is_shared

    def stored(self, values: Sequence[Any]) -> Sequence[Any]:
        """As the column holds them."""
        if self._kind.is_stored:
            return values
        if not self._is_shared:
            return list(map(self._kind.stored, values))
        made = list(map(self._stored.__getitem__, values))
        self._is_shared = len(self._stored) < max(len(values) // 2, _FEW)
        return made

    def parts(self, stored: Sequence[Any]) -> Iterable[str]:
        """As the JSON of their records holds them."""
        kind, start, blank = self._kind, self._kind.start, self._kind.blank
        if kind.is_own_text:
            return [start + encode_basestring(text) if text != blank else "" for text in stored]
        if self._is_shared:
            made = list(map(self._parts.__getitem__, stored))
            self._is_shared = len(self._parts) < max(len(stored) // 2, _FEW)
            return made
        if kind.is_json:
            return [start + (text or "null") if text != blank else "" for text in stored]
        return ["" if value == blank else start + kind.json(value) for value in stored]


def _object(kinds: Sequence[_Kind], stored: Sequence[Any]) -> str:
    return "{" + ",".join([kind.start + kind.json(value) for kind, value in zip(kinds, stored, strict=True)]) + "}"


def _same(value: Any) -> Any:
    return value


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="minutes")


def _texts(value: tuple[Any, ...] | None) -> str | None:
    """A list of texts, or of numbers."""
    if value is None:
        return None
    return "[" + ",".join([encode_basestring(one) if type(one) is str else dump(one) for one in value]) + "]"


def _mapping(value: Mapping[str, Any]) -> str:
    parts = [(encode_basestring(key), value) for key, value in value.items()]
    return "{" + ",".join([f"{key}:{encode_basestring(v) if type(v) is str else _inner(v)}" for key, v in parts]) + "}"


def _inner(value: Any) -> str:
    return (_texts(value) or "") if type(value) is tuple else dump(to_plain(value))


def _text_json(stored: str | None) -> str:
    return "null" if stored is None else encode_basestring(stored)


def _number_json(stored: float | None) -> str:
    if stored is None:
        return "null"
    return repr(stored) if isfinite(stored) else dump(stored)


def _as_it_is(stored: str | None) -> str:
    return "null" if stored is None else stored


_STORED: Mapping[str, Make] = {"datetime": _moment, "tuple": _texts, "Mapping": _mapping, "Extra": _mapping}
_JSON: Mapping[str, Callable[[Any], str]] = {
    "int": _number_json,
    "float": _number_json,
    "bool": dump,
    "tuple": _as_it_is,
    "Mapping": _as_it_is,
    "Extra": _as_it_is,
}


@cache
def _kinds(record_type: str) -> dict[str, _Kind]:
    """By the names of a record type's fields, in their order and without the id."""
    kinds: dict[str, _Kind] = {}
    for spec in fields(RECORD_TYPES[record_type]):
        default = spec.default_factory() if spec.default_factory is not MISSING else spec.default
        kinds[spec.name] = _Kind(spec.name, str(spec.type), default)
    del kinds["id"]
    return kinds


class ImportedEncoder(RecordEncoder):
    """Imported values also as rows of their table, one for each field that the tracker gave."""

    def __init__(self) -> None:
        super().__init__(ImportedValues.TYPE)
        self._given = [(kind, _Column(kind)) for _, kind in sorted(self._kinds.items())]

    def encode_given(self, records: Sequence[ImportedValues]) -> tuple[list[Row], list[str]]:
        """Item id, field, JSON of the value, in the order of the table's key; and the log's text of each record."""
        ids = [record.id for record in records]
        columns = [list(self._json(kind, column, records)) for kind, column in self._given]
        names = [kind.name for kind, _ in self._given]
        given = list(zip(*columns, strict=True))
        rows = [
            (number, name, value)
            for number, values in zip(ids, given, strict=True)
            for name, value in zip(names, values, strict=True)
            if value is not None
        ]
        return rows, [_joined(names, values) for values in given]

    def _json(self, kind: _Kind, column: _Column, records: Sequence[ImportedValues]) -> Iterable[str | None]:
        stored = column.stored(list(map(attrgetter(kind.name), records)))
        if kind.is_json:
            return stored
        return [None if value is None else encode_basestring(value) for value in stored]


def _joined(names: Sequence[str], values: Sequence[str | None]) -> str:
    return "{" + ",".join([f'"{name}":{value}' for name, value in zip(names, values, strict=True) if value]) + "}"
