"""What rank changes are told against, and what they tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Baseline, BaselineReason, Item, Level, Moscow
from pmdesk.services import editing
from pmdesk.services.baselines import RankChanges, RankMark, set_baseline
from pmdesk.services.workspace import Workspace, open_workspace
from tests.makers import imported, incoming, make_item, planned, put, scored_item


@pytest.fixture
def scored(workspace: Workspace) -> Workspace:
    """Items 1 to 4 in that order by RICE; 5 is not scored."""
    put(workspace, *(scored_item(number, reach=1000.0 / number) for number in range(1, 5)), make_item(5))
    return workspace


def set_now(workspace: Workspace) -> None:
    """Set the baseline."""
    workspace.apply(set_baseline(workspace, BaselineReason.USER))


def edited(workspace: Workspace, item_id: int, **values: object) -> Change:
    """An edit of one item."""
    return editing.set_values([workspace.items[item_id]], values)


def changes(workspace: Workspace) -> dict[int, int | RankMark | None]:
    """What is told of each item."""
    told = RankChanges(workspace)
    return {item_id: told.of(item_id) for item_id in workspace.items}


class TestRankChanges:
    """What is told of an item."""

    def test_without_a_baseline_nothing(self, scored: Workspace) -> None:
        assert changes(scored) == dict.fromkeys(range(1, 6))

    def test_at_first_nobody_has_moved(self, scored: Workspace) -> None:
        set_now(scored)
        assert changes(scored) == {1: 0, 2: 0, 3: 0, 4: 0, 5: None}

    def test_moves_are_told_in_ranks_up(self, scored: Workspace) -> None:
        set_now(scored)
        scored.apply(edited(scored, 4, reach=9000.0))
        assert changes(scored) == {4: 3, 1: -1, 2: -1, 3: -1, 5: None}

    def test_an_item_that_came_later_is_new_and_not_up(self, scored: Workspace) -> None:
        set_now(scored)
        put(scored, scored_item(6, reach=9000.0), make_item(7))
        assert changes(scored) == {6: RankMark.NEW, 1: -1, 2: -1, 3: -1, 4: -1, 5: None, 7: None}

    def test_one_that_was_there_but_not_ranked_is_so_for_the_first_time(self, scored: Workspace) -> None:
        set_now(scored)
        scored.apply(edited(scored, 5, reach=1.0, impact=1.0, confidence=1.0, effort=1.0))
        assert changes(scored)[5] is RankMark.FIRST

    def test_of_one_that_is_not_ranked_any_more_nothing(self, scored: Workspace) -> None:
        set_now(scored)
        scored.apply(editing.set_closed(scored.items[1], True))
        assert changes(scored) == {1: None, 2: 1, 3: 1, 4: 1, 5: None}

    def test_of_an_unknown_item_nothing(self, scored: Workspace) -> None:
        set_now(scored)
        assert RankChanges(scored).of(99) is None

    def test_one_deleted_and_brought_back_has_not_moved(self, scored: Workspace) -> None:
        set_now(scored)
        scored.apply(editing.delete_items(scored, [scored.items[2]]))
        assert changes(scored)[3] == 1
        scored.undo()
        assert changes(scored) == {1: 0, 2: 0, 3: 0, 4: 0, 5: None}

    def test_each_framework_has_its_own(self, scored: Workspace) -> None:
        scored.apply(edited(scored, 5, moscow=Moscow.MUST))
        set_now(scored)
        told = RankChanges(scored)
        scored.apply(edited(scored, 4, moscow=Moscow.MUST, reach=9000.0))
        assert (told.of(4), told.of(1), told.of(5)) == (3, -1, None)
        scored.set_framework("moscow")
        assert (told.of(4), told.of(1), told.of(5)) == (RankMark.FIRST, None, -1)

    def test_one_that_did_not_know_the_framework_tells_nothing(self, scored: Workspace) -> None:
        scored.apply(change(message("Old"), [edit(None, Baseline(orders={"moscow": ()}, last_item_id=9))]))
        assert changes(scored) == dict.fromkeys(range(1, 6))

    def test_a_new_baseline_counts_at_once(self, scored: Workspace) -> None:
        set_now(scored)
        told = RankChanges(scored)
        scored.apply(edited(scored, 4, reach=9000.0))
        assert told.of(4) == 3
        set_now(scored)
        assert told.of(4) == 0
        scored.undo()
        assert told.of(4) == 3


class TestSettingIt:
    """The Change that sets it."""

    def test_it_is_a_change_like_any_other(self, scored: Workspace) -> None:
        done = scored.apply(set_baseline(scored, BaselineReason.MEETING, "2027-01-31T12:00:00+00:00"))
        assert (done.kinds, done.structure, done.settings, str(done.label)) == (
            {"baseline"},
            False,
            False,
            "Set baseline",
        )
        orders = {"rice": (1, 2, 3, 4), "moscow": ()}
        wanted = Baseline(1, "2027-01-31T12:00:00+00:00", BaselineReason.MEETING, 5, orders)
        assert scored.baseline == wanted
        scored.undo()
        assert scored.baseline is None
        scored.redo()
        assert scored.baseline == wanted

    def test_reopening_never_changes_it(self, scored: Workspace) -> None:
        set_now(scored)
        scored.apply(edited(scored, 4, reach=9000.0))
        baseline, told = scored.baseline, changes(scored)
        scored.close()
        again = open_workspace(scored.path)
        assert (again.baseline, changes(again)) == (baseline, told)
        again.close()


class TestImports:
    """An import carries the state just before it."""

    ROWS = (incoming("A-1", title="Pay"), incoming("A-2", row=3, title="Ship"))

    def score(self, workspace: Workspace, key: str, reach: float) -> None:
        """Give an item all factors."""
        (item,) = workspace.find(key)
        factors = {"impact": 1.0, "confidence": 1.0, "effort": 1.0}
        workspace.apply(editing.set_values([item], {"reach": reach, **factors}))

    @pytest.fixture
    def twice(self, workspace: Workspace) -> Workspace:
        """Scored after a first import; then a new row, and one that is done."""
        imported(workspace, self.ROWS)
        self.score(workspace, "A-1", 2.0)
        self.score(workspace, "A-2", 1.0)
        imported(workspace, [incoming("A-1", title="Pay", resolution="Done"), incoming("A-3", row=4, title="Sell")])
        return workspace

    def test_the_first_sets_none(self, workspace: Workspace) -> None:
        imported(workspace, self.ROWS)
        assert workspace.baseline is None

    def test_the_next_sets_the_state_before_it(self, twice: Workspace) -> None:
        assert twice.baseline is not None
        assert (twice.baseline.reason, twice.baseline.last_item_id) == (BaselineReason.IMPORT, 2)
        assert twice.baseline.orders["rice"] == (1, 2)
        self.score(twice, "A-3", 9.0)
        assert changes(twice) == {1: None, 2: 0, 3: RankMark.NEW}

    def test_one_undo_takes_both_back(self, twice: Workspace) -> None:
        twice.undo()
        assert (twice.baseline, list(twice.items)) == (None, [1, 2])

    def test_counts_are_those_of_the_items(self, workspace: Workspace) -> None:
        imported(workspace, self.ROWS)
        plan = planned(workspace, [incoming("A-1", title="Pay by card"), *self.ROWS[1:], incoming("A-3", row=9)])
        assert (plan.created, plan.updated, plan.unchanged) == (1, 1, 1)

    def test_importing_again_what_is_there_leaves_it(self, twice: Workspace) -> None:
        before = twice.baseline
        plan = planned(twice, [incoming("A-1", title="Pay", resolution="Done"), incoming("A-3", row=4, title="Sell")])
        assert plan.change.edits == ()
        imported(twice, [*reversed(self.ROWS[1:]), incoming("A-3", row=1, title="Sell")])
        assert twice.baseline is before

    def test_a_plan_beside_the_thread_that_edits_takes_its_copy(self, workspace: Workspace) -> None:
        imported(workspace, self.ROWS)
        copy: dict[int, Item] = {
            item_id: replace(item, reach=1.0, impact=1.0, confidence=1.0, effort=1.0)
            for item_id, item in workspace.items.items()
        }
        plan = planned(workspace, [incoming("A-4", row=9)], items=copy)
        (made,) = (one.after for one in plan.change.edits if isinstance(one.after, Baseline))
        assert made.orders["rice"] == (1, 2)

    def test_into_a_backlog_whose_items_are_all_deleted_nothing_is_told_as_new(self, twice: Workspace) -> None:
        twice.apply(editing.delete_items(twice, list(twice.items.values())))
        imported(twice, self.ROWS)
        assert twice.baseline is None

    def test_items_of_other_levels_have_no_rank_in_it(self, workspace: Workspace) -> None:
        put(workspace, scored_item(1), scored_item(2, level=Level.EPIC), scored_item(3, closed_by_user=True))
        set_now(workspace)
        assert workspace.baseline is not None
        assert workspace.baseline.orders["rice"] == (1,)
