"""Where the capacity ends in the ranked list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import EffortUnit, Moscow
from pmdesk.services import editing
from pmdesk.services.capacity import CapacityLine, capacity_line
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, scored_item


def with_capacity(workspace: Workspace, capacity: float | None) -> CapacityLine | None:
    """The line after the capacity was set."""
    workspace.apply(editing.change_settings(workspace, replace(workspace.settings, capacity=capacity)))
    return capacity_line(workspace)


def ranked(workspace: Workspace, *efforts: float) -> None:
    """Items with these efforts, in rank order by RICE."""
    put(workspace, *(scored_item(n, reach=e * (1000 - n), effort=e) for n, e in enumerate(efforts, 1)))


@pytest.mark.parametrize(
    ("capacity", "count", "effort"),
    [(0.5, 0, 0.0), (1.0, 1, 1.0), (3.9, 1, 1.0), (4.0, 2, 4.0), (9.0, 4, 9.0), (9.5, 4, 9.0), (1e9, 5, 109.0)],
)
def test_it_stands_behind_the_last_that_fits(workspace: Workspace, capacity: float, count: int, effort: float) -> None:
    ranked(workspace, 1.0, 3.0, 3.0, 2.0, 100.0)
    line = with_capacity(workspace, capacity)
    assert line == CapacityLine(count, effort, capacity, 0)
    assert line.last_rank == count


def test_a_small_one_behind_a_large_one_does_not_fit(workspace: Workspace) -> None:
    ranked(workspace, 1.0, 30.0, 1.0)
    assert with_capacity(workspace, 5.0) == CapacityLine(1, 1.0, 5.0, 0)


def test_sums_are_exact(workspace: Workspace) -> None:
    ranked(workspace, *[0.1] * 40)
    assert with_capacity(workspace, 3.0) == CapacityLine(30, 3.0, 3.0, 0)


def test_without_capacity_or_ranked_items_there_is_none(workspace: Workspace) -> None:
    put(workspace, make_item(1, effort=2.0))
    assert with_capacity(workspace, 9.0) is None
    put(workspace, scored_item(2))
    assert with_capacity(workspace, None) is None


def test_only_ranked_items_count_and_those_without_effort_are_told(workspace: Workspace) -> None:
    put(
        workspace,
        make_item(1, moscow=Moscow.MUST),
        scored_item(2, moscow=Moscow.MUST),
        make_item(3, moscow=Moscow.SHOULD, effort=2.0),
        make_item(4, effort=1.0),
        scored_item(5, moscow=Moscow.MUST, closed_by_user=True),
    )
    workspace.set_framework("moscow")
    assert with_capacity(workspace, 100.0) == CapacityLine(3, 6.0, 100.0, 1)
    assert with_capacity(workspace, 5.0) == CapacityLine(2, 4.0, 5.0, 1)


@pytest.mark.parametrize("capacity", [0.0, -1.0, float("nan"), float("inf")])
def test_what_is_no_capacity_is_refused(workspace: Workspace, capacity: float) -> None:
    with pytest.raises(UserError, match="The capacity is a number above 0"):
        editing.change_settings(workspace, replace(workspace.settings, capacity=capacity))


@pytest.mark.parametrize(
    ("typed", "rescale", "stored"),
    [
        (30.0, {"effort": 10.0}, 300.0),
        (30.0, {"effort": 0.1}, 3.0),
        (30.0, {"effort": None}, None),
        (30.0, None, None),
        (50.0, {"effort": 10.0}, 50.0),
        (None, {"effort": 10.0}, None),
    ],
)
def test_it_goes_with_the_unit_of_effort(
    workspace: Workspace, typed: float | None, rescale: dict[str, float | None] | None, stored: float | None
) -> None:
    with_capacity(workspace, 30.0)
    settings = replace(workspace.settings, effort_unit=EffortUnit.POINTS, capacity=typed)
    workspace.apply(editing.change_settings(workspace, settings, rescale))
    assert workspace.settings.capacity == stored
    workspace.undo()
    assert workspace.settings.capacity == 30.0


def test_it_stays_when_other_numbers_are_converted(workspace: Workspace) -> None:
    with_capacity(workspace, 30.0)
    workspace.apply(editing.change_settings(workspace, workspace.settings, {"reach": 3.0}))
    assert workspace.settings.capacity == 30.0


def test_the_line_follows_edits_undo_and_another_framework(workspace: Workspace) -> None:
    ranked(workspace, 1.0, 3.0, 3.0, 2.0, 100.0)
    assert with_capacity(workspace, 9.0) == CapacityLine(4, 9.0, 9.0, 0)
    workspace.apply(editing.set_values([workspace.items[1]], {"effort": 1.5}))
    assert capacity_line(workspace) == CapacityLine(3, 8.0, 9.0, 0)
    workspace.undo()
    assert capacity_line(workspace) == CapacityLine(4, 9.0, 9.0, 0)
    workspace.apply(editing.set_values([workspace.items[2], workspace.items[5]], {"moscow": Moscow.WONT}))
    workspace.apply(editing.set_values([workspace.items[4]], {"moscow": Moscow.COULD}))
    assert capacity_line(workspace) == CapacityLine(4, 9.0, 9.0, 0)
    workspace.set_framework("moscow")
    assert capacity_line(workspace) == CapacityLine(1, 2.0, 9.0, 0)
    workspace.apply(editing.set_values([workspace.items[4]], {"moscow": Moscow.WONT}))
    assert capacity_line(workspace) == CapacityLine(0, 0.0, 9.0, 0)
