"""The one door: what is written is there, and what fails leaves all as it was."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import ImportedValues, Item, Settings
from pmdesk.storage import backlog_file as module
from pmdesk.storage.backlog_file import BacklogFile, Content
from pmdesk.storage.writing import CHUNK, Cancelled
from tests.makers import make_item

LABEL = message("Reach of {count} items", count=2)


def new(*items: Item) -> Change:
    """A Change that creates items."""
    return change(LABEL, [edit(None, item) for item in items])


def reopened(opened: BacklogFile) -> Content:
    """What the file says to the next who opens it."""
    opened.close()
    again = BacklogFile(opened.path)
    again.close()
    return again.content


def names_beside(path: Path) -> list[str]:
    """All files in its folder."""
    return sorted(one.name for one in path.parent.iterdir())


def test_a_new_backlog_holds_its_settings_and_nothing_else(backlog_path: Path) -> None:
    settings = Settings(name="Shop", vision="Sell", key_prefix="SH", impact_meaning={"high": "a day"})
    created = BacklogFile.create(backlog_path, settings)
    assert created.content == Content((), settings, (), {}, 0)
    assert reopened(created) == created.content


def test_create_makes_the_folders_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "shop.pmdesk"
    BacklogFile.create(path, Settings()).close()
    assert names_beside(path) == ["shop.pmdesk"]


def test_create_replaces_nothing(backlog_path: Path) -> None:
    backlog_path.write_text("mine")
    with pytest.raises(UserError, match="“shop.pmdesk” exists already"):
        BacklogFile.create(backlog_path, Settings())
    assert backlog_path.read_text() == "mine"
    assert names_beside(backlog_path) == ["shop.pmdesk"]


def test_create_says_where_nothing_can_be_made(backlog_path: Path) -> None:
    backlog_path.write_text("a file, no folder")
    with pytest.raises(UserError, match="could not be read or written"):
        BacklogFile.create(backlog_path / "inner" / "shop.pmdesk", Settings())


def test_create_takes_no_notice_of_a_log_left_by_a_backlog_that_is_gone(
    backlog_path: Path, held_copy: tuple[Path, Path]
) -> None:
    _, log = held_copy
    log.rename(backlog_path.with_name("shop.pmdesk-wal"))
    created = BacklogFile.create(backlog_path, Settings(name="New"))
    assert created.content.items == ()
    assert reopened(created).settings.name == "New"


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


def test_the_log_of_a_killed_process_is_read(held_copy: tuple[Path, Path]) -> None:
    opened = BacklogFile(held_copy[0])
    assert [item.id for item in opened.content.items] == [1]
    opened.close()
    assert not held_copy[1].exists()


def test_what_was_written_is_there(backlog_file: BacklogFile) -> None:
    first, second = make_item(1), make_item(2, labels=("a",), extra={"Votes": ("1", "2")})
    assert backlog_file.write(new(first, second), actor="test") == 1
    renamed = replace(first, title="Other", reach=0.1 + 0.2)
    assert backlog_file.write(change(LABEL, [edit(first, renamed), edit(second, None)]), actor="test") == 2
    content = reopened(backlog_file)
    assert content.items == (renamed,)
    assert [(entry.seq, str(entry.label), entry.undoes_seq) for entry in content.log] == [
        (1, "Reach of 2 items", None),
        (2, "Reach of 2 items", None),
    ]
    assert content.last_item_id == 2


def test_only_one_file_is_left_after_closing(backlog_file: BacklogFile) -> None:
    backlog_file.write(new(make_item()), actor="test")
    assert names_beside(backlog_file.path) == ["shop.pmdesk", "shop.pmdesk-wal", "shop.pmdesk.lock"]
    backlog_file.close()
    assert names_beside(backlog_file.path) == ["shop.pmdesk"]
    backlog_file.close()


def test_edits_are_logged_with_what_changed(backlog_file: BacklogFile) -> None:
    item = make_item(reach=1.0)
    backlog_file.write(new(item), actor="test")
    seq = backlog_file.write(change(LABEL, [edit(item, replace(item, reach=2.0))]), actor="test", undoes_seq=1)
    (logged,) = backlog_file.logged_edits(seq)
    assert (logged.record_type, logged.id) == ("item", 1)
    assert (logged.before, logged.after) == ({"reach": 1.0}, {"reach": 2.0})
    assert len(backlog_file.logged_edits()) == 2
    assert reopened(backlog_file).log[-1].undoes_seq == 1


def test_the_history_of_an_item_is_newest_first(backlog_file: BacklogFile) -> None:
    item, other = make_item(1), make_item(2)
    backlog_file.write(new(item, other), actor="command line")
    backlog_file.write(change(message("Rename"), [edit(item, replace(item, title="Other"))]), actor="you")
    history = backlog_file.item_history(1, limit=10)
    assert [(actor, str(label)) for _, actor, label, _ in history] == [
        ("you", "Rename"),
        ("command line", "Reach of 2 items"),
    ]
    assert history[0][3].after == {"title": "Other"}
    assert [time[-6:] for time, *_ in history] == ["+00:00", "+00:00"]
    assert len(backlog_file.item_history(1, limit=1)) == 1
    assert len(backlog_file.item_history(2, limit=10)) == 1


def test_imported_values_are_kept_by_item(backlog_file: BacklogFile) -> None:
    bases = [ImportedValues(1, title="Pay", labels=("a", "b")), ImportedValues(2, description="")]
    records = [make_item(1), make_item(2), *bases]
    backlog_file.write(change(LABEL, [edit(None, record) for record in records]), actor="test")
    assert backlog_file.imported_values() == {1: bases[0], 2: bases[1]}
    assert backlog_file.imported_values([2, 99]) == {2: bases[1]}
    assert backlog_file.imported_values(range(1, 40_000)) == {1: bases[0], 2: bases[1]}


def test_view_state_is_kept_without_an_entry_in_the_log(backlog_file: BacklogFile) -> None:
    backlog_file.save_view_state("columns", ["key"])
    backlog_file.save_view_state("columns", {"key": 80})
    content = reopened(backlog_file)
    assert content.view_state == {"columns": {"key": 80}}
    assert content.log == ()


def test_only_the_newest_entries_are_read(backlog_file: BacklogFile, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 5):
        backlog_file.write(new(make_item(number)), actor="test")
    monkeypatch.setattr(module, "ENTRIES_KEPT_FOR_UNDO", 2)
    assert [entry.seq for entry in reopened(backlog_file).log] == [3, 4]


def test_progress_counts_to_the_end(backlog_file: BacklogFile) -> None:
    told: list[tuple[int, int]] = []
    items = [make_item(number) for number in range(1, CHUNK + 3)]
    backlog_file.write(new(*items), actor="test", progress=lambda done, total: told.append((done, total)))
    assert told == [(CHUNK, CHUNK + 2), (CHUNK + 2, CHUNK + 2)]


class TestFailures:
    """What fails leaves the file as it was, and ready for the next write."""

    @pytest.fixture
    def full(self, backlog_file: BacklogFile) -> BacklogFile:
        """A backlog with one item, on a disk that takes no more pages."""
        backlog_file.write(new(make_item(1)), actor="test")
        pages = backlog_file._run(lambda: backlog_file._pragma("PRAGMA page_count"))[0][0]
        self.limit(backlog_file, pages)
        return backlog_file

    def limit(self, opened: BacklogFile, pages: int) -> None:
        """How large the file may become."""
        opened._run(lambda: opened._pragma(f"PRAGMA max_page_count={pages}"))

    def check_only_first(self, opened: BacklogFile) -> None:
        """That nothing but the first item was ever written, and the next write succeeds."""
        assert len(opened.logged_edits()) == 1
        assert opened.integrity_faults() == []
        assert opened.write(new(make_item(7)), actor="test") == 2
        content = reopened(opened)
        assert [item.id for item in content.items] == [1, 7]
        assert content.last_item_id == 7

    def test_a_full_disk(self, full: BacklogFile) -> None:
        items = [make_item(number, description="words " * 1000) for number in range(2, 50)]
        with pytest.raises(UserError, match="The disk is full, so “shop.pmdesk” was not saved"):
            full.write(new(*items), actor="test")
        self.limit(full, 10_000)
        self.check_only_first(full)

    def test_cancelled_in_the_middle(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")

        def cancel(done: int, total: int) -> None:
            raise Cancelled

        items = [make_item(number) for number in range(2, 2 * CHUNK)]
        with pytest.raises(Cancelled):
            backlog_file.write(new(*items), actor="test", progress=cancel)
        self.check_only_first(backlog_file)

    def test_an_item_that_is_there_already(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(UserError, match="UNIQUE constraint failed"):
            backlog_file.write(new(make_item(5), make_item(1)), actor="test")
        self.check_only_first(backlog_file)

    @pytest.mark.parametrize("after", [None, make_item(99, title="Other")])
    def test_an_item_that_is_not_there(self, backlog_file: BacklogFile, after: Item | None) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(RuntimeError, match="0 of 1 records"):
            backlog_file.write(change(LABEL, [edit(make_item(99), after)]), actor="test")
        self.check_only_first(backlog_file)

    def test_imported_values_of_no_item(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(UserError, match="FOREIGN KEY constraint failed"):
            backlog_file.write(change(LABEL, [edit(None, ImportedValues(99, title="Pay"))]), actor="test")
        self.check_only_first(backlog_file)

    def test_the_entry_of_a_change_that_is_not_there(self, backlog_file: BacklogFile) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with pytest.raises(UserError, match="FOREIGN KEY constraint failed"):
            backlog_file.write(new(make_item(2)), actor="test", undoes_seq=99)
        self.check_only_first(backlog_file)


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
        assert not list(tmp_path.glob("*.part"))

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
        for target in (itself, itself.parent / ".." / itself.parent.name / itself.name, tmp_path / "link" / itself.name):
            with pytest.raises(UserError, match="is this backlog itself"):
                filled.copy_to(target)
        assert len(reopened(filled).items) == 200

    def test_it_never_replaces_a_backlog_that_is_open(self, filled: BacklogFile, tmp_path: Path) -> None:
        other = BacklogFile.create(tmp_path / "other.pmdesk", Settings())
        with pytest.raises(UserError, match=f"“other.pmdesk” is open in another PMDesk .process {os.getpid()}"):
            filled.copy_to(other.path)
        other.write(new(make_item()), actor="test")
        assert len(reopened(other).items) == 1


def test_no_thread_is_left(backlog_path: Path) -> None:
    BacklogFile.create(backlog_path, Settings()).close()
    with pytest.raises(UserError):
        BacklogFile(backlog_path.with_name("missing.pmdesk"))
    assert [thread.name for thread in threading.enumerate() if "backlog-file" in thread.name] == []
