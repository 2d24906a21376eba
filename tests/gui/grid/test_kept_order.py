"""The order of all items under an arrangement: made in slices, kept while items change; no Qt."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import message
from pmdesk.gui.grid import kept_order, row_filter
from pmdesk.gui.grid.kept_order import KeptOrder
from pmdesk.gui.grid.row_order import RowOrder
from pmdesk.services import editing
from pmdesk.services.workspace import Workspace
from tests.makers import make_item, put, scored_item

BY_TITLE = Arrangement(sort="title")


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> None:
    """Slices of a few items, and items in another order than that of their titles."""
    monkeypatch.setattr(kept_order, "_CHUNK", 10)
    monkeypatch.setattr(kept_order, "_RUN", 16)
    monkeypatch.setattr(row_filter, "SLICE_SECONDS", -1.0)
    put(
        workspace,
        *(scored_item(number, title=f"Pay {number * 37 % 50}", goal="ab"[number % 2]) for number in range(1, 101)),
    )


def made(workspace: Workspace, arrangement: Arrangement = BY_TITLE) -> KeptOrder:
    kept = KeptOrder(workspace, arrangement)
    assert list(kept.make())
    return kept


def plainly(workspace: Workspace, arrangement: Arrangement = BY_TITLE) -> list[tuple[object, ...]]:
    order = RowOrder(workspace, arrangement)
    return sorted(map(order.key_now, workspace.items.values()))


@pytest.mark.parametrize(
    "arrangement",
    [BY_TITLE, Arrangement(sort="reach", descending=True), Arrangement(group_by="goal"), Arrangement(sort="sprint")],
)
def test_runs_that_are_sorted_each_make_one_order(workspace: Workspace, arrangement: Arrangement) -> None:
    assert made(workspace, arrangement).in_order.keys == plainly(workspace, arrangement)


def test_no_slice_sorts_much_more_than_a_run(workspace: Workspace) -> None:
    kept = KeptOrder(workspace, BY_TITLE)
    assert len(list(kept.make())) >= 2 * 100 / 10 + 100 / 16


def test_the_collector_never_walks_over_the_keys(workspace: Workspace) -> None:
    gc.collect()
    walked = len(gc.get_objects())
    kept = made(workspace)
    assert len(gc.get_objects()) - walked < len(kept.in_order.keys)


def test_what_was_broken_off_goes_on_later(workspace: Workspace) -> None:
    kept = KeptOrder(workspace, BY_TITLE)
    some = kept.make()
    next(some)
    del some
    assert list(kept.make())
    assert kept.in_order.keys == plainly(workspace)
    assert not list(kept.make())


def test_a_filter_picks_from_it(workspace: Workspace) -> None:
    picked = made(workspace).in_order.picked([3, 1, 77, 50]).keys
    assert picked == [key for key in plainly(workspace) if key[-1] in (3, 1, 77, 50)]


@pytest.mark.parametrize("many", [1, 90])
def test_it_follows_what_is_edited_deleted_and_made(workspace: Workspace, many: int) -> None:
    kept, items = made(workspace), list(workspace.items.values())

    def done(label: str, changed: Change) -> None:
        kept.follow(workspace.apply(changed))
        assert kept.in_order.keys == plainly(workspace), label

    done("edited", editing.set_values(items[:many], {"title": "Pay 7"}))
    done("ranked anew", editing.set_values([workspace.items[item.id] for item in items[:many]], {"reach": 7.0}))
    done("deleted", editing.delete_items(workspace, [workspace.items[item.id] for item in items[:many]]))
    done("made", change(message("New"), [edit(None, make_item(200 + number)) for number in range(many)]))


def test_it_serves_what_is_sorted_and_grouped_alike_by_the_same_framework(workspace: Workspace) -> None:
    kept = made(workspace)
    assert kept.serves(replace(BY_TITLE, text="pay", unscored=True))
    assert not kept.serves(replace(BY_TITLE, descending=True))
    assert not kept.serves(replace(BY_TITLE, group_by="goal"))
    workspace.set_framework("moscow")
    assert not kept.serves(BY_TITLE)
