"""Undo goes back as far as the log does: across restarts, over the command line, and to any entry in one step."""

from __future__ import annotations

import random

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.services import editing
from pmdesk.services.checking import check
from pmdesk.services.workspace import Workspace, open_workspace
from pmdesk.storage import loading
from tests.makers import make_item, put

ACTORS = ("you", "command line")


def set_reach(workspace: Workspace, reach: float) -> None:
    workspace.apply(editing.set_values([workspace.items[1]], {"reach": reach}))


def reopened(workspace: Workspace, actor: str = "you") -> Workspace:
    workspace.close()
    return open_workspace(workspace.path, actor)


def seqs(workspace: Workspace) -> list[int]:
    """All entries of the log, newest first."""
    return [entry.seq for entry in workspace.log.entries(("item",), limit=1000)]


def test_two_hundred_changes_are_taken_back_across_restarts(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of window and command line in turn, with undo and redo between them, the log being read in small parts."""
    monkeypatch.setattr(loading, "ENTRIES_KEPT_FOR_UNDO", 10)
    chance = random.Random(7)
    put(workspace, make_item(1))
    opened, states = workspace, [None]
    for number in range(1, 201):
        set_reach(opened, float(number))
        states.append(opened.items[1].reach)
        for _ in range(chance.randrange(3)):
            opened.undo()
            opened.redo()
        if number % 20 == 0:
            opened = reopened(opened, chance.choice(ACTORS))
    opened = reopened(opened)
    while states:
        assert opened.items[1].reach == states.pop()
        assert str(opened.undo_label) == ("Reach of SHOP-1" if states else "Items")
        opened.undo()
        if len(states) % 40 == 0:
            opened = reopened(opened)
    assert (opened.undo_label, dict(opened.items)) == (None, {})
    for number in range(201):
        opened.redo()
        assert opened.items[1].reach == (number or None)
    assert opened.redo_label is None
    assert check(opened) == []
    opened.close()


def test_back_to_an_entry_is_one_change_that_undo_takes_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "ENTRIES_KEPT_FOR_UNDO", 2)
    put(workspace, make_item(1), make_item(2))
    set_reach(workspace, 1.0)
    target = seqs(workspace)[0]
    before_target = {1: make_item(1), 2: make_item(2)}
    set_reach(workspace, 2.0)
    workspace.apply(editing.delete_items(workspace, [workspace.items[2]]))
    workspace.apply(editing.new_item(workspace, "Third"))
    after = dict(workspace.items)
    assert workspace.undoing.goes_back_to(target) == 4
    workspace = reopened(workspace)
    workspace.apply(workspace.undoing.back_to(target))
    assert dict(workspace.items) == before_target
    assert str(workspace.undo_label) == "Back to before “Reach of SHOP-1”"
    workspace.undo()
    assert dict(workspace.items) == after
    workspace.redo()
    assert dict(workspace.items) == before_target
    assert check(workspace) == []
    workspace.close()


def test_nothing_goes_back_to_what_was_taken_back_already(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    set_reach(workspace, 1.0)
    workspace.undo()
    set_reach(workspace, 2.0)
    newest, undoing, undone, first = seqs(workspace)
    assert [workspace.undoing.goes_back_to(seq) for seq in (newest, undoing, undone, first)] == [1, 0, 0, 2]
    assert workspace.undoing.goes_back_to(99) == 0
    assert workspace.undoing.back_to(undone).edits == ()


def test_a_damaged_entry_on_the_way_back_changes_nothing(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    set_reach(workspace, 1.0)
    workspace._store._run(lambda: workspace._store._pragma("UPDATE change_record SET before='{' WHERE seq=2"))
    with pytest.raises(UserError, match="damaged at entry 2"):
        workspace.undoing.back_to(1)
    assert workspace.items[1].reach == 1.0


@pytest.mark.parametrize("damage", ["UPDATE change SET label='{' WHERE seq=2", "ALTER TABLE change RENAME TO gone"])
def test_where_older_entries_cannot_be_read_those_known_are_taken_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(loading, "ENTRIES_KEPT_FOR_UNDO", 2)
    put(workspace, make_item(1))
    for reach in (1.0, 2.0, 3.0):
        set_reach(workspace, reach)
    again = reopened(workspace)
    known = [again.undoing.undo_step(), again.undoing.undo_label]
    again._store._run(lambda: again._store._pragma(damage))
    assert all(known)
    assert again.undoing.goes_back_to(1) == 0
    assert again.undo_label is not None
    again.close()
