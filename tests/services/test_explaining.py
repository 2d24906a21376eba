"""Every sentence about a rank is true: what it says would happen happens."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.numbers import COMMA_DECIMAL, DOT_DECIMAL, parse_number
from pmdesk.domain.ranking import Group, Ranking
from pmdesk.domain.records import EffortUnit, Item, LastImport, Level, Moscow, ReachPeriod, Settings, StatusCategory
from pmdesk.services.baselines import RankMark
from pmdesk.services.explaining import why_this_rank
from pmdesk.services.families import Families
from tests.makers import make_item, scored_item, tracker_item
from tests.strategies import listed_items

DONE = StatusCategory.DONE
THRESHOLD = re.compile(
    r"(?P<pass>To pass (?P<passed>\S+), reach would have to be|A reach of)?"
    r"(?:It stays (?:first|ahead of (?P<behind>\S+)) while reach is)?"
    r" (?P<bound>above|at least)? ?(?P<limit>[\d,.]+)(?: would pass (?P<rounded>\S+))?\."
)


rivals = st.builds(
    Item,
    id=st.integers(1, 30),
    key=st.just(""),
    reach=st.sampled_from([0.0, 1.0, 3.0, 100.0, 9000.0]) | st.floats(1e-15, 1e9),
    impact=st.sampled_from([0.25, 0.5, 1.0, 2.0, 3.0]) | st.floats(0.01, 100),
    confidence=st.sampled_from([0.5, 0.8, 1.0, 0.0]) | st.floats(1e-15, 1),
    effort=st.sampled_from([0.5, 1.0, 3.0, None]) | st.floats(0.01, 1000),
    moscow=st.sampled_from([Moscow.MUST, Moscow.MUST, Moscow.WONT, None]),
    tracker_order=st.sampled_from(["", "0|a"]),
)


def backlog(*items: Item, framework: str = "rice", **settings: Any) -> Any:
    """A backlog as explaining looks at it: items, settings and a ranking."""
    chosen = Settings(**settings)
    ranking = Ranking(frameworks()[framework], chosen.ranked_level, items)
    known = {item.id: item for item in items}
    return SimpleNamespace(
        last_import=None,
        items=known,
        settings=chosen,
        ranking=ranking,
        framework=ranking.framework,
        families=Families(items),
    )


def why(items: Any, item: Item, **options: Any) -> list[str]:
    return [str(one) for one in why_this_rank(items, item, **options)]


# The sentences


def test_a_first_item_says_its_formula_and_how_far_the_second_is() -> None:
    first = scored_item(1, key="SHOP-112", reach=9000.0, impact=2.0, confidence=0.8, effort=3.0)
    second = scored_item(2, key="SHOP-87", reach=2600.0, impact=3.0, confidence=0.8, effort=2.0)
    assert why(backlog(first, second), first) == [
        "Rank 1 of 2.",
        "9,000 per quarter × 2 (high) × 80% ÷ 3 person-months = 4,800.",
        "It stays first while reach is above 5,850.",
    ]


def test_a_middle_item_says_both_ways() -> None:
    above = scored_item(1, reach=900.0)
    item = scored_item(2, reach=500.0)
    below = scored_item(3, reach=100.0)
    assert why(backlog(above, item, below), item)[2:] == [
        "To pass SHOP-1, reach would have to be above 900.",
        "It stays ahead of SHOP-3 while reach is at least 100.",
    ]


def test_a_limit_between_two_numbers_is_told_as_the_next_whole_one() -> None:
    above = scored_item(1, reach=1000.0, impact=1.0, confidence=1.0, effort=1.0)
    item = scored_item(2, reach=10.0, impact=3.0, confidence=1.0, effort=1.0)
    below = scored_item(3, reach=7.0, impact=1.0, confidence=1.0, effort=1.0)
    assert why(backlog(above, item, below), item)[2:] == [
        "A reach of 334 would pass SHOP-1.",
        "It stays ahead of SHOP-3 while reach is at least 2.34.",
    ]


def test_a_rounded_score_is_not_said_to_be_exact() -> None:
    item = scored_item(reach=5200.0, impact=0.5, confidence=0.8, effort=1.5)
    assert why(backlog(item), item)[1].endswith("≈ 1,387.")


def test_the_only_ranked_item_says_so() -> None:
    item = scored_item(1)
    assert why(backlog(item, make_item(2)), item)[2:] == ["Nothing else is ranked yet."]


def test_units_and_steps_are_those_of_the_backlog() -> None:
    item = scored_item(reach=100.0, impact=1.7, confidence=1.0, effort=1.0)
    shown = backlog(item, reach_period=ReachPeriod.MONTH, effort_unit=EffortUnit.POINTS)
    assert why(shown, item)[1] == "100 per month × 1.7 × 100% ÷ 1 point = 170."
    assert why(backlog(item), item)[1].endswith("÷ 1 person-month = 170.")


def test_numbers_are_written_as_the_user_writes_them() -> None:
    first = scored_item(1, reach=9000.0, effort=2.5)
    second = scored_item(2, reach=1234.0, effort=2.5)
    said = why(backlog(first, second), first, style=COMMA_DECIMAL)
    assert said[1] == "9.000 per quarter × 2 (high) × 50% ÷ 2,5 person-months = 3.600."
    assert said[2] == "It stays first while reach is at least 1.234."


def test_tiny_factors_are_not_shown_as_zero() -> None:
    item = scored_item(reach=1.0, effort=0.0000004)
    assert "÷ 0.0000004 person-months" in why(backlog(item), item)[1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Not ranked yet: reach, impact, confidence and effort are missing."),
        ({"impact": 1.0, "confidence": 0.5}, "Not ranked yet: reach and effort are missing."),
        ({"reach": 1.0, "impact": 1.0, "confidence": 0.5}, "Not ranked yet: effort is missing."),
    ],
)
def test_an_unscored_item_says_what_is_missing(values: dict[str, float], said: str) -> None:
    item = make_item(**values)
    assert why(backlog(item, scored_item(2)), item) == [said]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": "Done", "status_category": DONE}, "Closed in the tracker (Done), so it has no rank."),
        (
            {"status": "Open", "resolution": "Duplicate"},
            "Closed in the tracker (Duplicate), so it has no rank.",
        ),
        ({"status_category": DONE}, "Closed in the tracker, so it has no rank."),
        ({"status": "Idea", "archived": True}, "Archived in the tracker, so it has no rank."),
        ({"closed_by_user": True}, "Closed by you, so it has no rank."),
    ],
)
def test_a_closed_item_says_who_closed_it(values: dict[str, Any], said: str) -> None:
    item = tracker_item(**values, reach=1.0)
    assert why(backlog(item), item) == [said]


def test_an_item_kept_in_play_says_so() -> None:
    item = replace(scored_item(), status="Done", status_category=DONE, closed_by_user=False)
    assert why(backlog(item), item)[-1] == "The tracker has closed it; you keep it in play."


def test_an_epic_says_its_level_and_its_children() -> None:
    epic = make_item(1, level=Level.EPIC, type="Epic", effort=50.0)
    children = [make_item(2, parent="SHOP-1", effort=2.5), make_item(3, parent="SHOP-1", effort=0.1)]
    shown = backlog(epic, *children, make_item(4, parent="SHOP-1"), make_item(5, parent="SHOP-9", effort=9.0))
    assert why(shown, epic) == [
        "Of another level (Epic), so it has no rank.",
        "This backlog ranks stories, tasks, bugs and ideas.",
        "3 items below it, 2.6 person-months together.",
        "One of them has no effort yet.",
    ]


def test_children_of_another_tracker_with_the_same_key_are_not_counted() -> None:
    epic = make_item(1, level=Level.EPIC, site="https://a.example")
    stranger = make_item(2, parent="SHOP-1", site="https://b.example")
    assert len(why(backlog(epic, stranger), epic)) == 2


# Ties


def test_ties_are_explained_on_both_sides() -> None:
    sure = scored_item(1, reach=100.0, confidence=1.0)
    unsure = scored_item(2, reach=200.0, confidence=0.5)
    shown = backlog(sure, unsure)
    assert why(shown, sure)[2:] == [
        "SHOP-2 has the same score and ranks after it: its confidence is lower.",
        "It stays first while reach is at least 100.",
    ]
    assert why(shown, unsure)[2:] == [
        "SHOP-1 has the same score and ranks before it: its confidence is higher.",
        "To pass SHOP-1, reach would have to be above 200.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({"reach": 50.0, "effort": 2.0}, {}, "its effort is higher"),
        ({"tracker_order": "0|a"}, {"tracker_order": "0|b"}, "the tracker lists it later"),
        ({"tracker_order": "0|a"}, {}, "the tracker gives it no place"),
        ({}, {}, "its key comes later"),
        ({"key": "A-1", "issue_id": "1"}, {"key": "A-1", "issue_id": "2"}, "its tracker’s id comes later"),
    ],
)
def test_the_reason_of_a_tie_is_what_decided(first: dict, second: dict, reason: str) -> None:
    items = [scored_item(1, **first), scored_item(2, **second)]
    said = why(backlog(*items), items[0])
    assert said[2].endswith(f"has the same score and ranks after it: {reason}.")


# MoSCoW


def test_a_category_comes_first_then_rice_inside_it() -> None:
    items = [
        scored_item(1, moscow=Moscow.MUST, reach=900.0),
        scored_item(2, moscow=Moscow.MUST, reach=500.0),
        make_item(3, moscow=Moscow.MUST, reach=500.0, impact=1.0),
        make_item(4, moscow=Moscow.MUST),
        scored_item(5, moscow=Moscow.WONT, reach=10**6),
        scored_item(6),
    ]
    shown = backlog(*items, framework="moscow")
    assert why(shown, items[1]) == [
        "Rank 2 of 5.",
        "It is number 2 of 4 in Must; inside a category the RICE score decides.",
        "500 per quarter × 2 (high) × 50% ÷ 4 person-months = 125.",
        "To pass SHOP-1, reach would have to be above 900.",
        "SHOP-3 ranks after it because it has no score yet.",
    ]
    assert why(shown, items[2])[2:] == [
        "Not scored yet (confidence and effort missing), so the scored items of its category rank before it.",
        "SHOP-4 has no score either and ranks after it: its key comes later.",
    ]
    assert why(shown, items[4])[-1] == "SHOP-4 (Must) ranks before it."
    assert why(shown, items[3])[-1] == "SHOP-5 (Won’t) ranks after it."
    assert why(shown, items[5])[0] == "Not ranked yet: it has no category."


def test_a_framework_that_nobody_explains_gives_its_rule() -> None:
    item = scored_item()
    shown = backlog(item)
    rule = shown.framework.rule
    shown.framework = SimpleNamespace(name="kano", rule=rule, factors=())
    assert why(shown, item) == ["Rank 1 of 1.", str(rule)]


# Every threshold holds


@pytest.mark.parametrize("framework", ["rice", "moscow"])
@given(items=st.lists(rivals, min_size=2, max_size=8, unique_by=lambda item: item.id))
@example(items=[scored_item(1, reach=0.0), scored_item(2, reach=0.0)])
def test_what_is_said_to_happen_happens(items: list[Item], framework: str) -> None:
    items = [replace(item, key=f"K-{item.id}") for item in items]
    shown = backlog(*items, framework=framework)
    for item in items:
        for sentence in why(shown, item):
            found = THRESHOLD.fullmatch(sentence)
            if found:
                check_threshold(shown, item, found)


def check_threshold(shown: Any, item: Item, found: re.Match[str]) -> None:
    other = found["passed"] or found["rounded"] or found["behind"]
    other_id = int(other.removeprefix("K-")) if other else shown.ranking.id_at(1)
    limit = parse_number(found["limit"])
    if found["rounded"] or found["bound"] == "at least":
        assert ranks_before(shown, item, limit, other_id)
    assert ranks_before(shown, item, limit * (1 + 1e-6) or 1e-300, other_id)
    if found["bound"] == "above":
        assert not ranks_before(shown, item, limit, other_id)
    if found["passed"]:
        assert not ranks_before(shown, item, limit * (1 - 1e-6), other_id)
    if found["rounded"]:
        assert not ranks_before(shown, item, limit * 0.98 - 1, other_id)
    if found["behind"] or "stays first" in found.group():
        assert not ranks_before(shown, item, max(0.0, limit * 0.98 - 1), other_id) or limit < 1.1
        assert limit <= item.reach


def ranks_before(shown: Any, item: Item, reach: float, other_id: int) -> bool:
    return shown.ranking.sort_key(replace(item, reach=reach)) < shown.ranking.key(other_id)


@given(st.lists(listed_items() | rivals, min_size=2, max_size=8, unique_by=lambda item: item.id))
def test_the_verdict_names_the_true_rank(items: list[Item]) -> None:
    shown = backlog(*items)
    for place, item_id in enumerate(shown.ranking, 1):
        first = why(shown, shown.items[item_id])[0]
        ranked = shown.ranking.group(item_id) is Group.RANKED
        assert (first == f"Rank {place} of {shown.ranking.count(Group.RANKED)}.") is ranked


def test_a_reach_that_nobody_can_type_is_not_asked_for() -> None:
    huge = scored_item(1, reach=1e15, impact=1e3)
    weak = scored_item(2, impact=1e-9)
    assert not [one for one in why(backlog(huge, weak), weak, style=DOT_DECIMAL) if "pass" in one]


def test_no_confidence_is_no_score_at_any_reach() -> None:
    items = [scored_item(1), scored_item(2, confidence=0.0)]
    assert why(backlog(*items), items[1])[2:] == ["At 0% confidence the score is 0 at any reach."]


# Since the baseline


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (3, "Its rank at the baseline was 4."),
        (RankMark.NEW, "It came after the baseline."),
        (RankMark.FIRST, "It had no rank at the baseline."),
    ],
)
def test_where_it_stood_at_the_baseline_is_told(moved: int | RankMark, said: str) -> None:
    first, second = scored_item(1, reach=200.0), scored_item(2)
    assert why(backlog(first, second), first, moved=moved)[-1] == said


@pytest.mark.parametrize("moved", [0, None])
def test_a_rank_that_is_what_it_was_is_not_told(moved: int | None) -> None:
    only = scored_item(1)
    assert why(backlog(only), only, moved=moved) == why(backlog(only), only)


def test_an_item_without_a_rank_is_told_of_no_rank_before() -> None:
    bare = make_item(1)
    assert why(backlog(bare), bare, moved=2) == ["Not ranked yet: reach, impact, confidence and effort are missing."]


@pytest.mark.parametrize(
    ("values", "verdict"),
    [({}, "Not ranked yet"), ({"closed_by_user": True}, "Closed"), ({"level": Level.EPIC}, "Of another")],
)
def test_an_item_that_the_last_import_lacked_says_so(values: dict[str, Any], verdict: str) -> None:
    said = "It was not in the last import of the whole backlog."
    shown = backlog(make_item(1, **values))
    assert said not in map(str, why_this_rank(shown, shown.items[1]))
    shown.last_import = LastImport(gone=(1,))
    first, *rest = map(str, why_this_rank(shown, shown.items[1]))
    assert (first.startswith(verdict), said in rest) == (True, True)
