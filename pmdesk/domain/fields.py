"""The field registry: each field of an item, its label, owner, unit, how it is read, checked and shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pmdesk.domain import scales, values
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import NumberStyle
from pmdesk.domain.records import Item, Settings
from pmdesk.domain.scales import Step


class Owner(StrEnum):
    """Who may change a field of a tracker's item: the tracker, both (merged three ways), or only the user."""

    MIRRORED = "mirrored"
    SHARED = "shared"
    PM = "pm"
    FIXED = "fixed"


_NOTHING = message("")


def _no_unit(settings: Settings) -> Message:
    return _NOTHING


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an item.

    `parse` turns what a person typed into a value, `validate` returns a typed value as it is stored; both
    raise UserError with what is allowed. `format` is for reading, `edit_text` is what an editor starts with.
    """

    name: str
    label: Message
    owned_by: Owner
    parse: Callable[[str, NumberStyle], Any]
    validate: Callable[[Any], Any]
    format: Callable[[Any, NumberStyle], str]
    edit_text: Callable[[Any, NumberStyle], str]
    unit: Callable[[Settings], Message] = _no_unit
    help: Message = _NOTHING
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

    def editable(self, items: Sequence[Item]) -> Sequence[Item]:
        """Those of some items of which the user may change this field, in their order."""
        if self.owned_by is Owner.MIRRORED:
            return [item for item in items if not item.from_tracker]
        return () if self.owned_by is Owner.FIXED else items


def field(name: str) -> FieldSpec:
    """The field with this name. Raises KeyError."""
    return FIELDS[name]


def _reach_unit(settings: Settings) -> Message:
    return scales.REACH_PERIODS[settings.reach_period]


def _effort_unit(settings: Settings) -> Message:
    return scales.EFFORT_UNITS[settings.effort_unit]


def _line(name: str, label: Message, owner: Owner) -> FieldSpec:
    return FieldSpec(
        name, label, owner, values.parse_text, values.validate_line, values.format_text, values.format_text
    )


def _texts(name: str, label: Message, owner: Owner) -> FieldSpec:
    return FieldSpec(
        name, label, owner, values.parse_list, values.validate_list, values.format_list, values.format_list
    )


def _paragraphs(name: str, label: Message, owner: Owner) -> FieldSpec:
    return FieldSpec(
        name, label, owner, values.parse_text, values.validate_text, values.format_text, values.format_text
    )


def _fixed(name: str, label: Message) -> FieldSpec:
    return FieldSpec(name, label, Owner.FIXED, values.parse_text, values.keep, values.format_any, values.format_any)


_SPECS = (
    _fixed("key", message("Key")),
    FieldSpec(
        "title",
        message("Title"),
        Owner.SHARED,
        values.parse_text,
        values.validate_title,
        values.format_text,
        values.format_text,
    ),
    FieldSpec(
        "reach",
        message("Reach"),
        Owner.PM,
        values.parse_optional_number,
        values.validate_reach,
        values.format_optional_number,
        values.edit_optional_number,
        unit=_reach_unit,
        numeric=True,
        help=message("How many people or events it touches in the period. 0 or more; 9k and 1.2M are fine."),
    ),
    FieldSpec(
        "impact",
        message("Impact"),
        Owner.PM,
        values.parse_impact,
        values.validate_impact,
        values.format_impact,
        values.edit_optional_number,
        steps=scales.IMPACT,
        help=message("How much it does for each of them: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal."),
    ),
    FieldSpec(
        "confidence",
        message("Confidence"),
        Owner.PM,
        values.parse_confidence,
        values.validate_confidence,
        values.format_confidence,
        values.edit_confidence,
        steps=scales.CONFIDENCE,
        numeric=True,
        help=message("How sure you are of the other numbers: 100 % high, 80 % medium, 50 % low; below is a moonshot."),
    ),
    FieldSpec(
        "effort",
        message("Effort"),
        Owner.PM,
        values.parse_optional_number,
        values.validate_effort,
        values.format_optional_number,
        values.edit_optional_number,
        unit=_effort_unit,
        numeric=True,
        help=message("The work of the whole team. Above 0; 0.5 is the usual smallest; 0 means not estimated."),
    ),
    FieldSpec(
        "moscow",
        message("MoSCoW"),
        Owner.PM,
        values.parse_moscow,
        values.validate_moscow,
        values.format_moscow,
        values.format_moscow,
        steps=scales.MOSCOW,
        help=message("Must, Should, Could or Won’t this time; m, s, c and w do."),
    ),
    _paragraphs("rationale", message("Why we believe it"), Owner.PM),
    _line("rationale_reach", message("Why this reach"), Owner.PM),
    _line("rationale_impact", message("Why this impact"), Owner.PM),
    _line("rationale_confidence", message("Why this confidence"), Owner.PM),
    _line("rationale_effort", message("Why this effort"), Owner.PM),
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
    FieldSpec(
        "due",
        message("Due date"),
        Owner.MIRRORED,
        values.parse_date,
        values.validate_date,
        values.format_any,
        values.format_any,
    ),
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
