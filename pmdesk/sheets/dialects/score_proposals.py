"""Which columns of a file may hold scores, in what scale and unit, and what has to be asked about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.mapping import Asked, ColumnMapping, Question, Scale
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import EffortUnit, ReachPeriod, Settings
from pmdesk.domain.scales import EFFORT_UNITS, REACH_PERIODS
from pmdesk.sheets.dialects import score_names
from pmdesk.sheets.dialects.cells import Conventions
from pmdesk.sheets.dialects.columns import Column, columns_of
from pmdesk.sheets.dialects.score_values import NoScore, fits, score_of
from pmdesk.sheets.rows import Cell

MAPPING_OPTION = "--mapping NAME|FILE.json"
_TIME_ID = "timeoriginalestimate"
_LOOKED_AT = 500
# A column may have a few cells that are none of what the others are: they are left out and told.
_ENOUGH = 0.8
_STEPS = frozenset({0.25, 0.5, 1.0, 2.0, 3.0})
MONTHS = {ReachPeriod.MONTH: 1, ReachPeriod.QUARTER: 3, ReachPeriod.YEAR: 12}
_PERIOD_WORDS = {"per month": ReachPeriod.MONTH, "per quarter": ReachPeriod.QUARTER, "per year": ReachPeriod.YEAR}


@dataclass(slots=True)
class ScoreProposals:
    """Mappings by place of the column, uses that others may be given, and what is asked."""

    mappings: dict[int, ColumnMapping] = field(default_factory=dict)
    offers: dict[int, list[str]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


class Proposer:
    """Looks for scores in the columns that play no role, and in the tracker's priority.

    `own` says that PMDesk wrote the file, which leaves nothing to ask about scales.
    """

    def __init__(
        self,
        free: Sequence[Column],
        priorities: Sequence[Column],
        filled: Sequence[Sequence[Cell]],
        conventions: Conventions,
        settings: Settings,
        own: bool = False,
    ) -> None:
        self._free = free
        self._priorities = priorities
        self._filled = filled
        self._conventions = conventions
        self._settings = settings
        self._own = own
        self._found = ScoreProposals()

    def run(self) -> ScoreProposals:
        """All proposals."""
        self._propose("reach", self._named(score_names.REACH))
        self._propose("impact", self._named(score_names.IMPACT))
        self._propose("confidence", self._named(score_names.CONFIDENCE))
        self._propose("moscow", self._named(score_names.MOSCOW))
        self._propose("rationale", self._named(score_names.RATIONALE) if self._own else [])
        self._propose_effort()
        self._offer_priorities()
        return self._found

    def _named(self, names: frozenset[str]) -> list[Column]:
        found = [column for column in self._free if column.name in names]
        # PMDesk's CSV writes its own fields in lower case, beside columns of the tracker under their own headers.
        plain = [column for column in found if column.header in names] if self._own else []
        return plain or found

    def _fits(self, column: Column, mapping: ColumnMapping) -> bool:
        cells = self._filled[column.index][:_LOOKED_AT]
        good = sum(fits(cell, mapping, self._conventions) for cell in cells)
        return bool(cells) and good >= _ENOUGH * len(cells)

    def _propose(self, use: str, named: Sequence[Column]) -> None:
        """Map the column that has this name and holds what it says; where several do, the user picks."""
        proposed = [self._mapping(column, use) for column in named]
        fitting = [pair for pair in zip(named, proposed, strict=True) if self._fits(*pair)]
        if len(fitting) == 1:
            self._take(*fitting[0])
        elif fitting:
            self._ask_which(use, [column for column, _ in fitting], None)
        else:
            self._say_unlike(use, named)
        for column in named:
            if column.index not in self._found.mappings:
                self._offer(column, use)

    def _say_unlike(self, use: str, named: Sequence[Column]) -> None:
        """Columns with the name of a score whose values are none: nobody would know why it is not there."""
        for column in (one for one in named if self._filled[one.index]):
            said = (
                "“{column}” has the name of a score, but too few of its values can be read as {score}; it is not taken "
                "over unless you pick it."
            )
            self._ask(Asked.CHOICE, message(said, column=column.header, score=_label(use)), [column])

    def _take(self, column: Column, mapping: ColumnMapping) -> None:
        self._found.mappings[column.index] = mapping
        if self._own:
            return
        if mapping.use in ("impact", "confidence"):
            self._ask_scale(column, mapping)
        elif mapping.use == "reach":
            self._ask_period(column, mapping)

    def _offer(self, column: Column, use: str) -> None:
        self._found.offers.setdefault(column.index, []).append(use)

    def _ask(self, asked: Asked, said: Message, columns: Iterable[Column]) -> None:
        places = tuple(column.index for column in columns)
        self._found.questions.append(Question(asked, said, places, MAPPING_OPTION))

    def _mapping(self, column: Column, use: str) -> ColumnMapping:
        if use == "reach":
            return ColumnMapping(column.header, use, factor=self._period_factor(column))
        return ColumnMapping(column.header, use, self._scale(column, use))

    def _scale(self, column: Column, use: str) -> Scale:
        if self._own or use not in ("impact", "confidence"):
            return Scale.OWN
        numbers = self._ratings(column)
        if use == "impact" and numbers and max(numbers) > 3 and numbers <= {1.0, 2.0, 3.0, 4.0, 5.0}:
            return Scale.RATING_5
        if use == "confidence" and self._is_rated(numbers) and max(numbers) > 1:
            return Scale.RATING_10
        return Scale.OWN

    @staticmethod
    def _is_rated(numbers: set[float]) -> bool:
        return bool(numbers) and all(number.is_integer() and 0 <= number <= 10 for number in numbers)

    def _ratings(self, column: Column) -> set[float]:
        """The different numbers of a column, nothing where it also holds words or per cent."""
        plain = ColumnMapping(column.header, "reach")
        numbers: set[float] = set()
        for cell in dict.fromkeys(self._filled[column.index]):
            try:
                numbers.add(score_of(cell, plain, self._conventions) or 0.0)
            except NoScore:
                return set()
        return numbers

    def _ask_scale(self, column: Column, mapping: ColumnMapping) -> None:
        numbers = self._ratings(column)
        said = _scale_said(mapping, numbers)
        if said and (mapping.use == "impact" or self._is_rated(numbers)):
            self._ask(Asked.SCALE, Message(said, {"column": column.header}), [column])

    def _period_factor(self, column: Column) -> float:
        period = self._period(column)
        return MONTHS[self._settings.reach_period] / MONTHS[period] if period else 1.0

    @staticmethod
    def _period(column: Column) -> ReachPeriod | None:
        return next((period for words, period in _PERIOD_WORDS.items() if words in column.name), None)

    def _ask_period(self, column: Column, mapping: ColumnMapping) -> None:
        unit = REACH_PERIODS[self._settings.reach_period]
        if self._period(column) is None:
            said = "“{column}” does not say the period of its reach; it is taken as {unit}, like the backlog’s."
            self._ask(Asked.UNIT, message(said, column=column.header, unit=unit), [column])
        elif mapping.factor != 1.0:
            said = "“{column}” counts in another period than the backlog; it is multiplied by {factor} to be {unit}."
            shown = f"{mapping.factor:g}"
            self._ask(Asked.UNIT, message(said, column=column.header, factor=shown, unit=unit), [column])

    def _propose_effort(self) -> None:
        """Efforts that say no other unit are taken, points only by backlogs in points, times by none.

        Of several that may be meant the one with the field's own name counts; else the user picks.
        """
        points = [one for one in self._named(score_names.POINTS) if self._holds_numbers(one)]
        own = [one for one in self._named(score_names.EFFORT) if one not in points and self._holds_numbers(one)]
        times = [one for one in self._free if self._is_time(one) and self._holds_numbers(one)]
        hints = [one for one in self._free if self._is_hint(one) and self._holds_numbers(one)]
        in_points = self._settings.effort_unit is EffortUnit.POINTS
        likely = [one for one in own if self._unit_of(one) in (None, self._settings.effort_unit)]
        likely = likely or (points if in_points else [])
        taken = likely[0] if len(likely) == 1 else None
        known = list(dict.fromkeys([*own, *points, *times, *hints]))
        for column in (one for one in known if one is not taken):
            self._offer(column, "effort")
        if taken is not None:
            self._found.mappings[taken.index] = ColumnMapping(taken.header, "effort")
        self._ask_about_effort(taken, known, points)
        if not known:
            unlike = self._named(score_names.EFFORT)
            self._say_unlike("effort", unlike)
            for column in unlike:
                self._offer(column, "effort")

    def _ask_about_effort(self, taken: Column | None, known: list[Column], points: list[Column]) -> None:
        unit = EFFORT_UNITS[self._settings.effort_unit]
        if self._own and taken is not None:
            return
        if len(known) > 1:
            self._ask_which("effort", known, taken)
        elif known and taken is None and self._unit_of(known[0]) is self._settings.effort_unit:
            said = "“{column}” may be the {score}; it is not taken over unless you pick it."
            self._ask(Asked.CHOICE, message(said, column=known[0].header, score=_label("effort")), known)
        elif known and taken is None:
            said = "“{column}” is not in the backlog’s unit of effort, {unit}; it is taken over only with a factor."
            self._ask(Asked.UNIT, message(said, column=known[0].header, unit=unit), known)
        if taken is not None and taken not in points and self._unit_of(taken) is None:
            said = "“{column}” does not say its unit; it is taken as {unit}, like the backlog’s effort."
            self._ask(Asked.UNIT, message(said, column=taken.header, unit=unit), [taken])

    def _unit_of(self, column: Column) -> EffortUnit | None:
        """The unit that the header of an effort names."""
        if "person" in column.name and "month" in column.name:
            return EffortUnit.PERSON_MONTHS
        return EffortUnit.POINTS if "point" in column.name else None

    def _holds_numbers(self, column: Column) -> bool:
        return self._fits(column, ColumnMapping(column.header, "effort"))

    @staticmethod
    def _is_time(column: Column) -> bool:
        return column.id == _TIME_ID or column.name in score_names.TIME

    @staticmethod
    def _is_hint(column: Column) -> bool:
        return any(hint in column.name for hint in score_names.ESTIMATE_HINTS)

    def _ask_which(self, use: str, columns: Sequence[Column], taken: Column | None) -> None:
        names = ", ".join(dict.fromkeys(f"“{column.header}”" for column in columns))
        if taken is None:
            said = "More than one column may be the {score}: {columns}; none is taken over until you pick one."
            self._ask(Asked.CHOICE, message(said, score=_label(use), columns=names), columns)
        else:
            said = "More than one column may be the {score}: {columns}; “{taken}” was assumed."
            self._ask(Asked.CHOICE, message(said, score=_label(use), columns=names, taken=taken.header), columns)

    def _offer_priorities(self) -> None:
        """Priorities are nobody's MoSCoW unasked, not even in its own words."""
        for column in self._priorities:
            scales = (Scale.OWN, Scale.PRIORITY)
            if any(self._fits(column, ColumnMapping(column.header, "moscow", scale)) for scale in scales):
                self._offer(column, "moscow")


def _label(use: str) -> Message:
    return FIELDS[use].label


def _scale_said(mapping: ColumnMapping, numbers: set[float]) -> str:
    """What is asked about a scale that numbers leave open, or nothing."""
    if mapping.scale is Scale.RATING_5:
        return "“{column}” holds whole numbers up to 5; they are taken as ratings, 5 for massive, 1 for minimal."
    if mapping.scale is Scale.RATING_10:
        return "“{column}” holds whole numbers up to 10; they are taken as ratings of ten, so that 8 means 80 %."
    if mapping.use == "confidence":
        return "“{column}” holds whole numbers up to 10; they are taken as fractions, so that 1 means 100 %."
    if numbers and numbers <= {1.0, 2.0, 3.0}:
        return "“{column}” may be a rating from 1 to 5; it is taken as the impact itself, 3 massive, 2 high, 1 medium."
    if numbers and not numbers <= _STEPS:
        return "“{column}” holds other numbers than the steps of impact; they are taken as they are."
    return ""


def in_other_unit(header: str, settings: Settings) -> bool:
    """Whether a column says by its header that it counts an effort in another unit than the backlog."""
    (column,) = columns_of([header], [""])
    points = column.name in score_names.POINTS or "point" in column.name
    if settings.effort_unit is EffortUnit.POINTS:
        return column.name in score_names.TIME or ("person" in column.name and not points)
    return column.name in score_names.TIME or points
