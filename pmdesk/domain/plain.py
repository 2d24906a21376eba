"""Records as plain JSON values and back: the one form in which the file and its change log hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pmdesk.domain.records import RECORD_TYPES, Record, field_names

Plain = str | int | float | bool | list[Any] | dict[str, Any] | None
Decode = Callable[[Any], Any]
_PLAIN_ALREADY = frozenset({str, int, float, bool, type(None)})


def to_plain(value: Any) -> Plain:
    """A field's value as JSON holds it: enums by value, times in ISO format, tuples as lists."""
    if type(value) in _PLAIN_ALREADY:
        return value  # type: ignore[no-any-return]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: to_plain(inner) for key, inner in value.items()}
    return value  # type: ignore[no-any-return]


def record_to_plain(record: Record, names: frozenset[str] | None = None) -> dict[str, Plain]:
    """A record's fields (only `names`, where given), its id left out."""
    return {
        name: to_plain(getattr(record, name))
        for name in field_names(record.TYPE)
        if name != "id" and (names is None or name in names)
    }


@cache
def decoders(record_type: str) -> Mapping[str, Decode]:
    """For each field of a record type, what turns its plain value back into the field's type."""
    kind = RECORD_TYPES[record_type]
    hints = get_type_hints(kind)
    return {name: _decoder(hints[name]) for name in field_names(record_type)}


def from_plain(record_type: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    """A record's fields from their plain values. Raises KeyError, TypeError or ValueError on nonsense."""
    decode = decoders(record_type)
    return {name: decode[name](value) for name, value in plain.items()}


def _decoder(hint: Any) -> Decode:
    options = [option for option in get_args(hint) if option is not type(None)]
    if type(None) in get_args(hint):
        inner = _decoder(options[0])
        return lambda value: None if value is None else inner(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if hint is float:
        return _number
    if hint in (str, int, bool):
        return _exactly(hint)
    return _collection(hint)


def _collection(hint: Any) -> Decode:
    *_, inner = (one for one in get_args(hint) if one is not Ellipsis)
    if get_origin(hint) is tuple:
        return _texts if inner is str else _whole_numbers
    return _mapping_of(_decoder(inner)) if get_origin(inner) is tuple else _mapping


def _exactly(kind: type) -> Decode:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not a {kind.__name__}")
        return value

    return decode


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _texts(value: Any) -> tuple[str, ...]:
    if type(value) is not list:
        raise TypeError(f"{value!r} is not a list")
    return tuple(map(str, value))


def _whole_numbers(value: Any) -> tuple[int, ...]:
    if type(value) is not list or not all(type(one) is int for one in value):
        raise TypeError(f"{str(value)[:80]} is not a list of whole numbers")
    return tuple(value)


def _mapping_of(decode: Decode) -> Decode:
    def decode_all(value: Any) -> Mapping[str, Any]:
        if type(value) is not dict:
            raise TypeError(f"{str(value)[:80]} is not a mapping")
        return {key: decode(inner) for key, inner in value.items()}

    return decode_all


def _mapping(value: Any) -> Mapping[str, Any]:
    if type(value) is not dict:
        raise TypeError(f"{value!r} is not a mapping")
    return {key: tuple(inner) if isinstance(inner, list) else inner for key, inner in value.items()}
