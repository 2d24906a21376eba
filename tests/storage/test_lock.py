"""One backlog, one process: who holds it is named, and a killed holder counts for nothing."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.storage import lock
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.lock import FileLock

Hold = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture
def closed_backlog(backlog_path: Path) -> Path:
    """A backlog that nobody holds."""
    BacklogFile.create(backlog_path, Settings()).close()
    return backlog_path


def sidecar(path: Path) -> Path:
    """The file that names the holder."""
    return path.with_name(path.name + ".lock")


def test_another_process_that_holds_it_is_named(closed_backlog: Path, held_by_another: Hold) -> None:
    holder = held_by_another(closed_backlog)
    with pytest.raises(UserError) as refused:
        BacklogFile(closed_backlog)
    assert "“shop.pmdesk” is open in another PMDesk" in str(refused.value)
    assert f"(process {holder.pid} on {socket.gethostname()})" in str(refused.value)


def test_it_is_free_again_once_the_other_closes_it(closed_backlog: Path, held_by_another: Hold) -> None:
    holder = held_by_another(closed_backlog)
    holder.communicate()
    assert holder.returncode == 0
    opened = BacklogFile(closed_backlog)
    assert [item.title for item in opened.content.items] == ["Last words"]
    opened.close()


def test_a_killed_holder_counts_for_nothing_and_its_last_edit_is_there(
    closed_backlog: Path, held_by_another: Hold
) -> None:
    holder = held_by_another(closed_backlog)
    holder.kill()
    holder.wait()
    assert json.loads(sidecar(closed_backlog).read_text())["process"] == holder.pid
    opened = BacklogFile(closed_backlog)
    assert [item.title for item in opened.content.items] == ["Last words"]
    assert opened.integrity_faults() == []
    opened.close()
    assert [path.name for path in closed_backlog.parent.iterdir()] == ["shop.pmdesk"]


def test_a_second_opening_in_the_same_process_is_refused(backlog_file: BacklogFile) -> None:
    with pytest.raises(UserError, match=f"process {os.getpid()} on"):
        BacklogFile(backlog_file.path)
    assert backlog_file.integrity_faults() == []


def test_being_refused_does_not_open_the_door_for_other_programs(backlog_file: BacklogFile) -> None:
    backlog_file.save_view_state("framework", "rice")
    with pytest.raises(UserError):
        BacklogFile(backlog_file.path)
    reading = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('SELECT * FROM item')"
    command = [sys.executable, "-c", reading, backlog_file.path]
    other = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "database is locked" in other.stderr


def test_another_name_of_the_same_file_is_the_same_backlog(backlog_file: BacklogFile, tmp_path: Path) -> None:
    (tmp_path / "link.pmdesk").symlink_to(backlog_file.path)
    with pytest.raises(UserError, match="“shop.pmdesk” is open in another PMDesk"):
        BacklogFile(tmp_path / "link.pmdesk")


def test_releasing_twice_is_releasing_once(tmp_path: Path) -> None:
    held = FileLock(tmp_path / "a")
    held.release()
    other = FileLock(tmp_path / "a")
    held.release()
    with pytest.raises(UserError):
        FileLock(tmp_path / "a")
    other.release()
    assert list(tmp_path.iterdir()) == []


def test_a_sidecar_removed_while_it_was_locked_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its holder lets go between our opening it and our locking it, so that nobody would meet our lock."""
    calls: list[int] = []
    take = lock._lock

    def take_too_late(descriptor: int) -> None:
        if not calls:
            sidecar(tmp_path / "a").unlink()
        calls.append(descriptor)
        take(descriptor)

    monkeypatch.setattr(lock, "_lock", take_too_late)
    held = FileLock(tmp_path / "a")
    assert len(calls) == 2
    assert json.loads(sidecar(tmp_path / "a").read_text())["process"] == os.getpid()
    with pytest.raises(UserError):
        FileLock(tmp_path / "a")
    held.release()


def test_nonsense_in_the_sidecar_of_a_holder_is_no_hindrance(tmp_path: Path) -> None:
    held = FileLock(tmp_path / "a")
    sidecar(tmp_path / "a").write_text("[nonsense")
    with pytest.raises(UserError, match=r"process \? on \?"):
        FileLock(tmp_path / "a")
    held.release()


def test_a_folder_in_which_nothing_can_be_written_is_said(closed_backlog: Path) -> None:
    sidecar(closed_backlog).mkdir()
    with pytest.raises(UserError, match="nothing can be written in its folder"):
        BacklogFile(closed_backlog)


class TestWithoutFileLocks:
    """Where a file system has no locks, host and process decide."""

    @pytest.fixture(autouse=True)
    def no_locks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file system that knows no locks."""

        def refuse(descriptor: int) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(lock, "_lock", refuse)

    def name_holder(self, path: Path, host: str, process: int) -> None:
        """A sidecar as such a holder leaves it."""
        sidecar(path).write_text(json.dumps({"host": host, "process": process}))

    def test_a_living_process_holds_it(self, tmp_path: Path) -> None:
        self.name_holder(tmp_path / "a", socket.gethostname(), os.getppid())
        with pytest.raises(UserError, match=f"process {os.getppid()} on"):
            FileLock(tmp_path / "a")

    def test_a_dead_process_does_not(self, tmp_path: Path) -> None:
        with subprocess.Popen([sys.executable, "-c", ""]) as ended:
            ended.wait()
        self.name_holder(tmp_path / "a", socket.gethostname(), ended.pid)
        FileLock(tmp_path / "a").release()

    def test_of_another_host_nobody_can_tell(self, tmp_path: Path) -> None:
        self.name_holder(tmp_path / "a", "elsewhere.example", 1)
        with pytest.raises(UserError, match=r"process 1 on elsewhere\.example"):
            FileLock(tmp_path / "a")


def test_a_full_disk_is_said_and_leaves_no_sidecar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(lock.os, "write", full)
        with pytest.raises(UserError, match=r"“a” cannot be used.*No space left on device\."):
            FileLock(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
    FileLock(tmp_path / "a").release()
