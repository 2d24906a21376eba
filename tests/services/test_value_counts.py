"""What a filter offers: the values of a field and their counts."""

from __future__ import annotations

import time

import pytest

from pmdesk.domain.arrangement import FILTER_FIELDS, Arrangement
from pmdesk.domain.records import Level, Moscow
from pmdesk.services.value_counts import value_counts
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, scored_item

BUDGET_SECONDS = 0.5  # ten times what a quiet machine needs, so that a slow one does not fail


def test_the_most_frequent_first_then_natural_order(workspace: Workspace) -> None:
    sprints = ["Sprint 10", "Sprint 9", "Sprint 9", "", "Sprint 10", "Sprint 2", "", ""]
    put(workspace, *(make_item(number, sprint=sprint) for number, sprint in enumerate(sprints, 1)))
    assert value_counts(workspace, "sprint") == [("", 3), ("Sprint 9", 2), ("Sprint 10", 2), ("Sprint 2", 1)]


def test_only_items_in_play_are_counted(workspace: Workspace) -> None:
    put(
        workspace,
        scored_item(1, status="Ready"),
        make_item(2, status="Ready"),
        make_item(3, status="Ready", level=Level.EPIC),
        make_item(4, status="Done", closed_by_user=True),
    )
    assert value_counts(workspace, "status") == [("Ready", 2)]


def test_an_item_counts_under_each_of_its_values(workspace: Workspace) -> None:
    put(
        workspace,
        make_item(1, labels=("card", "fees")),
        make_item(2, labels=("card",)),
        make_item(3),
        make_item(4, labels=("fees", "card")),
    )
    assert value_counts(workspace, "labels") == [("card", 3), ("fees", 2), ("", 1)]


def test_categories_are_counted_by_their_plain_names(workspace: Workspace) -> None:
    put(workspace, make_item(1, moscow=Moscow.MUST), make_item(2, moscow=Moscow.MUST), make_item(3))
    assert value_counts(workspace, "moscow") == [("must", 2), ("", 1)]


@pytest.mark.parametrize("name", FILTER_FIELDS)
def test_every_value_offered_admits_as_many_items_as_it_says(workspace: Workspace, name: str) -> None:
    put(
        workspace,
        make_item(1, status="Ready", type="Bug", assignee="Ana", team="Pay", components=("a", "b"), quarter="Q1"),
        make_item(2, status="Ready", sprint="S 1", labels=("x",), moscow=Moscow.COULD, goal="Grow"),
        make_item(3),
    )
    counts = value_counts(workspace, name)
    assert counts
    for value, count in counts:
        chosen = Arrangement().choosing(name, [value])
        assert sum(map(chosen.admits, workspace.items.values())) == count


def test_an_empty_backlog_offers_nothing(workspace: Workspace) -> None:
    assert value_counts(workspace, "status") == []


def test_many_items_are_counted_at_once(workspace: Workspace) -> None:
    put(workspace, *(make_item(number, labels=(f"l{number % 40}",)) for number in range(1, 20_001)))
    start = time.perf_counter()
    counts = value_counts(workspace, "labels")
    assert time.perf_counter() - start < BUDGET_SECONDS
    assert len(counts) == 40
