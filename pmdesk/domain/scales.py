"""The scales and units of a backlog: what their steps are called and how a typed word finds one."""

from __future__ import annotations

from dataclasses import dataclass

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import EffortUnit, Moscow, ReachPeriod


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale: its plain name, which may be typed, its value and its label."""

    name: str
    value: float
    label: Message


IMPACT = (
    Step("massive", 3.0, message("Massive")),
    Step("high", 2.0, message("High")),
    Step("medium", 1.0, message("Medium")),
    Step("low", 0.5, message("Low")),
    Step("minimal", 0.25, message("Minimal")),
)
CONFIDENCE = (
    Step("high", 1.0, message("High")),
    Step("medium", 0.8, message("Medium")),
    Step("low", 0.5, message("Low")),
)
MOSCOW = (
    Step("must", 0.0, message("Must")),
    Step("should", 1.0, message("Should")),
    Step("could", 2.0, message("Could")),
    Step("wont", 3.0, message("Won’t")),
)
MOONSHOT_BELOW = 0.5
FRACTION_DECIMALS = 12

REACH_PERIODS = {
    ReachPeriod.MONTH: message("per month"),
    ReachPeriod.QUARTER: message("per quarter"),
    ReachPeriod.YEAR: message("per year"),
}
EFFORT_UNITS = {
    EffortUnit.PERSON_MONTHS: message("person-months"),
    EffortUnit.POINTS: message("story points"),
}


def step_named(text: str, scale: tuple[Step, ...]) -> Step | None:
    """The step that a typed word names, in full or by a prefix that only one step has."""
    word = text.strip().casefold()
    if not word:
        return None
    found = [step for step in scale if step.name.startswith(word)]
    exact = [step for step in found if step.name == word]
    return exact[0] if exact else found[0] if len(found) == 1 else None


def step_at(value: float | None, scale: tuple[Step, ...]) -> Step | None:
    """The step with exactly this value."""
    return next((step for step in scale if step.value == value), None)


def moscow_label(category: Moscow) -> Message:
    """What a MoSCoW category is called on screen."""
    return next(step.label for step in MOSCOW if step.name == category.value)


def plain_category(text: str) -> str:
    """A typed MoSCoW category without apostrophes and the words that may follow it."""
    words = text.casefold().replace("’", "").replace("'", "").split()
    return words[0] if words and words[1:] in ([], ["have"], ["this", "time"], ["have", "this", "time"]) else text


def hundredth(number: float) -> float:
    """Per cent as a fraction, free of the dust of binary division."""
    return round(number / 100, FRACTION_DECIMALS)


def fraction(number: float) -> float:
    """A typed confidence as a fraction: 1 or less already is one, more is per cent."""
    return round(number, FRACTION_DECIMALS) if number <= 1 else hundredth(number)
