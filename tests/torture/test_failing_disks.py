"""Faults at every write: each is told in one sentence, and file, memory and undo stay at the last good state."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.services.checking import check
from pmdesk.services.workspace import create_workspace, open_workspace
from tests.torture.acts import Acts, fingerprint

SYSCALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "rename", "unlink")
ACTS = 25


@pytest.fixture
def filled(backlog_path: Path) -> Path:
    """A backlog in which some acts were done."""
    with closing(create_workspace(backlog_path, Settings(name="Shop"))) as workspace:
        acts = Acts(workspace, 5)
        for _ in range(15):
            acts.one()
    return backlog_path


def check_last_good(path: Path, lines: Sequence[str]) -> None:
    """That the file holds the last acknowledged state; one change more where its failure came too late to undo it."""
    done = [line.split() for line in lines if line.startswith("done")]
    with closing(open_workspace(path)) as workspace:
        assert check(workspace) == []
        if not done:
            return
        _, newest, acknowledged, _ = done[-1]
        if workspace.log.newest == int(newest) + 1:
            (entry,) = workspace.log.entries(("item",), limit=1)
            undone = entry.undoes_seq is not None and not entry.redoing
            assert (workspace.redo() if undone else workspace.undo()) is not None
        assert fingerprint(workspace) == acknowledged


def refusals(lines: Sequence[str]) -> list[str]:
    """The sentences that were said; each is one, and names no part of the program."""
    said = [line.removeprefix("refused ") for line in lines if line.startswith("refused")]
    for sentence in said:
        assert sentence.endswith("."), sentence
        assert not re.search(r"Traceback|sqlite3\.|Error\b|\bobject at\b", sentence), sentence
    return said


# A full disk


@pytest.mark.parametrize("room", [0, 1, 3, *(pytest.param(room, marks=pytest.mark.torture) for room in range(4, 40))])
def test_a_database_that_may_not_grow(filled: Path, room: int) -> None:
    """SQLITE_FULL at the first, second, third… new page of an act."""
    workspace = open_workspace(filled)
    (pages,) = workspace._store._run(lambda: workspace._store._pragma("PRAGMA page_count"))[0]
    workspace._store._run(lambda: workspace._store._pragma(f"PRAGMA max_page_count={pages + room}"))
    acts, told = Acts(workspace, room), []
    before = (fingerprint(workspace), workspace.log.newest, workspace.undo_label, workspace.redo_label)
    for _ in range(1000):
        if len(told) == 5:
            break
        try:
            acts.one()
        except UserError as fault:
            told.append(str(fault))
        else:
            before = (fingerprint(workspace), workspace.log.newest, workspace.undo_label, workspace.redo_label)
        assert (fingerprint(workspace), workspace.log.newest, workspace.undo_label, workspace.redo_label) == before
    assert told
    assert all("The disk is full" in one for one in told)
    workspace._store._run(lambda: workspace._store._pragma("PRAGMA max_page_count=1000000"))
    acts.new_item()
    acts.edit()
    after = fingerprint(workspace)
    workspace.close()
    with closing(open_workspace(filled)) as again:
        assert check(again) == []
        assert fingerprint(again) == after


# Failing writes of the system


def run(path: Path, seed: int, most_bytes: int | None = None, wrapper: Sequence[str] = ()) -> list[str]:
    """Act in a process of its own on a disk that fails; returns what it said."""
    limit = [] if most_bytes is None else [str(most_bytes)]
    command = [*wrapper, sys.executable, "-m", "tests.torture.failing", str(path), str(seed), str(ACTS), *limit]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits of that kind")
@pytest.mark.parametrize("room", [0, 30_000, pytest.param(100_000, marks=pytest.mark.torture)])
def test_files_that_may_not_grow(filled: Path, room: int) -> None:
    """The system refuses the write that would make a file too large, in the midst of it."""
    lines = run(filled, room, max(filled.stat().st_size, 4096) + room)
    assert refusals(lines)
    check_last_good(filled, lines)


@pytest.fixture(scope="module")
def strace() -> str:
    """The tracer that makes system calls fail."""
    found = shutil.which("strace")
    if found is None or subprocess.run([found, "-qq", "-o", os.devnull, "true"], check=False).returncode:
        pytest.skip("strace is not there, or may not trace")
    return found


def injected(strace: str, call: str, number: str, error: str) -> list[str]:
    """A wrapper in which the calls with a number fail."""
    inject = f"--inject={call}:error={error}:when={number}"
    return [strace, "-f", "-qq", "-o", os.devnull, f"--trace={call}", inject]


def each_fault(most: int) -> Iterator[tuple[str, str, str]]:
    """Call, which of them fail, and how."""
    for call in SYSCALLS:
        for number in range(1, most):
            yield call, str(number), "ENOSPC" if number % 2 else "EIO"
        for number in range(1, most, 6):
            yield call, f"{number}+", "EIO"


@pytest.mark.torture
@pytest.mark.parametrize(("call", "number", "error"), list(each_fault(25)))
def test_a_system_call_that_fails(filled: Path, strace: str, call: str, number: str, error: str) -> None:
    lines = run(filled, 3, wrapper=injected(strace, call, number, error))
    refusals(lines)
    check_last_good(filled, lines)
