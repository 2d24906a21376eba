"""Backups of an open backlog as it is used, compared with now, restored; and rescues of damaged files."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.domain.messages import Message, UserError
from pmdesk.domain.records import ImportedValues, Moscow, Settings
from pmdesk.services import backups, editing, salvaging
from pmdesk.services.backups import BackupFolder, BackupKeeper, Reason, backups_of
from pmdesk.services.baselines import set_baseline
from pmdesk.services.checking import check
from pmdesk.services.restoring import BackupContent, compare, read_backup, restore, save_as
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace
from tests.makers import imported, incoming, make_item, put, scored_item


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The folder of all backups."""
    return tmp_path / "backups"


@pytest.fixture
def kept(backlog_path: Path, base: Path) -> Iterator[Workspace]:
    """A backlog of which backups are made."""
    create_workspace(backlog_path, Settings(name="Shop")).close()
    opened = open_workspace(backlog_path, backups=base)
    yield opened
    opened.close()


def keeper_of(workspace: Workspace) -> BackupKeeper:
    """What makes its backups."""
    assert workspace.backups is not None
    return workspace.backups


def reasons(workspace: Workspace) -> list[tuple[Reason, int]]:
    """What its backups were made for, newest first, with their counts."""
    return [(one.reason, one.items) for one in keeper_of(workspace).folder.all()]


def content_of(workspace: Workspace) -> BackupContent:
    """A backup of now, read."""
    backup = keeper_of(workspace).make(Reason.USED).result(10)
    assert backup is not None
    return read_backup(backup)


def new_item(workspace: Workspace, title: str = "New") -> None:
    """Save something."""
    workspace.apply(editing.new_item(workspace, title))


class TestKeeping:
    """When backups are made, and what happens when they cannot be."""

    def test_one_at_opening_after_a_change(self, kept: Workspace, base: Path) -> None:
        assert keeper_of(kept).make(Reason.OPENED).result(10) is not None
        assert keeper_of(kept).make(Reason.OPENED).result(10) is None
        new_item(kept)
        kept.close()
        again = open_workspace(kept.path, backups=base)
        keeper_of(again).make(Reason.OPENED).result(10)
        assert reasons(again) == [(Reason.OPENED, 1), (Reason.OPENED, 0)]
        again.close()

    def test_in_use_at_most_every_half_hour(self, kept: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        now = backups.time.monotonic()
        for minutes, count in ((0, 0), (29, 0), (31, 1), (32, 1), (60, 1), (62, 2)):
            monkeypatch.setattr(backups.time, "monotonic", lambda minutes=minutes: now + 60 * minutes)
            new_item(kept)
            keeper_of(kept)._thread.submit(int).result(10)
            assert len(reasons(kept)) == count

    def test_before_an_import_without_it(self, kept: Workspace) -> None:
        new_item(kept)
        made = keeper_of(kept).before(Reason.IMPORT)
        new_item(kept, "Imported")
        backup = made.result(10)
        assert backup is not None
        assert (backup.reason, len(read_backup(backup).items)) == (Reason.IMPORT, 1)

    def test_closing_waits_for_none_that_nobody_asked_for(self, kept: Workspace) -> None:
        new_item(kept)
        keeper_of(kept)._stop.set()
        assert keeper_of(kept).make(Reason.USED).result(10) is None
        assert reasons(kept) == []

    def test_what_goes_wrong_is_told_once_and_edits_go_on(
        self, kept: Workspace, base: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        base.write_text("no folder")
        told: list[Message] = []
        keeper_of(kept).on_fault = told.append
        for _ in range(2):
            new_item(kept)
            assert keeper_of(kept).make(Reason.USED).result(10) is None
        assert [str(said) for said in told] == [
            f"No backup of “shop.pmdesk” could be made in “{keeper_of(kept).folder.path}”: Not a directory."
        ]
        base.unlink()
        assert keeper_of(kept).make(Reason.USED).result(10) is not None
        assert len(kept.items) == 2

    def test_a_read_only_backlog_makes_none(self, kept: Workspace, base: Path) -> None:
        kept.close()
        opened = open_workspace(kept.path, backups=base, read_only=True)
        assert opened.backups is None
        opened.close()

    def test_they_are_found_by_the_place_of_the_backlog(self, kept: Workspace, base: Path) -> None:
        keeper_of(kept).make(Reason.OPENED).result(10)
        assert backups_of(base, kept.path) == keeper_of(kept).folder.all() != []
        assert backups_of(base, kept.path.with_name("other.pmdesk")) == []

    def test_a_file_that_went_away_leaves_a_backup_of_what_was_saved(self, kept: Workspace, base: Path) -> None:
        new_item(kept)
        kept.path.unlink()
        with pytest.raises(FileFault, match="no longer where it was"):
            new_item(kept)
        kept.close()
        (backup,) = backups_of(base, kept.path)
        assert (backup.reason, len(read_backup(backup).items)) == (Reason.MISPLACED, 1)

    def test_a_file_that_was_overwritten_leaves_one_of_what_was_shown(self, kept: Workspace, base: Path) -> None:
        put(kept, *map(scored_item, range(1, 50)))
        items = dict(kept.items)
        kept.path.write_bytes(os.urandom(90_000))
        kept.close()
        (backup,) = backups_of(base, kept.path)
        assert (backup.reason, backup.items) == (Reason.MISPLACED, 49)
        assert read_backup(backup).items == items


class TestReadOnly:
    """A backlog that is only looked at."""

    @pytest.fixture
    def shown(self, kept: Workspace) -> Iterator[Workspace]:
        """A file that is marked as read-only."""
        put(kept, scored_item(1), scored_item(2))
        kept.close()
        kept.path.chmod(0o444)
        opened = open_workspace(kept.path)
        yield opened
        opened.close()

    def test_all_is_shown_and_nothing_changes(self, shown: Workspace) -> None:
        content = shown.path.read_bytes()
        assert shown.read_only
        shown.set_framework("moscow")
        assert shown.framework.name == "moscow"
        assert check(shown) == []
        with pytest.raises(FileFault, match="is open read-only") as refused:
            new_item(shown)
        assert refused.value.problem is FileProblem.UNSAVED
        with pytest.raises(FileFault, match="is open read-only"):
            shown.undo()
        assert (len(shown.items), shown.path.read_bytes()) == (2, content)


class TestCopiesFromMemory:
    """A copy is written from memory where the file can no longer be read."""

    @pytest.fixture
    def filled(self, workspace: Workspace) -> Workspace:
        """A backlog with a bit of everything."""
        put(workspace, *(scored_item(number, description="words " * 300) for number in range(1, 200)))
        workspace.apply(set_baseline(workspace, "user"))  # type: ignore[arg-type]
        workspace.set_framework("moscow")
        return workspace

    def test_of_a_file_that_was_overwritten(self, filled: Workspace, tmp_path: Path) -> None:
        items, settings, baseline = dict(filled.items), filled.settings, filled.baseline
        filled.path.write_bytes(os.urandom(50_000))
        with pytest.raises(FileFault, match="Another program has replaced"):
            new_item(filled)
        assert filled.copy_to(tmp_path / "copy.pmdesk") is False
        spoilt = filled.path.read_bytes()
        filled.close()
        assert filled.path.read_bytes() == spoilt
        with closing(open_workspace(tmp_path / "copy.pmdesk")) as copy:
            assert (dict(copy.items), copy.settings, copy.baseline) == (items, settings, baseline)
            assert copy.framework.name == "moscow"
            assert check(copy) == []

    def test_of_a_file_that_is_there_all_goes_along(self, filled: Workspace, tmp_path: Path) -> None:
        assert filled.copy_to(tmp_path / "copy.pmdesk") is True
        with closing(open_workspace(tmp_path / "copy.pmdesk")) as copy:
            assert copy.undo_label == filled.undo_label

    def test_of_a_drive_that_cannot_be_read_any_more(
        self, filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fault = sqlite3.OperationalError("disk I/O error")
        fault.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ  # type: ignore[attr-defined]

        def fail(*_: object) -> None:
            raise fault

        monkeypatch.setattr("pmdesk.storage.backlog_file.back_up", fail)
        assert filled.copy_to(tmp_path / "copy.pmdesk") is False
        with closing(open_workspace(tmp_path / "copy.pmdesk")) as copy:
            assert dict(copy.items) == dict(filled.items)

    def test_never_onto_the_backlog_itself(self, filled: Workspace, tmp_path: Path) -> None:
        filled.path.write_bytes(os.urandom(50_000))
        spoilt = filled.path.read_bytes()
        (tmp_path / "twin.pmdesk").hardlink_to(filled.path)
        for target in (filled.path, tmp_path / "twin.pmdesk"):
            with pytest.raises(UserError, match="is this backlog itself; choose another name"):
                filled.copy_to(target)
        filled.close()
        assert filled.path.read_bytes() == spoilt

    def test_where_neither_goes_it_is_said(self, filled: Workspace, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="nothing can be written in its folder"):
            filled.copy_to(tmp_path / "missing" / "copy.pmdesk")


class TestRestoring:
    """A backup brings everything back in one step that undo takes back."""

    @pytest.fixture
    def then(self, kept: Workspace) -> BackupContent:
        """A backup, after which nearly everything changed."""
        imported(kept, [incoming("A-1", title="Pay", labels=("a",)), incoming("A-2"), incoming("A-3")])
        kept.apply(editing.set_values([self.item(kept, "A-1")], {"reach": 5.0}))
        content = content_of(kept)
        kept.apply(editing.set_values([self.item(kept, "A-1")], {"reach": 6.0, "moscow": Moscow.MUST}))
        kept.apply(editing.delete_items(kept, [self.item(kept, "A-2")]))
        imported(kept, [incoming("A-1", title="Pay now"), incoming("A-9", title="Later")])
        kept.apply(editing.change_settings(kept, replace(kept.settings, vision="Another")))
        return content

    def item(self, workspace: Workspace, key: str) -> object:
        """The item with a key."""
        (found,) = workspace.find(key)
        return found

    def test_what_is_new_gone_and_changed(self, kept: Workspace, then: BackupContent) -> None:
        found = compare(kept.items, then.items)
        assert [item.key for item in found.new] == ["A-9"]
        assert [item.key for item in found.gone] == ["A-2"]
        ((now, before, names),) = [one for one in found.changed if one[0].key == "A-1"]
        assert (now.reach, before.reach) == (6.0, 5.0)
        assert {"reach", "moscow", "title"} <= names
        assert compare(then.items, then.items).empty

    def test_it_comes_back_in_one_step_and_goes_again(self, kept: Workspace, then: BackupContent) -> None:
        before = {**kept.records, "imported": kept.imported_values()}
        before = {kind: dict(held) for kind, held in before.items()}
        kept.apply(restore(kept, then))
        now = {kind: dict(held) for kind, held in {**kept.records, "imported": kept.imported_values()}.items()}
        assert now == {kind: dict(held) for kind, held in then.records.items()}
        assert str(kept.undo_label).startswith("Restore the backup of 20")
        assert check(kept) == []
        kept.undo()
        now = {kind: dict(held) for kind, held in {**kept.records, "imported": kept.imported_values()}.items()}
        assert now == before
        assert check(kept) == []

    def test_nothing_changes_where_nothing_did(self, kept: Workspace) -> None:
        new_item(kept)
        assert restore(kept, content_of(kept)).edits == ()

    def test_as_a_new_file(self, then: BackupContent, tmp_path: Path) -> None:
        save_as(then.backup, tmp_path / "again.pmdesk")
        with closing(open_workspace(tmp_path / "again.pmdesk")) as opened:
            assert {kind: dict(held) for kind, held in opened.records.items()} == {
                kind: dict(held) for kind, held in then.records.items() if kind != ImportedValues.TYPE
            }
            assert not opened.read_only
            new_item(opened)

    def test_one_that_is_damaged_is_said(self, then: BackupContent) -> None:
        then.backup.path.write_bytes(then.backup.path.read_bytes()[:9000])
        with pytest.raises(UserError, match="is cut short"):
            read_backup(then.backup)


class TestRescue:
    """What is left of a damaged file goes into a new one."""

    @pytest.fixture
    def damaged(self, backlog_path: Path) -> Path:
        """A closed backlog with noise in its middle."""
        made = create_workspace(backlog_path, Settings(name="Shop"))
        put(made, *(make_item(number, description="words " * 300) for number in range(1, 300)))
        made.close()
        content = backlog_path.read_bytes()
        backlog_path.write_bytes(content[:200_000] + os.urandom(40_960) + content[240_960:])
        return backlog_path

    def test_it_opens_is_sound_and_tells_what_was_lost(self, damaged: Path, tmp_path: Path, base: Path) -> None:
        content = damaged.read_bytes()
        with pytest.raises(FileFault) as refused:
            open_workspace(damaged)
        assert refused.value.problem is FileProblem.DAMAGED
        done = salvaging.rescue(damaged, tmp_path / "rescued.pmdesk", base)
        assert damaged.read_bytes() == content
        with closing(open_workspace(done.path)) as opened:
            assert len(opened.items) == done.items == 299
            assert check(opened) == []
            new_item(opened)
        assert [str(said) for said in done.sentences()][:2] == [
            "299 items were recovered.",
            "0 items could not be read.",
        ]
        assert done.from_log > 0
        (copy,) = BackupFolder(base, damaged).path.iterdir()
        assert copy.read_bytes() == content
        assert backups_of(base, damaged) == []

    def test_never_onto_itself(self, damaged: Path) -> None:
        content = damaged.read_bytes()
        with pytest.raises(UserError, match="Choose another name"):
            salvaging.rescue(damaged, damaged)
        assert damaged.read_bytes() == content

    def test_nothing_to_rescue_is_said(self, damaged: Path, tmp_path: Path) -> None:
        damaged.write_bytes(os.urandom(10_000))
        with pytest.raises(UserError, match="Nothing could be read of “shop.pmdesk”"):
            salvaging.rescue(damaged, tmp_path / "rescued.pmdesk")
        assert not (tmp_path / "rescued.pmdesk").exists()

    def test_a_folder_that_takes_no_copy_does_not_stop_it(
        self, damaged: Path, tmp_path: Path, base: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        base.write_text("no folder")
        with caplog.at_level(logging.WARNING):
            assert salvaging.rescue(damaged, tmp_path / "rescued.pmdesk", base).items == 299
        assert "no copy of the damaged shop.pmdesk was kept" in caplog.text
