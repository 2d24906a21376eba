"""What a window tells of its backlog's file, and the ways out that it offers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import change, edit
from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.domain.messages import message
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.problem_page import ProblemPage
from pmdesk.gui.windows import Windows
from pmdesk.services import editing
from pmdesk.services.backups import Reason, backups_of
from pmdesk.services.workspace import Workspace, open_workspace
from pmdesk.storage.faults import as_user_error
from pmdesk.storage.lock import FileLock
from tests.makers import make_item


@pytest.fixture
def kept(windows: Windows, sample: Path) -> Path:
    """A closed backlog with a backup that lacks its newest item."""
    workspace = open_workspace(sample, backups=windows.backups_folder)
    assert workspace.backups is not None
    workspace.backups.make(Reason.OPENED).result(10)
    workspace.apply(editing.new_item(workspace, "Newer than the backup"))
    workspace.close()
    return sample


def damage(path: Path) -> None:
    """Noise from its twentieth page on."""
    content = path.read_bytes()
    path.write_bytes(content[: 20 * 4096] + os.urandom(len(content) - 20 * 4096))


def problem_of(qtbot: QtBot, windows: Windows, path: Path) -> tuple[MainWindow, ProblemPage]:
    """The window that says why a backlog could not be opened."""
    window = windows.start(path)
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), ProblemPage), timeout=10_000)
    page = window.pages.currentWidget()
    assert isinstance(page, ProblemPage)
    return window, page


def button(parent: ProblemPage | MainWindow, beginning: str) -> QPushButton:
    """The button whose words begin so."""
    (found,) = [one for one in parent.findChildren(QPushButton) if one.text().startswith(beginning)]
    return found


def fill_the_disk(window: MainWindow) -> Iterator[None]:
    """Have every write fail until it is told to go on."""
    held = window.backlog.workspace._store._held
    assert held is not None

    def full(*_: object, **__: object) -> None:
        raise FileFault(as_user_error(OSError(28, ""), window.backlog.path).message, FileProblem.UNSAVED)

    held.write = full  # type: ignore[method-assign]
    yield
    del held.write
    yield


class TestUnsaved:
    """What could not be saved stays where it was typed, and may be tried again or go elsewhere."""

    @pytest.fixture
    def window(self, windows: Windows, sample: Path) -> MainWindow:
        """A window with all its parts."""
        window = windows.open_now(sample)
        window.complete()
        return window

    def test_what_was_typed_stays_and_trying_again_saves_it(self, window: MainWindow) -> None:
        item = window.view.current_item()
        assert item is not None
        disk = fill_the_disk(window)
        next(disk)
        window.view.go_to(item.id, "reach")
        window.view.edit(window.view.currentIndex())
        editor = window.view.viewport().focusWidget() or window.view.focusWidget()
        QTest.keyClicks(editor, "4321")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        workspace = window.backlog.workspace
        assert workspace.items[item.id] == item
        assert window.view.delegate.editing
        assert window.notices.text.startswith("The disk is full, so “stallpay.pmdesk” was not saved")
        next(disk)
        button(window, "Try again").click()
        assert workspace.items[item.id].reach == 4321
        assert window.notices.text == ""
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert not window.view.delegate.editing

    def test_a_large_change_may_be_tried_again_too(self, window: MainWindow, qtbot: QtBot) -> None:
        workspace = window.backlog.workspace
        disk = fill_the_disk(window)
        next(disk)
        count = len(workspace.items)
        large = change(message("Many"), [edit(None, make_item(number)) for number in range(1000, 1600)])
        window.backlog.apply(large)
        qtbot.waitUntil(lambda: not window.backlog.is_busy)
        assert len(workspace.items) == count
        next(disk)
        button(window, "Try again").click()
        qtbot.waitUntil(lambda: len(workspace.items) == count + 600)

    def test_other_refusals_offer_nothing_to_try_again(self, window: MainWindow) -> None:
        disk = fill_the_disk(window)
        next(disk)
        window.backlog.apply(editing.new_item(window.backlog.workspace, "New"))
        next(disk)
        window.backlog.refuse(editing.read_only("status", window.view.current_item()).message)
        assert window.backlog.retry is None
        assert not [one for one in window.notices.findChildren(QPushButton) if one.isVisible()]

    def test_a_file_that_was_replaced_is_left_alone_and_a_copy_is_offered(
        self, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = window.backlog.path
        shutil.copy(path, tmp_path / "synced")
        (tmp_path / "synced").replace(path)
        content = path.read_bytes()
        assert not window.backlog.apply(editing.new_item(window.backlog.workspace, "New"))
        assert window.notices.text.startswith("Another program has replaced “stallpay.pmdesk”")
        chosen = tmp_path / "copy.pmdesk"
        monkeypatch.setattr("pmdesk.gui.file_tasks.ask_save_path", lambda *_: chosen)
        button(window, "Save a copy").click()
        qtbot.waitUntil(lambda: "A copy is in copy.pmdesk." in window.notices.text)
        assert path.read_bytes() == content


class TestReadOnly:
    """A file that may not be written looks so."""

    @pytest.fixture
    def window(self, windows: Windows, sample: Path) -> MainWindow:
        """The window of a read-only file."""
        sample.chmod(0o444)
        window = windows.open_now(sample)
        window.complete()
        return window

    def test_title_bar_and_status_say_so(self, window: MainWindow) -> None:
        assert window.windowTitle() == "Stallpay · stallpay.pmdesk (read-only) – PMDesk"
        assert window.care.bar is not None
        assert window.care.bar.label.text().startswith("“stallpay.pmdesk” is read-only")
        assert window.status._parts["saved"].text() == "Read-only"

    def test_edits_are_refused_in_words_with_a_copy_as_the_way_out(self, window: MainWindow) -> None:
        content = window.backlog.path.read_bytes()
        window.backlog.apply(editing.new_item(window.backlog.workspace, "New"))
        assert window.notices.text == (
            "“stallpay.pmdesk” is open read-only, so nothing can be changed; save a copy to work on."
        )
        shown = [one.text() for one in window.notices.findChildren(QPushButton) if one.isVisible()]
        assert shown == ["Save a copy…"]
        window.commands.choose_framework("moscow")
        assert window.backlog.workspace.framework.name == "moscow"
        window.close()
        assert Path(window.path or "").read_bytes() == content

    def test_an_import_is_refused_before_it_begins(self, window: MainWindow, tmp_path: Path) -> None:
        window.take_files([tmp_path / "export.csv"])
        assert "is read-only" in window.notices.text
        assert window.file_tasks._import is None


class TestWaysOut:
    """Where a backlog cannot be opened, its newest backup and a rescue are offered."""

    def test_one_that_is_held_offers_the_newest_backup_read_only(
        self, qtbot: QtBot, windows: Windows, kept: Path
    ) -> None:
        lock = FileLock(kept)
        window, page = problem_of(qtbot, windows, kept)
        button(page, "Open the backup of ").click()
        qtbot.waitUntil(lambda: window not in windows.all() and len(windows.all()) == 1, timeout=10_000)
        (shown,) = windows.all()
        shown.complete()
        assert shown.backlog.workspace.read_only
        assert "Newer than the backup" not in [item.title for item in shown.backlog.workspace.items.values()]
        assert shown.windowTitle().startswith("Stallpay · backup of ")
        assert shown.care.bar is not None
        assert shown.care.bar.label.text().startswith("This is the backup of ")
        lock.release()

    def test_without_a_backup_none_is_offered(self, qtbot: QtBot, windows: Windows, sample: Path) -> None:
        lock = FileLock(sample)
        _, page = problem_of(qtbot, windows, sample)
        words = [one.text() for one in page.findChildren(QPushButton)]
        assert words == ["Try again", "Open another…", "New backlog…", "Open the sample"]
        lock.release()

    def test_a_damaged_one_offers_a_backup_and_a_rescue(
        self, qtbot: QtBot, windows: Windows, kept: Path, tmp_path: Path
    ) -> None:
        damage(kept)
        content = kept.read_bytes()
        window, page = problem_of(qtbot, windows, kept)
        assert button(page, "Open the backup of ")
        assert button(page, "Rescue what can be read")
        window.ways_out.rescue(kept, tmp_path / "rescued.pmdesk")
        qtbot.waitUntil(lambda: window not in windows.all() and len(windows.all()) == 1, timeout=20_000)
        (shown,) = windows.all()
        assert "could not be read" in shown.notices.text
        assert shown.backlog.path == tmp_path / "rescued.pmdesk"
        assert not shown.backlog.workspace.read_only
        assert kept.read_bytes() == content

    def test_a_damaged_backup_is_passed_over(self, qtbot: QtBot, windows: Windows, kept: Path) -> None:
        damage(kept)
        for backup in backups_of(windows.backups_folder, kept):
            backup.path.write_bytes(b"")
        window, page = problem_of(qtbot, windows, kept)
        button(page, "Open the backup of ").click()
        qtbot.waitUntil(lambda: "None of the backups of “stallpay.pmdesk” can be opened." in window.notices.text)

    def test_another_window_offers_them_too(self, windows: Windows, kept: Path, tmp_path: Path) -> None:
        other = shutil.copy(kept, tmp_path / "other.pmdesk")
        window = windows.open_now(Path(other))
        damage(kept)
        windows.open(kept, window)
        shown = [one.text() for one in window.notices.findChildren(QPushButton) if one.isVisible()]
        assert [words.split(" of ")[0] for words in shown] == ["Open the backup", "Rescue what can be read…"]


class TestBackups:
    """The window keeps backups by itself."""

    def test_one_is_made_some_time_after_opening(
        self, qtbot: QtBot, windows: Windows, sample: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pmdesk.gui.document._FIRST_BACKUP_MS", 10)
        window = windows.open_now(sample)
        qtbot.waitUntil(lambda: len(backups_of(windows.backups_folder, sample)) == 1)
        (backup,) = backups_of(windows.backups_folder, sample)
        assert (backup.reason, backup.items) == (Reason.OPENED, len(window.backlog.workspace.items))

    def test_what_cannot_be_kept_is_told(
        self, qtbot: QtBot, windows: Windows, sample: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pmdesk.gui.document._FIRST_BACKUP_MS", 10)
        windows.backups_folder.parent.mkdir(parents=True, exist_ok=True)
        windows.backups_folder.write_text("no folder")
        window = windows.open_now(sample)
        window.complete()
        qtbot.waitUntil(lambda: "No backup of “stallpay.pmdesk” could be made" in window.notices.text)
        workspace: Workspace = window.backlog.workspace
        window.backlog.apply(editing.new_item(workspace, "All the same"))
        assert "All the same" in [item.title for item in workspace.items.values()]
