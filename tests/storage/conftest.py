"""What the tests of the file share: an open backlog file, and a second process that holds one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pmdesk.domain.records import Settings
from pmdesk.storage.backlog_file import BacklogFile
from tests.makers import make_item
from tests.storage.files import new

Holder = subprocess.Popen[str]

HOLDER = """
import sys
from pathlib import Path
from pmdesk.services import editing
from pmdesk.services.workspace import open_workspace

workspace = open_workspace(Path(sys.argv[1]))
workspace.apply(editing.new_item(workspace, "Last words"))
print("saved", flush=True)
sys.stdin.read()
workspace.close()
"""


@pytest.fixture
def backlog_file(backlog_path: Path) -> Iterator[BacklogFile]:
    """An open backlog file without items."""
    opened = BacklogFile.create(backlog_path, Settings(name="Shop"))
    yield opened
    opened.close()


@pytest.fixture
def held_by_another() -> Iterator[Callable[[Path], Holder]]:
    """Starts a process that opens a backlog, adds one item, and holds it until its input ends."""
    with ExitStack() as stack:

        def hold(path: Path) -> Holder:
            command = [sys.executable, "-c", HOLDER, str(path)]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            holder = stack.enter_context(subprocess.Popen(command, text=True, **pipes))
            stack.callback(holder.kill)
            assert holder.stdout is not None
            assert holder.stdout.readline() == "saved\n"
            return holder

        yield hold


@pytest.fixture
def held_copy(tmp_path: Path) -> tuple[Path, Path]:
    """What a killed process leaves: a file, and beside it the log with the newest item in it."""
    opened = BacklogFile.create(tmp_path / "other.pmdesk", Settings(name="Other"))
    opened.write(new(make_item(1)), actor="test")
    copies = [tmp_path / "killed.pmdesk", tmp_path / "killed.pmdesk-wal"]
    for source, copy in zip((opened.path, tmp_path / "other.pmdesk-wal"), copies, strict=True):
        copy.write_bytes(source.read_bytes())
    opened.close()
    return copies[0], copies[1]
