"""Which items the grid shows, where each stands, and how that follows changes; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import Change, ChangeSet, change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import EffortUnit, Item, Level
from pmdesk.gui.grid.visible_rows import VisibleRows
from pmdesk.services import editing
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, scored_item


@pytest.fixture
def rows(workspace: Workspace) -> VisibleRows:
    """Four ranked items, two unscored, an epic and two closed ones."""
    put(
        workspace,
        *(scored_item(number, reach=100.0 * (5 - number), goal=("Grow", "Keep")[number % 2]) for number in range(1, 5)),
        make_item(5, goal="Grow"),
        make_item(6, title="Pay later"),
        make_item(7, level=Level.EPIC),
        make_item(8, closed_by_user=True),
        make_item(9, closed_by_user=True, title="Pay now"),
    )
    return VisibleRows(workspace)


def arrange(rows: VisibleRows, arrangement: Arrangement) -> None:
    *_, found = rows.search(arrangement)
    assert found is not None
    rows.show(arrangement, found)


def bulk(workspace: Workspace, rows: VisibleRows, done: Change) -> None:
    """Apply a change and follow it the way of a large one."""
    changes = workspace.apply(done)
    rows.follow(changes)
    rows.rebuild(changes)


def one_by_one(workspace: Workspace, rows: VisibleRows, done: Change) -> None:
    """Apply a change and follow it row by row."""
    changes = workspace.apply(done)
    rows.follow(changes)
    for item_id in changes.deleted:
        rows.take_out(rows.old_key(changes.before[item_id]))
    for item_id in changes.created:
        rows.put_in(item_id)
    for item_id in changes.edited:
        rows.take_out(rows.old_key(changes.before[item_id]))
        rows.put_in(item_id)


def set_reach(workspace: Workspace, item_id: int, reach: float) -> Change:
    return editing.set_values([workspace.items[item_id]], {"reach": reach})


def test_groups_stand_below_each_other_and_fold(rows: VisibleRows) -> None:
    assert rows.ids() == [1, 2, 3, 4, 5, 6]
    assert [(band.group, band.start, band.count, band.first_row, band.collapsed) for band in rows.bands] == [
        (Group.RANKED, 0, 4, 0, False),
        (Group.UNRANKED, 4, 2, 4, False),
        (Group.OTHER_LEVEL, 6, 1, 6, True),
        (Group.CLOSED, 7, 2, 6, True),
    ]
    assert [band.group for band in rows.headings()] == [Group.UNRANKED, Group.OTHER_LEVEL, Group.CLOSED]
    rows.toggle(Group.OTHER_LEVEL)
    assert rows.ids() == [1, 2, 3, 4, 5, 6, 7]
    rows.unfold(9)
    assert rows.ids() == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_a_row_of_each_item_and_an_item_of_each_row(rows: VisibleRows) -> None:
    rows.toggle(Group.CLOSED)
    assert [rows.item_id_at(row) for row in range(rows.count)] == rows.ids()
    assert [rows.row_of(item_id) for item_id in rows.ids()] == list(range(rows.count))
    assert [rows.group_at(row) for row in (0, 3, 4, 6)] == [Group.RANKED, Group.RANKED, Group.UNRANKED, Group.CLOSED]
    assert rows.band_of_row(6).group is Group.CLOSED
    assert rows.row_of(7) is None
    assert rows.row_of(99) is None
    for outside in (-1, rows.count):
        with pytest.raises(IndexError):
            rows.item_id_at(outside)


def test_runs_of_rows_reach_over_folded_groups(rows: VisibleRows) -> None:
    rows.toggle(Group.CLOSED)
    ids = rows.ids()
    for start in range(rows.count + 1):
        for stop in range(start, rows.count + 3):
            assert rows.ids_in(range(start, stop)) == ids[start:stop]


def test_items_in_play_stand_in_groups_of_a_value(rows: VisibleRows) -> None:
    arrange(rows, Arrangement(group_by="goal"))
    assert [(band.value, band.count) for band in rows.bands] == [
        ("Grow", 3),
        ("Keep", 2),
        ("", 1),
        (None, 1),
        (None, 2),
    ]
    assert rows.ids() == [2, 4, 5, 1, 3, 6]
    rows.toggle("Keep")
    assert rows.ids() == [2, 4, 5, 6]
    assert rows.group_at(2) is Group.UNRANKED


def test_what_is_folded_in_one_grouping_is_not_in_another(workspace: Workspace, rows: VisibleRows) -> None:
    arrange(rows, Arrangement(group_by="goal"))
    rows.toggle("")
    assert 6 not in rows.ids()
    arrange(rows, Arrangement(group_by="sprint"))
    assert rows.ids() == [1, 2, 3, 4, 5, 6]
    assert [band.collapsed for band in rows.bands] == [False, True, True]


def test_a_search_unfolds_what_it_finds(rows: VisibleRows) -> None:
    arrange(rows, Arrangement(text="pay"))
    assert rows.ids() == [6, 9]
    arrange(rows, Arrangement(text="pay now"))
    assert rows.ids() == [9]
    arrange(rows, Arrangement())
    assert rows.ids() == [1, 2, 3, 4, 5, 6]


def test_what_matches_no_more_stays_until_the_filter_is_applied_again(workspace: Workspace, rows: VisibleRows) -> None:
    arrange(rows, Arrangement(chosen={"goal": ("Grow",)}))
    assert rows.ids() == [2, 4, 5]
    one_by_one(workspace, rows, editing.set_values([workspace.items[4]], {"goal": "Keep"}))
    assert (rows.ids(), rows.stale) == ([2, 4, 5], {4})
    arrange(rows, rows.arrangement)
    assert (rows.ids(), rows.stale) == ([2, 5], set())


def test_a_large_deletion_takes_what_matched_no_more_with_it(workspace: Workspace, rows: VisibleRows) -> None:
    arrange(rows, Arrangement(chosen={"goal": ("Grow",)}))
    bulk(workspace, rows, editing.set_values([workspace.items[4]], {"goal": "Keep"}))
    assert rows.stale == {4}
    bulk(workspace, rows, editing.delete_items(workspace, [workspace.items[4]]))
    assert (rows.ids(), rows.stale) == ([2, 5], set())


def test_another_framework_orders_what_a_search_found(workspace: Workspace, rows: VisibleRows) -> None:
    bulk(workspace, rows, editing.set_values([workspace.items[4]], {"moscow": "must"}))
    arrange(rows, Arrangement(text="item"))
    assert rows.ids()[:4] == [1, 2, 3, 4]
    rows.follow(workspace.set_framework("moscow"))
    rows.lay_out()
    assert rows.ids()[0] == 4
    assert [rows.row_of(item_id) for item_id in rows.ids()] == list(range(rows.count))


def test_another_level_orders_what_a_search_found(workspace: Workspace, rows: VisibleRows) -> None:
    arrange(rows, Arrangement(text="item"))
    changed = replace(workspace.settings, ranked_level=Level.EPIC)
    rows.follow(workspace.apply(editing.change_settings(workspace, changed)))
    rows.lay_out()
    assert rows.ids() == [7, 1, 2, 3, 4, 5, 8]
    assert rows.group_at(0) is Group.UNRANKED
    assert rows.group_at(1) is Group.OTHER_LEVEL


def test_items_that_come_in_between_two_slices_of_a_search_are_no_trouble(
    monkeypatch: pytest.MonkeyPatch, rows: VisibleRows
) -> None:
    monkeypatch.setattr("pmdesk.gui.grid.row_filter._CHUNK", 1)
    monkeypatch.setattr("pmdesk.gui.grid.row_filter.SLICE_SECONDS", -1.0)
    before = Arrangement(text="item", chosen={"goal": ("Grow",)})
    arrange(rows, before)
    narrower = replace(before, text="item ")
    search = rows.search(narrower)
    assert next(search) is None
    rows.put_in(1)
    *_, found = search
    assert found is not None
    rows.show(narrower, found)
    assert rows.ids() == [2, 4, 5]


@pytest.mark.parametrize("follow", [one_by_one, bulk])
class TestHeld:
    """The order is held: items keep their places, however they came to be followed."""

    def test_rows_wait(self, workspace: Workspace, rows: VisibleRows, follow: Callable[..., None]) -> None:
        rows.hold(True)
        follow(workspace, rows, set_reach(workspace, 4, 9e6))
        assert rows.ids() == [1, 2, 3, 4, 5, 6]
        assert rows.row_of(4) == 3
        rows.hold(False)
        rows.rebuild(ChangeSet(message("")))
        assert rows.ids() == [4, 1, 2, 3, 5, 6]

    def test_a_closed_item_waits_in_its_group(
        self, workspace: Workspace, rows: VisibleRows, follow: Callable[..., None]
    ) -> None:
        rows.hold(True)
        follow(workspace, rows, editing.set_closed(workspace.items[2], True))
        assert rows.ids() == [1, 2, 3, 4, 5, 6]
        assert rows.group_at(1) is Group.RANKED

    def test_what_was_deleted_comes_back_to_where_it_stood(
        self, workspace: Workspace, rows: VisibleRows, follow: Callable[..., None]
    ) -> None:
        rows.hold(True)
        follow(workspace, rows, set_reach(workspace, 4, 9e6))
        item = workspace.items[4]
        follow(workspace, rows, editing.delete_items(workspace, [item]))
        assert rows.ids() == [1, 2, 3, 5, 6]
        follow(workspace, rows, change(message("Back"), [edit(None, item)]))
        assert rows.ids() == [1, 2, 3, 4, 5, 6]

    def test_another_order_lets_it_go(
        self, workspace: Workspace, rows: VisibleRows, follow: Callable[..., None]
    ) -> None:
        rows.hold(True)
        follow(workspace, rows, set_reach(workspace, 4, 9e6))
        arrange(rows, Arrangement(sort="reach", descending=True))
        assert rows.ids() == [4, 1, 2, 3, 5, 6]

    def test_rank_order_has_it_again_on_the_way_back(
        self, workspace: Workspace, rows: VisibleRows, follow: Callable[..., None]
    ) -> None:
        rows.hold(True)
        follow(workspace, rows, set_reach(workspace, 4, 9e6))
        arrange(rows, Arrangement(sort="reach", descending=True))
        follow(workspace, rows, set_reach(workspace, 3, 8e6))
        arrange(rows, Arrangement())
        assert rows.ids() == [1, 2, 3, 4, 5, 6]
        rows.hold(False)
        rows.rebuild(ChangeSet(message("")))
        assert rows.ids() == [4, 3, 1, 2, 5, 6]

    def test_another_unit_of_effort_leaves_it_held(
        self, workspace: Workspace, rows: VisibleRows, follow: Callable[..., None]
    ) -> None:
        more = [edit(None, scored_item(number, reach=1.0)) for number in range(20, 60)]
        bulk(workspace, rows, change(message("More"), more))
        rows.hold(True)
        order = rows.ids()
        follow(workspace, rows, set_reach(workspace, 4, 9e6))
        points = replace(workspace.settings, effort_unit=EffortUnit.POINTS)
        changes = workspace.apply(editing.change_settings(workspace, points, {"effort": 2.0}))
        assert changes.structure
        assert not rows.follow(changes)
        rows.rebuild(changes)
        assert rows.ids() == order

    def test_another_level_lets_it_go(
        self, workspace: Workspace, rows: VisibleRows, follow: Callable[..., None]
    ) -> None:
        rows.hold(True)
        follow(workspace, rows, set_reach(workspace, 4, 9e6))
        epics = replace(workspace.settings, ranked_level=Level.EPIC)
        assert rows.follow(workspace.apply(editing.change_settings(workspace, epics)))
        rows.lay_out()
        assert rows.ids() == [7]


def test_a_place_among_what_is_shown(workspace: Workspace, rows: VisibleRows) -> None:
    arrange(rows, Arrangement(chosen={"goal": ("Grow",)}))
    assert [rows.place_within(item_id) for item_id in (2, 4, 5)] == [(1, 2), (2, 2), None]
    arrange(rows, Arrangement(chosen={"goal": ("Grow",)}, sort="reach"))
    assert [rows.place_within(item_id) for item_id in (2, 4, 5)] == [(1, 2), (2, 2), None]
    rows.hold(True)
    one_by_one(workspace, rows, set_reach(workspace, 4, 9e6))
    assert [rows.place_within(item_id) for item_id in (2, 4, 5)] == [(2, 2), (1, 2), None]


def test_levels_under_their_heading_are_counted_anew(workspace: Workspace, rows: VisibleRows) -> None:
    def levels() -> dict[Level, int]:
        (band,) = (band for band in rows.bands if band.group is Group.OTHER_LEVEL)
        return dict(rows.other_levels(band))

    def move(item: Item, level: Level) -> Change:
        return change(message("Level"), [edit(item, replace(item, level=level))])

    assert levels() == {Level.EPIC: 1}
    one_by_one(workspace, rows, move(workspace.items[5], Level.SUBTASK))
    assert levels() == {Level.EPIC: 1, Level.SUBTASK: 1}
    bulk(workspace, rows, move(workspace.items[7], Level.SUBTASK))
    assert levels() == {Level.SUBTASK: 2}


def test_the_last_row_up_to_a_rank(rows: VisibleRows) -> None:
    assert [rows.last_row_up_to_rank(rank) for rank in (1, 3)] == [0, 2]
    arrange(rows, Arrangement(chosen={"goal": ("Grow",)}))
    assert [rows.last_row_up_to_rank(rank) for rank in (1, 2, 3, 4)] == [None, 0, 0, 1]


def test_places_are_kept_up_over_every_edit(workspace: Workspace, rows: VisibleRows) -> None:
    arrange(rows, Arrangement(chosen={"goal": ("Grow", "Keep")}, sort="title"))
    assert rows.place_within(1) == (1, 4)
    for done in (
        set_reach(workspace, 4, 9e6),
        editing.set_values([workspace.items[5]], {"reach": 5.0, "impact": 1.0, "confidence": 1.0, "effort": 1.0}),
        editing.set_closed(workspace.items[3], True),
        editing.set_values([workspace.items[1]], {"goal": "Other"}),
        editing.delete_items(workspace, [workspace.items[2]]),
    ):
        one_by_one(workspace, rows, done)
        ranked = [item_id for item_id in workspace.ranking.ranked_ids() if rows.holds(rows.key(item_id))]
        assert {item_id: rows.place_within(item_id) for item_id in ranked} == {
            item_id: (place, len(ranked)) for place, item_id in enumerate(ranked, 1)
        }


def test_a_keystroke_sorts_nothing_anew(
    workspace: Workspace, rows: VisibleRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrange(rows, Arrangement(sort="title"))
    monkeypatch.setattr("pmdesk.gui.grid.row_search.KeptOrder", lambda *_: pytest.fail("all is put in order anew"))
    for text in ("p", "pay", "pay n", ""):
        arrange(rows, Arrangement(sort="title", text=text))
    assert rows.count == 6
