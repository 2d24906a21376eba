"""The Workspace: what is applied is in memory, in the file and in every order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.ranking import Ranking
from pmdesk.domain.records import Item, Level, Moscow, Settings
from pmdesk.services import editing
from pmdesk.services.workspace import LARGE_CHANGE, Workspace, create_workspace, open_workspace
from tests.makers import make_item, put, scored_item

LABEL = message("Anything")


def reopened(workspace: Workspace) -> Workspace:
    """The same backlog after closing and opening it."""
    workspace.close()
    return open_workspace(workspace.path)


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
    [
        ((), "PM-1"),
        (("PM-9", "PM-10"), "PM-11"),
        (("PM-x", "PMX-7", "pm-7", "PM-", "PM-1-2"), "PM-1"),
        (("PM-007",), "PM-8"),
    ],
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


def test_the_items_are_one_view_that_follows_every_change(workspace: Workspace) -> None:
    items = workspace.items
    put(workspace, make_item(1))
    assert workspace.items is items
    assert list(items) == [1]


def test_prepared_ahead_or_not_all_stands_the_same(workspace: Workspace) -> None:
    workspace.prepare()
    ranking = workspace.ranking
    put(workspace, scored_item(1, key="A", moscow=Moscow.MUST), scored_item(2, key="B", reach=9000.0, parent="A"))
    assert workspace.ranking is ranking
    assert list(ranking) == [2, 1]
    assert list(workspace.ranking_by("moscow")) == [1, 2]
    assert workspace.totals.in_play == 2
    assert (workspace.families.with_key("A"), workspace.families.with_parent("A")) == ((1,), [2])


def test_an_edit_of_an_item_as_it_was_before_is_refused(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "b.pmdesk", Settings())
    workspace.apply(change(message("New"), [edit(None, scored_item(1))]))
    old = workspace.items[1]
    workspace.apply(change(message("Reach"), [edit(old, replace(old, reach=7.0))]))
    with pytest.raises(UserError, match="changed meanwhile"):
        workspace.apply(change(message("Effort"), [edit(old, replace(old, effort=2.0))]))
    assert workspace.items[1] == replace(old, reach=7.0)
    workspace.close()


def test_a_large_change_leaves_what_opening_it_anew_would(workspace: Workspace) -> None:
    put(workspace, *(scored_item(number, reach=float(number)) for number in range(1, LARGE_CHANGE + 20)))
    workspace.set_framework("moscow")
    _ = workspace.ranking, workspace.totals
    items = list(workspace.items.values())
    edits = [edit(item, None if item.id % 7 == 0 else replace(item, moscow=Moscow.MUST, effort=2.0)) for item in items]
    changes = workspace.apply(change(message("Many"), edits))
    assert changes.structure
    assert len(changes.deleted) + len(changes.edited) == len(items)
    orders = [list(workspace.ranking_by(name)) for name in ("moscow", "rice")]
    effort = workspace.totals.effort(Moscow.MUST)
    workspace.close()
    again = open_workspace(workspace.path)
    assert [list(again.ranking_by(name)) for name in ("moscow", "rice")] == orders
    assert again.totals.effort(Moscow.MUST) == effort
    again.close()
