"""What is told of the backlog's file: each thing that can be wrong with it, backups, and what is read-only."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.gui.backups.backups_dialog import BackupsDialog
from pmdesk.gui.main_window import MainWindow
from pmdesk.services import editing
from pmdesk.services.backups import Reason
from pmdesk.services.workspace import open_workspace
from pmdesk.storage.faults import as_user_error
from pmdesk.storage.lock import FileLock
from tests.screenshots.backlogs import make_sample
from tests.screenshots.stage import Stage

_SIZE = (1200, 800)


class FileViews:
    """Spoils a file of its own for each picture."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._made = 0

    def all(self) -> dict[str, Callable[[], QWidget]]:
        """Each state by name."""
        return {
            "problem-held": self.held,
            "problem-damaged": lambda: self.problem(_damage),
            "problem-cut": lambda: self.problem(_cut),
            "problem-empty": lambda: self.problem(lambda path: path.write_bytes(b"")),
            "problem-foreign": lambda: self.problem(lambda path: path.write_bytes(b"GIF89a" + bytes(5000))),
            "problem-encrypted": lambda: self.problem(lambda path: path.write_bytes(b"Salted__" + bytes(5000))),
            "problem-newer": lambda: self.problem(_make_newer),
            "file-opened-damaged": self.opened_damaged,
            "file-read-only": self.read_only,
            "file-backup": self.backup,
            "file-replaced": self.replaced,
            "file-gone": self.gone,
            "file-unsaved": self.unsaved,
            "file-rescued": self.rescued,
            "backups": self.backups,
            "backups-none": self.no_backups,
        }

    def held(self) -> MainWindow:
        """Another PMDesk has it, and there is a backup."""
        path = self._with_backup()
        lock = FileLock(path)
        self._stage.after.append(lock.release)
        return self._problem(path)

    def problem(self, spoil: Callable[[Path], object]) -> MainWindow:
        """A backlog that cannot be opened."""
        path = self._with_backup()
        spoil(path)
        return self._problem(path)

    def opened_damaged(self) -> MainWindow:
        """Another window tells of it."""
        path = self._with_backup()
        _damage(path)
        window = self._stage.at("SHOP-112", "reach")
        self._stage.windows.open(path, window)
        return window

    def read_only(self) -> MainWindow:
        """A file that may not be written."""
        path = self._new()
        path.chmod(0o444)
        return self._opened(path)

    def backup(self) -> MainWindow:
        """A backup that is looked at."""
        path = self._with_backup()
        _damage(path)
        window = self._problem(path)
        window.ways_out.open_backup(path)
        return self._other_than(window)

    def replaced(self) -> MainWindow:
        """A sync client put another file in its place."""
        window = self._opened(self._new())
        shutil.copy(window.backlog.path, window.backlog.path.with_name("synced"))
        window.backlog.path.with_name("synced").replace(window.backlog.path)
        return self._edited(window)

    def gone(self) -> MainWindow:
        """The file was deleted."""
        window = self._opened(self._new())
        window.backlog.path.unlink()
        return self._edited(window)

    def unsaved(self) -> MainWindow:
        """The disk is full; what was typed stays."""
        window = self._opened(self._new())
        held = window.backlog.workspace._store._held
        fault = as_user_error(OSError(errno.ENOSPC, ""), window.backlog.path)

        def full(*_: object, **__: object) -> None:
            raise FileFault(fault.message, FileProblem.UNSAVED)

        held.write = full  # type: ignore[union-attr, method-assign]
        window.view.go_to(next(iter(window.backlog.workspace.ranking)), "reach")
        window.view.edit(window.view.currentIndex())
        editor = window.view.viewport().focusWidget() or window.view.focusWidget()
        QTest.keyClicks(editor, "7700")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        held_back = window.close

        def close() -> None:
            del held.write  # type: ignore[union-attr]
            held_back()

        self._stage.after[-1] = close
        return window

    def rescued(self) -> MainWindow:
        """What could be read is in a new file."""
        path = self._with_backup()
        _damage(path)
        window = self._problem(path)
        window.ways_out.rescue(path, path.with_name(f"{path.stem} rescued.pmdesk"))
        return self._other_than(window)

    def backups(self) -> QDialog:
        """The list of backups, one compared with now."""
        window = self._opened(self._with_backup())
        workspace = window.backlog.workspace
        assert workspace.backups is not None
        items = list(workspace.items.values())
        window.backlog.apply(editing.set_values(items[3:9], {"reach": 4200.0, "confidence": 0.5}))
        window.backlog.apply(editing.delete_items(workspace, items[10:12]))
        window.backlog.apply(editing.new_item(workspace, "Pay out at once"))
        window.actions_["actionBackups"].trigger()
        return self._shown_dialog()

    def no_backups(self) -> QDialog:
        """Nothing was kept yet."""
        window = self._opened(self._new())
        window.actions_["actionBackups"].trigger()
        return self._shown_dialog()

    # Files and windows

    def _new(self) -> Path:
        self._made += 1
        folder = self._stage.folder / f"file-{self._made}"
        folder.mkdir()
        path = folder / "StallPay.pmdesk"
        make_sample(path)
        return path

    def _with_backup(self) -> Path:
        path = self._new()
        workspace = open_workspace(path, backups=self._stage.windows.backups_folder)
        assert workspace.backups is not None
        for reason, name in ((Reason.OPENED, "Sell at fairs"), (Reason.IMPORT, "Refund in cash"), (Reason.USED, "")):
            workspace.backups.make(reason).result(10)
            workspace.apply(editing.new_item(workspace, name or "Pay later"))
        workspace.close()
        return path

    def _opened(self, path: Path) -> MainWindow:
        window = self._stage.windows.open_now(path)
        window.complete()
        window.resize(*_SIZE)
        window.view.setFocus()
        self._stage.after.append(window.close)
        QApplication.processEvents()
        return window

    def _problem(self, path: Path) -> MainWindow:
        window = self._stage.windows.start(path)
        window.resize(*_SIZE)
        self._stage.after.append(lambda: _close(window))
        window.activateWindow()
        _wait(lambda: window.pages.currentWidget() is not window.opening)
        return window

    def _other_than(self, window: MainWindow) -> MainWindow:
        known = set(map(id, self._stage.windows.all()))
        _wait(lambda: any(id(one) not in known for one in self._stage.windows.all()))
        (opened,) = [one for one in self._stage.windows.all() if id(one) not in known]
        opened.complete()
        opened.resize(*_SIZE)
        self._stage.after.append(opened.close)
        return opened

    def _edited(self, window: MainWindow) -> MainWindow:
        item = window.view.current_item()
        if item is not None:
            window.backlog.apply(editing.set_values([item], {"reach": 1234.0}))
        return window

    def _shown_dialog(self) -> QDialog:
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, BackupsDialog) and one.isVisible()]
        dialog = shown[-1]
        _wait(lambda: not dialog._reading.running)
        return dialog


def _damage(path: Path) -> None:
    content = path.read_bytes()
    start = 20 * 4096
    path.write_bytes(content[:start] + os.urandom(len(content) - start))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def _make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=999")


def _close(window: MainWindow) -> None:
    with suppress(RuntimeError):
        window.close()


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(500):
        if until():
            return
        QTest.qWait(20)
    raise TimeoutError
