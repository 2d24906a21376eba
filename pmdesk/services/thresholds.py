"""How far an item's reach is from passing a neighbour, or from being passed by one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from pmdesk.domain.frameworks import rice
from pmdesk.domain.numbers import significant
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item
from pmdesk.domain.values import LARGEST, SMALLEST

_WHOLE_FROM = 100
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Threshold:
    """A reach with so many decimals.

    Exact: above it the item ranks before the other, below it after, and `included` tells what holds at it.
    Otherwise the nearest round number above the exact one; at it the item ranks before the other.
    """

    reach: float
    decimals: int
    exact: bool
    included: bool


def passing_threshold(ranking: Ranking, item: Item, other: Item) -> Threshold | None:
    """The reach at which an item would pass a scored one that ranks before it; None where no reach would."""
    found = _threshold(ranking, item, other, math.inf)
    return found if found and found.reach <= LARGEST else None


def staying_threshold(ranking: Ranking, item: Item, other: Item) -> Threshold | None:
    """The reach down to which an item stays before a scored one; None where it stays there at any reach."""
    found = _threshold(ranking, item, other, item.reach or 0.0)
    if found is None or (found.reach == 0 and found.included) or 0 < found.reach < SMALLEST:
        return None
    return found


def _threshold(ranking: Ranking, item: Item, other: Item, most: float) -> Threshold | None:
    """The threshold between two scored items, rounded to at most `most` where it has to be rounded."""
    points = rice.score(other)
    per_reach = (item.impact or 0.0) * (item.confidence or 0.0) / (item.effort or math.inf)
    if points is None or not per_reach:
        return None
    at_tie = significant(points, rice.TIE_DIGITS) / per_reach
    decimals = _decimals(at_tie)
    short = round(at_tie, max(decimals, 2))
    if significant(at_tie, rice.TIE_DIGITS) == significant(short, rice.TIE_DIGITS):
        return Threshold(short, max(decimals, 2), True, _before(ranking, item, short, other))
    return _rounded_up(ranking, item, other, at_tie, most)


def _rounded_up(ranking: Ranking, item: Item, other: Item, at_tie: float, most: float) -> Threshold | None:
    for decimals in range(_decimals(at_tie), _decimals(at_tie) + _TRIES):
        reach = round(math.ceil(at_tie * 10**decimals) / 10**decimals, decimals)
        if reach <= most and _before(ranking, item, reach, other):
            return Threshold(reach, decimals, False, True)
    return None


def _before(ranking: Ranking, item: Item, reach: float, other: Item) -> bool:
    return ranking.sort_key(replace(item, reach=reach)) < ranking.key(other.id)


def _decimals(number: float) -> int:
    """Decimals that leave whole numbers from a hundred on, and three significant digits below."""
    return 0 if number == 0 or number >= _WHOLE_FROM else 2 - math.floor(math.log10(number))
