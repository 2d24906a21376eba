"""Parents and children, found without looking through the backlog."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item
from pmdesk.services import editing
from pmdesk.services.families import Families
from pmdesk.services.family import children_of, parent_of
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put

KEYS = st.sampled_from(["", "A-1", "A-2", "A-3"])
FORMER = st.lists(KEYS, max_size=2, unique=True).map(tuple)
ITEMS = st.builds(Item, id=st.integers(1, 8), key=KEYS, parent=KEYS, former_keys=FORMER)


def ids(items: list[Item]) -> list[int]:
    """Their ids."""
    return [item.id for item in items]


def test_parents_and_children_follow_every_edit(workspace: Workspace) -> None:
    put(workspace, make_item(1, key="E-1"), make_item(2, parent="E-1"), make_item(3, parent="E-2"))
    assert (parent_of(workspace, workspace.items[2]), parent_of(workspace, workspace.items[3])) == (
        workspace.items[1],
        None,
    )
    assert ids(children_of(workspace, workspace.items[1])) == [2]
    moved = replace(workspace.items[3], parent="E-1")
    workspace.apply(change(message("Moved"), [edit(workspace.items[3], moved)]))
    assert ids(children_of(workspace, workspace.items[1])) == [2, 3]
    workspace.apply(editing.delete_items(workspace, [workspace.items[1]]))
    assert parent_of(workspace, workspace.items[2]) is None
    workspace.undo()
    assert parent_of(workspace, workspace.items[2]) == workspace.items[1]


def test_a_parent_of_the_same_site_comes_first(workspace: Workspace) -> None:
    put(workspace, make_item(1, key="E", site="a"), make_item(2, key="E", site="b"))
    put(workspace, make_item(3, parent="E", site="b"), make_item(4, parent="E", site="c"))
    assert parent_of(workspace, workspace.items[3]) == workspace.items[2]
    assert parent_of(workspace, workspace.items[4]) == workspace.items[1]
    assert ids(children_of(workspace, workspace.items[1])) == []
    assert ids(children_of(workspace, workspace.items[2])) == [3]


def test_a_parent_that_moved_keeps_its_children(workspace: Workspace) -> None:
    put(
        workspace, make_item(1, key="B-1", former_keys=("A-1",)), make_item(2, parent="A-1"), make_item(3, parent="B-1")
    )
    moved = workspace.items[1]
    assert parent_of(workspace, workspace.items[2]) == moved
    assert ids(children_of(workspace, moved)) == [2, 3]
    put(workspace, make_item(4, key="A-1"))
    assert parent_of(workspace, workspace.items[2]) == workspace.items[4]
    assert (ids(children_of(workspace, moved)), ids(children_of(workspace, workspace.items[4]))) == ([3], [2])
    workspace.apply(editing.delete_items(workspace, [workspace.items[4], moved]))
    assert parent_of(workspace, workspace.items[2]) is None


def test_nobody_is_its_own_parent(workspace: Workspace) -> None:
    put(workspace, make_item(1, key="E", parent="E"), make_item(2, key="", parent=""))
    assert parent_of(workspace, workspace.items[1]) is None
    assert children_of(workspace, workspace.items[1]) == []
    assert children_of(workspace, workspace.items[2]) == []


@given(st.lists(ITEMS | st.integers(1, 8), max_size=30))
def test_it_is_what_looking_through_all_would_find(steps: list[Item | int]) -> None:
    kept: dict[int, Item] = {}
    families = Families()
    for step in steps:
        item_id = step if isinstance(step, int) else step.id
        old = [kept.pop(item_id)] if item_id in kept else []
        new = [] if isinstance(step, int) else [step]
        families.follow(old, new)
        kept.update({one.id: one for one in new})
    for key in ("", "A-1", "A-2", "A-3"):
        assert list(families.with_key(key)) == sorted(one.id for one in kept.values() if one.key == key)
        if key:
            assert families.with_parent(key) == sorted(one.id for one in kept.values() if one.parent == key)
        former = sorted(one.id for one in kept.values() if key in one.former_keys)
        assert list(families.with_former_key(key)) == former
