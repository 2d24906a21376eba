"""How a file is opened: what it is connected with, read-only, through which journal, and whether it stays in place."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.domain.records import Settings
from pmdesk.storage import journal
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.lock import FileLock, NotLockable
from pmdesk.storage.writer import Turn, Writer
from tests.makers import make_item
from tests.storage.files import names_beside, new, reopened

Spoil = Callable[[Path], None]


@pytest.fixture
def closed(backlog_path: Path) -> Path:
    """A closed backlog with one item."""
    opened = BacklogFile.create(backlog_path, Settings(name="Shop"))
    opened.write(new(make_item(1)), actor="test")
    opened.close()
    return backlog_path


def asked(opened: BacklogFile, pragma: str) -> object:
    """What the one connection says."""
    return opened._run(lambda: opened._pragma(f"PRAGMA {pragma}"))[0][0]


def test_the_connection_is_as_it_must_be(backlog_file: BacklogFile) -> None:
    backlog_file.write(new(make_item(1)), actor="test")
    pragmas = ("locking_mode", "journal_mode", "synchronous", "foreign_keys", "trusted_schema")
    assert [asked(backlog_file, name) for name in pragmas] == ["exclusive", "wal", 2, 1, 0]
    tables = backlog_file._run(lambda: backlog_file._pragma("PRAGMA table_list"))
    assert all(strict for _, name, kind, _, _, strict in tables if kind == "table" and not name.startswith("sqlite_"))


def test_the_version_of_sqlite_is_logged(closed: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "pmdesk"):
        BacklogFile(closed).close()
    assert f"opened shop.pmdesk, SQLite {sqlite3.sqlite_version}, written through a write-ahead log" in caplog.text


class TestWithoutALog:
    """Where no write-ahead log is possible, a rollback journal does."""

    @pytest.fixture
    def opened(self, closed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BacklogFile]:
        """A backlog in a place that has no logs."""
        set_mode = journal._set_mode
        monkeypatch.setattr(
            journal, "_set_mode", lambda connection, mode: "" if mode == "WAL" else set_mode(connection, mode)
        )
        opened = BacklogFile(closed)
        yield opened
        opened.close()

    def test_it_is_written_all_the_same_and_said_in_the_log(
        self, caplog: pytest.LogCaptureFixture, opened: BacklogFile
    ) -> None:
        (said,) = [one.getMessage() for one in caplog.get_records("setup") if one.levelno == logging.WARNING]
        assert said.startswith("no write-ahead log is possible beside")
        opened.write(new(make_item(2)), actor="test")
        opened.write(new(*map(make_item, range(3, 1000))), actor="test")
        assert asked(opened, "journal_mode") == "delete"
        assert asked(opened, "synchronous") == 3
        opened.close()
        with closing(sqlite3.connect(opened.path)) as plain:
            assert plain.execute("SELECT count(*) FROM item").fetchone() == (999,)

    def test_a_failed_write_leaves_nothing(self, opened: BacklogFile) -> None:
        with pytest.raises(FileFault):
            opened.write(new(make_item(2), make_item(1)), actor="test")
        assert len(opened.log.logged_edits()) == 1
        opened.write(new(make_item(3)), actor="test")


class TestReadOnly:
    """What may not be written is read into memory and left alone."""

    @pytest.fixture(params=["marked", "asked for", "folder"])
    def opened(self, request: pytest.FixtureRequest, closed: Path, monkeypatch: pytest.MonkeyPatch) -> BacklogFile:
        """A backlog that is read-only, for different reasons."""
        if request.param == "marked":
            closed.chmod(0o444)
        if request.param == "folder":

            def refuse(*_: object) -> int:
                raise PermissionError(13, "Permission denied")

            monkeypatch.setattr(os, "open", refuse)
        opened = BacklogFile(closed, read_only=request.param == "asked for")
        monkeypatch.undo()
        return opened

    def test_it_is_read_and_nothing_is_left_beside_it(self, opened: BacklogFile) -> None:
        assert opened.read_only
        assert [item.id for item in opened.content.items] == [1]
        assert len(opened.log.logged_edits()) == 1
        assert opened.integrity_faults() == []
        assert names_beside(opened.path) == ["shop.pmdesk"]
        opened.close()

    def test_edits_are_refused_in_words(self, opened: BacklogFile) -> None:
        content = opened.path.read_bytes()
        with pytest.raises(FileFault, match="“shop.pmdesk” is open read-only, so nothing can be changed; save a copy"):
            opened.write(new(make_item(2)), actor="test")
        opened.save_view_state("columns", [])
        opened.close()
        assert opened.path.read_bytes() == content

    def test_a_copy_of_it_is_written_and_writable(self, opened: BacklogFile, tmp_path: Path) -> None:
        opened.copy_to(tmp_path / "copy.pmdesk")
        opened.close()
        with closing(BacklogFile(tmp_path / "copy.pmdesk")) as copy:
            copy.write(new(make_item(2)), actor="test")
            assert len(copy.log.logged_edits()) == 2

    def test_others_may_open_it_meanwhile(self, closed: Path) -> None:
        with closing(BacklogFile(closed, read_only=True)), closing(BacklogFile(closed)) as writer:
            assert not writer.read_only


def test_a_file_with_a_log_is_read_where_nothing_may_be_written(
    held_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, log = held_copy
    inner = log.read_bytes()
    monkeypatch.setattr("pmdesk.storage.connecting.connect", _not_beside(path))
    with closing(BacklogFile(path, read_only=True)) as opened:
        assert [item.id for item in opened.content.items] == [1]
    assert log.read_bytes() == inner


def _not_beside(path: Path) -> Callable[..., sqlite3.Connection]:
    from pmdesk.storage.connecting import connect

    def connect_elsewhere(target: Path, mode: str = "rw") -> sqlite3.Connection:
        return connect(target if target != path else path / "nowhere", mode)

    return connect_elsewhere


def vanish(path: Path) -> None:
    """Delete it."""
    path.unlink()


def move(path: Path) -> None:
    """Rename it."""
    path.rename(path.with_name("moved.pmdesk"))


def replace_it(path: Path) -> None:
    """Put another file in its place, as sync clients do."""
    shutil.copy(path, path.with_name("synced"))
    path.with_name("synced").replace(path)


def overwrite(path: Path) -> None:
    """Write another content into it."""
    path.write_bytes(path.read_bytes() + bytes(4096))


class TestStayingInPlace:
    """A file that is not the one that was opened is never written to."""

    @pytest.fixture
    def opened(self, closed: Path) -> Iterator[BacklogFile]:
        """An open backlog with an edit in its log."""
        opened = BacklogFile(closed)
        opened.write(new(make_item(2)), actor="test")
        yield opened
        opened.close()

    @pytest.mark.parametrize(
        ("spoil", "said"),
        [
            (vanish, "“shop.pmdesk” is no longer where it was"),
            (move, "“shop.pmdesk” is no longer where it was"),
            (replace_it, "Another program has replaced “shop.pmdesk”"),
            (overwrite, "Another program has replaced “shop.pmdesk”"),
        ],
    )
    def test_it_is_noticed_before_the_next_write(
        self, opened: BacklogFile, tmp_path: Path, spoil: Spoil, said: str
    ) -> None:
        spoil(opened.path)
        there = opened.path.read_bytes() if opened.path.exists() else b""
        for write in (
            lambda: opened.write(new(make_item(3)), actor="test"),
            lambda: opened.write(new(*map(make_item, range(3, 1000))), actor="test"),
            lambda: opened.save_view_state("columns", []),
        ):
            with pytest.raises(FileFault, match=said) as refused:
                write()
            assert refused.value.problem is FileProblem.UNSAVED
        assert (opened.path.read_bytes() if opened.path.exists() else b"") == there

    @pytest.mark.parametrize("spoil", [vanish, move, replace_it])
    def test_a_copy_holds_what_was_saved(self, opened: BacklogFile, tmp_path: Path, spoil: Spoil) -> None:
        spoil(opened.path)
        opened.copy_to(tmp_path / "copy.pmdesk")
        with closing(BacklogFile(tmp_path / "copy.pmdesk")) as copy:
            assert [item.id for item in copy.content.items] == [1, 2]

    def test_back_in_its_place_it_is_written_again(self, opened: BacklogFile) -> None:
        away = opened.path.rename(opened.path.with_name("away"))
        with pytest.raises(FileFault):
            opened.write(new(make_item(3)), actor="test")
        away.rename(opened.path)
        opened.write(new(make_item(3)), actor="test")
        assert [item.id for item in reopened(opened).items] == [1, 2, 3]

    def test_a_moved_file_keeps_all_that_was_saved(self, opened: BacklogFile) -> None:
        move(opened.path)
        opened.close()
        with closing(BacklogFile(opened.path.with_name("moved.pmdesk"))) as moved:
            assert [item.id for item in moved.content.items] == [1, 2]
        assert names_beside(opened.path) == ["moved.pmdesk"]

    def test_a_log_that_was_removed_is_begun_anew(
        self, opened: BacklogFile, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        log = opened.path.with_name("shop.pmdesk-wal")
        log.unlink()
        opened.write(new(make_item(3)), actor="test")
        opened.write(new(make_item(4)), actor="test")
        assert "was removed by another program" in caplog.text
        for one in (opened.path, log):
            shutil.copy(one, tmp_path / one.name)
        with closing(BacklogFile(tmp_path / "shop.pmdesk")) as copy:
            assert [item.id for item in copy.content.items] == [1, 2, 3, 4]

    def test_a_large_change_leaves_no_large_log(self, opened: BacklogFile) -> None:
        items = [make_item(number, description="words " * 200) for number in range(10, 5000)]
        opened.write(new(*items), actor="test")
        opened._run(int)
        assert opened.path.with_name("shop.pmdesk-wal").stat().st_size == 0
        opened.write(new(make_item(3)), actor="test")
        assert len(reopened(opened).items) == 4993


HOSTILE = (
    "CREATE TRIGGER a AFTER INSERT ON change BEGIN DELETE FROM item; END",
    'CREATE TRIGGER "b""; DROP TABLE item; --" BEFORE UPDATE ON item BEGIN UPDATE item SET title=\'owned\'; END',
    "CREATE VIEW songs AS SELECT * FROM item, item AS b, item AS c",
    "CREATE INDEX slow ON item (length(hex(zeroblob(10))))",
)


def test_triggers_and_views_of_others_do_nothing(closed: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as other:
        for statement in HOSTILE:
            other.execute(statement)
    opened = BacklogFile(closed)
    opened.write(new(make_item(2)), actor="test")
    content = reopened(opened)
    assert [(item.id, item.title) for item in content.items] == [(1, "Item 1"), (2, "Item 2")]
    assert "taken out of the file, as no backlog has it: " in caplog.text
    with closing(sqlite3.connect(closed)) as other:
        query = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR name='slow'"
        assert other.execute(query).fetchall() == []


def test_a_value_that_is_too_long_is_refused(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmdesk.storage.connecting._LONGEST_VALUE", 10_000)
    with closing(sqlite3.connect(closed, isolation_level=None)) as other:
        other.execute("UPDATE item SET description=hex(zeroblob(20000))")
    with pytest.raises(FileFault, match="is damaged"):
        BacklogFile(closed)


class TestWriter:
    """The one thread."""

    def test_long_work_lets_others_go_between_but_nothing_goes_before_what_keeps_its_order(self) -> None:
        writer, done, may_go = Writer("test"), [], threading.Event()

        def long() -> None:
            may_go.wait(5)
            done.append("half")
            writer.serve()
            done.append("whole")

        writer.submit(long, Turn.LAST)
        writer.submit(lambda: done.append("may wait"), Turn.LAST)
        writer.submit(lambda: done.append("between"))
        writer.submit(lambda: done.append("in order"), Turn.IN_ORDER)
        writer.submit(lambda: done.append("after it"))
        may_go.set()
        writer.shutdown()
        assert done == ["half", "between", "whole", "may wait", "in order", "after it"]

    def test_who_waits_gets_the_fault_and_the_thread_goes_on(self) -> None:
        writer = Writer("test")
        with pytest.raises(ZeroDivisionError):
            writer.submit(lambda: 1 / 0).result(5)
        assert writer.submit(lambda: 7).result(5) == 7
        writer.shutdown()


def test_a_folder_without_room_is_no_read_only_one(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(Exception, match="nothing can be written in its folder: No space left") as refused:
        FileLock(closed)
    assert not isinstance(refused.value, NotLockable)


def test_a_file_that_vanished_before_its_first_write_is_still_read(closed: Path) -> None:
    with closing(BacklogFile(closed)) as opened:
        closed.unlink()
        with pytest.raises(FileFault, match="no longer where it was"):
            opened.write(new(make_item(2)), actor="test")
        assert len(opened.log.item_history(1, 10)) == 1


class TestRoomInTheLog:
    """Zeros behind the end of the log make commits quicker, and mean nothing."""

    def filled(self, opened: BacklogFile, count: int) -> Path:
        """The log after some small changes."""
        for number in range(2, 2 + count):
            opened.write(new(make_item(number)), actor="test")
        opened._thread.submit(int, Turn.IN_ORDER).result(5)
        return opened.path.with_name("shop.pmdesk-wal")

    def test_it_is_made_when_small_changes_follow_each_other(self, closed: Path) -> None:
        with closing(BacklogFile(closed)) as opened:
            assert self.filled(opened, 3).stat().st_size < 200_000
            opened.write(new(make_item(50)), actor="test")
            assert 4_000_000 < self.filled(opened, 0).stat().st_size < 5_000_000
        assert names_beside(closed) == ["shop.pmdesk"]

    def test_what_a_killed_process_leaves_is_whole(self, closed: Path, tmp_path: Path) -> None:
        with closing(BacklogFile(closed)) as opened:
            log = self.filled(opened, 30)
            assert log.stat().st_size > 4_000_000
            for one in (closed, log):
                shutil.copy(one, tmp_path / one.name)
        with closing(BacklogFile(tmp_path / "shop.pmdesk")) as killed:
            assert [item.id for item in killed.content.items] == list(range(1, 32))
            assert killed.integrity_faults() == []

    def test_a_disk_without_room_goes_on(self, closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        with closing(BacklogFile(closed)) as opened:
            monkeypatch.setattr(os, "write", full)
            assert self.filled(opened, 10).stat().st_size < 1_000_000
            monkeypatch.undo()
            assert len(reopened(opened).items) == 11

    def test_after_a_large_change_it_is_made_anew(self, closed: Path) -> None:
        with closing(BacklogFile(closed)) as opened:
            self.filled(opened, 10)
            opened.write(new(*map(make_item, range(100, 1000))), actor="test")
            opened._run(int)
            log = closed.with_name("shop.pmdesk-wal")
            assert log.stat().st_size == 0
            for number in range(1000, 1010):
                opened.write(new(make_item(number)), actor="test")
            opened._thread.submit(int, Turn.IN_ORDER).result(5)
            assert log.stat().st_size > 4_000_000
            assert len(reopened(opened).items) == 921
