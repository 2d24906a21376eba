"""The records a backlog is made of: frozen values, each with an id that its Change carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar

Extra = Mapping[str, str | tuple[str, ...]]


class Level(StrEnum):
    """Where an item stands in the tracker's hierarchy; OTHER is of a type that the user does not have ranked."""

    EPIC = "epic"
    STANDARD = "standard"
    SUBTASK = "subtask"
    OTHER = "other"


# The levels of a tracker, of which one is ranked.
TRACKER_LEVELS = (Level.EPIC, Level.STANDARD, Level.SUBTASK)


class StatusCategory(StrEnum):
    """The tracker's three kinds of status; UNKNOWN where the file does not tell."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    UNKNOWN = "unknown"


class Moscow(StrEnum):
    """The categories of MoSCoW (DSDM), in their order."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    WONT = "wont"


class ReachPeriod(StrEnum):
    """The period that reach counts people or events in."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class EffortUnit(StrEnum):
    """What effort is counted in, for the whole team."""

    PERSON_MONTHS = "person-months"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a backlog.

    Reach in people or events per the backlog's period, impact a positive factor, confidence a fraction 0..1,
    effort in the backlog's unit; None means not known. Times are the tracker site's local time, without zone, to
    the minute: finer parts are not kept. `tracker_order` sorts as text; an empty one stands last. `closed_by_user`
    overrules what the tracker says.
    """

    TYPE: ClassVar[str] = "item"

    id: int
    key: str
    title: str = ""
    former_keys: tuple[str, ...] = ()
    site: str = ""
    issue_id: str = ""
    description: str = ""
    type: str = ""
    level: Level = Level.STANDARD
    status: str = ""
    status_category: StatusCategory = StatusCategory.UNKNOWN
    resolution: str = ""
    archived: bool = False
    closed_by_user: bool | None = None
    priority: str = ""
    assignee: str = ""
    team: str = ""
    components: tuple[str, ...] = ()
    sprint: str = ""
    labels: tuple[str, ...] = ()
    created: datetime | None = None
    updated: datetime | None = None
    due: date | None = None
    parent: str = ""
    tracker_order: str = ""
    source_file: str = ""
    source_row: int = 0
    goal: str = ""
    quarter: str = ""
    extra: Extra = field(default_factory=dict)
    reach: float | None = None
    impact: float | None = None
    confidence: float | None = None
    effort: float | None = None
    moscow: Moscow | None = None
    rationale: str = ""
    rationale_reach: str = ""
    rationale_impact: str = ""
    rationale_confidence: str = ""
    rationale_effort: str = ""

    @property
    def from_tracker(self) -> bool:
        """Whether a file brought this item in; items made in PMDesk are all the user's."""
        return bool(self.source_file)

    @property
    def closed(self) -> bool:
        """Whether the item is out of play: done, resolved or archived, unless the user overruled."""
        if self.closed_by_user is not None:
            return self.closed_by_user
        return self.closed_by_tracker

    @property
    def closed_by_tracker(self) -> bool:
        """Whether the tracker says that the item is out of play."""
        return self.status_category is StatusCategory.DONE or bool(self.resolution) or self.archived


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user decided about the whole backlog. `impact_meaning` says per step what it means here.

    `capacity` is in the unit of effort, None where there is none; `tracker_url` is the address of the tracker for
    items whose file names no site. `ranked_types` are the tracker's types that an import puts at the ranked level,
    others it leaves out; empty where the files' own levels count.
    """

    TYPE: ClassVar[str] = "settings"

    id: int = 1
    name: str = ""
    vision: str = ""
    reach_period: ReachPeriod = ReachPeriod.QUARTER
    effort_unit: EffortUnit = EffortUnit.PERSON_MONTHS
    ranked_level: Level = Level.STANDARD
    key_prefix: str = "PM"
    impact_meaning: Mapping[str, str] = field(default_factory=dict)
    capacity: float | None = None
    tracker_url: str = ""
    ranked_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedValues:
    """The shared fields of one item as the tracker last gave them: the base of the next merge.

    The id is the item's. None: the tracker never gave that field.
    """

    TYPE: ClassVar[str] = "imported"

    id: int
    title: str | None = None
    description: str | None = None
    labels: tuple[str, ...] | None = None


class BaselineReason(StrEnum):
    """What a baseline was taken for."""

    IMPORT = "import"
    USER = "user"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The state that rank changes are told against; a backlog has one or none.

    `time` is ISO, in UTC. `orders` holds, by the name of a framework, the ids of the items that were ranked, in rank
    order. Items with an id greater than `last_item_id` came later.
    """

    TYPE: ClassVar[str] = "baseline"

    id: int = 1
    time: str = ""
    reason: BaselineReason = BaselineReason.USER
    last_item_id: int = 0
    orders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LastImport:
    """What the last import that brought anything did; a backlog has one or none.

    `time` is ISO, in UTC. `created` and `changed` are ids of items; `gone` those of items that stood in no file of
    their project's whole backlog, kept until they are seen in a file again.
    """

    TYPE: ClassVar[str] = "last_import"

    id: int = 1
    time: str = ""
    files: tuple[str, ...] = ()
    created: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


Record = Item | Settings | ImportedValues | Baseline | LastImport
RECORD_TYPES: dict[str, type[Record]] = {
    kind.TYPE: kind for kind in (Item, Settings, ImportedValues, Baseline, LastImport)
}


@cache
def field_names(record_type: str) -> tuple[str, ...]:
    """The names of a record type's fields, in their order. Raises KeyError."""
    return tuple(spec.name for spec in fields(RECORD_TYPES[record_type]))


def made_quickly(record_type: str, rows: Iterable[Sequence[Any]]) -> Iterator[Record]:
    """Records from all their values, in the order of the fields, several times faster than their type makes them.

    A frozen record sets each field by a call. A twin with the same fields, but not frozen, is filled at once and then
    becomes the record, which Python allows where both have the same slots. Raises TypeError on too few or many values.
    """
    kind, twin = RECORD_TYPES[record_type], _twin(record_type)
    for values in rows:
        record = twin(*values)
        record.__class__ = kind
        yield record


def replaced_quickly(record_type: str, given: Iterable[tuple[Record, Mapping[str, Any]]]) -> Iterator[Record]:
    """Records with some of their values replaced, several times faster than `dataclasses.replace` for each.

    Raises KeyError for a field that records of this type do not have.
    """
    names = field_names(record_type)
    values_of, places = attrgetter(*names), {name: place for place, name in enumerate(names)}

    def rows() -> Iterator[list[Any]]:
        for record, values in given:
            row = list(values_of(record))
            for name, value in values.items():
                row[places[name]] = value
            yield row

    return made_quickly(record_type, rows())


@cache
def _twin(record_type: str) -> Any:
    return make_dataclass("Twin", field_names(record_type), slots=True, eq=False, repr=False)
