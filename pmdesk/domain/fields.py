"""The field registry: for each field of an item its label, owner, unit, and how it is read, checked and shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pmdesk.domain import scales
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import NumberStyle, edit_number, format_number, parse_number
from pmdesk.domain.records import Item, Moscow, Settings
from pmdesk.domain.scales import Step


class Owner(StrEnum):
    """Who may change a field of a tracker's item: its tracker, both (merged three ways), or the user alone."""

    MIRRORED = "mirrored"
    SHARED = "shared"
    PM = "pm"
    FIXED = "fixed"


def _no_unit(settings: Settings) -> Message:
    return message("")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an item.

    `parse` turns what a person typed into a value, `validate` returns a typed value as it is stored; both raise
    UserError with what is allowed. `format` is for reading, `edit_text` is what an editor starts with.
    """

    name: str
    label: Message
    owned_by: Owner
    parse: Callable[[str, NumberStyle], Any]
    validate: Callable[[Any], Any]
    format: Callable[[Any, NumberStyle], str]
    edit_text: Callable[[Any, NumberStyle], str]
    unit: Callable[[Settings], Message] = _no_unit
    help: Message = message("")
    steps: tuple[Step, ...] = ()
    numeric: bool = False

    def take(self, value: object, style: NumberStyle) -> Any:
        """The value to store for typed text or a typed value. Raises UserError where it cannot be."""
        if isinstance(value, str):
            return self.validate(self.parse(value, style))
        return self.validate(value)

    def may_edit(self, item: Item) -> bool:
        """Whether the user may change this field of this item."""
        if self.owned_by is Owner.MIRRORED:
            return not item.from_tracker
        return self.owned_by is not Owner.FIXED


def field(name: str) -> FieldSpec:
    """The field with this name. Raises KeyError."""
    return FIELDS[name]


def _refuse(said: Message) -> UserError:
    return UserError(said)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _parse_optional_number(text: str, style: NumberStyle) -> float | None:
    return parse_number(text, style) if text.strip() else None


def _validate_reach(value: object) -> float | None:
    if value is None:
        return None
    if not _is_number(value) or value < 0:  # type: ignore[operator]
        raise _refuse(message("Reach is a number of people or events, 0 or more."))
    return float(value)  # type: ignore[arg-type]


def _validate_impact(value: object) -> float | None:
    if value is None:
        return None
    if not _is_number(value) or value <= 0:  # type: ignore[operator]
        raise _refuse(
            message("Impact is 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal, or another positive number.")
        )
    return float(value)  # type: ignore[arg-type]


def _validate_confidence(value: object) -> float | None:
    if value is None:
        return None
    if not _is_number(value) or not 0 <= value <= 100:  # type: ignore[operator]
        raise _refuse(message("Confidence goes from 0 to 100 %: 100 % high, 80 % medium, 50 % low."))
    return scales.fraction(float(value))  # type: ignore[arg-type]


def _validate_effort(value: object) -> float | None:
    if value is None or value == 0:
        return None
    if not _is_number(value) or value < 0:  # type: ignore[operator]
        raise _refuse(message("Effort is a number above 0; leave it empty, or type 0, for not estimated."))
    return float(value)  # type: ignore[arg-type]


def _validate_moscow(value: object) -> Moscow | None:
    if value is None:
        return None
    try:
        return Moscow(str(value))
    except ValueError:
        raise _refuse(message("MoSCoW is Must, Should, Could or Won’t (m, s, c, w).")) from None


def _parse_impact(text: str, style: NumberStyle) -> float | None:
    step = scales.step_named(text, scales.IMPACT)
    return step.value if step else _parse_optional_number(text, style)


def _parse_confidence(text: str, style: NumberStyle) -> float | None:
    step = scales.step_named(text, scales.CONFIDENCE)
    if step:
        return step.value
    per_cent = text.strip().endswith("%")
    number = _parse_optional_number(text.strip().rstrip("%"), style)
    if number is None or not per_cent:
        return number
    if not 0 <= number <= 100:
        return _validate_confidence(math.inf)
    return scales.hundredth(number)


def _parse_moscow(text: str, style: NumberStyle) -> Moscow | None:
    if not text.strip():
        return None
    step = scales.step_named(scales.plain_category(text), scales.MOSCOW)
    return Moscow(step.name) if step else _validate_moscow(text)


def _format_number(value: float | None, style: NumberStyle) -> str:
    return "" if value is None else format_number(value, style)


def _edit_number(value: float | None, style: NumberStyle) -> str:
    return "" if value is None else edit_number(value, style)


def _format_impact(value: float | None, style: NumberStyle) -> str:
    step = scales.step_at(value, scales.IMPACT)
    return str(step.label) if step else _format_number(value, style)


def _format_confidence(value: float | None, style: NumberStyle) -> str:
    return "" if value is None else format_number(value * 100, style, 4) + "%"


def _edit_confidence(value: float | None, style: NumberStyle) -> str:
    return "" if value is None else edit_number(round(value * 100, 8), style) + "%"


def _format_moscow(value: Moscow | None, style: NumberStyle) -> str:
    return "" if value is None else str(scales.moscow_label(value))


def _parse_text(text: str, style: NumberStyle) -> str:
    return text


def _validate_text(value: object) -> str:
    if not isinstance(value, str):
        raise _refuse(message("This field holds text."))
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _validate_line(value: object) -> str:
    return " ".join(_validate_text(value).split())


def _validate_title(value: object) -> str:
    title = _validate_line(value)
    if not title:
        raise _refuse(message("An item needs a title."))
    return title


def _format_text(value: str, style: NumberStyle) -> str:
    return value


def _parse_list(text: str, style: NumberStyle) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))


def _validate_list(value: object) -> tuple[str, ...]:
    if not isinstance(value, tuple | list):
        raise _refuse(message("This field holds a list of texts, separated by commas."))
    return tuple(dict.fromkeys(_validate_line(part) for part in value))


def _format_list(value: tuple[str, ...], style: NumberStyle) -> str:
    return ", ".join(value)


def _parse_date(text: str, style: NumberStyle) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _refuse(message("A date is written year-month-day, like 2027-01-31.")) from None


def _keep(value: Any) -> Any:
    return value


def _format_any(value: object, style: NumberStyle) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _reach_unit(settings: Settings) -> Message:
    return scales.REACH_PERIODS[settings.reach_period]


def _effort_unit(settings: Settings) -> Message:
    return scales.EFFORT_UNITS[settings.effort_unit]


def _line(name: str, label: Message, owner: Owner) -> FieldSpec:
    return FieldSpec(name, label, owner, _parse_text, _validate_line, _format_text, _format_text)


def _texts(name: str, label: Message, owner: Owner) -> FieldSpec:
    return FieldSpec(name, label, owner, _parse_list, _validate_list, _format_list, _format_list)


def _paragraphs(name: str, label: Message, owner: Owner) -> FieldSpec:
    return FieldSpec(name, label, owner, _parse_text, _validate_text, _format_text, _format_text)


def _fixed(name: str, label: Message) -> FieldSpec:
    return FieldSpec(name, label, Owner.FIXED, _parse_text, _keep, _format_any, _format_any)


_SPECS = (
    _fixed("key", message("Key")),
    FieldSpec(
        "title", message("Title"), Owner.SHARED, _parse_text, _validate_title, _format_text, _format_text,
    ),
    FieldSpec(
        "reach", message("Reach"), Owner.PM, _parse_optional_number, _validate_reach, _format_number, _edit_number,
        unit=_reach_unit, numeric=True,
        help=message("How many people or events it touches in the period. 0 or more; 9k and 1.2M are fine."),
    ),
    FieldSpec(
        "impact", message("Impact"), Owner.PM, _parse_impact, _validate_impact, _format_impact, _edit_number,
        steps=scales.IMPACT,
        help=message("How much it does for each of them: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal."),
    ),
    FieldSpec(
        "confidence", message("Confidence"), Owner.PM, _parse_confidence, _validate_confidence,
        _format_confidence, _edit_confidence, steps=scales.CONFIDENCE, numeric=True,
        help=message("How sure you are of the other numbers: 100 % high, 80 % medium, 50 % low; below is a moonshot."),
    ),
    FieldSpec(
        "effort", message("Effort"), Owner.PM, _parse_optional_number, _validate_effort, _format_number,
        _edit_number, unit=_effort_unit, numeric=True,
        help=message("The work of the whole team. Above 0; 0.5 is the usual smallest; 0 means not estimated."),
    ),
    FieldSpec(
        "moscow", message("MoSCoW"), Owner.PM, _parse_moscow, _validate_moscow, _format_moscow, _format_moscow,
        steps=scales.MOSCOW, help=message("Must, Should, Could or Won’t this time; m, s, c and w do."),
    ),
    _paragraphs("rationale", message("Why we believe it"), Owner.PM),
    _line("goal", message("Goal"), Owner.PM),
    _line("quarter", message("Quarter"), Owner.PM),
    _fixed("closed_by_user", message("Closed by you")),
    _paragraphs("description", message("Description"), Owner.SHARED),
    _texts("labels", message("Labels"), Owner.SHARED),
    _line("type", message("Type"), Owner.MIRRORED),
    _fixed("level", message("Level")),
    _line("status", message("Status"), Owner.MIRRORED),
    _fixed("status_category", message("Status category")),
    _line("resolution", message("Resolution"), Owner.MIRRORED),
    _fixed("archived", message("Archived")),
    _line("priority", message("Priority"), Owner.MIRRORED),
    _line("assignee", message("Assignee"), Owner.MIRRORED),
    _line("team", message("Team"), Owner.MIRRORED),
    _texts("components", message("Components"), Owner.MIRRORED),
    _line("sprint", message("Sprint"), Owner.MIRRORED),
    FieldSpec("due", message("Due date"), Owner.MIRRORED, _parse_date, _keep, _format_any, _format_any),
    _fixed("created", message("Created")),
    _fixed("updated", message("Updated")),
    _fixed("parent", message("Parent")),
    _fixed("former_keys", message("Former keys")),
    _fixed("site", message("Tracker site")),
    _fixed("issue_id", message("Issue id")),
    _fixed("tracker_order", message("Tracker order")),
    _fixed("source_file", message("Source file")),
    _fixed("source_row", message("Source row")),
    _fixed("extra", message("Other columns")),
)

FIELDS: Mapping[str, FieldSpec] = MappingProxyType({spec.name: spec for spec in _SPECS})
