"""What the user changed since the last import: told by the change log, in net terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Moscow
from pmdesk.services.changed import changed_since_import
from pmdesk.services.workspace import Workspace
from tests.makers import imported, incoming, make_item, put


def _ids(workspace: Workspace, *keys: str) -> frozenset[int]:
    return frozenset(workspace.find(key)[0].id for key in keys)


def _set(workspace: Workspace, key: str, **values: Any) -> None:
    (item,) = workspace.find(key)
    workspace.apply(change(message("Edit"), [edit(item, replace(item, **values))]))


def _import(workspace: Workspace, **of_last: Any) -> None:
    imported(workspace, [*(incoming(f"SHOP-{number}", number + 1, title="Pay") for number in range(1, 9)),
                         incoming("SHOP-9", 10, **{"title": "Pay", **of_last})])  # fmt: skip


def test_without_an_import_there_is_nothing_to_compare_with(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    assert changed_since_import(workspace) is None


def test_the_import_itself_changes_nothing(workspace: Workspace) -> None:
    put(workspace, make_item(99, key="PM-1"))
    _import(workspace)
    assert changed_since_import(workspace) == frozenset()


def test_scores_categories_reasons_and_titles_count(workspace: Workspace) -> None:
    _import(workspace)
    _set(workspace, "SHOP-1", reach=9.0)
    _set(workspace, "SHOP-2", moscow=Moscow.MUST)
    _set(workspace, "SHOP-3", rationale="Asked for")
    _set(workspace, "SHOP-4", title="Pay later")
    _set(workspace, "SHOP-5", closed_by_user=True)
    assert changed_since_import(workspace) == _ids(workspace, "SHOP-1", "SHOP-2", "SHOP-3", "SHOP-4")


def test_what_was_taken_back_does_not_count(workspace: Workspace) -> None:
    _import(workspace)
    _set(workspace, "SHOP-1", reach=9.0)
    _set(workspace, "SHOP-1", reach=None)
    _set(workspace, "SHOP-2", effort=2.0)
    workspace.undo()
    assert changed_since_import(workspace) == frozenset()
    workspace.redo()
    assert changed_since_import(workspace) == _ids(workspace, "SHOP-2")


def test_new_items_count_and_deleted_ones_do_not(workspace: Workspace) -> None:
    _import(workspace)
    put(workspace, make_item(50, key="PM-1"), make_item(51, key="PM-2"))
    workspace.apply(change(message("Delete"), [edit(workspace.items[51], None)]))
    assert changed_since_import(workspace) == frozenset({50})


def test_an_import_that_was_undone_is_not_the_last_one(workspace: Workspace) -> None:
    _import(workspace)
    _set(workspace, "SHOP-1", reach=9.0)
    _import(workspace, title="Pay by card")
    _set(workspace, "SHOP-2", reach=9.0)
    assert changed_since_import(workspace) == _ids(workspace, "SHOP-2")
    workspace.undo()
    workspace.undo()
    assert changed_since_import(workspace) == _ids(workspace, "SHOP-1")
    workspace.redo()
    assert changed_since_import(workspace) == frozenset()


def test_large_changes_are_looked_through(workspace: Workspace) -> None:
    _import(workspace)
    items = list(workspace.items.values())
    workspace.apply(change(message("All"), [edit(item, replace(item, reach=1.0)) for item in items]))
    assert changed_since_import(workspace) == frozenset(workspace.items)
