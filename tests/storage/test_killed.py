"""kill -9 in the middle of writing loses nothing that was acknowledged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pmdesk.domain.records import Settings
from pmdesk.services.checking import check
from pmdesk.services.workspace import create_workspace, open_workspace

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
