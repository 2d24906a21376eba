"""The rank engine against a plain sort by the rules of the product, written here a second time."""

from __future__ import annotations

import random
import re
from decimal import Context, Decimal
from functools import cmp_to_key
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.ranking import Group, InOrder, Ranking, natural
from pmdesk.domain.records import Item, Level, StatusCategory
from tests.makers import make_item, scored_item
from tests.strategies import listed_items

NAMES = st.sampled_from(sorted(frameworks()))
BACKLOGS = st.dictionaries(st.integers(1, 30), listed_items(), max_size=25).map(
    lambda drawn: {item_id: with_id(item, item_id) for item_id, item in drawn.items()}
)
CATEGORIES = ("must", "should", "could", "wont")


def with_id(item: Item, item_id: int) -> Item:
    """The same item under another id."""
    return make_item(item_id, **{name: getattr(item, name) for name in Item.__slots__ if name != "id"})


def ten_digits(item: Item) -> Decimal | None:
    """The RICE score to 10 significant digits; None where a factor is missing or effort is 0."""
    if None in (item.reach, item.impact, item.confidence) or not item.effort:
        return None
    score = item.reach * item.impact * item.confidence / item.effort  # type: ignore[operator]
    return Context(prec=10).create_decimal(Decimal(score))


def compare(left: Any, right: Any) -> int:
    """Smaller first."""
    return (left > right) - (left < right)


def by_tracker(left: Item, right: Item) -> int:
    """The tracker's order, items without a place last; then the natural order of the key; then identity."""
    if bool(left.tracker_order) != bool(right.tracker_order):
        return -1 if left.tracker_order else 1
    return compare(left.tracker_order, right.tracker_order) or by_key(left, right)


def by_key(left: Item, right: Item) -> int:
    """Text parts as text, numbers as numbers; upper case only decides where all else is equal."""
    parts = [re.findall(r"\d+|\D+", item.key.casefold()) for item in (left, right)]
    for one, other in zip(*parts, strict=False):
        both_numbers = one.isdecimal() and other.isdecimal()
        if both_numbers and int(one) != int(other):
            return compare(int(one), int(other))
        if not both_numbers and one != other:
            return -1 if one.isdecimal() else 1 if other.isdecimal() else compare(one, other)
    return compare(*map(len, parts)) or compare(*((x.key, x.site, x.issue_id, x.id) for x in (left, right)))


def by_rice(left: Item, right: Item) -> int:
    """Scored before unscored, highest score first; then higher confidence, lower effort, tracker order."""
    scores = ten_digits(left), ten_digits(right)
    if None in scores:
        return compare(scores[0] is None, scores[1] is None) or by_tracker(left, right)
    return (
        compare(scores[1], scores[0])
        or compare(right.confidence, left.confidence)
        or compare(left.effort, right.effort)
        or by_tracker(left, right)
    )


def by_moscow(left: Item, right: Item) -> int:
    """Category first, then RICE; without a category the tracker's order alone."""
    places = [CATEGORIES.index(item.moscow) if item.moscow else len(CATEGORIES) for item in (left, right)]
    if places == [len(CATEGORIES)] * 2:
        return by_tracker(left, right)
    return compare(*places) or by_rice(left, right)


def group_by_the_rules(item: Item, level: Level) -> Group | None:
    """Closed or of another level; None for what is in play."""
    done = item.status_category is StatusCategory.DONE or item.resolution != "" or item.archived
    if done if item.closed_by_user is None else item.closed_by_user:
        return Group.CLOSED
    return None if item.level is level else Group.OTHER_LEVEL


def sorted_by_the_rules(name: str, level: Level, items: dict[int, Item]) -> list[int]:
    """All ids by a plain sort: in play by the framework, then other levels, then closed ones."""
    groups: dict[Group | None, list[Item]] = {None: [], Group.OTHER_LEVEL: [], Group.CLOSED: []}
    for item in items.values():
        groups[group_by_the_rules(item, level)].append(item)
    in_play = cmp_to_key(by_rice if name == "rice" else by_moscow)
    orders = {None: in_play, Group.OTHER_LEVEL: cmp_to_key(by_tracker), Group.CLOSED: cmp_to_key(by_tracker)}
    return [item.id for group, found in groups.items() for item in sorted(found, key=orders[group])]


def ranking_of(name: str, items: dict[int, Item], level: Level = Level.STANDARD) -> Ranking:
    """The engine over these items."""
    return Ranking(frameworks()[name], level, items.values())


@given(NAMES, st.sampled_from(Level), BACKLOGS, st.randoms(use_true_random=False))
def test_any_order_of_insertion_ends_in_the_order_of_the_rules(
    name: str, level: Level, items: dict[int, Item], chance: random.Random
) -> None:
    shuffled = list(items.values())
    chance.shuffle(shuffled)
    ranking = Ranking(frameworks()[name], level)
    for item in shuffled:
        ranking.place(item)
    expected = sorted_by_the_rules(name, level, items)
    assert list(ranking) == expected
    assert list(Ranking(frameworks()[name], level, shuffled)) == expected


@given(NAMES, BACKLOGS, st.data())
def test_any_sequence_of_edits_ends_in_the_order_of_the_rules(
    name: str, items: dict[int, Item], data: st.DataObject
) -> None:
    ranking = ranking_of(name, items)
    for _ in range(data.draw(st.integers(1, 8))):
        act = data.draw(st.sampled_from([place_one, remove_one, update_some, rebuild]))
        act(ranking, items, data)
        assert list(ranking) == sorted_by_the_rules(name, Level.STANDARD, items)


def place_one(ranking: Ranking, items: dict[int, Item], data: st.DataObject) -> None:
    """Add an item or change one."""
    item = data.draw(listed_items())
    items[item.id] = item
    ranking.place(item)


def remove_one(ranking: Ranking, items: dict[int, Item], data: st.DataObject) -> None:
    """Take an item out, which may not be there."""
    item_id = data.draw(st.integers(1, 30))
    items.pop(item_id, None)
    ranking.remove(item_id)


def update_some(ranking: Ranking, items: dict[int, Item], data: st.DataObject) -> None:
    """One change that creates, edits and deletes."""
    after = {item.id: item for item in data.draw(st.lists(listed_items(), max_size=8))}
    gone = data.draw(st.sets(st.sampled_from(sorted(items)), max_size=4)) if items else set()
    before = {item_id: items[item_id] for item_id in {*after, *gone} & set(items)}
    after = {item_id: item for item_id, item in after.items() if item_id not in gone}
    for item_id in gone:
        del items[item_id]
    items.update(after)
    assert ranking.update(before, after.values(), items.values()) is False


def rebuild(ranking: Ranking, items: dict[int, Item], data: st.DataObject) -> None:
    """Sort all anew."""
    ranking.rebuild(items.values())


@given(NAMES, BACKLOGS)
def test_ranks_groups_and_positions_agree_with_the_order(name: str, items: dict[int, Item]) -> None:
    ranking = ranking_of(name, items)
    order = list(ranking)
    assert len(ranking) == len(order) == len(items)
    framework = frameworks()[name]
    for place, item_id in enumerate(order):
        outside = group_by_the_rules(items[item_id], Level.STANDARD)
        ranked = outside is None and not framework.missing(items[item_id])
        assert ranking.position(item_id) == place
        assert ranking.id_at(place) == item_id
        assert ranking.rank(item_id) == (place + 1 if ranked else None)
        assert ranking.group(item_id) == (outside or (Group.RANKED if ranked else Group.UNRANKED))


@given(NAMES, BACKLOGS)
def test_the_groups_lie_one_behind_the_other(name: str, items: dict[int, Item]) -> None:
    ranking = ranking_of(name, items)
    end = 0
    for group in Group:
        start, stop = ranking.bounds(group)
        assert start == end
        assert stop - start == ranking.count(group) == sum(ranking.group(one) is group for one in items)
        end = stop
    assert end == len(items)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=6))
def test_scores_tie_at_ten_digits_whatever_the_floats_behind_them(reaches: list[float]) -> None:
    dust = [reach * (1 + 1e-13) for reach in reaches]
    items = {
        number: scored_item(number, reach=reach, key=f"K-{number % 7}-{number}")
        for number, reach in enumerate([*reaches, *dust, *reaches], 1)
    }
    assert list(ranking_of("rice", items)) == sorted_by_the_rules("rice", Level.STANDARD, items)


def test_a_change_of_many_items_is_sorted_anew() -> None:
    items = {number: scored_item(number, reach=float(number)) for number in range(1, 101)}
    ranking = ranking_of("rice", items)
    before = {number: items[number] for number in range(1, 71)}
    changed = {number: scored_item(number, reach=1000.0 - number) for number in before}
    items.update(changed)
    assert ranking.update(before, changed.values(), items.values()) is True
    assert list(ranking) == [*range(1, 71), *range(100, 70, -1)]


def test_unscored_items_stand_after_a_score_of_zero_in_the_trackers_order() -> None:
    items = [
        make_item(1, tracker_order="0|i0000f:"),
        make_item(2),
        make_item(3, tracker_order="0|i00007:"),
        scored_item(4, reach=0.0),
        scored_item(5),
    ]
    assert list(ranking_of("rice", {item.id: item for item in items})) == [5, 4, 3, 1, 2]


def test_an_unknown_id_has_no_place() -> None:
    ranking = ranking_of("rice", {1: make_item(1)})
    ranking.remove(99)
    assert list(ranking) == [1]
    with pytest.raises(KeyError):
        ranking.position(99)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SHOP-9", "SHOP-10"),
        ("A-2", "B-1"),
        ("a1b2", "A1B10"),
        ("SHOP", "SHOP-1"),
        ("", "A"),
        ("7", "A"),
        ("SHOP-007", "SHOP-8"),
    ],
)
def test_natural_order(first: str, second: str) -> None:
    assert natural(first) < natural(second)


def test_natural_order_of_numbers_of_any_length() -> None:
    assert natural("SHOP-" + "9" * 5000) < natural("SHOP-1" + "0" * 5000)
    assert natural("SHOP-9") < natural("SHOP-" + "9" * 5000)
    assert natural("SHOP-" + "0" * 5000 + "9") < natural("SHOP-10")


ANY_TEXT = st.text(st.sampled_from("aAzß-0019٣٠é \0\1\2\x03\x04\xff\U0010ffff"), max_size=8) | st.text(max_size=8)


def as_parts(text: str) -> tuple[str | Decimal, ...]:
    """Natural order as the rule says it: texts as texts, numbers as numbers, one after the other."""
    parts = re.split(r"(\d+)", text.casefold())
    return tuple(Decimal(part) if place % 2 else part for place, part in enumerate(parts))


@given(ANY_TEXT, ANY_TEXT)
@settings(max_examples=1000)
def test_one_text_sorts_as_the_parts_would(left: str, right: str) -> None:
    assert compare(natural(left), natural(right)) == compare(as_parts(left), as_parts(right))


@given(BACKLOGS)
def test_what_two_frameworks_share_changes_no_order(items: dict[int, Item]) -> None:
    for name in frameworks():
        like = ranking_of(name, items)
        for other in frameworks():
            shared = Ranking(frameworks()[other], Level.STANDARD, items.values(), like)
            assert shared.order.keys == ranking_of(other, items).order.keys


@given(BACKLOGS, NAMES)
def test_the_ranked_ids_are_those_with_a_rank(items: dict[int, Item], name: str) -> None:
    ranking = ranking_of(name, items)
    ranks = {item_id: rank for item_id in items if (rank := ranking.rank(item_id)) is not None}
    assert list(ranking.ranked_ids()) == sorted(ranks, key=ranks.__getitem__)


@given(st.lists(st.integers(1, 60), unique=True), st.sets(st.integers(1, 60)), st.sampled_from([1, 10_000]))
def test_some_items_are_picked_from_the_order(ids: list[int], wanted: set[int], apart: int) -> None:
    keys = sorted((-number, number * apart) for number in ids)
    some = [number * apart for number in sorted(wanted.intersection(ids))]
    picked = InOrder(keys).picked(some)
    assert picked.keys == [key for key in keys if key[-1] in some]
    assert list(picked.ids) == [key[-1] for key in picked.keys]
