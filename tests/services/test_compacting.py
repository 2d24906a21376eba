"""The log summed up after a year: replay, undo and who gave each value hold as before."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import BaselineReason, Moscow
from pmdesk.services import compacting, editing
from pmdesk.services.baselines import set_baseline
from pmdesk.services.change_history import entries
from pmdesk.services.checking import check
from pmdesk.services.compacting import last_to_sum_up, sum_up
from pmdesk.services.item_history import history
from pmdesk.services.workspace import Workspace, open_workspace
from pmdesk.storage import compacting as pieces
from tests.makers import imported, incoming, make_item, put

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def set_on(workspace: Workspace, item_id: int, **values: object) -> None:
    workspace.apply(editing.set_values([workspace.items[item_id]], values))


def aged(workspace: Workspace, last: int, days: int = 500) -> Workspace:
    """The backlog with the entries up to `last` made so long ago."""
    workspace.close()
    time = (NOW - timedelta(days=days)).isoformat(timespec="seconds")
    with sqlite3.connect(workspace.path) as connection:
        connection.execute("UPDATE change SET time=? WHERE seq<=?", (time, last))
        connection.execute("UPDATE change SET time=? WHERE seq>?", (NOW.isoformat(timespec="seconds"), last))
    connection.close()
    return open_workspace(workspace.path)


def summed_up(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, undo_steps: int = 0) -> None:
    """Sum up all that is old; the newest `undo_steps` stay whatever their age."""
    monkeypatch.setattr(compacting, "UNDO_STEPS", undo_steps)
    sum_up(workspace, NOW)


def counted(workspace: Workspace, table: str) -> int:
    (row,) = workspace._store._run(lambda: workspace._store._pragma(f"SELECT count(*) FROM {table}"))
    return int(row[0])


def all_of(workspace: Workspace) -> tuple[object, ...]:
    records = {kind: dict(held) for kind, held in workspace.records.items()}
    return records, workspace.imported_values()


@pytest.fixture
def lived(workspace: Workspace) -> Workspace:
    """Imports, edits, undo, deletions, settings and baselines over a while."""
    imported(workspace, [incoming("A-1", 2, title="Pay", status="Idea"), incoming("A-2", 3, title="Ship")])
    for reach in (1.0, 2.0, 3.0):
        set_on(workspace, 1, reach=reach, effort=1.0)
    set_on(workspace, 1, moscow=Moscow.MUST)
    put(workspace, make_item(10), make_item(11))
    workspace.apply(editing.delete_items(workspace, [workspace.items[10]]))
    settings = workspace.settings
    workspace.apply(change(message("Settings"), [edit(settings, replace(settings, vision="Sell", capacity=9.0))]))
    for _ in range(3):
        workspace.apply(set_baseline(workspace, BaselineReason.USER))
    workspace.undo()
    imported(workspace, [incoming("A-1", 2, title="Pay now", status="Done")])
    return workspace


def test_what_is_stored_and_where_the_log_leads_stay(lived: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = lived.log.newest
    opened = aged(lived, newest)
    before, rows = all_of(opened), counted(opened, "change_record")
    summed_up(opened, monkeypatch)
    assert all_of(opened) == before
    assert opened.log.start == newest
    assert counted(opened, "change_record") < rows
    assert check(opened) == []
    assert opened.undo_label is not None  # what is open stays; a new start does not know it any more
    again = open_workspace_again(opened)
    assert (again.undo_label, again.redo_label) == (None, None)
    set_on(again, 2, reach=7.0)
    assert check(again) == []
    again.undo()
    assert all_of(again) == before
    again.close()


def open_workspace_again(workspace: Workspace) -> Workspace:
    workspace.close()
    return open_workspace(workspace.path)


def test_who_gave_each_value_when_stays_known(lived: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = aged(lived, lived.log.newest)
    last_set: dict[str, tuple[object, ...]] = {}
    for line in history(opened, opened.items[1], 1000):
        last_set.setdefault(line.field, (line.kind, line.time, line.actor, str(line.label), line.old, line.new))
    summed_up(opened, monkeypatch)
    kept = {
        line.field: (line.kind, line.time, line.actor, str(line.label), line.old, line.new)
        for line in history(opened, opened.items[1], 1000)
    }
    assert kept == last_set
    assert {"reach", "effort", "moscow", "status", ""} <= set(kept)
    opened.close()


def test_entries_of_which_nothing_stays_go(lived: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = aged(lived, lived.log.newest)
    summed_up(opened, monkeypatch)
    labels = [str(entry.label) for entry in entries(opened)]
    assert labels.count("Reach of A-1") + labels.count("Reach, Effort of A-1") == 2  # reach by the last, effort
    assert not any("Delete" in label for label in labels)
    opened.close()


def test_what_is_younger_than_a_year_stays_whole(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(workspace, make_item(1))
    for reach in range(1, 11):
        set_on(workspace, 1, reach=float(reach))
    opened = aged(workspace, 5)
    summed_up(opened, monkeypatch)
    assert opened.log.start == 5
    assert [line.new for line in history(opened, opened.items[1])] == [10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, None]
    again = open_workspace_again(opened)
    while again.undo():
        pass
    assert again.items[1].reach == 4.0
    assert check(again) == []
    again.close()


def test_the_newest_steps_of_undo_stay_however_old(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(workspace, make_item(1))
    for reach in range(1, 11):
        set_on(workspace, 1, reach=float(reach))
    workspace.undo()
    opened = aged(workspace, workspace.log.newest)
    summed_up(opened, monkeypatch, undo_steps=3)
    again = open_workspace_again(opened)
    again.redo()
    assert again.items[1].reach == 10.0
    for _ in range(4):
        again.undo()
    assert again.items[1].reach == 6.0
    assert again.undo() is None
    assert check(again) == []
    again.close()


@pytest.mark.parametrize(("days", "due"), [(364, False), (394, False), (396, True)])
def test_it_begins_a_month_after_the_year(workspace: Workspace, days: int, due: bool) -> None:
    put(workspace, make_item(1))
    for reach in range(1, 2 + compacting.UNDO_STEPS):
        set_on(workspace, 1, reach=float(reach))
    opened = aged(workspace, 2, days)
    assert bool(last_to_sum_up(opened, NOW)) is due
    opened.close()


def test_nothing_behind_a_clock_that_ran_ahead_is_summed_up(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(workspace, make_item(1))
    for reach in range(1, 6):
        set_on(workspace, 1, reach=float(reach))
    opened = aged(workspace, 6)
    opened._store._run(lambda: opened._store._pragma("UPDATE change SET time='2099-01-01T00:00:00+00:00' WHERE seq=3"))
    summed_up(opened, monkeypatch)
    assert opened.log.start == 2
    opened.close()


def test_a_log_that_makes_no_sense_is_left_as_it_is(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(workspace, make_item(1))
    set_on(workspace, 1, reach=1.0)
    opened = aged(workspace, 2)
    opened._store._run(lambda: opened._store._pragma("UPDATE change_record SET after='[' WHERE seq=2"))
    with pytest.raises(UserError, match="The change log of “shop.pmdesk” is damaged"):
        summed_up(opened, monkeypatch)
    assert (opened.log.start, counted(opened, "change_record")) == (0, 2)
    opened.close()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.torture) for seed in range(1, 60))])
def test_any_life_summed_up_piece_by_piece_again_and_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Random acts; now and then the log so far grows old and is summed up, in pieces of a few edits."""
    monkeypatch.setattr(pieces, "PIECE", 7)
    chance = random.Random(seed)
    put(workspace, *(make_item(number) for number in range(1, 6)))
    opened = workspace
    for _ in range(8):
        for _ in range(chance.randrange(1, 15)):
            act_at_random(opened, chance)
        opened = aged(opened, chance.randrange(opened.log.newest + 1))
        before = all_of(opened)
        summed_up(opened, monkeypatch, undo_steps=chance.randrange(4))
        assert check(opened) == []
        opened = open_workspace_again(opened)
        assert all_of(opened) == before
    opened.close()


def act_at_random(workspace: Workspace, chance: random.Random) -> None:
    items = list(workspace.items.values())
    act = chance.randrange(8)
    if act < 3 and items:
        chosen = chance.sample(items, chance.randrange(1, min(4, len(items)) + 1))
        workspace.apply(editing.set_values(chosen, {chance.choice(("reach", "effort")): float(chance.randrange(1, 9))}))
    elif act == 3 and items:
        workspace.apply(editing.delete_items(workspace, [chance.choice(items)]))
    elif act == 4:
        workspace.apply(editing.new_item(workspace, "New"))
    elif act == 5:
        settings = workspace.settings
        capacity = float(chance.randrange(1, 99))
        workspace.apply(change(message("Capacity"), [edit(settings, replace(settings, capacity=capacity))]))
    elif act == 6:
        imported(workspace, [incoming(f"A-{chance.randrange(5)}", 2, title=f"T{chance.randrange(99)}")])
    else:
        chance.choice((workspace.undo, workspace.redo))()
