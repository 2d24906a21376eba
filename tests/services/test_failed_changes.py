"""Changes that fail leave everything as it was; large ones keep others out meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Level, Moscow, Settings
from pmdesk.services import editing
from pmdesk.services.workspace import Workspace, open_workspace
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


def failed(fault: Exception) -> Future[int]:
    """What a failed write leaves."""
    future: Future[int] = Future()
    future.set_exception(fault)
    return future
