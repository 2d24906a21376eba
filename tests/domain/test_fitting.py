"""What fits into a capacity, kept up over edits, against a plain walk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.fitting import Fitting
from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level, Moscow
from tests.strategies import factors

given_values = st.fixed_dictionaries(
    {},
    optional={
        **factors(),
        "effort": st.sampled_from([None, 0.1, 0.5, 3.0]),
        "closed_by_user": st.sampled_from([True, None]),
        "level": st.sampled_from([Level.STANDARD, Level.EPIC]),
    },
)


def plainly(
    ranking: Ranking, items: dict[int, Item], capacity: float, *, stop: Moscow | None
) -> tuple[int, float, int]:
    fitting: list[Item] = []
    for item in map(items.__getitem__, ranking.ranked_ids()):
        if round(sum(one.effort or 0.0 for one in (*fitting, item)), 6) > capacity or (stop and item.moscow is stop):
            break
        fitting.append(item)
    return len(fitting), round(sum(one.effort or 0.0 for one in fitting), 6), sum(not one.effort for one in fitting)


@pytest.mark.parametrize("name", sorted(frameworks()))
@given(
    first=st.lists(given_values, min_size=1, max_size=9),
    edits=st.lists(st.tuples(st.integers(1, 9), given_values | st.none()), max_size=9),
    capacity=st.sampled_from([0.05, 0.6, 4.0, 1e6]),
)
def test_following_edits_ends_where_a_plain_walk_does(
    name: str, first: list[dict[str, object]], edits: list[tuple[int, dict[str, object] | None]], capacity: float
) -> None:
    stop = Moscow.WONT if name == "moscow" else None
    items = {number: Item(number, f"A-{number}", **values) for number, values in enumerate(first, 1)}
    ranking = Ranking(frameworks()[name], Level.STANDARD, items.values())
    fitting = Fitting(ranking, items, capacity)
    for item_id, values in edits:
        before = [items.pop(item_id)] if item_id in items else []
        start = before[0] if before else Item(item_id, f"A-{item_id}")
        after = [] if values is None else [replace(start, **values)]
        items.update({item.id: item for item in after})
        ranking.update({item.id: item for item in before}, after, items.values())
        fitting.follow(before, after)
        assert (fitting.count, fitting.effort, fitting.not_estimated) == plainly(ranking, items, capacity, stop=stop)


def test_what_will_not_be_done_never_fits() -> None:
    items = {n: Item(n, f"A-{n}", moscow=moscow, effort=1.0) for n, moscow in enumerate(Moscow, 1)}
    by_moscow = Ranking(frameworks()["moscow"], Level.STANDARD, items.values())
    assert (Fitting(by_moscow, items, 100.0).count, Fitting(by_moscow, items, 2.0).count) == (3, 2)


def test_an_edit_far_below_looks_at_no_item(monkeypatch: pytest.MonkeyPatch) -> None:
    items = {n: Item(n, f"A-{n}", reach=1000.0 - n, impact=1.0, confidence=1.0, effort=1.0) for n in range(1, 101)}
    ranking = Ranking(frameworks()["rice"], Level.STANDARD, items.values())
    fitting = Fitting(ranking, items, 50.0)
    looked: list[int] = []
    at = Fitting._at
    monkeypatch.setattr(Fitting, "_at", lambda self, position: looked.append(position) or at(self, position))
    before, items[90] = items[90], replace(items[90], reach=1.0)
    ranking.update({90: before}, [items[90]], items.values())
    fitting.follow([before], [items[90]])
    assert (fitting.count, looked) == (50, [50])
