"""What rows stand by: in rank order, by a column, and in groups; no Qt."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.records import Item, Level, Moscow
from pmdesk.gui.grid.row_order import RowOrder
from pmdesk.services.workspace import Workspace
from tests.gui.grid.plain_grid import PlainGrid
from tests.makers import make_item, put, scored_item
from tests.strategies import full_items

COLUMNS = (
    "key", "title", "reach", "impact", "score", "moscow", "labels", "created", "due", "level", "rank", "nothing known",
)  # fmt: skip
GROUPS = ("", "moscow", "labels", "status", "components")
arrangements = st.builds(
    Arrangement, sort=st.sampled_from(("", *COLUMNS)), descending=st.booleans(), group_by=st.sampled_from(GROUPS)
)


def ordered(workspace: Workspace, **arranged: object) -> list[int]:
    order = RowOrder(workspace, Arrangement(**arranged))
    return [key[-1] for key in sorted(map(order.key, workspace.items.values()))]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(full_items, max_size=12, unique_by=lambda item: item.id), arrangements)
def test_the_order_is_a_plain_sort(workspace: Workspace, items: list[Item], arrangement: Arrangement) -> None:
    put(workspace, *items)
    plain = PlainGrid(workspace)
    plain.arrange(arrangement)
    order = RowOrder(workspace, arrangement)
    keys = {item.id: order.key(item) for item in items}
    assert [key[-1] for key in sorted(keys.values())] == plain.in_order()
    assert keys == {item.id: order.key_now(workspace.items[item.id]) for item in items}
    workspace.undo()


def test_nothing_stands_last_both_ways(workspace: Workspace) -> None:
    put(workspace, *(make_item(number, goal=goal) for number, goal in ((1, ""), (2, "Grow 10"), (3, "Grow 9"))))
    assert ordered(workspace, sort="goal") == [3, 2, 1]
    assert ordered(workspace, sort="goal", descending=True) == [2, 3, 1]


def test_equal_values_keep_to_rank_order_both_ways(workspace: Workspace) -> None:
    put(workspace, scored_item(1, goal="x"), scored_item(2, goal="x", reach=900.0), scored_item(3, goal="y"))
    assert ordered(workspace, sort="goal") == [2, 1, 3]
    assert ordered(workspace, sort="goal", descending=True) == [3, 2, 1]


def test_items_out_of_play_stay_below(workspace: Workspace) -> None:
    put(
        workspace, make_item(1, reach=9.0, closed_by_user=True), make_item(2, reach=8.0, level=Level.EPIC), make_item(3)
    )
    for group_by in GROUPS:
        assert ordered(workspace, sort="reach", descending=True, group_by=group_by) == [3, 2, 1]


def test_categories_stand_in_their_own_order(workspace: Workspace) -> None:
    put(workspace, *(make_item(number, moscow=one) for number, one in enumerate((None, *reversed(Moscow)), 1)))
    assert ordered(workspace, sort="moscow") == [5, 4, 3, 2, 1]
    assert ordered(workspace, group_by="moscow") == [5, 4, 3, 2, 1]


def test_numbers_are_no_texts_and_dates_go_by_the_calendar(workspace: Workspace) -> None:
    put(
        workspace,
        make_item(1, reach=10.0, due=date(2024, 2, 1), created=datetime(1, 1, 1, 0, 1)),
        make_item(2, reach=9.0, due=date(2023, 12, 1), created=datetime(1, 1, 1)),
        make_item(3, reach=0.0, due=date(1900, 1, 1), created=datetime(9999, 12, 31, 23, 59)),
    )
    assert ordered(workspace, sort="reach") == [3, 2, 1]
    assert ordered(workspace, sort="due") == [3, 2, 1]
    assert ordered(workspace, sort="created") == [2, 1, 3]
    assert ordered(workspace, sort="created", descending=True) == [3, 1, 2]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process cannot be set here")
def test_an_hour_that_the_clocks_skip_is_no_trouble(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        put(
            workspace,
            make_item(1, created=datetime(2024, 3, 31, 2, 30)),
            make_item(2, created=datetime(2024, 3, 31, 3, 15)),
        )
        assert ordered(workspace, sort="created") == [1, 2]
    finally:
        monkeypatch.undo()
        time.tzset()
