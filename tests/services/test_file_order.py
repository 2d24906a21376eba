"""The tracker order of files without a Rank column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.records import Item
from pmdesk.services.workspace import Workspace
from tests.makers import counts_of, imported, incoming


def rows_of(keys: Sequence[str], **values: Any) -> list[Any]:
    """Rows of one file, in this order."""
    return [incoming(key, row=place, title=key, **values) for place, key in enumerate(keys, 2)]


def listed(workspace: Workspace) -> list[str]:
    """The keys in the order of the list."""
    return [workspace.items[item_id].key for item_id in workspace.ranking]


def orders(workspace: Workspace) -> dict[str, str]:
    """The tracker order of each key."""
    return {item.key: item.tracker_order for item in workspace.items.values()}


def test_items_stand_in_the_order_of_the_file(workspace: Workspace) -> None:
    imported(workspace, rows_of(["Z-1", "A-1", "M-1"]))
    assert listed(workspace) == ["Z-1", "A-1", "M-1"]


def test_a_new_row_on_top_updates_nothing_else(workspace: Workspace) -> None:
    imported(workspace, rows_of(["Z-1", "A-1", "M-1"]))
    before = orders(workspace)
    plan = imported(workspace, rows_of(["N-1", "Z-1", "N-2", "A-1", "M-1", "N-3"]))
    assert (plan.created, plan.updated, plan.unchanged) == (3, 0, 3)
    assert listed(workspace) == ["N-1", "Z-1", "N-2", "A-1", "M-1", "N-3"]
    assert {key: orders(workspace)[key] for key in before} == before


def test_the_file_is_followed_where_it_was_sorted_anew(workspace: Workspace) -> None:
    imported(workspace, rows_of(["Z-1", "A-1", "M-1"]))
    plan = imported(workspace, rows_of(["M-1", "A-1", "Z-1"]))
    assert (plan.created, plan.updated, plan.unchanged) == (0, 0, 3)
    assert listed(workspace) == ["M-1", "A-1", "Z-1"]


def test_the_trackers_own_rank_is_followed_and_never_replaced(workspace: Workspace) -> None:
    ranked = [incoming(key, title=key, tracker_order=rank) for key, rank in (("A-1", "0|b:"), ("B-1", "0|a:"))]
    imported(workspace, ranked)
    assert listed(workspace) == ["B-1", "A-1"]
    plan = imported(workspace, rows_of(["A-1", "B-1"]))
    assert (plan.updated, listed(workspace)) == (0, ["B-1", "A-1"])


def test_items_without_a_place_get_one(workspace: Workspace) -> None:
    imported(workspace, rows_of(["B-1", "A-1"], tracker_order=""))
    assert listed(workspace) == ["A-1", "B-1"]
    imported(workspace, rows_of(["B-1", "A-1"]))
    assert listed(workspace) == ["B-1", "A-1"]


def test_one_without_a_place_is_put_where_the_file_has_it(workspace: Workspace) -> None:
    imported(workspace, rows_of(["A-1"], tracker_order=""))
    imported(workspace, rows_of(["A-1", "B-1"]))
    assert listed(workspace) == ["A-1", "B-1"]


KEYS = [f"K-{number}" for number in range(1, 9)]


class _Files:
    """A backlog in memory, as importing sees it."""

    def __init__(self) -> None:
        self.items: dict[int, Item] = {}

    def add(self, keys: Sequence[str]) -> int:
        """Import one more file; returns how many items counted as updated."""
        from pmdesk.services.merging import Merger

        merger = Merger(self.items, {}, range(len(self.items) + 1, 100), iter(()))
        merge = merger.run([incoming(key, row=place) for place, key in enumerate(keys, 2)])
        self.items |= {one.id: one.after for one in merge.edits if isinstance(one.after, Item)}
        return counts_of(merge.rows)[1]

    def sorted_keys(self) -> list[str]:
        """The keys by tracker order."""
        return [item.key for item in sorted(self.items.values(), key=lambda item: item.tracker_order)]


@given(st.lists(st.lists(st.sampled_from(KEYS), unique=True, min_size=1), min_size=1, max_size=5))
def test_the_newest_file_is_always_followed_without_updates(files: list[list[str]]) -> None:
    backlog = _Files()
    for keys in files:
        assert backlog.add(keys) == 0
        known = set(keys)
        assert [key for key in backlog.sorted_keys() if key in known] == keys
        before = dict(backlog.items)
        assert backlog.add(keys) == 0
        assert backlog.items == before
