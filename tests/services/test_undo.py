"""Undo and redo over the log, across restarts."""

from __future__ import annotations

import pytest

from pmdesk.services import editing
from pmdesk.services.workspace import Workspace, open_workspace
from pmdesk.storage import loading


def reopened(workspace: Workspace) -> Workspace:
    """The same backlog after closing and opening it."""
    workspace.close()
    return open_workspace(workspace.path)


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

    def test_a_long_log_offers_only_what_it_knows(self, edited: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of five undone changes, the log as read holds two: redo may not start in the middle."""
        for _ in range(3):
            edited.undo()
        monkeypatch.setattr(loading, "ENTRIES_KEPT_FOR_UNDO", 4)
        again = reopened(edited)
        while again.redo():
            pass
        assert again.replay()["item"] == dict(again.items)
        assert set(again.items) <= {1}
        again.close()
