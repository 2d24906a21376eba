"""What a backlog file looks like from outside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Item, Settings
from pmdesk.storage.backlog_file import BacklogFile
from tests.makers import make_item


@pytest.fixture
def connection(backlog_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program's view of a closed backlog."""
    created = BacklogFile.create(backlog_path, Settings(name="Shop"))
    created.write(change(message("New"), [edit(None, make_item())]), actor="test")
    created.close()
    opened = sqlite3.connect(backlog_path)
    yield opened
    opened.close()


def test_it_says_whose_it_is_and_of_which_version(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"PMDS", "big"),)
    assert connection.execute("PRAGMA user_version").fetchone() == (4,)


def test_it_is_one_plain_file(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_every_table_is_strict(connection: sqlite3.Connection) -> None:
    tables = {row[1]: row[5] for row in connection.execute("PRAGMA table_list") if not row[1].startswith("sqlite_")}
    of_records, of_the_log = (
        ("item", "settings", "baseline", "last_import", "imported_value"),
        ("change", "change_record", "checkpoint", "checkpoint_record"),
    )
    assert tables == dict.fromkeys((*of_records, *of_the_log, "view_state"), 1)


def test_a_value_of_the_wrong_type_is_refused(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in REAL column item.reach"):
        connection.execute("UPDATE item SET reach='many'")


def test_the_columns_of_an_item_are_its_fields_in_their_order(connection: sqlite3.Connection) -> None:
    columns = [row[1] for row in connection.execute("PRAGMA table_info(item)")]
    assert columns == [spec.name for spec in fields(Item)]


def test_only_what_may_be_unknown_may_be_null(connection: sqlite3.Connection) -> None:
    nullable = {row[1] for row in connection.execute("PRAGMA table_info(item)") if not row[3] and not row[5]}
    assert nullable == {
        *("closed_by_user", "created", "updated", "due", "reach", "impact", "confidence", "effort", "moscow")
    }


def pragma(opened: BacklogFile, name: str) -> object:
    """What the one connection says of itself."""
    return opened._run(lambda: opened._pragma(f"PRAGMA {name}"))[0][0]


def test_the_connection_of_the_app_keeps_its_promises(backlog_file: BacklogFile) -> None:
    promises = {"foreign_keys": 1, "synchronous": 2, "journal_mode": "wal", "locking_mode": "exclusive"}
    kept = {name: pragma(backlog_file, name) for name in promises}
    assert kept == promises


def test_nobody_else_reads_it_meanwhile(backlog_file: BacklogFile) -> None:
    backlog_file.save_view_state("framework", "rice")
    with sqlite3.connect(backlog_file.path, timeout=0) as other, pytest.raises(sqlite3.OperationalError):
        other.execute("SELECT * FROM item")
    other.close()


def test_the_log_with_its_large_values_has_rowids(connection: sqlite3.Connection) -> None:
    rowless = {row[1] for row in connection.execute("PRAGMA table_list") if row[4]}
    assert rowless == {"imported_value", "view_state"}
    key = [row[1] for row in connection.execute("PRAGMA table_info(change_record)") if row[5]]
    assert key == ["seq", "position"]
