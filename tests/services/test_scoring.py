"""The walk through the items that cannot be ranked yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmdesk.domain.records import Level, Moscow
from pmdesk.services import editing
from pmdesk.services.scoring import ScoringWalk
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, scored_item


@pytest.fixture
def walk(workspace: Workspace) -> ScoringWalk:
    """Items 3, 1 and 2 in tracker order: 3 misses impact and effort, 1 everything, 2 its effort."""
    put(
        workspace,
        make_item(1, tracker_order="b"),
        scored_item(2, tracker_order="c", effort=None),
        scored_item(3, tracker_order="a", impact=None, effort=None),
        scored_item(4),
        make_item(5, closed_by_user=True),
        make_item(6, level=Level.EPIC),
    )
    return ScoringWalk(workspace)


def give(workspace: Workspace, item_id: int, **values: object) -> None:
    """Score an item."""
    workspace.apply(editing.set_values([workspace.items[item_id]], values))


def test_it_holds_the_unranked_in_tracker_order(walk: ScoringWalk) -> None:
    assert walk.ids == (3, 1, 2)
    assert walk.first() == (3, "impact")
    assert walk.progress() == (0, 3)


def test_it_goes_from_factor_to_factor_and_from_item_to_item(workspace: Workspace, walk: ScoringWalk) -> None:
    stops = [walk.first()]
    while (stop := stops[-1]) is not None:
        give(workspace, stop[0], **{stop[1]: 1.0})
        stops.append(walk.next_after(*stop))
    assert stops == [
        *((3, "impact"), (3, "effort")),
        *((1, name) for name in ("reach", "impact", "confidence", "effort")),
        *((2, "effort"), None),
    ]
    assert walk.progress() == (3, 3)


def test_what_was_not_given_is_not_asked_for_again(walk: ScoringWalk) -> None:
    assert walk.next_after(3, "impact") == (3, "effort")
    assert walk.next_after(3, "effort") == (1, "reach")
    assert walk.skip(3) == (1, "reach")
    assert walk.skip(2) is None


def test_it_passes_by_what_was_scored_closed_or_deleted_meanwhile(workspace: Workspace, walk: ScoringWalk) -> None:
    give(workspace, 3, effort=1.0)
    assert walk.next_after(3, "impact") == (1, "reach")
    workspace.apply(editing.set_closed(workspace.items[1], True))
    assert walk.next_after(3, "impact") == (2, "effort")
    workspace.apply(editing.delete_items(workspace, [workspace.items[2]]))
    assert walk.next_after(3, "impact") is None
    assert walk.progress() == (2, 3)
    workspace.undo()
    assert walk.progress() == (1, 3)


def test_new_items_and_cleared_ones_do_not_join_it(workspace: Workspace, walk: ScoringWalk) -> None:
    put(workspace, make_item(9, tracker_order="a1"))
    give(workspace, 4, reach=None)
    assert walk.skip(3) == (1, "reach")


def test_a_field_that_is_no_factor_leads_to_the_first_one_missing(walk: ScoringWalk) -> None:
    assert walk.next_after(3, "title") == (3, "impact")


def test_from_outside_it_leads_to_the_beginning(walk: ScoringWalk) -> None:
    assert walk.next_after(4, "reach") == (3, "impact")


def test_the_way_back_leads_to_what_was_given(workspace: Workspace, walk: ScoringWalk) -> None:
    give(workspace, 3, impact=1.0, effort=1.0)
    assert walk.previous(1, "impact") == (1, "reach")
    assert walk.previous(1, "reach") == (3, "effort")
    assert walk.previous(3, "effort") == (3, "impact")
    assert walk.previous(3, "impact") is None
    assert walk.previous(4, "reach") is None
    workspace.apply(editing.delete_items(workspace, [workspace.items[3]]))
    assert walk.previous(1, "reach") is None


def test_by_moscow_it_asks_for_the_category(workspace: Workspace) -> None:
    put(workspace, make_item(1), make_item(2, moscow=Moscow.WONT), make_item(3))
    workspace.set_framework("moscow")
    walk = ScoringWalk(workspace)
    workspace.set_framework("rice")
    assert walk.first() == (1, "moscow")
    assert walk.next_after(1, "moscow") == (3, "moscow")


def test_another_level_leaves_nothing_to_do(workspace: Workspace, walk: ScoringWalk) -> None:
    assert walk.progress() == (0, 3)
    workspace.apply(editing.change_settings(workspace, replace(workspace.settings, ranked_level=Level.EPIC)))
    assert walk.progress() == (3, 3)
    assert walk.first() is None


def test_with_everything_scored_there_is_no_stop(workspace: Workspace) -> None:
    put(workspace, scored_item(1))
    walk = ScoringWalk(workspace)
    assert (walk.ids, walk.first(), walk.progress()) == ((), None, (0, 0))


def test_it_goes_only_through_what_takes_part(workspace: Workspace, walk: ScoringWalk) -> None:
    some = ScoringWalk(workspace, lambda item_id: item_id != 1)
    assert some.ids == (3, 2)
    assert some.skip(3) == (2, "effort")
    assert (some.progress(), some.left_out, walk.left_out) == ((0, 2), 1, 0)
