"""Totals that follow edits, against sums taken anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.records import Item, Level, Moscow, StatusCategory
from pmdesk.domain.totals import Totals

items = st.builds(
    Item,
    id=st.integers(1, 5),
    key=st.just("K-1"),
    level=st.sampled_from(Level),
    status_category=st.sampled_from(StatusCategory),
    moscow=st.sampled_from([*Moscow, None]),
    effort=st.sampled_from([None, 0.1, 0.5, 3.0, 1e6]),
)


@given(st.lists(items, max_size=12))
def test_following_edits_ends_in_the_sums_of_a_fresh_count(edits: list[Item]) -> None:
    followed = Totals(Level.STANDARD)
    there: dict[int, Item] = {}
    for item in edits:
        followed.follow([there[item.id]] if item.id in there else [], [item])
        there[item.id] = item
    counted = [item for item in there.values() if item.level is Level.STANDARD and not item.closed]
    assert followed.in_play == len(counted)
    for category in (*Moscow, None):
        efforts = [item.effort for item in counted if item.moscow is category]
        assert followed.effort(category) == pytest.approx(sum(effort or 0 for effort in efforts), abs=1e-6)
        assert followed.not_estimated(category) == sum(not effort for effort in efforts)


def test_nothing_is_left_once_all_are_gone() -> None:
    totals = Totals(Level.STANDARD)
    first = Item(1, "A-1", moscow=Moscow.MUST, effort=0.1)
    second = replace(first, id=2, effort=0.2)
    totals.follow([], [first, second])
    totals.follow([first, second], [])
    assert (totals.in_play, totals.effort(Moscow.MUST), totals.not_estimated(Moscow.MUST)) == (0, 0, 0)
