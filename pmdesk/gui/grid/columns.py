"""The columns of the grid: what each shows, edits and how wide it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QCoreApplication

from pmdesk.domain.fields import FIELDS, FieldSpec
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import NumberStyle, format_score
from pmdesk.domain.records import Item, Settings
from pmdesk.gui.text import number_style, say, shown


class Look(Enum):
    """How a cell is drawn."""

    RANK = auto()
    CHANGE = auto()
    KEY = auto()
    TEXT = auto()
    NUMBER = auto()
    SCORE = auto()
    CHIP = auto()
    STATUS = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `name` is the field's name; `spec` is None for rank, its change and score, which nobody types.

    `factor` columns say "missing" on unscored rows; widths are in logical pixels.
    """

    name: str
    look: Look
    width: int
    spec: FieldSpec | None
    value: Callable[[Item], Any]
    hidden: bool = False
    factor: bool = False

    @property
    def right_aligned(self) -> bool:
        """Whether numbers stand under each other at the right."""
        return self.look in (Look.RANK, Look.NUMBER, Look.SCORE)

    def header(self, settings: Settings) -> str:
        """The column's title, with its unit where it has one that belongs there."""
        if self.name == "rank":
            return QCoreApplication.translate("Column", "#")
        if self.name == "change":
            return ""
        if self.name == "score":
            return QCoreApplication.translate("Column", "Score")
        label = say(_spec(self).label)
        return f"{label} {say(_spec(self).unit(settings))}" if self.name == "reach" else label

    def title(self, settings: Settings) -> str:
        """What the column is called in menus, also where its header is empty."""
        if self.name == "rank":
            return QCoreApplication.translate("Column", "Rank")
        if self.name == "change":
            return QCoreApplication.translate("Column", "Rank change")
        return self.header(settings)

    def text(self, item: Item, style: NumberStyle | None = None) -> str:
        """The cell as it is read; rank and its change are the model's to give. `style` is the locale's, if known."""
        if self.name == "score":
            points = rice.score(item)
            return "" if points is None else format_score(points, style or number_style())
        value = self.value(item)
        text = shown(_spec(self), value, style) if self.spec else ""
        return " ".join(text.split()) if self.look is Look.TEXT else text


def _spec(column: Column) -> FieldSpec:
    if column.spec is None:
        raise ValueError(f"{column.name} is no field")
    return column.spec


def _field(name: str, look: Look, width: int, *, hidden: bool = False, factor: bool = False) -> Column:
    return Column(name, look, width, FIELDS[name], attrgetter(name), hidden, factor)


COLUMNS = (
    Column("rank", Look.RANK, 44, None, lambda item: None),
    Column("change", Look.CHANGE, 42, None, lambda item: None),
    _field("key", Look.KEY, 86),
    _field("title", Look.TEXT, 240),
    _field("reach", Look.NUMBER, 126, factor=True),
    _field("impact", Look.TEXT, 70, factor=True),
    _field("confidence", Look.NUMBER, 92, factor=True),
    _field("effort", Look.NUMBER, 64, factor=True),
    Column("score", Look.SCORE, 152, None, rice.score),
    _field("moscow", Look.CHIP, 78, factor=True),
    _field("status", Look.STATUS, 104),
    _field("type", Look.TEXT, 90, hidden=True),
    _field("assignee", Look.TEXT, 120, hidden=True),
    _field("team", Look.TEXT, 110, hidden=True),
    _field("components", Look.TEXT, 130, hidden=True),
    _field("sprint", Look.TEXT, 110, hidden=True),
    _field("labels", Look.TEXT, 140, hidden=True),
    _field("priority", Look.TEXT, 90, hidden=True),
    _field("due", Look.TEXT, 100, hidden=True),
    _field("parent", Look.KEY, 90, hidden=True),
    _field("goal", Look.TEXT, 130, hidden=True),
    _field("quarter", Look.TEXT, 90, hidden=True),
    _field("rationale", Look.TEXT, 260, hidden=True),
    _field("rationale_reach", Look.TEXT, 200, hidden=True),
    _field("rationale_impact", Look.TEXT, 200, hidden=True),
    _field("rationale_confidence", Look.TEXT, 200, hidden=True),
    _field("rationale_effort", Look.TEXT, 200, hidden=True),
    _field("description", Look.TEXT, 300, hidden=True),
)
FROZEN = ("rank", "change", "key", "title")
COLUMN_AT = {column.name: place for place, column in enumerate(COLUMNS)}


def why_read_only(column: Column, item: Item) -> Message:
    """Why nothing can be typed into a cell."""
    if column.name == "rank":
        return message("The rank follows from the numbers and categories beside it, so it cannot be typed.")
    if column.name == "change":
        return message("The change of rank is counted from the baseline, so it cannot be typed.")
    if column.name == "score":
        return message("The score follows from reach, impact, confidence and effort, so it cannot be typed.")
    label = str(_spec(column).label)
    if item.from_tracker:
        return message("{field} follows the tracker and cannot be changed here.", field=label)
    return message("{field} is given by PMDesk and cannot be changed here.", field=label)


def missing_texts(names: tuple[str, ...]) -> tuple[str, ...]:
    """What an unscored row says in its score cell, longest first: `reach and effort missing`, `2 factors missing`."""
    labels = [say(FIELDS[name].label).lower() for name in names]
    short = say(message("{count} factors missing", one="1 factor missing", count=len(labels)))
    if len(labels) == 1:
        return (say(message("{factor} missing", factor=labels[0])), short)
    first = say(message("{factors} and {last} missing", factors=", ".join(labels[:-1]), last=labels[-1]))
    return (first, short)
