"""The edits a person makes, each as one Change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import EffortUnit, ImportedValues, Level, Moscow, ReachPeriod, StatusCategory
from pmdesk.services import editing
from pmdesk.services.workspace import Workspace
from tests.makers import imported, incoming, make_item, put, scored_item, tracker_item


class TestValues:
    """Fields of one item or of several."""

    def test_of_one_item(self, workspace: Workspace) -> None:
        put(workspace, make_item(1))
        done = editing.set_values([workspace.items[1]], {"reach": 9.0, "moscow": Moscow.MUST})
        assert str(done.label) == "Reach, MoSCoW of SHOP-1"
        workspace.apply(done)
        assert workspace.items[1] == make_item(1, reach=9.0, moscow=Moscow.MUST)

    def test_of_several_is_one_undo_step(self, workspace: Workspace) -> None:
        items = [make_item(number) for number in (1, 2, 3)]
        put(workspace, *items)
        workspace.apply(editing.set_values(items, {"effort": 2.0}))
        assert str(workspace.undo_label) == "Effort of 3 items"
        workspace.undo()
        assert list(workspace.items.values()) == items

    def test_what_changes_nothing_is_no_edit(self) -> None:
        assert editing.set_values([make_item(reach=9.0)], {"reach": 9.0}).edits == ()

    @pytest.mark.parametrize("name", ["status", "sprint", "key", "extra"])
    def test_what_the_tracker_owns_is_refused(self, name: str) -> None:
        item = tracker_item()
        with pytest.raises(UserError, match="of SHOP-1 follows the tracker and cannot be changed here"):
            editing.set_values([make_item(2, key="A-1"), item] if name == "status" else [item], {name: "x"})

    def test_of_an_item_made_here_the_user_owns_it(self) -> None:
        (one,) = editing.set_values([make_item()], {"status": "Doing"}).edits
        assert one.after == make_item(status="Doing")

    def test_cells_are_emptied(self) -> None:
        first, second = scored_item(1, labels=("x",)), scored_item(2)
        done = editing.clear_cells([(first, "reach"), (first, "labels"), (second, "reach")])
        assert [one.after for one in done.edits] == [replace(first, reach=None, labels=()), replace(second, reach=None)]
        assert str(done.label) == "Reach, Labels of 2 items"

    @pytest.mark.parametrize(("name", "said"), [("title", "needs a title"), ("status", "follows the tracker")])
    def test_what_may_not_be_empty_stays(self, name: str, said: str) -> None:
        with pytest.raises(UserError, match=said):
            editing.clear_cells([(tracker_item(status="Open"), name)])

    @pytest.mark.parametrize(("closed", "label"), [(True, "Close SHOP-1"), (False, "Reopen SHOP-1")])
    def test_the_user_overrules_what_is_closed(self, workspace: Workspace, closed: bool, label: str) -> None:
        item = tracker_item(1, status_category=StatusCategory.TODO if closed else StatusCategory.DONE)
        put(workspace, item)
        workspace.apply(editing.set_closed(item, closed))
        assert workspace.items[1].closed is closed
        assert str(workspace.undo_label) == label
        workspace.apply(editing.set_closed(workspace.items[1], None))
        assert workspace.items[1] == item


class TestItems:
    """New items and deleted ones."""

    def test_a_new_item_is_in_play_at_the_ranked_level(self, workspace: Workspace) -> None:
        workspace.apply(editing.change_settings(workspace, replace(workspace.settings, ranked_level=Level.EPIC)))
        workspace.apply(editing.new_item(workspace, "Pay", rationale="because"))
        (item,) = workspace.items.values()
        assert (item.key, item.title, item.rationale) == ("PM-1", "Pay", "because")
        assert (item.level, item.status_category, item.closed) == (Level.EPIC, StatusCategory.TODO, False)
        assert str(workspace.undo_label) == "New item PM-1"

    def test_deleting_takes_the_base_of_the_next_merge_along_and_undo_brings_it_back(
        self, workspace: Workspace
    ) -> None:
        imported(workspace, [incoming("A-1", title="Pay"), incoming("A-2", row=3, title="Ship")])
        before = dict(workspace.items)
        workspace.apply(editing.delete_items(workspace, before.values()))
        assert (dict(workspace.items), workspace.imported_values()) == ({}, {})
        assert str(workspace.undo_label) == "Delete 2 items"
        workspace.undo()
        assert dict(workspace.items) == before
        assert workspace.imported_values() == {1: ImportedValues(1, title="Pay"), 2: ImportedValues(2, title="Ship")}
        workspace.redo()
        assert (dict(workspace.items), workspace.imported_values()) == ({}, {})

    def test_one_is_named(self, workspace: Workspace) -> None:
        put(workspace, make_item(1))
        assert str(editing.delete_items(workspace, [workspace.items[1]]).label) == "Delete SHOP-1"


class TestSettings:
    """Units are never relabelled: their numbers are converted or cleared."""

    @pytest.fixture
    def scored(self, workspace: Workspace) -> Workspace:
        """A backlog with numbers, one of them out of play."""
        put(
            workspace,
            scored_item(1, reach=9000.0, effort=3.0),
            scored_item(2, reach=0.1, effort=0.7, closed_by_user=True),
            make_item(3),
        )
        return workspace

    def numbers(self, workspace: Workspace, name: str) -> list[Any]:
        """The values of one factor."""
        return [getattr(item, name) for item in workspace.items.values()]

    @pytest.mark.parametrize("changed", [{"effort_unit": EffortUnit.POINTS}, {"reach_period": ReachPeriod.YEAR}])
    def test_without_an_answer_they_are_refused(self, scored: Workspace, changed: dict[str, Any]) -> None:
        other = "reach" if "effort_unit" in changed else "effort"
        for rescale in (None, {}, {other: 2.0}):
            with pytest.raises(UserError, match="convert or to clear"):
                editing.change_settings(scored, replace(scored.settings, **changed), rescale)

    def test_converting(self, scored: Workspace) -> None:
        before = dict(scored.items)
        year = replace(scored.settings, reach_period=ReachPeriod.YEAR)
        scored.apply(editing.change_settings(scored, year, {"reach": 4.0}))
        assert self.numbers(scored, "reach") == [36000.0, 0.4, None]
        assert self.numbers(scored, "effort") == [3.0, 0.7, None]
        scored.undo()
        assert (dict(scored.items), scored.settings.reach_period) == (before, ReachPeriod.QUARTER)

    def test_converting_leaves_no_dust(self, scored: Workspace) -> None:
        points = replace(scored.settings, effort_unit=EffortUnit.POINTS)
        scored.apply(editing.change_settings(scored, points, {"effort": 1.1}))
        assert self.numbers(scored, "effort") == [3.3, 0.77, None]

    def test_clearing(self, scored: Workspace) -> None:
        points = replace(scored.settings, effort_unit=EffortUnit.POINTS)
        done = scored.apply(editing.change_settings(scored, points, {"effort": None}))
        assert self.numbers(scored, "effort") == [None, None, None]
        assert self.numbers(scored, "reach") == [9000.0, 0.1, None]
        assert (done.settings, set(done.edited)) == (True, {1, 2})
        assert scored.ranking.rank(1) is None

    @pytest.mark.parametrize("factor", [-1.0, float("nan"), float("inf")])
    def test_an_impossible_factor_is_refused(self, scored: Workspace, factor: float) -> None:
        points = replace(scored.settings, effort_unit=EffortUnit.POINTS)
        with pytest.raises(UserError, match="Effort is a number above 0"):
            editing.change_settings(scored, points, {"effort": factor})

    def test_without_numbers_nothing_is_asked(self, workspace: Workspace) -> None:
        put(workspace, make_item(1))
        year = replace(workspace.settings, reach_period=ReachPeriod.YEAR, effort_unit=EffortUnit.POINTS)
        workspace.apply(editing.change_settings(workspace, year))
        assert workspace.settings == year

    def test_other_settings_leave_the_numbers_alone(self, scored: Workspace) -> None:
        named = replace(scored.settings, name="Other", impact_meaning={"high": "a day saved"})
        done = scored.apply(editing.change_settings(scored, named))
        assert (done.settings, dict(done.edited)) == (True, {})
        assert scored.settings == named

    def test_the_same_settings_are_no_change(self, scored: Workspace) -> None:
        assert editing.change_settings(scored, replace(scored.settings)).edits == ()


def test_every_level_has_a_label() -> None:
    assert len({str(editing.level_label(level)) for level in Level}) == len(Level)
