"""Opening a backlog reads all of it, with nothing but SQLite."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pmdesk.domain.records import RECORD_TYPES, Settings
from pmdesk.services.workspace import create_workspace
from pmdesk.storage import held_file, loading, tables
from pmdesk.storage.backlog_file import BacklogFile

OPENER = """
import sys
from pathlib import Path
from pmdesk.services import editing
from pmdesk.services.workspace import open_workspace
from pmdesk.storage import backlog_file

backlog_file.QUIET_SECONDS = float(sys.argv[2])
workspace = open_workspace(Path(sys.argv[1]))
workspace.prepare()
print("sqlalchemy" in sys.modules)
if sys.argv[3] == "edit":
    workspace.apply(editing.new_item(workspace, "New"))
if sys.argv[3] == "wait":
    workspace._store._thread.submit(int).result()
workspace.close()
print("sqlalchemy" in sys.modules)
"""


def opened(path: Path, quiet: float, act: str) -> list[str]:
    """What a process says that opens a backlog and does one thing: whether SQLAlchemy is there, before and after."""
    command = [sys.executable, "-c", OPENER, str(path), str(quiet), act]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()


@pytest.fixture
def closed(backlog_path: Path) -> Path:
    """A backlog that nobody has open."""
    create_workspace(backlog_path, Settings()).close()
    return backlog_path


def test_the_columns_read_are_those_of_the_tables() -> None:
    for name, columns in loading.COLUMNS.items():
        of_table = tables.metadata.tables[name].columns.keys()
        assert list(columns) == (of_table if name in RECORD_TYPES else [one for one in of_table if one in columns])


def test_every_table_of_records_is_read() -> None:
    assert [name for name in loading.COLUMNS if name in RECORD_TYPES] == list(tables.RECORDS)


def test_rows_are_there_and_the_file_closes_without_sqlalchemy(closed: Path) -> None:
    assert opened(closed, 600, "close") == ["False", "False"]


def test_an_edit_waits_for_sqlalchemy_but_not_for_quiet(closed: Path) -> None:
    assert opened(closed, 600, "edit") == ["False", "True"]


def test_sqlalchemy_comes_by_itself_when_it_is_quiet(closed: Path) -> None:
    assert opened(closed, 0.2, "wait")[1] == "True"


def test_a_file_opened_before_the_library_is_written_to_by_one_connection(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a backlog is open nothing else in the process opens it: closing that would drop the lock."""
    file = BacklogFile(closed)
    monkeypatch.setattr(held_file, "connect", None)
    file.save_view_state("columns", ["key"])
    assert file.log.logged_edits() == ()
    assert file._database.driver is file._driver
    file.close()
