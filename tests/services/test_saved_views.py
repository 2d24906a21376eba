"""Saved views: kept in the backlog by name, and never a reason why it would not open."""

from __future__ import annotations

from typing import Any

import pytest

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.messages import UserError
from pmdesk.services.saved_views import (
    KEY,
    LONGEST_NAME,
    SavedView,
    delete_view,
    rename_view,
    save_view,
    saved_views,
    view_named,
)
from pmdesk.services.workspace import Workspace, open_workspace

READY = SavedView(
    "Ready to build",
    Arrangement("card", {"status": ("Ready", "")}, unscored=True, sort="reach", descending=True, group_by="team"),
    "moscow",
    {"order": ["key", "title"], "widths": {"key": 90}},
)


def names(workspace: Workspace) -> list[str]:
    return [view.name for view in saved_views(workspace)]


def test_a_view_comes_back_as_it_was_after_a_restart(workspace: Workspace) -> None:
    save_view(workspace, READY)
    workspace.close()
    again = open_workspace(workspace.path)
    try:
        assert saved_views(again) == [READY]
        assert view_named(again, " ready TO build ") == READY
        assert again.undo_label is None
    finally:
        again.close()


def test_the_same_name_replaces_in_place(workspace: Workspace) -> None:
    save_view(workspace, READY)
    save_view(workspace, SavedView("Other"))
    save_view(workspace, SavedView("READY to  build"))
    assert names(workspace) == ["READY to build", "Other"]
    assert saved_views(workspace)[0].arrangement == Arrangement()


@pytest.mark.parametrize("name", ["", "  \n ", "x" * (LONGEST_NAME + 1)])
def test_a_name_that_cannot_be_is_refused(workspace: Workspace, name: str) -> None:
    save_view(workspace, READY)
    with pytest.raises(UserError):
        save_view(workspace, SavedView(name))
    with pytest.raises(UserError):
        rename_view(workspace, READY.name, name)
    assert names(workspace) == [READY.name]


def test_rename(workspace: Workspace) -> None:
    save_view(workspace, READY)
    save_view(workspace, SavedView("Other"))
    rename_view(workspace, READY.name, "ready to BUILD")
    rename_view(workspace, "ready to build", "Next")
    assert names(workspace) == ["Next", "Other"]
    assert saved_views(workspace)[0].columns == READY.columns
    with pytest.raises(UserError, match="“Other” already"):
        rename_view(workspace, "Next", "other")
    rename_view(workspace, "gone", "New")
    assert names(workspace) == ["Next", "Other"]


def test_delete_tells_where_it_stood_and_saving_brings_it_back_there(workspace: Workspace) -> None:
    for name in ("A", "B", "C"):
        save_view(workspace, SavedView(name))
    assert delete_view(workspace, "b") == 1
    assert names(workspace) == ["A", "C"]
    assert delete_view(workspace, "b") is None
    save_view(workspace, SavedView("B"), place=1)
    assert names(workspace) == ["A", "B", "C"]


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "nonsense",
        {"name": "A"},
        [1, None, "A", {}, {"name": 3}, {"name": " "}],
        [{"name": "A", "arrangement": [], "framework": 3, "columns": "wide"}],
        [{"name": "A"}, {"name": "a", "framework": "moscow"}],
        [{"name": "A", "arrangement": {"chosen": {"status": 1, "nothing": ["x"]}, "group_by": "reach"}}],
    ],
)
def test_nonsense_in_the_file_is_left_out(workspace: Workspace, stored: Any) -> None:
    workspace.set_view_state(KEY, stored)
    views = saved_views(workspace)
    assert views in ([], [SavedView("A")])
    save_view(workspace, READY)
    assert saved_views(workspace) == [*views, READY]
