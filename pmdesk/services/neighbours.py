"""What an item's neighbours in the ranking mean for it: ties, and what it takes to pass or to stay ahead."""

from __future__ import annotations

from dataclasses import dataclass

from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import NumberStyle, format_number, significant
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item
from pmdesk.domain.scales import moscow_label
from pmdesk.services.thresholds import Threshold, passing_threshold, staying_threshold
from pmdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Side:
    """A ranked item and the one that ranks next to it."""

    workspace: Workspace
    item: Item
    other: Item
    above: bool
    style: NumberStyle

    @property
    def by_category(self) -> bool:
        return "moscow" in self.workspace.framework.factors

    @property
    def first(self) -> bool:
        return self.workspace.ranking.rank(self.item.id) == 1

    def limit(self, found: Threshold) -> str:
        return format_number(found.reach, self.style, found.decimals)


def neighbours(workspace: Workspace, item: Item, style: NumberStyle) -> list[Message]:
    """Sentences about the ranked items just before and after a ranked one; numbers are texts in `style`."""
    place = workspace.ranking.position(item.id)
    sides = [
        _Side(workspace, item, workspace.items[workspace.ranking.id_at(beside)], beside < place, style)
        for beside in (place - 1, place + 1)
        if 0 <= beside < workspace.ranking.count(Group.RANKED)
    ]
    if not sides:
        return [message("Nothing else is ranked yet.")]
    said = [one for side in sides for one in _about(side)]
    if rice.score(item) is not None and not item.confidence:
        said.append(message("At 0% confidence the score is 0 at any reach."))
    return said


def _about(side: _Side) -> list[Message]:
    scored, other_scored = rice.score(side.item) is not None, rice.score(side.other) is not None
    if side.by_category and side.other.moscow is not side.item.moscow:
        return [_of_other_category(side)]
    if scored is not other_scored:
        return [] if other_scored else [_of_unscored(side)]
    if not scored:
        return [_tie(side, message("has no score either"), *_order(side))]
    tied = [_tie(side, message("has the same score"), *_scored_order(side))] if _equal(side) else []
    return tied + (_how_to_pass(side) if side.above else _how_to_stay(side))


def _of_other_category(side: _Side) -> Message:
    category = moscow_label(side.other.moscow) if side.other.moscow else ""
    if side.above:
        return message("{key} ({category}) ranks before it.", key=side.other.key, category=category)
    return message("{key} ({category}) ranks after it.", key=side.other.key, category=category)


def _of_unscored(side: _Side) -> Message:
    return message("{key} ranks after it because it has no score yet.", key=side.other.key)


# Ties


def _equal(side: _Side) -> bool:
    scores = [significant(rice.score(one) or 0.0, rice.TIE_DIGITS) for one in (side.item, side.other)]
    return scores[0] == scores[1]


def _tie(side: _Side, state: Message, first: Message, second: Message) -> Message:
    """Said of the other: why it ranks first where it stands above, why second where it stands below."""
    key = side.other.key
    if side.above:
        return message("{key} {state} and ranks before it: {reason}.", key=key, state=state, reason=first)
    return message("{key} {state} and ranks after it: {reason}.", key=key, state=state, reason=second)


def _scored_order(side: _Side) -> tuple[Message, Message]:
    """Why one of two items with the same score ranks first: said of the first, and said of the second."""
    if side.item.confidence != side.other.confidence:
        return message("its confidence is higher"), message("its confidence is lower")
    if side.item.effort != side.other.effort:
        return message("its effort is lower"), message("its effort is higher")
    return _order(side)


def _order(side: _Side) -> tuple[Message, Message]:
    """Why one of two items that nothing else sets apart ranks first."""
    item, other = side.item, side.other
    if bool(item.tracker_order) is not bool(other.tracker_order):
        return message("the tracker gives it a place"), message("the tracker gives it no place")
    if item.tracker_order != other.tracker_order:
        return message("the tracker lists it earlier"), message("the tracker lists it later")
    if item.key != other.key:
        return message("its key comes first"), message("its key comes later")
    return message("its tracker’s id comes first"), message("its tracker’s id comes later")


# Thresholds


def _how_to_pass(side: _Side) -> list[Message]:
    found = passing_threshold(side.workspace.ranking, side.item, side.other)
    if found is None:
        return []
    key, limit = side.other.key, side.limit(found)
    if not found.exact:
        return [message("A reach of {limit} would pass {key}.", key=key, limit=limit)]
    if found.included:
        return [message("To pass {key}, reach would have to be at least {limit}.", key=key, limit=limit)]
    return [message("To pass {key}, reach would have to be above {limit}.", key=key, limit=limit)]


def _how_to_stay(side: _Side) -> list[Message]:
    found = staying_threshold(side.workspace.ranking, side.item, side.other)
    if found is None:
        return []
    key, limit = side.other.key, side.limit(found)
    if side.first and found.included:
        return [message("It stays first while reach is at least {limit}.", limit=limit)]
    if side.first:
        return [message("It stays first while reach is above {limit}.", limit=limit)]
    if found.included:
        return [message("It stays ahead of {key} while reach is at least {limit}.", key=key, limit=limit)]
    return [message("It stays ahead of {key} while reach is above {limit}.", key=key, limit=limit)]
