"""Backups: whole, checked, thinned, and never in the way of what they are made of."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.storage import backups, copying
from pmdesk.storage.backlog_file import BacklogFile
from pmdesk.storage.backups import Backup, BackupFolder, Reason, kept
from pmdesk.storage.writing import Cancelled
from tests.makers import make_item
from tests.storage.files import new, reopened


@pytest.fixture
def folder(tmp_path: Path, backlog_path: Path) -> BackupFolder:
    """Where the backups of the open file go."""
    return BackupFolder(tmp_path / "backups", backlog_path)


def made(opened: BacklogFile, folder: BackupFolder, reason: Reason = Reason.USED) -> Backup | None:
    """Make one."""
    draft = opened.begin_draft(folder, reason, Event(), alone=False).result(10)
    return folder.keep(draft) if draft is not None else None


def files_in(folder: BackupFolder) -> list[str]:
    """All but the note of where the backlog lies."""
    return sorted(one.name for one in folder.path.iterdir() if one.name != "backlog.txt")


class TestMaking:
    """A backup is a backlog of its own."""

    def test_it_holds_all_and_says_what_it_is(self, backlog_file: BacklogFile, folder: BackupFolder) -> None:
        backlog_file.write(new(make_item(1), make_item(2)), actor="test")
        backup = made(backlog_file, folder, Reason.IMPORT)
        assert backup is not None
        assert (backup.reason, backup.items) == (Reason.IMPORT, 2)
        assert abs(datetime.now(UTC) - backup.time) < timedelta(seconds=60)
        assert folder.all() == [backup]
        assert files_in(folder) == [backup.path.name]
        with closing(BacklogFile(backup.path)) as opened:
            assert [item.id for item in opened.content.items] == [1, 2]
            assert opened.integrity_faults() == []
        assert (folder.path / "backlog.txt").read_text().strip() == str(backlog_file.path)

    def test_none_is_made_where_nothing_changed(self, backlog_file: BacklogFile, folder: BackupFolder) -> None:
        assert made(backlog_file, folder) is not None
        assert made(backlog_file, folder) is None
        backlog_file.write(new(make_item(1)), actor="test")
        assert made(backlog_file, folder) is not None
        backlog_file.save_view_state("columns", ["key"])
        assert made(backlog_file, folder) is None
        assert [one.items for one in folder.all()] == [1, 0]

    def test_each_backlog_has_its_own_folder(self, tmp_path: Path) -> None:
        names = [BackupFolder(tmp_path, tmp_path / name).path.name for name in ("a/Shop.pmdesk", "b/Shop.pmdesk")]
        assert len(set(names)) == 2
        assert all(name.startswith("Shop-") for name in names)
        assert BackupFolder(tmp_path, Path("/x/..\n<b>?.pmdesk")).path.parent == tmp_path

    def test_what_is_written_meanwhile_waits_for_no_backup(
        self, backlog_file: BacklogFile, folder: BackupFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An edit between two pieces is saved at once, and goes along into the backup."""
        items = [make_item(number, description="words " * 200) for number in range(1, 400)]
        backlog_file.write(new(*items), actor="test")
        monkeypatch.setattr(copying, "PAGES_AT_ONCE", 10)
        halfway, may_go = Event(), Event()
        serve = backlog_file._thread.serve

        def hold_up() -> None:
            halfway.set()
            may_go.wait(10)
            serve()

        monkeypatch.setattr(backlog_file._thread, "serve", hold_up)
        draft = backlog_file.begin_draft(folder, Reason.USED, Event(), alone=False)
        halfway.wait(10)
        edit = backlog_file.begin_write(new(make_item(500)), actor="test")
        may_go.set()
        edit.result(10)
        copied = draft.result(10)
        assert copied is not None
        with closing(BacklogFile(folder.keep(copied).path)) as opened:
            assert [len(opened.content.items), opened.content.last_item_id] == [400, 500]
            assert opened.integrity_faults() == []

    def test_what_comes_after_one_that_stands_alone_is_not_in_it(
        self, backlog_file: BacklogFile, folder: BackupFolder
    ) -> None:
        backlog_file.write(new(*map(make_item, range(1, 400))), actor="test")
        draft = backlog_file.begin_draft(folder, Reason.IMPORT, Event(), alone=True)
        backlog_file.write(new(make_item(500)), actor="test")
        copied = draft.result(10)
        assert copied is not None
        with closing(BacklogFile(folder.keep(copied).path)) as opened:
            assert len(opened.content.items) == 399

    def test_one_that_is_broken_off_leaves_nothing(self, backlog_file: BacklogFile, folder: BackupFolder) -> None:
        stop = Event()
        stop.set()
        with pytest.raises(Cancelled):
            backlog_file.begin_draft(folder, Reason.USED, stop, alone=False).result(10)
        assert files_in(folder) == []
        backlog_file.write(new(make_item(1)), actor="test")

    def test_a_clock_that_goes_back_makes_no_older_backup(
        self, backlog_file: BacklogFile, folder: BackupFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = made(backlog_file, folder)
        assert first is not None
        ahead = first.path.with_name(first.path.name.replace(first.path.name[:4], "2990", 1))
        first.path.rename(ahead)
        backlog_file.write(new(make_item(1)), actor="test")
        newest = made(backlog_file, folder)
        assert newest == folder.all()[0]
        assert [one.items for one in folder.all()] == [1, 0]


def full(*_: object) -> None:
    """A disk without room."""
    raise OSError(28, "No space left on device")


def forbidden(*_: object, **__: object) -> None:
    """A folder of somebody else."""
    raise PermissionError(13, "Permission denied")


class TestFaults:
    """A backup that cannot be made says why, leaves nothing behind, and the backlog goes on."""

    @pytest.mark.parametrize(
        ("owner", "name", "fault", "said"),
        [
            (Path, "mkdir", forbidden, "Permission denied"),
            (backups, "back_up", full, "No space left on device"),
            (backups, "sync", full, "No space left on device"),
            (backups, "sync_folder", full, "No space left on device"),
            (Path, "replace", forbidden, "Permission denied"),
        ],
    )
    def test_every_step_may_fail(
        self,
        backlog_file: BacklogFile,
        folder: BackupFolder,
        monkeypatch: pytest.MonkeyPatch,
        owner: object,
        name: str,
        fault: Callable[..., None],
        said: str,
    ) -> None:
        backlog_file.write(new(make_item(1)), actor="test")
        with monkeypatch.context() as patched:
            patched.setattr(owner, name, fault)
            with pytest.raises(UserError, match=f"No backup of “shop.pmdesk” could be made in “.*”: {said}"):
                made(backlog_file, folder)
        assert not folder.path.exists() or not [one for one in files_in(folder) if one.endswith(".tmp")]
        backlog_file.write(new(make_item(2)), actor="test")
        assert made(backlog_file, folder) is not None
        assert len(reopened(backlog_file).items) == 2

    def test_a_copy_that_is_not_sound_is_no_backup(self, backlog_file: BacklogFile, folder: BackupFolder) -> None:
        backlog_file.write(new(*map(make_item, range(1, 400))), actor="test")
        draft = backlog_file.begin_draft(folder, Reason.USED, Event(), alone=False).result(10)
        assert draft is not None
        content = draft.path.read_bytes()
        draft.path.write_bytes(content[:8192] + os.urandom(20_000) + content[28_192:])
        with pytest.raises(UserError, match="No backup of"):
            folder.keep(draft)
        assert files_in(folder) == []

    def test_what_a_killed_process_left_goes_after_a_day(self, backlog_file: BacklogFile, folder: BackupFolder) -> None:
        folder.path.mkdir(parents=True)
        old, young = folder.path / ".old.tmp", folder.path / ".young.tmp"
        for one in (old, young):
            one.touch()
        os.utime(old, (1, 1))
        assert made(backlog_file, folder) is not None
        assert (old.exists(), young.exists()) == (False, True)

    def test_the_newest_good_one_is_found_behind_bad_ones(
        self, backlog_file: BacklogFile, folder: BackupFolder
    ) -> None:
        first = made(backlog_file, folder)
        backlog_file.write(new(make_item(1)), actor="test")
        second = made(backlog_file, folder)
        assert folder.newest_good() == second
        assert second is not None
        second.path.write_bytes(second.path.read_bytes()[:5000])
        assert folder.newest_good() == first

    def test_other_files_in_the_folder_are_left_alone(self, backlog_file: BacklogFile, folder: BackupFolder) -> None:
        folder.path.mkdir(parents=True)
        names = ["notes.txt", "Shop.pmdesk", "99999999-999999Z_used_1-aa_1.pmdesk", "20260101-000000Z_fun_1-a_1.pmdesk"]
        for name in names:
            (folder.path / name).touch()
        assert folder.all() == []
        assert made(backlog_file, folder) is not None
        assert set(names) <= set(files_in(folder))


def backup_at(*when: timedelta) -> list[Backup]:
    """Backups so long before a Wednesday noon, newest first."""
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    return [Backup(Path(str(ago)), noon - ago, Reason.USED, 0, "") for ago in sorted(when)]


class TestThinning:
    """20 newest, the last of each of 14 days and of 8 weeks."""

    def test_few_stay_all(self) -> None:
        some = backup_at(*(timedelta(minutes=30 * number) for number in range(20)))
        assert kept(some) == some

    def test_of_a_day_of_half_hours_20_stay(self) -> None:
        some = backup_at(*(timedelta(minutes=15 * number) for number in range(40)))
        assert kept(some) == some[:20]

    def test_a_year_of_work(self) -> None:
        """Two backups on each day: 20 newest are 10 days, then the later one of 4 more days, then of weeks."""
        some = backup_at(*(timedelta(days=day, hours=hour) for day in range(365) for hour in (0, 3)))
        ages = [(some[0].time - one.time) / timedelta(days=1) for one in kept(some)]
        assert ages[:20] == [age / 8 for day in range(10) for age in (8 * day, 8 * day + 1)]
        assert ages[20:24] == [10, 11, 12, 13]
        assert ages[24:] == [17, 24, 31, 38, 45]  # Sundays; those of two weeks before stay as days

    def test_what_was_thinned_is_gone_from_the_disk(self, backlog_file: BacklogFile, folder: BackupFolder) -> None:
        folder.path.mkdir(parents=True)
        for minute in range(30):
            (folder.path / f"20200101-00{minute:02}00Z_used_1-aa_1.pmdesk").touch()
        assert made(backlog_file, folder) is not None
        assert len(files_in(folder)) == 20


@pytest.mark.parametrize("version", [1, 2])
def test_a_file_is_kept_before_it_is_led_on(tmp_path: Path, version: int, caplog: pytest.LogCaptureFixture) -> None:
    source = Path(__file__).parents[1] / "data" / "backlogs" / f"version-{version}.pmdesk"
    old = tmp_path / "shop.pmdesk"
    old.write_bytes(source.read_bytes())
    folder = BackupFolder(tmp_path / "backups", old)
    BacklogFile(old, before_migration=folder.keep_old).close()
    (backup,) = folder.all()
    assert backup.reason is Reason.MIGRATION
    with closing(sqlite3.connect(backup.path)) as kept_one, closing(sqlite3.connect(source)) as original:
        assert list(kept_one.iterdump()) == list(original.iterdump())
        assert kept_one.execute("PRAGMA user_version").fetchone() == (version,)


def test_a_file_is_led_on_where_no_backup_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = tmp_path / "shop.pmdesk"
    old.write_bytes((Path(__file__).parents[1] / "data" / "backlogs" / "version-1.pmdesk").read_bytes())
    folder = BackupFolder(tmp_path / "backups", old)
    monkeypatch.setattr(backups, "sync", full)
    with caplog.at_level(logging.WARNING):
        BacklogFile(old, before_migration=folder.keep_old).close()
    assert "No backup of “shop.pmdesk” could be made" in caplog.text
    assert folder.all() == []
