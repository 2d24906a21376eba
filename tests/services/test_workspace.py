"""The Workspace: written first, then in memory; undo and redo over the log."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level, Moscow, Settings
from pmdesk.services import editing
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace
from pmdesk.storage import backlog_file
from pmdesk.storage.writing import Cancelled
from tests.makers import make_item, put, scored_item

LABEL = message("Anything")


def reopened(workspace: Workspace) -> Workspace:
    """The same backlog after closing and opening it."""
    workspace.close()
    return open_workspace(workspace.path)


def state(workspace: Workspace) -> dict[str, Any]:
    """All that a failed write must leave as it was."""
    return {
        "items": dict(workspace.items),
        "settings": workspace.settings,
        "order": {name: list(workspace.ranking_by(name)) for name in ("rice", "moscow")},
        "undo": workspace.undo_label,
        "redo": workspace.redo_label,
        "ids": workspace.new_item_ids(1),
        "log": workspace.replay(),
    }


def test_a_change_is_in_memory_and_in_the_file(workspace: Workspace) -> None:
    item = scored_item(1)
    put(workspace, item)
    assert dict(workspace.items) == {1: item}
    again = reopened(workspace)
    assert dict(again.items) == {1: item}
    again.close()


def test_the_change_set_says_what_happened(workspace: Workspace) -> None:
    put(workspace, scored_item(1), scored_item(2))
    renamed = replace(workspace.items[1], title="Other", reach=1.0)
    settings = replace(workspace.settings, vision="Sell")
    edits = [edit(workspace.items[1], renamed), edit(workspace.items[2], None), edit(None, make_item(3))]
    done = workspace.apply(change(LABEL, [*edits, edit(workspace.settings, settings)]))
    assert (done.label, done.seq) == (LABEL, 2)
    assert (done.created, done.deleted, dict(done.edited)) == ({3}, {2}, {1: {"title", "reach"}})
    assert (done.settings, done.structure, done.framework) == (True, False, False)
    assert list(workspace.ranking) == [1, 3]


def test_a_change_of_nothing_is_not_logged(workspace: Workspace) -> None:
    done = workspace.apply(Change(LABEL, ()))
    assert (done.seq, workspace.undo_label) == (0, None)
    assert workspace.undo() is None
    assert workspace.redo() is None


def test_large_changes_and_other_levels_make_the_order_anew(workspace: Workspace) -> None:
    items = [scored_item(number) for number in range(1, 101)]
    assert list(workspace.ranking) == []
    many = workspace.apply(change(LABEL, [edit(None, item) for item in items]))
    assert many.structure
    epics = replace(workspace.settings, ranked_level=Level.EPIC)
    done = workspace.apply(editing.change_settings(workspace, epics))
    assert (done.structure, done.settings) == (True, True)
    assert workspace.ranking.rank(1) is None


def test_orders_are_kept_up_to_date_in_every_framework(workspace: Workspace) -> None:
    put(workspace, scored_item(1), scored_item(2, reach=1.0))
    assert [list(workspace.ranking_by(name)) for name in ("rice", "moscow")] == [[1, 2], [1, 2]]
    workspace.apply(editing.set_values([workspace.items[2]], {"moscow": Moscow.COULD}))
    assert [list(workspace.ranking_by(name)) for name in ("rice", "moscow")] == [[1, 2], [2, 1]]


def test_the_framework_is_kept_but_not_undoable(workspace: Workspace) -> None:
    done = workspace.set_framework("moscow")
    assert (done.framework, done.structure) == (True, True)
    assert workspace.undo_label is None
    again = reopened(workspace)
    assert again.framework.name == "moscow"
    again.close()


def test_an_unknown_framework_of_a_later_version_falls_back_to_rice(workspace: Workspace) -> None:
    workspace.set_view_state("framework", "wsjf")
    assert workspace.framework.name == "rice"


def test_view_state_is_kept(workspace: Workspace) -> None:
    workspace.set_view_state("columns", {"key": 80})
    assert workspace.view_state("columns") == {"key": 80}
    assert workspace.view_state("filters", "none") == "none"
    again = reopened(workspace)
    assert again.view_state("columns") == {"key": 80}
    again.close()


def test_ids_are_never_given_twice(workspace: Workspace) -> None:
    put(workspace, make_item(1), make_item(7))
    workspace.apply(editing.delete_items(workspace, [workspace.items[7]]))
    assert workspace.new_item_ids(2) == range(8, 10)
    again = reopened(workspace)
    assert again.new_item_ids(2) == range(8, 10)
    again.close()


@pytest.mark.parametrize(
    ("keys", "new"),
    [((), "PM-1"), (("PM-9", "PM-10"), "PM-11"), (("PM-x", "PMX-7", "pm-7", "PM-", "PM-1-2"), "PM-1"), (("PM-007",), "PM-8")],
)
def test_new_keys_go_on_counting(workspace: Workspace, keys: tuple[str, ...], new: str) -> None:
    put(workspace, *(make_item(number, key=key) for number, key in enumerate(keys, 1)))
    assert workspace.new_key() == new


def test_items_are_found_by_key_and_only_else_by_a_former_one(workspace: Workspace) -> None:
    moved = make_item(1, key="NEW-1", former_keys=("OLD-1",))
    put(workspace, moved)
    assert workspace.find(" new-1 ") == [moved]
    assert workspace.find("old-1") == [moved]
    assert workspace.find("NEW-2") == []
    put(workspace, make_item(2, key="OLD-1"))
    assert [item.id for item in workspace.find("OLD-1")] == [2]


def test_a_copy_is_a_backlog_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, make_item(1))
    workspace.copy_to(tmp_path / "copy.pmdesk")
    copy = open_workspace(tmp_path / "copy.pmdesk")
    assert (dict(copy.items), copy.undo_label) == (dict(workspace.items), workspace.undo_label)
    copy.close()


class TestUndo:
    """Undo appends what takes a change back, and survives a restart."""

    @pytest.fixture
    def edited(self, workspace: Workspace) -> Workspace:
        """A backlog whose one item was made, scored and renamed."""
        workspace.apply(editing.new_item(workspace, "Pay"))
        for values in ({"reach": 9000.0}, {"title": "Pay by card"}):
            workspace.apply(editing.set_values([workspace.items[1]], values))
        return workspace

    def test_labels_say_what_would_be_taken_back(self, edited: Workspace) -> None:
        assert str(edited.undo_label) == "Title of PM-1"
        assert edited.redo_label is None
        edited.undo()
        assert (str(edited.undo_label), str(edited.redo_label)) == ("Reach of PM-1", "Title of PM-1")

    def test_all_the_way_back_and_forth(self, edited: Workspace) -> None:
        last = dict(edited.items)
        assert [bool(edited.undo()) for _ in range(4)] == [True, True, True, False]
        assert dict(edited.items) == {}
        assert [bool(edited.redo()) for _ in range(4)] == [True, True, True, False]
        assert dict(edited.items) == last

    def test_it_survives_a_restart(self, edited: Workspace) -> None:
        last = dict(edited.items)
        edited.undo()
        again = reopened(edited)
        again.undo()
        again = reopened(again)
        assert str(again.undo_label) == "New item PM-1"
        again.redo()
        again.redo()
        assert dict(again.items) == last
        again.close()

    def test_a_new_change_forgets_what_could_be_redone(self, edited: Workspace) -> None:
        edited.undo()
        edited.apply(editing.set_values([edited.items[1]], {"effort": 3.0}))
        assert edited.redo_label is None
        assert edited.redo() is None
        edited.undo()
        assert edited.items[1].effort is None
        assert edited.items[1].reach == 9000

    def test_a_deleted_item_comes_back_as_it_was(self, edited: Workspace) -> None:
        item = edited.items[1]
        edited.apply(editing.delete_items(edited, [item]))
        done = edited.undo()
        assert done is not None
        assert done.created == {1}
        assert edited.items[1] == item

    def test_undo_over_the_command_line_and_the_window(self, edited: Workspace) -> None:
        edited.close()
        other = open_workspace(edited.path, "command line")
        other.apply(editing.set_values([other.items[1]], {"impact": 3.0}))
        other.close()
        again = open_workspace(edited.path)
        assert str(again.undo_label) == "Impact of PM-1"
        again.undo()
        assert again.items[1].impact is None
        assert [actor for _, actor, _, _ in again.item_history(1)] == ["you", "command line", "you", "you", "you"]
        again.close()

    def test_the_history_of_an_item_tells_undo_too(self, edited: Workspace) -> None:
        edited.undo()
        newest, before, *_ = edited.item_history(1)
        assert (newest[3].before, newest[3].after) == (before[3].after, before[3].before)

    def test_a_long_log_offers_only_what_it_knows(
        self, edited: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of five undone changes, the log as read holds two: redo may not start in the middle."""
        for _ in range(3):
            edited.undo()
        monkeypatch.setattr(backlog_file, "ENTRIES_KEPT_FOR_UNDO", 4)
        again = reopened(edited)
        while again.redo():
            pass
        assert again.replay() == dict(again.items)
        assert set(again.items) <= {1}
        again.close()


def break_writing(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    """Have every write fail at its end."""
    write = backlog_file.write_change

    def fail(*arguments: Any) -> int:
        write(*arguments)
        raise fault

    monkeypatch.setattr(backlog_file, "write_change", fail)


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk without room."""
    break_writing(monkeypatch, OSError(28, "No space left on device"))


class TestFailedWrites:
    """What cannot be written leaves memory, file, undo and order as they were."""

    @pytest.fixture
    def filled(self, workspace: Workspace) -> Workspace:
        """A backlog in which something can be undone and redone."""
        put(workspace, scored_item(1), scored_item(2, moscow=Moscow.MUST))
        for reach in (5.0, 6.0):
            workspace.apply(editing.set_values([workspace.items[1]], {"reach": reach}))
        workspace.undo()
        return workspace

    @pytest.mark.parametrize(
        "act",
        [
            lambda workspace: workspace.apply(editing.new_item(workspace, "Never")),
            lambda workspace: workspace.apply(editing.delete_items(workspace, [workspace.items[1]])),
            lambda workspace: workspace.apply(editing.change_settings(workspace, Settings(ranked_level=Level.EPIC))),
            lambda workspace: workspace.undo(),
            lambda workspace: workspace.redo(),
        ],
        ids=["new", "delete", "settings", "undo", "redo"],
    )
    def test_a_full_disk(
        self, filled: Workspace, monkeypatch: pytest.MonkeyPatch, act: Callable[[Workspace], object]
    ) -> None:
        before = state(filled)
        with monkeypatch.context() as patch:
            fill_the_disk(patch)
            with pytest.raises(UserError, match="disk is full"):
                act(filled)
            assert state(filled) == before
        again = reopened(filled)
        assert state(again) == before
        act(again)
        assert state(again) != before
        again.close()

    def test_cancelled(self, filled: Workspace) -> None:
        before = state(filled)

        def cancel(done: int, total: int) -> None:
            raise Cancelled

        items = [make_item(number) for number in range(10, 2000)]
        with pytest.raises(Cancelled):
            filled.apply(change(LABEL, [edit(None, item) for item in items]), progress=cancel)
        assert state(filled) == before

    def test_view_state_that_cannot_be_kept_is_not_shown(
        self, filled: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(name: str, value: object) -> None:
            raise UserError(message("The disk is full."))

        monkeypatch.setattr(filled._store, "save_view_state", fail)
        with pytest.raises(UserError):
            filled.set_framework("moscow")
        assert filled.framework.name == "rice"


class TestLargeChanges:
    """While a large change is written, the backlog is read-only."""

    def many(self, workspace: Workspace) -> Change:
        """A change of many items."""
        items = [make_item(number) for number in workspace.new_item_ids(600)]
        return change(LABEL, [edit(None, item) for item in items])

    def test_until_it_is_finished_nothing_else_is_taken(self, workspace: Workspace) -> None:
        pending = workspace.begin(self.many(workspace))
        with pytest.raises(UserError, match="still saving"):
            workspace.apply(editing.new_item(workspace, "Too early"))
        assert dict(workspace.items) == {}
        done = workspace.finish(pending)
        assert len(done.created) == len(workspace.items) == 600
        workspace.apply(editing.new_item(workspace, "Now"))
        assert len(workspace.items) == 601

    def test_after_a_failure_others_are_taken_again(self, workspace: Workspace) -> None:
        change_of_many = self.many(workspace)
        pending = replace(workspace.begin(change_of_many), future=failed(UserError(message("No."))))
        with pytest.raises(UserError, match="No"):
            workspace.finish(pending)
        assert dict(workspace.items) == {}
        workspace.apply(Change(LABEL, ()))
        assert workspace.undo_label is None


def failed(fault: Exception) -> Future[int]:
    """What a failed write leaves."""
    future: Future[int] = Future()
    future.set_exception(fault)
    return future


def test_create_refuses_what_is_there(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="exists already"):
        create_workspace(workspace.path, Settings())


def test_the_order_equals_one_made_anew(workspace: Workspace) -> None:
    put(workspace, *(scored_item(number, reach=float(number % 7)) for number in range(1, 30)))
    workspace.ranking_by("rice")
    for number in range(1, 30):
        workspace.apply(editing.set_values([workspace.items[number]], {"reach": float(number % 5)}))
    anew = Ranking(workspace.framework, Level.STANDARD, workspace.items.values())
    assert list(workspace.ranking) == list(anew)


def test_items_cannot_be_changed_past_the_workspace(workspace: Workspace) -> None:
    items: Any = workspace.items
    with pytest.raises(TypeError):
        items[1] = Item(1, "SHOP-1")
