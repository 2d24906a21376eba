"""The edits a person makes, each as one Change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from pmdesk.domain.messages import UserError, message
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

    def test_each_cell_has_its_own_value(self) -> None:
        first, second = make_item(1), make_item(2)
        done = editing.set_cells([(first, "reach", 9.0), (second, "goal", "Grow"), (first, "effort", 2.0)])
        assert [one.after for one in done.edits] == [
            replace(first, reach=9.0, effort=2.0),
            replace(second, goal="Grow"),
        ]
        assert str(done.label) == "Reach, Effort, Goal of 2 items"

    def test_cells_may_be_called_something(self) -> None:
        assert editing.set_cells([(make_item(), "reach", 9.0)], message("Score them")).label == message("Score them")

    def test_a_cell_of_the_tracker_is_refused_among_others(self) -> None:
        with pytest.raises(UserError, match="Status of SHOP-2 follows the tracker"):
            editing.set_cells([(make_item(1), "reach", 9.0), (tracker_item(2), "status", "Doing")])

    @pytest.mark.parametrize(("closed", "label"), [(True, "Close SHOP-1"), (False, "Reopen SHOP-1")])
    def test_the_user_overrules_what_is_closed(self, workspace: Workspace, closed: bool, label: str) -> None:
        item = tracker_item(1, status_category=StatusCategory.TODO if closed else StatusCategory.DONE)
        put(workspace, item)
        workspace.apply(editing.set_closed(item, closed))
        assert workspace.items[1].closed is closed
        assert str(workspace.undo_label) == label
        workspace.apply(editing.set_closed(workspace.items[1], None))
        assert workspace.items[1] == item

    def test_several_are_closed_in_one_step(self, workspace: Workspace) -> None:
        put(workspace, make_item(1), make_item(2, closed_by_user=True), make_item(3))
        before = dict(workspace.items)
        done = editing.set_closed([workspace.items[number] for number in (1, 2)], True)
        workspace.apply(done)
        assert [item.closed for item in workspace.items.values()] == [True, True, False]
        assert str(workspace.undo_label) == "Close 2 items"
        workspace.undo()
        assert dict(workspace.items) == before

    @pytest.mark.parametrize(("closed", "label"), [(False, "Reopen 2 items"), (None, "Let 2 items follow the tracker")])
    def test_several_are_named_by_their_number(self, closed: bool | None, label: str) -> None:
        assert str(editing.set_closed(iter([make_item(1), make_item(2)]), closed).label) == label


class TestFillingDown:
    """The topmost cell of each column goes into those below."""

    def test_each_column_has_its_own_top(self, workspace: Workspace) -> None:
        top, middle, end = scored_item(1), make_item(2, reach=7.0), make_item(3)
        put(workspace, top, middle, end)
        workspace.apply(editing.fill_down({"reach": [top, middle], "effort": [middle, end], "goal": [top]}))
        assert list(workspace.items.values()) == [top, replace(middle, reach=100.0), end]
        assert str(workspace.undo_label) == "Fill down Reach, Effort to 2 items"
        workspace.undo()
        assert list(workspace.items.values()) == [top, middle, end]

    def test_what_nobody_may_type_in_is_left_out(self) -> None:
        top, own, tracked = make_item(1, status="Open"), make_item(2), tracker_item(3, status="Done")
        items = [top, own, tracked]
        done = editing.fill_down({"rank": items, "key": items, "status": items, "score": items})
        assert [one.after for one in done.edits] == [replace(own, status="Open")]
        assert str(done.label) == "Fill down Status to SHOP-2"

    def test_an_empty_top_empties(self) -> None:
        (one,) = editing.fill_down({"reach": [make_item(1), scored_item(2)]}).edits
        assert one.after == scored_item(2, reach=None)

    def test_a_single_row_fills_nothing(self) -> None:
        assert editing.fill_down({"reach": [scored_item(1)]}).edits == ()


class TestDuplicates:
    """Copies are the user's own, and keep what was thought about the item."""

    def test_scores_and_words_are_kept_and_the_tracker_is_not(self, workspace: Workspace) -> None:
        words = {"description": "All of it", "labels": ("pay",), "goal": "Grow", "quarter": "Q3", "type": "Bug"}
        scores = {"reach": 9.0, "impact": 2.0, "confidence": 0.8, "effort": 3.0, "moscow": Moscow.MUST}
        kept = {**words, **scores, "rationale": "because", "level": Level.EPIC, "parent": "SHOP-9", "title": "Pay"}
        state = {"status": "Done", "status_category": StatusCategory.DONE, "resolution": "Done", "archived": True}
        traces = {"site": "https://a.example", "former_keys": ("OLD-1",), "tracker_order": "0|i0", "extra": {"a": "b"}}
        item = tracker_item(1, **kept, **state, **traces, created=datetime(2026, 1, 2))
        put(workspace, item)
        workspace.apply(editing.duplicate_items(workspace, [item]))
        assert workspace.items[1] == item
        expected = {**kept, "title": "Pay (copy)", "status_category": StatusCategory.TODO}
        assert workspace.items[2] == make_item(2, key="PM-1", **expected)
        assert not workspace.items[2].closed
        assert str(workspace.undo_label) == "Duplicate SHOP-1"

    def test_several_are_one_step_and_every_copy_has_its_own_key(self, workspace: Workspace) -> None:
        put(workspace, make_item(1, key="PM-7"), make_item(2, key="PM-8"))
        before = dict(workspace.items)
        workspace.apply(editing.duplicate_items(workspace, before.values()))
        assert [item.key for item in workspace.items.values()] == ["PM-7", "PM-8", "PM-9", "PM-10"]
        assert str(workspace.undo_label) == "Duplicate 2 items"
        workspace.undo()
        assert dict(workspace.items) == before

    def test_no_two_copies_are_called_the_same(self, workspace: Workspace) -> None:
        put(workspace, make_item(1, title="Pay"), make_item(2, title="Pay"))
        workspace.apply(editing.duplicate_items(workspace, list(workspace.items.values())))
        workspace.apply(editing.duplicate_items(workspace, [workspace.items[3]]))
        titles = [item.title for item in workspace.items.values()]
        assert titles == ["Pay", "Pay", "Pay (copy)", "Pay (copy 2)", "Pay (copy 3)"]


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
