"""kill -9 at any moment, again and again on one backlog: what was told to be saved is there, and nothing is torn."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmdesk.domain.records import Settings
from pmdesk.services.checking import check
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace
from tests.torture.acts import fingerprint

OLD_FILES = Path("tests/data/backlogs")
Actor = subprocess.Popen[str]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the actor forks")


@pytest.fixture(scope="module")
def actor() -> Iterator[Actor]:
    """The process that forks those which are killed."""
    command = [sys.executable, "-m", "tests.torture.actor"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        yield started
        assert started.stdin is not None
        started.stdin.close()


def killed(actor: Actor, path: Path, seed: int, delay: float, *, opened: bool = False) -> list[str]:
    """Have a process act on a backlog and kill it after a while; returns what it acknowledged.

    `opened`: the while begins once it has the backlog open.
    """
    assert actor.stdin is not None
    assert actor.stdout is not None
    actor.stdin.write(f"{path} {seed}\n")
    actor.stdin.flush()
    process = int(actor.stdout.readline().split()[1])
    lines = [actor.stdout.readline().strip()] if opened else []
    time.sleep(delay)
    os.kill(process, signal.SIGKILL)
    while (line := actor.stdout.readline().strip()) != "dead":
        lines.append(line)
    return lines


def check_acknowledged(path: Path, lines: list[str]) -> str:
    """That the last acknowledged state is there, or one change more; returns which act may have been under way."""
    _, newest, acknowledged, act = lines[-1].split()
    with closing(open_workspace(path)) as workspace:
        assert check(workspace) == []
        more = workspace.log.newest - int(newest)
        assert more in (0, 1), lines[-1]
        if more:  # written, but killed before that was told
            take_newest_back(workspace)
        assert fingerprint(workspace) == acknowledged, lines[-1]
    return act


def take_newest_back(workspace: Workspace) -> None:
    (entry,) = workspace.log.entries(("item",), limit=1)
    undone = entry.undoes_seq is not None and not entry.redoing
    assert (workspace.redo() if undone else workspace.undo()) is not None


def check_copies(folder: Path) -> None:
    """That copies are complete backlogs, or not there."""
    for copy in folder.glob("copy-*.pmdesk"):
        with closing(open_workspace(copy)) as workspace:
            assert check(workspace) == []


def check_backups(folder: Path, known: set[Path]) -> None:
    """That what is called a backup is a complete one; those known were looked at before."""
    for backup in set(folder.glob("backups/*/*.pmdesk")) - known:
        known.add(backup)
        with closing(open_workspace(backup, read_only=True)) as workspace:
            assert check(workspace) == []


def names(folder: Path) -> list[str]:
    """What lies beside the backlog, but for copies, also those that were never finished, and backups."""
    others = ("copy-", ".pmdesk-", "backups")
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith(others))


def kill_again_and_again(actor: Actor, path: Path, times: int, seed: int) -> dict[str, int]:
    """Kill so many processes on one backlog; returns how often each act was the last acknowledged one."""
    create_workspace(path, Settings(name="Shop")).close()
    chance = random.Random(seed)
    last_acts: dict[str, int] = {}
    backups: set[Path] = set()
    for number in range(times):
        opened = chance.random() < 0.85
        lines = killed(actor, path, 1000 * seed + number, chance.uniform(0, 0.2), opened=opened)
        if lines:
            act = check_acknowledged(path, lines)
            last_acts[act] = last_acts.get(act, 0) + 1
        else:
            with closing(open_workspace(path)) as workspace:
                assert check(workspace) == []
        check_copies(path.parent)
        check_backups(path.parent, backups)
        assert names(path.parent) == [path.name]
    assert backups
    return last_acts


def test_killed_twenty_five_times(actor: Actor, backlog_path: Path) -> None:
    assert len(kill_again_and_again(actor, backlog_path, 25, 1)) > 3


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2, 22))
def test_killed_five_hundred_times(actor: Actor, backlog_path: Path, seed: int) -> None:
    """Twenty backlogs, each killed twenty-five times."""
    assert len(kill_again_and_again(actor, backlog_path, 25, seed)) > 3


def check_migration(actor: Actor, path: Path, version: int, delay: float) -> None:
    """Kill a process that leads an old file on: the file is the old one, byte for byte, or a sound new one."""
    shutil.copy(OLD_FILES / f"version-{version}.pmdesk", path)
    with closing(open_workspace(shutil.copy(path, path.with_name("copy-0.pmdesk")))) as led_on:
        expected = fingerprint(led_on)
    lines = killed(actor, path, 0, delay)
    check_backups(path.parent, set())
    if lines:
        check_acknowledged(path, lines)
        return
    with closing(open_workspace(path)) as workspace:
        assert check(workspace) == []
        assert fingerprint(workspace) == expected
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_killed_while_an_old_file_is_led_on(actor: Actor, backlog_path: Path, version: int) -> None:
    for delay in (0.0, 0.01, 0.02):
        check_migration(actor, backlog_path, version, delay)
        backlog_path.unlink()


@pytest.mark.torture
@pytest.mark.parametrize("version", [1, 2, 3])
def test_killed_a_hundred_times_while_an_old_file_is_led_on(actor: Actor, backlog_path: Path, version: int) -> None:
    chance = random.Random(version)
    for _ in range(100):
        check_migration(actor, backlog_path, version, chance.uniform(0, 0.06))
        shutil.rmtree(backlog_path.parent)
        backlog_path.parent.mkdir()
