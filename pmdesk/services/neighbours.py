"""What an item's neighbours in the ranking mean for it: who is tied, and what it takes to pass or to stay ahead."""

from __future__ import annotations

from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import format_number, significant
from pmdesk.domain.records import Item, Moscow
from pmdesk.domain.scales import moscow_label
from pmdesk.services.thresholds import passing_threshold, staying_threshold

# The neighbours


def _neighbours(case: _Case) -> list[Message]:
    above, below = case.ranked_beside(-1), case.ranked_beside(1)
    if above is None and below is None:
        return [message("Nothing else is ranked yet.")]
    said = [] if above is None else _beside(case, above, above=True)
    said += [] if below is None else _beside(case, below, above=False)
    if case.item.confidence == 0 and rice.score(case.item) is not None:
        said.append(message("At 0% confidence the score is 0 at any reach."))
    return said


def _beside(case: _Case, other: Item, *, above: bool) -> list[Message]:
    item = case.item
    if _category(case, other) is not _category(case, item):
        return [_of_other_category(other, above)]
    scored, other_scored = rice.score(item) is not None, rice.score(other) is not None
    if scored is not other_scored:
        return [_of_other_kind(other, other_scored)]
    if not scored:
        return [_tie(item, other, above, message("has no score either"), scored=False)]
    tied = [_tie(item, other, above, message("has the same score"), scored=True)] if _equal(item, other) else []
    return tied + (_how_to_pass(case, other) if above else _how_to_stay(case, other))


def _category(case: _Case, item: Item) -> Moscow | None:
    return item.moscow if "moscow" in case.workspace.framework.factors else None


def _of_other_category(other: Item, above: bool) -> Message:
    category = moscow_label(other.moscow) if other.moscow else message("no category")
    if above:
        return message("{key} ({category}) ranks before it.", key=other.key, category=category)
    return message("{key} ({category}) ranks after it.", key=other.key, category=category)


def _of_other_kind(other: Item, scored: bool) -> Message:
    if scored:
        return message("{key} ranks before it because it has a score.", key=other.key)
    return message("{key} ranks after it because it has no score yet.", key=other.key)


def _equal(item: Item, other: Item) -> bool:
    scores = [significant(rice.score(one) or 0.0, rice.TIE_DIGITS) for one in (item, other)]
    return scores[0] == scores[1]


def _tie(item: Item, other: Item, above: bool, state: Message, *, scored: bool) -> Message:
    first, second = (other, item) if above else (item, other)
    reason = _reasons(first, second, scored)[0 if above else 1]
    if above:
        return message("{key} {state} and ranks before it: {reason}.", key=other.key, state=state, reason=reason)
    return message("{key} {state} and ranks after it: {reason}.", key=other.key, state=state, reason=reason)


def _reasons(first: Item, second: Item, scored: bool) -> tuple[Message, Message]:
    """Why one of two tied items ranks first: said of the first, and said of the second."""
    if scored and first.confidence != second.confidence:
        return message("its confidence is higher"), message("its confidence is lower")
    if scored and first.effort != second.effort:
        return message("its effort is lower"), message("its effort is higher")
    if bool(first.tracker_order) is not bool(second.tracker_order):
        return message("the tracker gives it a place"), message("it has no place in the tracker’s order")
    if first.tracker_order != second.tracker_order:
        return message("the tracker lists it earlier"), message("the tracker lists it later")
    if first.key != second.key:
        return message("its key comes first"), message("its key comes later")
    return message("its tracker id comes first"), message("its tracker id comes later")


def _how_to_pass(case: _Case, other: Item) -> list[Message]:
    found = passing_threshold(case.workspace.ranking, case.item, other)
    if found is None:
        return []
    values = {"key": other.key, "limit": _limit(case, found)}
    if not found.exact:
        return [message("A reach of {limit} would pass {key}.", **values)]
    if found.included:
        return [message("To pass {key}, reach would have to be at least {limit}.", **values)]
    return [message("To pass {key}, reach would have to be above {limit}.", **values)]


def _how_to_stay(case: _Case, other: Item) -> list[Message]:
    found = staying_threshold(case.workspace.ranking, case.item, other)
    if found is None:
        return []
    limit = _limit(case, found)
    if case.rank == 1:
        if found.included:
            return [message("It stays first while reach is at least {limit}.", limit=limit)]
        return [message("It stays first while reach is above {limit}.", limit=limit)]
    if found.included:
        return [message("It stays ahead of {key} while reach is at least {limit}.", key=other.key, limit=limit)]
    return [message("It stays ahead of {key} while reach is above {limit}.", key=other.key, limit=limit)]


def _limit(case: _Case, found: Threshold) -> str:
    return format_number(found.reach, case.style, found.decimals)


