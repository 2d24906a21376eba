"""A backlog's own id: given once, kept in the file, and none where the file takes nothing in."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Settings
from pmdesk.services.backlog_id import backlog_id, known_backlog_id
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace


def test_it_is_given_once_and_kept_in_the_file(workspace: Workspace) -> None:
    assert known_backlog_id(workspace) == ""
    given = backlog_id(workspace)
    assert given
    assert backlog_id(workspace) == known_backlog_id(workspace) == given
    workspace.close()
    again = open_workspace(workspace.path)
    try:
        assert (backlog_id(again), again.undo_label) == (given, None)
    finally:
        again.close()


def test_two_backlogs_differ(workspace: Workspace, tmp_path: Path) -> None:
    other = create_workspace(tmp_path / "other.pmdesk", Settings())
    try:
        assert backlog_id(other) != backlog_id(workspace)
    finally:
        other.close()


def test_a_file_that_takes_nothing_in_has_none(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, value: object) -> None:
        raise UserError(message("It is read-only."))

    monkeypatch.setattr(workspace, "set_view_state", refuse)
    assert backlog_id(workspace) == ""
