"""The history by time: every entry, page by page, with what it changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import BaselineReason
from pmdesk.services import editing
from pmdesk.services.baselines import set_baseline
from pmdesk.services.change_history import HistoryEntry, entries, lines_of
from pmdesk.services.checking import check
from pmdesk.services.item_history import HistoryKind, HistoryLine
from pmdesk.services.workspace import Workspace
from pmdesk.storage import writing
from tests.makers import imported, incoming, make_item, put


def set_on(workspace: Workspace, item_id: int = 1, **values: object) -> None:
    workspace.apply(editing.set_values([workspace.items[item_id]], values))


def told(line: HistoryLine) -> tuple[object, ...]:
    return line.key, line.kind.value, line.field, line.old, line.new


def heads(found: list[HistoryEntry]) -> list[tuple[str, int]]:
    return [(str(one.label), one.items) for one in found]


def test_small_entries_come_with_their_lines(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    set_on(workspace, reach=5.0, effort=2.0)
    newest, first = entries(workspace)
    assert (newest.actor, newest.seq, newest.items) == ("you", 2, 1)
    assert newest.lines is not None
    assert list(map(told, newest.lines)) == [
        ("SHOP-1", "edited", "reach", None, 5.0),
        ("SHOP-1", "edited", "effort", None, 2.0),
    ]
    assert first.lines is not None
    assert list(map(told, first.lines)) == [("SHOP-1", "created", "", None, None)]


def test_pages_follow_each_other(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    for number in range(1, 6):
        set_on(workspace, reach=float(number))
    first = entries(workspace, limit=4)
    rest = entries(workspace, first[-1].seq, limit=4)
    assert [one.seq for one in (*first, *rest)] == [6, 5, 4, 3, 2, 1]
    assert entries(workspace, rest[-1].seq) == []


def test_a_large_entry_is_read_piece_by_piece(workspace: Workspace) -> None:
    imported(workspace, [incoming(f"A-{number}", number + 1, title=f"T {number}") for number in range(1, 31)])
    (entry,) = entries(workspace)
    assert (entry.items, entry.lines, entry.by_import) == (30, None, True)
    first = lines_of(workspace, entry, limit=20)
    assert len(first.lines) == 20
    assert first.lines[0].kind is HistoryKind.IMPORTED
    assert first.more_behind is not None
    keys = [line.key for line in first.lines]
    behind = first.more_behind
    while behind is not None:
        part = lines_of(workspace, entry, behind, limit=20)
        keys, behind = [*keys, *(line.key for line in part.lines)], part.more_behind
    assert keys == [f"A-{number}" for number in range(1, 31)]


def test_of_one_item_only_what_touched_it(workspace: Workspace) -> None:
    put(workspace, *(make_item(number) for number in range(1, 9)))
    set_on(workspace, 2, reach=1.0)
    set_on(workspace, 3, reach=1.0)
    workspace.apply(editing.set_values(list(workspace.items.values()), {"effort": 3.0}))
    found = entries(workspace, item_id=2)
    assert [one.seq for one in found] == [4, 2, 1]
    assert [[told(line) for line in one.lines or ()] for one in found] == [
        [("SHOP-2", "edited", "effort", None, 3.0)],
        [("SHOP-2", "edited", "reach", None, 1.0)],
        [("SHOP-2", "created", "", None, None)],
    ]
    assert [line.key for line in lines_of(workspace, found[0], item_id=2).lines] == ["SHOP-2"]


def test_undo_and_redo_are_told_as_such(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    workspace.apply(editing.delete_items(workspace, [workspace.items[1]]))
    workspace.undo()
    workspace.redo()
    workspace.undo()
    again, redo, undo, deleted, _ = entries(workspace)
    assert (again.undoing, again.redoing) == (True, False)
    assert [(one.undoing, one.redoing) for one in (redo, undo, deleted)] == [
        (False, True), (True, False), (False, False),
    ]  # fmt: skip
    assert [told(line)[:2] for one in (redo, undo, deleted) for line in one.lines or ()] == [
        ("SHOP-1", "deleted"),
        ("SHOP-1", "restored"),
        ("SHOP-1", "deleted"),
    ]


def test_an_item_that_is_gone_keeps_its_key(workspace: Workspace) -> None:
    put(workspace, make_item(1))
    set_on(workspace, reach=1.0)
    workspace.apply(editing.delete_items(workspace, [workspace.items[1]]))
    assert [line.key for one in entries(workspace) for line in one.lines or ()] == ["SHOP-1"] * 3


def test_settings_and_baselines_are_told_bookkeeping_is_not(workspace: Workspace) -> None:
    settings = workspace.settings
    workspace.apply(change(message("Settings"), [edit(settings, replace(settings, vision="Sell", capacity=9.0))]))
    put(workspace, make_item(1))
    workspace.apply(set_baseline(workspace, BaselineReason.USER))
    workspace.undo()
    undone, baseline, _, first = entries(workspace)
    assert [told(line) for line in first.lines or ()] == [
        ("", "edited", "vision", "", "Sell"),
        ("", "edited", "capacity", None, 9.0),
    ]
    assert [line.kind for line in baseline.lines or ()] == [HistoryKind.BASELINE]
    assert [line.kind for line in undone.lines or ()] == [HistoryKind.NO_BASELINE]
    noise = replace(workspace.items[1], tracker_order="7")
    workspace.apply(change(message("Order"), [edit(workspace.items[1], noise)]))
    assert entries(workspace)[0].lines == ()


def test_a_clock_that_jumps_back_changes_no_order(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        """A clock that goes back a day at each look."""

        days = 30

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            cls.days -= 1
            return datetime(2026, 1, 1, tzinfo=tz) + timedelta(days=cls.days)

    monkeypatch.setattr(writing, "datetime", Clock)
    put(workspace, make_item(1))
    for reach in (1.0, 2.0, 3.0):
        set_on(workspace, reach=reach)
    found = entries(workspace)
    assert [one.seq for one in found] == [4, 3, 2, 1]
    assert [one.time[:10] for one in found] == ["2026-01-27", "2026-01-28", "2026-01-29", "2026-01-30"]
    workspace.undo()
    assert workspace.items[1].reach == 2.0
    assert check(workspace) == []
