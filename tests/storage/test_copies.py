"""Copies of an open backlog."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.writing import Cancelled
from tests.makers import make_item
from tests.storage.files import names_beside, new, reopened


class TestCopies:
    """A copy is complete, plain, and never takes anything away."""

    @pytest.fixture
    def filled(self, backlog_file: BacklogFile) -> BacklogFile:
        """A backlog with some items."""
        items = [make_item(number, description="words " * 200) for number in range(1, 201)]
        backlog_file.write(new(*items), actor="test")
        return backlog_file

    def items_in(self, path: Path) -> int:
        """How many items a copy holds, as the next who opens it sees it."""
        opened = BacklogFile(path)
        opened.close()
        return len(opened.content.items)

    def test_it_holds_all_and_stands_alone(self, filled: BacklogFile, tmp_path: Path) -> None:
        target = tmp_path / "copies" / "copy.pmdesk"
        target.parent.mkdir()
        filled.copy_to(target)
        assert names_beside(target) == ["copy.pmdesk"]
        with sqlite3.connect(target) as copy:
            assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        copy.close()
        assert self.items_in(target) == 200

    def test_it_replaces_what_stood_there(self, filled: BacklogFile, held_copy: tuple[Path, Path]) -> None:
        target, _ = held_copy
        filled.copy_to(target)
        assert self.items_in(target) == 200

    def test_the_original_goes_on(self, filled: BacklogFile, tmp_path: Path) -> None:
        filled.copy_to(tmp_path / "copy.pmdesk")
        filled.write(new(make_item(500)), actor="test")
        assert self.items_in(tmp_path / "copy.pmdesk") == 200
        assert len(reopened(filled).items) == 201

    def test_progress_may_cancel_and_leaves_nothing(self, filled: BacklogFile, tmp_path: Path) -> None:
        def cancel(done: int, total: int) -> None:
            raise Cancelled

        target = tmp_path / "copy.pmdesk"
        target.write_text("mine")
        with pytest.raises(Cancelled):
            filled.copy_to(target, cancel)
        assert target.read_text() == "mine"
        assert names_beside(target) == ["backlogs", "copy.pmdesk"]

    def test_progress_counts_to_the_end(self, filled: BacklogFile, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        filled.copy_to(tmp_path / "copy.pmdesk", lambda done, total: told.append((done, total)))
        assert told
        assert told[-1][0] == told[-1][1] > 0

    def test_a_folder_that_is_missing_is_said(self, filled: BacklogFile, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="nothing can be written in its folder: No such file"):
            filled.copy_to(tmp_path / "missing" / "copy.pmdesk")

    def test_it_never_replaces_the_backlog_itself(self, filled: BacklogFile, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(filled.path.parent)
        itself = filled.path
        for target in (
            itself,
            itself.parent / ".." / itself.parent.name / itself.name,
            tmp_path / "link" / itself.name,
        ):
            with pytest.raises(UserError, match="is this backlog itself"):
                filled.copy_to(target)
        assert len(reopened(filled).items) == 200

    def test_it_never_replaces_a_backlog_that_is_open(self, filled: BacklogFile, tmp_path: Path) -> None:
        other = BacklogFile.create(tmp_path / "other.pmdesk", Settings())
        with pytest.raises(UserError, match=f"“other.pmdesk” is open in another PMDesk .process {os.getpid()}"):
            filled.copy_to(other.path)
        other.write(new(make_item()), actor="test")
        assert len(reopened(other).items) == 1

    def test_it_takes_no_file_of_the_same_name_with_another_ending(self, filled: BacklogFile, tmp_path: Path) -> None:
        mine = tmp_path / "copy.pmdesk.part"
        mine.write_text("mine")
        filled.copy_to(tmp_path / "copy.pmdesk")
        assert mine.read_text() == "mine"
        assert names_beside(mine) == ["backlogs", "copy.pmdesk", "copy.pmdesk.part"]

    def test_a_fault_names_the_copy(self, filled: BacklogFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(UserError, match=r"The disk is full, so “copy\.pmdesk” was not saved"):
            filled.copy_to(tmp_path / "copy.pmdesk")
        assert names_beside(tmp_path / "copy.pmdesk") == ["backlogs"]
