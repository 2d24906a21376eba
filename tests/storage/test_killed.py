"""kill -9 in the middle of writing loses nothing that was acknowledged."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.services.checking import check
from pmdesk.services.workspace import create_workspace, open_workspace
from pmdesk.storage.backlog_file import BacklogFile
from tests.makers import make_item
from tests.storage.files import new

WRITER = """
import sys
from pathlib import Path
from pmdesk.services import editing
from pmdesk.services.workspace import open_workspace

workspace = open_workspace(Path(sys.argv[1]))
for number in range(100_000):
    workspace.apply(editing.new_item(workspace, str(number), description="words " * 500))
    print(number, flush=True)
"""


def killed_after(path: Path, acknowledged: int) -> int:
    """Have a process add items and kill it after so many; returns the last number it acknowledged."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(acknowledged):
            last = int(writer.stdout.readline())
        writer.kill()
        rest = writer.stdout.read().split("\n")
    return max([last, *(int(line) for line in rest[:-1])])


def check_nothing_was_lost(path: Path, last: int) -> None:
    """That all acknowledged items are there, at most one more, and the file is sound."""
    again = open_workspace(path)
    titles = [item.title for item in again.items.values()]
    assert titles[: last + 1] == [str(number) for number in range(last + 1)]
    assert len(titles) <= last + 2
    assert check(again) == []
    assert again.undo() is not None
    again.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("acknowledged", [1, 25])
def test_killed_while_writing(backlog_path: Path, acknowledged: int) -> None:
    create_workspace(backlog_path, Settings()).close()
    check_nothing_was_lost(backlog_path, killed_after(backlog_path, acknowledged))


@pytest.mark.torture
@pytest.mark.parametrize("acknowledged", range(1, 400, 10))
def test_killed_again_and_again(backlog_path: Path, acknowledged: int) -> None:
    create_workspace(backlog_path, Settings()).close()
    check_nothing_was_lost(backlog_path, killed_after(backlog_path, acknowledged))


def test_what_is_refused_is_left_as_it_is_together_with_its_log(backlog_path: Path) -> None:
    create_workspace(backlog_path, Settings()).close()
    with sqlite3.connect(backlog_path) as connection:
        connection.execute("INSERT INTO view_state VALUES ('framework', 'no JSON')")
    connection.close()
    leave_log(backlog_path)
    before = state_of(backlog_path)
    assert list(before) == ["shop.pmdesk", "shop.pmdesk-wal"]
    with pytest.raises(UserError, match="it was left as it is"):
        BacklogFile(backlog_path)
    assert state_of(backlog_path) == before


def test_damage_in_the_log_itself_is_refused_too(backlog_path: Path) -> None:
    create_workspace(backlog_path, Settings()).close()
    leave_log(backlog_path, "DROP TABLE view_state")
    before = state_of(backlog_path)
    with pytest.raises(UserError, match="is damaged"):
        BacklogFile(backlog_path)
    assert state_of(backlog_path) == before


def test_a_file_copied_without_its_log_leaves_nothing_beside_it(backlog_path: Path) -> None:
    create_workspace(backlog_path, Settings()).close()
    leave_log(backlog_path)
    backlog_path.with_name("shop.pmdesk-wal").unlink()
    BacklogFile(backlog_path).close()
    assert list(state_of(backlog_path)) == ["shop.pmdesk"]


def test_a_change_broken_off_before_there_was_a_log_is_taken_back(backlog_path: Path) -> None:
    create_workspace(backlog_path, Settings(name="Shop")).close()
    statements = "BEGIN; UPDATE settings SET name='Half'; PRAGMA cache_spill=1; PRAGMA cache_size=1"
    spill = "INSERT INTO view_state SELECT value, hex(randomblob(3000)) FROM generate"
    series = "WITH RECURSIVE generate(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM generate LIMIT 500) "
    run_and_be_killed(backlog_path, *statements.split("; "), spill.replace("INSERT", f"{series}INSERT", 1))
    assert backlog_path.with_name("shop.pmdesk-journal").exists()
    opened = BacklogFile(backlog_path)
    assert opened.content.settings.name == "Shop"
    assert opened.content.view_state == {}
    opened.close()


def leave_log(path: Path, statement: str = "UPDATE settings SET name='Other'") -> None:
    """Change the file as a process that is killed before it takes its log into the file."""
    run_and_be_killed(path, "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", statement)


def run_and_be_killed(path: Path, *statements: str) -> None:
    """Run SQL in a process that never closes the file."""
    program = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for statement in sys.argv[2:]: connection.execute(statement).fetchall()\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(path), *statements], check=False)


def state_of(path: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of all files in its folder."""
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in sorted(path.parent.iterdir())}


def test_the_log_of_another_file_is_no_part_of_this_one(held_copy: tuple[Path, Path], backlog_path: Path) -> None:
    """What a killed process left, where a sync client has put another file in the place of its own meanwhile."""
    path, log = held_copy
    other = BacklogFile.create(backlog_path, Settings(name="Shop"))
    other.write(new(*map(make_item, range(1, 300))), actor="test")
    other.close()
    path.write_bytes(backlog_path.read_bytes())
    content = path.read_bytes(), log.read_bytes()
    with pytest.raises(UserError, match="is damaged"):
        BacklogFile(path)
    assert (path.read_bytes(), log.read_bytes()) == content
