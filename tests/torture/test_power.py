"""A power cut at any moment loses no acknowledged change: writes that were not fsynced are dropped and reordered."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from pmdesk.domain.records import Settings
from pmdesk.services.workspace import create_workspace
from tests.torture.acts import Acts
from tests.torture.power import Disk, Event, events, strace_command
from tests.torture.test_failing_disks import check_last_good

OLD_FILES = Path("tests/data/backlogs")


@pytest.fixture(scope="module")
def strace() -> str:
    """The tracer that records what a process writes."""
    found = shutil.which("strace")
    if found is None or subprocess.run([found, "-qq", "-o", os.devnull, "true"], check=False).returncode:
        pytest.skip("strace is not there, or may not trace")
    return found


def recorded(strace: str, path: Path, seed: int, acts: int) -> list[Event]:
    """What a process that acts on a backlog writes, its acknowledgements among it."""
    trace = path.parent.with_suffix(".trace")
    command = [sys.executable, "-m", "tests.torture.failing", str(path), str(seed), str(acts)]
    done = subprocess.run(
        [*strace_command(strace, trace), *command], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "refused" not in done.stdout
    return list(events(trace))


def cut_again_and_again(disk: Disk, happened: Sequence[Event], folder: Path, name: str, cuts: int, seed: int) -> int:
    """Cut the power after so many of the events; returns how often a change was lost that was not acknowledged yet."""
    chance = random.Random(seed)
    moments = set(chance.sample(range(len(happened)), min(cuts, len(happened))))
    said: list[str] = []
    for number, event in enumerate(happened):
        disk.follow(event)
        if event.call == "append" and event.data.startswith(b"done "):
            said.append(event.data.decode().strip())
        if number in moments:
            restore(folder, disk.after_a_cut(chance))
            check_last_good(folder / name, said)
    return len(said)


def restore(folder: Path, content: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in content.items():
        (folder / name).write_bytes(data)


def filled(path: Path, seed: int) -> Path:
    """A backlog in which some acts were done."""
    with closing(create_workspace(path, Settings(name="Shop"))) as workspace:
        acts = Acts(workspace, seed)
        for _ in range(12):
            acts.one()
    return path


def check_cuts(strace: str, backlog_path: Path, seed: int, acts: int, cuts: int) -> None:
    disk = Disk(filled(backlog_path, seed).parent)
    happened = recorded(strace, backlog_path, seed, acts)
    assert sum(event.call == "sync" for event in happened) > acts // 2
    folder = backlog_path.parent.with_name("after")
    assert cut_again_and_again(disk, happened, folder, backlog_path.name, cuts, seed) > acts // 2


def test_a_power_cut_at_some_moments(strace: str, backlog_path: Path) -> None:
    check_cuts(strace, backlog_path, 1, 15, 60)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2, 42))
def test_a_power_cut_at_any_moment(strace: str, backlog_path: Path, seed: int) -> None:
    check_cuts(strace, backlog_path, seed, 40, 250)


def test_writes_that_were_not_synced_may_be_lost_in_any_order(tmp_path: Path) -> None:
    """The disk itself: what is synced stays, what is not may go."""
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "file").write_bytes(b"old")
    disk = Disk(folder)
    path = str(folder / "file")
    disk.follow(Event("write", path, data=b"new", number=0))
    found = {disk.after_a_cut(random.Random(seed))["file"] for seed in range(50)}
    assert found == {b"old", b"new"}
    disk.follow(Event("sync", path))
    disk.follow(Event("open", str(folder / "other")))
    disk.follow(Event("write", str(folder / "other"), data=b"x", number=0))
    disk.follow(Event("rename", str(folder / "other"), path))
    seen = [disk.after_a_cut(random.Random(seed)) for seed in range(200)]
    assert {one.get("file") for one in seen} == {b"new", b"x", b""}
    disk.follow(Event("sync", path))
    disk.follow(Event("sync", str(folder)))
    assert disk.after_a_cut(random.Random(1)) == {"file": b"x"}
