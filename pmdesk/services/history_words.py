"""What a line of history says: the words for what happened, and for the values before and after."""

from __future__ import annotations

from pmdesk.domain import scales
from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.domain.records import EffortUnit, Item, Level, ReachPeriod, Settings, StatusCategory
from pmdesk.services.editing import level_label
from pmdesk.services.item_history import HistoryKind, HistoryLine

PARAGRAPHS = {
    "description": message("Description changed"),
    "rationale": message("Rationale changed"),
    "rationale_reach": message("Why this reach changed"),
    "rationale_impact": message("Why this impact changed"),
    "rationale_confidence": message("Why this confidence changed"),
    "rationale_effort": message("Why this effort changed"),
}
KINDS = {
    HistoryKind.CREATED: message("Created"),
    HistoryKind.IMPORTED: message("Imported"),
    HistoryKind.DELETED: message("Deleted"),
    HistoryKind.RESTORED: message("Restored"),
    HistoryKind.BASELINE: message("Baseline set"),
    HistoryKind.NO_BASELINE: message("Baseline taken away"),
}
CLOSED = {
    True: message("Closed by you"),
    False: message("Reopened by you"),
    None: message("Follows the tracker again"),
}
CATEGORIES = {
    StatusCategory.TODO: message("to do"),
    StatusCategory.IN_PROGRESS: message("in progress"),
    StatusCategory.DONE: message("done"),
    StatusCategory.UNKNOWN: message("unknown"),
}
SETTINGS = {
    "name": message("Name"),
    "vision": message("Vision line"),
    "reach_period": message("Period of reach"),
    "effort_unit": message("Unit of effort"),
    "ranked_level": message("Ranked level"),
    "key_prefix": message("Prefix of keys"),
    "impact_meaning": message("What each step of impact means"),
    "capacity": message("Capacity"),
    "tracker_url": message("Tracker’s address"),
    "ranked_types": message("Ranked types"),
}
YOU = message("you")
EMPTY = message("empty")


def what(line: HistoryLine) -> Message:
    """What happened: the name of the field that changed, or a few words."""
    if line.kind is not HistoryKind.EDITED:
        return KINDS[line.kind]
    if line.record == Settings.TYPE:
        return SETTINGS[line.field]
    if line.field == "closed_by_user":
        return CLOSED[line.new]
    return PARAGRAPHS.get(line.field, FIELDS[line.field].label)


def has_values(line: HistoryLine) -> bool:
    """Whether old and new are told beside `what`; long texts are not."""
    if line.kind is not HistoryKind.EDITED or line.field == "impact_meaning":
        return False
    return line.record == Settings.TYPE or (line.field != "closed_by_user" and line.field not in PARAGRAPHS)


def named_value(value: object) -> Message | None:
    """The word for a value that has one; None for numbers and texts."""
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    if isinstance(value, Level):
        return level_label(value)
    if isinstance(value, StatusCategory):
        return CATEGORIES[value]
    if isinstance(value, ReachPeriod):
        return scales.REACH_PERIODS[value]
    return scales.EFFORT_UNITS[value] if isinstance(value, EffortUnit) else None


def line_words(line: HistoryLine) -> str:
    """A line in English, numbers with dot decimals: key, what happened, old -> new."""
    words = str(what(line))
    if has_values(line):
        words = f"{words}: {_value(line, line.old)} -> {_value(line, line.new)}"
    return f"{line.key}  {words}" if line.key else words


def _value(line: HistoryLine, value: object) -> str:
    named = named_value(value)
    if named is not None:
        return str(named)
    text = FIELDS[line.field].format(value, DOT_DECIMAL) if line.record == Item.TYPE else plain_setting(value)
    return " ".join(text.split()) or str(EMPTY)


def plain_setting(value: object) -> str:
    """A setting's value as text: a list with commas between."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:,.10g}"
    return "" if value is None else str(value)
