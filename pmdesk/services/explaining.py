"""Why an item ranks where it does, in sentences with its own numbers in them."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from pmdesk.domain.fields import field
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import (
    DOT_DECIMAL,
    NumberStyle,
    format_number,
    format_score,
    parse_number,
    significant,
)
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import EffortUnit, Item, Level, Moscow, StatusCategory
from pmdesk.domain.scales import IMPACT, REACH_PERIODS, moscow_label, step_at
from pmdesk.services.baselines import RankMark
from pmdesk.services.family import children_of
from pmdesk.services.last_import import GONE, ids_of
from pmdesk.services.neighbours import neighbours
from pmdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Case:
    """The item that is explained, where it stands now, and how numbers are written."""

    workspace: Workspace
    item: Item
    style: NumberStyle
    moved: int | RankMark | None

    @property
    def rank(self) -> int | None:
        return self.workspace.ranking.rank(self.item.id)


def why_this_rank(
    workspace: Workspace, item: Item, style: NumberStyle = DOT_DECIMAL, moved: int | RankMark | None = None
) -> list[Message]:
    """Sentences that say how the item's rank comes about and what would change it.

    The first is the verdict. Numbers are texts in `style`; the one named `score` is what the formula gives. `moved` is
    what RankChanges says of the item.
    """
    case = _Case(workspace, item, style, moved)
    group = workspace.ranking.group(item.id)
    if group is Group.CLOSED:
        return [_closed(item), *_gone(case), *_children(case)]
    if group is Group.OTHER_LEVEL:
        return [*_other_level(case), *_gone(case), *_children(case)]
    explain = _BY_FRAMEWORK.get(workspace.framework.name, _by_rule)
    return [*explain(case), *_since_baseline(case), *_kept_in_play(item), *_gone(case), *_children(case)]


def _gone(case: _Case) -> list[Message]:
    """That the tracker may not have the item any more: a file of the whole backlog was without it."""
    gone = case.item.id in ids_of(case.workspace.last_import, GONE)
    return [message("It was not in the last import of the whole backlog.")] if gone else []


def _since_baseline(case: _Case) -> list[Message]:
    """Where the item stood at the baseline, unless that is where it stands now."""
    if case.rank is None or not case.moved:
        return []
    if isinstance(case.moved, RankMark):
        return [_MARKS[case.moved]]
    return [message("Its rank at the baseline was {rank}.", rank=_number(case, case.rank + case.moved))]


# Out of the ranking


def _closed(item: Item) -> Message:
    if item.closed_by_user:
        return message("Closed by you, so it has no rank.")
    if item.archived and item.status_category is not StatusCategory.DONE and not item.resolution:
        return message("Archived in the tracker, so it has no rank.")
    state = _closing_state(item)
    if not state:
        return message("Closed in the tracker, so it has no rank.")
    return message("Closed in the tracker ({state}), so it has no rank.", state=state)


def _closing_state(item: Item) -> str:
    return item.status if item.status_category is StatusCategory.DONE and item.status else item.resolution


def _kept_in_play(item: Item) -> list[Message]:
    """What to say of an item that its tracker has closed and the user has not."""
    closed_there = item.status_category is StatusCategory.DONE or item.resolution or item.archived
    return [message("The tracker has closed it; you keep it in play.")] if closed_there else []


def _other_level(case: _Case) -> list[Message]:
    settings = case.workspace.settings
    ranked: Message | str = ", ".join(settings.ranked_types) or _LEVELS[settings.ranked_level]
    verdict = message("Of another level, so it has no rank.")
    if case.item.level is Level.OTHER:
        verdict = message("Of a type that is not ranked ({type}), so it has no rank.", type=case.item.type)
    elif case.item.type:
        verdict = message("Of another level ({type}), so it has no rank.", type=case.item.type)
    return [verdict, message("This backlog ranks {ranked}.", ranked=ranked)]


def _children(case: _Case) -> list[Message]:
    """An epic's children and their effort: beside its own, never added to it."""
    if case.item.level is not Level.EPIC:
        return []
    children = children_of(case.workspace, case.item)
    if not children:
        return []
    count, bare = len(children), sum(not child.effort for child in children)
    if bare == count:
        return [message("{count} items below it.", one="One item below it.", count=count)]
    effort = _effort(case, round(sum(child.effort or 0.0 for child in children), 9))
    said = message(
        "{count} items below it, {effort} together.",
        one="One item below it, {effort}.",
        count=count,
        effort=effort,
    )
    lacking = message("{count} of them have no effort yet.", one="One of them has no effort yet.", count=bare)
    return [said, lacking] if bare else [said]


# By RICE


def _rice(case: _Case) -> list[Message]:
    if case.rank is None:
        return [_not_ranked(rice.missing(case.item))]
    return [_rank_line(case), _formula(case), *neighbours(case.workspace, case.item, case.style)]


def _rank_line(case: _Case) -> Message:
    count = case.workspace.ranking.count(Group.RANKED)
    return message("Rank {rank} of {count}.", rank=_number(case, case.rank or 0), count=_number(case, count))


def _not_ranked(missing: tuple[str, ...]) -> Message:
    if len(missing) == 1:
        return message("Not ranked yet: {factor} is missing.", factor=_FACTORS[missing[0]])
    return message("Not ranked yet: {factors} are missing.", factors=_and(missing))


def _and(names: tuple[str, ...]) -> Message:
    """Names of factors in words: reach, impact and effort."""
    words = _FACTORS[names[0]]
    for name in names[1:-1]:
        words = message("{factors}, {factor}", factors=words, factor=_FACTORS[name])
    return message("{factors} and {factor}", factors=words, factor=_FACTORS[names[-1]]) if names[1:] else words


def _formula(case: _Case) -> Message:
    item, points = case.item, rice.score(case.item) or 0.0
    written = format_score(points)
    exact = significant(parse_number(written), rice.TIE_DIGITS) == significant(points, rice.TIE_DIGITS)
    return message(
        "{reach} × {impact} × {confidence} ÷ {effort} {equals} {score}.",
        reach=message(
            "{number} {period}",
            number=_number(case, item.reach or 0.0),
            period=REACH_PERIODS[case.workspace.settings.reach_period],
        ),
        impact=_impact(case),
        confidence=field("confidence").format(item.confidence, case.style),
        effort=_effort(case, item.effort or 0.0),
        equals="=" if exact else "≈",
        score=format_score(points, case.style),
    )


def _impact(case: _Case) -> Message | str:
    step = step_at(case.item.impact, IMPACT)
    number = _number(case, case.item.impact or 0.0)
    return message("{number} ({step})", number=number, step=_STEPS[step.name]) if step else number


def _effort(case: _Case, effort: float) -> Message:
    number = _number(case, effort)
    if case.workspace.settings.effort_unit is EffortUnit.POINTS:
        return message("{number} points", one="{number} point", number=number, count=effort)
    return message("{number} person-months", one="{number} person-month", number=number, count=effort)


def _number(case: _Case, number: float) -> str:
    small = number and abs(number) < 0.001
    return format_number(number, case.style, 5 - math.floor(math.log10(abs(number))) if small else 6)


# By MoSCoW


def _moscow(case: _Case) -> list[Message]:
    scored = [_formula(case)] if rice.score(case.item) is not None else []
    if case.rank is None:
        return [message("Not ranked yet: it has no category."), *scored]
    return [
        _rank_line(case),
        _category_line(case),
        *(scored or [_unscored_line(case)]),
        *neighbours(case.workspace, case.item, case.style),
    ]


def _category_line(case: _Case) -> Message:
    """The item's place inside its category."""
    first, end = _category_bounds(case)
    return message(
        "It is number {place} of {count} in {category}; inside a category the RICE score decides.",
        place=_number(case, case.workspace.ranking.position(case.item.id) - first + 1),
        count=_number(case, end - first),
        category=moscow_label(case.item.moscow) if case.item.moscow else "",
    )


def _category_bounds(case: _Case) -> tuple[int, int]:
    """The positions at which the item's category begins and ends (exclusive)."""
    ranking, categories = case.workspace.ranking, list(Moscow)

    def category_at(position: int) -> int:
        category = case.workspace.items[ranking.id_at(position)].moscow
        return categories.index(category) if category else len(categories)

    positions = range(ranking.count(Group.RANKED))
    wanted = categories.index(case.item.moscow) if case.item.moscow else len(categories)
    return bisect_left(positions, wanted, key=category_at), bisect_right(positions, wanted, key=category_at)


def _unscored_line(case: _Case) -> Message:
    return message(
        "Not scored yet ({factors} missing), so the scored items of its category rank before it.",
        factors=_and(rice.missing(case.item)),
    )


# By any other framework


def _by_rule(case: _Case) -> list[Message]:
    framework = case.workspace.framework
    return [_rank_line(case) if case.rank else message("Not ranked yet."), framework.rule]


_BY_FRAMEWORK: dict[str, Callable[[_Case], list[Message]]] = {"rice": _rice, "moscow": _moscow}
_FACTORS = {
    "reach": message("reach"),
    "impact": message("impact"),
    "confidence": message("confidence"),
    "effort": message("effort"),
}
_STEPS = {
    "massive": message("massive"),
    "high": message("high"),
    "medium": message("medium"),
    "low": message("low"),
    "minimal": message("minimal"),
}
_MARKS = {
    RankMark.NEW: message("It came after the baseline."),
    RankMark.FIRST: message("It had no rank at the baseline."),
}
_LEVELS = {
    Level.EPIC: message("epics"),
    Level.STANDARD: message("stories, tasks, bugs and ideas"),
    Level.SUBTASK: message("sub-tasks"),
    Level.OTHER: message("other types"),
}
