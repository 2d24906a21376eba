"""RICE: reach x impact x confidence / effort (Sean McBride, Intercom, 2016)."""

from __future__ import annotations

from pmdesk.domain.frameworks import Merit
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import significant
from pmdesk.domain.records import Item

FACTORS = ("reach", "impact", "confidence", "effort")
TIE_DIGITS = 10


def score(item: Item) -> float | None:
    """Reach x impact x confidence / effort in people (or events) per period and unit of effort.

    None where a factor is missing or impossible: unscored is never zero.
    """
    reach, impact, confidence, effort = item.reach, item.impact, item.confidence, item.effort
    if reach is None or impact is None or confidence is None or not effort:
        return None
    return reach * impact * confidence / effort


def missing(item: Item) -> tuple[str, ...]:
    """The factors that are not there; an effort of 0 means not estimated."""
    return tuple(name for name in FACTORS if getattr(item, name) is None or (name == "effort" and not item.effort))


class Rice:
    """Ranks by the RICE score; scores equal to ten significant digits tie."""

    name = "rice"
    label = message("RICE")
    rule = message("RICE score = reach × impact × confidence ÷ effort; the highest score ranks first.")
    unranked_label = message("Unscored")
    unranked_rule = message("ranked once every factor is there")
    unranked_count = message("{count} unscored")
    order = 1
    factors = FACTORS

    def missing(self, item: Item) -> tuple[str, ...]:
        """The factors that are not there."""
        return missing(item)

    def merit(self, item: Item) -> Merit | None:
        """Score (highest first), then confidence (highest first), then effort (lowest first)."""
        points = score(item)
        if points is None:
            return None
        return (-significant(points, TIE_DIGITS), -(item.confidence or 0.0), item.effort)


FRAMEWORK = Rice()
