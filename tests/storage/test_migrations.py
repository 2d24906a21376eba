"""Files of older versions open with all they hold; what cannot be brought on stays as it is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import (
    Baseline,
    BaselineReason,
    EffortUnit,
    ImportedValues,
    Item,
    LastImport,
    Moscow,
    Settings,
    StatusCategory,
)
from pmdesk.services.checking import check
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace
from pmdesk.storage import migrations
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.header import SCHEMA_VERSION, check_header
from tests.storage.files import names_beside

OLD_FILES = Path("tests/data/backlogs")
DAMAGED = "“shop.pmdesk” is damaged and cannot be opened; it was left as it is."


@pytest.fixture(params=sorted(migrations.STEPS))
def old(backlog_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file of an older version: two imports, scores, a new item, a deleted one, settings, and one edit undone.

    That of version 2 was one of version 1 before; later a baseline was set in it. That of version 3 was one of
    version 2; later a last import was recorded in it.
    """
    shutil.copy(OLD_FILES / f"version-{request.param}.pmdesk", backlog_path)
    return backlog_path


@pytest.fixture
def version(old: Path) -> int:
    """The version of the old file."""
    return check_header(old).user_version


def the_item(workspace: Workspace, key: str) -> Item:
    """The one item with this key."""
    (item,) = workspace.find(key)
    return item


def schema(path: Path) -> dict[str, list[Any]]:
    """For each table its columns: name, type, whether it may be null, place in the key."""
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
        columns = {name: list(connection.execute(f"PRAGMA table_info({name})")) for name in sorted(names)}
    return {name: [(row[1], row[2], row[3], row[5]) for row in rows] for name, rows in columns.items()}


def harm(path: Path, *statements: str) -> None:
    """What another program does to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_every_step_to_the_version_of_today_is_there() -> None:
    assert sorted(migrations.STEPS) == list(range(1, SCHEMA_VERSION))
    assert [OLD_FILES / f"version-{number}.pmdesk" for number in migrations.STEPS] == sorted(OLD_FILES.iterdir())


def test_an_old_file_becomes_one_of_today(old: Path, tmp_path: Path) -> None:
    create_workspace(tmp_path / "new.pmdesk", Settings()).close()
    open_workspace(old).close()
    assert schema(old) == schema(tmp_path / "new.pmdesk")
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert names_beside(old) == ["shop.pmdesk"]


def test_all_it_holds_is_there(version: int, old: Path) -> None:
    with closing(open_workspace(old)) as workspace:
        assert [item.key for item in workspace.items.values()] == [*(f"SHOP-{n}" for n in range(1, 6)), "PM-1"]
        assert the_item(workspace, "SHOP-1") == Item(
            1, "SHOP-1", "Story 1", (), "https://shop.example", "10001", "As a seller\nI want 1",
            status="To Do", status_category=StatusCategory.TODO, components=("Desk",), labels=("pay", "fees"),
            created=datetime(2027, 1, 1, 9, 30), due=date(2027, 6, 1), tracker_order="00000002",
            source_file="export.csv", source_row=2, extra={"Votes": "3", "Watchers": ("Ana", "Bo")},
            reach=9000.0, impact=3.0, confidence=0.8, effort=30.0, rationale="Five calls\nsaid so",
        )  # fmt: skip
        assert workspace.settings == Settings(
            name="Stall",
            vision="Sell\nmore",
            effort_unit=EffortUnit.POINTS,
            impact_meaning={"massive": "All sellers"},
        )
        orders = {"rice": (1, 2, 3), "moscow": (2, 3, 7)}
        meeting = Baseline(1, "2027-02-01T09:30:00+00:00", BaselineReason.MEETING, 7, orders)
        assert workspace.baseline == (meeting if version > 1 else None)
        last = LastImport(1, "2027-03-01T08:15:00+00:00", ("export.csv", "more.csv"), (3,), (1, 2), (5,))
        assert workspace.last_import == (last if version > 2 else None)
        base = ImportedValues(3, "Story three", "As a seller\nI want 3", ("pay",))
        assert workspace.imported_values([3]) == {3: base}
        assert workspace.framework.name == "moscow"
        assert workspace.view_state("columns") == {"order": ["key", "title"], "hidden": ["goal"]}
        assert workspace.new_item_ids(1) == range(8, 9)


def test_its_log_leads_to_its_items(old: Path) -> None:
    with closing(open_workspace(old)) as workspace:
        assert check(workspace) == []
        assert workspace.replay()["item"] == dict(workspace.items)


def test_undo_and_redo_go_all_the_way(version: int, old: Path) -> None:
    with closing(open_workspace(old)) as workspace:
        first = dict(workspace.items)
        while workspace.undo() is not None:
            pass
        assert (dict(workspace.items), workspace.settings.effort_unit) == ({}, EffortUnit.PERSON_MONTHS)
        while workspace.redo() is not None:
            pass
        # The baseline of version 2 was set after an undo, so that there is nothing to redo of that edit.
        assert the_item(workspace, "SHOP-5").reach == (5.0 if version == 1 else None)
        assert {key: item for key, item in workspace.items.items() if key != 5} == {
            key: item for key, item in first.items() if key != 5
        }
        assert the_item(workspace, "SHOP-2").moscow is Moscow.MUST


def test_the_log_that_a_killed_process_left_is_taken_along(old: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as killed:
        killed.execute("PRAGMA journal_mode=WAL")
        killed.execute("UPDATE item SET title='In the log' WHERE id=2")
        copies = [tmp_path / "killed.pmdesk", tmp_path / "killed.pmdesk-wal"]
        for source, copy in zip((old, old.with_name("shop.pmdesk-wal")), copies, strict=True):
            shutil.copy(source, copy)
    with closing(open_workspace(copies[0])) as workspace:
        assert the_item(workspace, "SHOP-2").title == "In the log"


def test_who_may_read_it_stays(old: Path) -> None:
    old.chmod(0o640)
    open_workspace(old).close()
    assert old.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE item"],
        ["DELETE FROM settings"],
        ["UPDATE item SET moscow='maybe' WHERE id=2"],
        ["UPDATE imported_value SET item_id=99 WHERE item_id=2"],
        ["CREATE TABLE checkpoint (id INTEGER)"],
        ["PRAGMA writable_schema=ON", "UPDATE sqlite_schema SET rootpage=3 WHERE name='change_record'"],
    ],
)
def test_a_damaged_one_is_refused_and_stays_as_it_is(old: Path, statements: list[str]) -> None:
    harm(old, *statements)
    content, touched = old.read_bytes(), old.stat().st_mtime_ns
    with pytest.raises(UserError) as refused:
        BacklogFile(old)
    assert str(refused.value) == DAMAGED
    assert (old.read_bytes(), old.stat().st_mtime_ns) == (content, touched)
    assert names_beside(old) == ["shop.pmdesk"]


@pytest.mark.parametrize("step", ["back_up", "lead_on", "sync"])
def test_a_disk_that_fails_leaves_it_as_it_is(old: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    content = old.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(migrations, step, full)
        with pytest.raises(UserError, match="The disk is full"):
            BacklogFile(old)
    assert old.read_bytes() == content
    assert names_beside(old) == ["shop.pmdesk"]
    open_workspace(old).close()
