"""Mappings as JSON and back: for files that people pass on, and for the backlog that keeps them."""

from __future__ import annotations

import json
from typing import Any

from pmdesk.domain.mapping import EXTRA, SCALES, ColumnMapping, DateOrder, FileMapping, Scale
from pmdesk.domain.messages import Message, UserError, Value, message
from pmdesk.domain.uses import use_named, uses_for

LONGEST_NAME = 60
_FORMAT = "pmdesk-mapping"
_VERSION = 1
_SHOWN = 40


class NoMapping(Exception):
    """The values are no mapping; `reason` says why."""

    def __init__(self, template: str, **values: Value) -> None:
        super().__init__(template)
        self.reason = Message(template, values)


def mapping_to_json(mapping: FileMapping) -> str:
    """A mapping as text for a file, that people can read and change."""
    plain = {"format": _FORMAT, "version": _VERSION, **plain_mapping(mapping)}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def mapping_from_json(text: str, file: str = "mapping") -> FileMapping:
    """The mapping in a text. Raises UserError, naming `file`, with what is wrong with it."""
    try:
        return from_plain(_checked(json.loads(text)))
    except (ValueError, RecursionError) as fault:
        line = getattr(fault, "lineno", 1)
        raise UserError(message("“{file}” is not JSON; look at line {line}.", file=file, line=line)) from None
    except NoMapping as fault:
        said = "“{file}” is no mapping that PMDesk can use: {reason}."
        raise UserError(message(said, file=file, reason=fault.reason)) from None


def _checked(plain: Any) -> Any:
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        raise NoMapping("it does not say “format”: “{format}”", format=_FORMAT)
    if plain.get("version") != _VERSION:
        raise NoMapping("it was written by another version")
    return plain


def plain_mapping(mapping: FileMapping) -> dict[str, Any]:
    """A mapping as JSON holds it."""
    return {
        "name": mapping.name,
        "date_order": mapping.date_order.value if mapping.date_order else None,
        "decimal": mapping.decimal,
        "columns": [_plain_column(column) for column in mapping.columns],
    }


def _plain_column(column: ColumnMapping) -> dict[str, Any]:
    """A column with what is not usual of it."""
    plain: dict[str, Any] = {"header": column.header, "use": column.use}
    if column.scale is not Scale.OWN:
        plain["scale"] = column.scale.value
    if column.factor != 1.0:
        plain["factor"] = column.factor
    return plain


def from_plain(plain: Any) -> FileMapping:
    """A mapping from what JSON holds. Raises NoMapping."""
    columns = plain.get("columns") if isinstance(plain, dict) else None
    if not isinstance(columns, list):
        raise NoMapping("it has no list of columns")
    return FileMapping(
        tuple(_column(column, place) for place, column in enumerate(columns, start=1)),
        _date_order(plain.get("date_order")),
        _decimal(plain.get("decimal", "")),
        " ".join(_text(plain.get("name", ""), "name").split())[:LONGEST_NAME],
    )


def _date_order(value: Any) -> DateOrder | None:
    if value is None:
        return None
    try:
        return DateOrder(value)
    except ValueError:
        raise NoMapping("its date_order is {value}, not “dmy” or “mdy”", value=_shown(value)) from None


def _decimal(value: Any) -> str:
    if not isinstance(value, str) or value not in ("", ",", "."):
        raise NoMapping("its decimal is {value}, not “,” or “.”", value=_shown(value))
    return value


def _column(plain: Any, place: int) -> ColumnMapping:
    if not isinstance(plain, dict):
        raise NoMapping("column {place} is {value}, not an object", place=place, value=_shown(plain))
    header, use = _text(plain.get("header", ""), "header"), _text(plain.get("use", EXTRA), "use")
    if use_named(use) is None:
        names = ", ".join(known.name for known in uses_for("jira"))
        said = "the use of column {place} is {value}; uses are {names}"
        raise NoMapping(said, place=place, value=_shown(use), names=names)
    return ColumnMapping(header, use, _scale(use, plain, place), _factor(plain, place))


def _scale(use: str, plain: dict[str, Any], place: int) -> Scale:
    value = plain.get("scale", Scale.OWN.value)
    known = [scale.value for scale in SCALES.get(use, (Scale.OWN,))]
    if value not in known:
        said = "the scale of column {place} is {value}; for {use} it may be {names}"
        raise NoMapping(said, place=place, value=_shown(value), use=use, names=", ".join(known))
    return Scale(value)


def _factor(plain: dict[str, Any], place: int) -> float:
    value = plain.get("factor", 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e15:
        said = "the factor of column {place} is {value}, not a number above 0"
        raise NoMapping(said, place=place, value=_shown(value))
    return float(value)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise NoMapping("its {name} is {value}, not a text", name=name, value=_shown(value))
    return value


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:_SHOWN]
