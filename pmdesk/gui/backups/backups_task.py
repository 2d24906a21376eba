"""What the window does with its backups: shows them, restores one, or writes one to a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from pmdesk.domain.messages import message
from pmdesk.gui.background import Background
from pmdesk.gui.backup_words import date_of
from pmdesk.gui.backups.backups_dialog import BackupsDialog
from pmdesk.gui.dialog_parts import ask_save_path
from pmdesk.gui.links import open_folder
from pmdesk.services.backups import Backup, BackupFolder, Reason
from pmdesk.services.restoring import BackupContent, restore, save_as

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow


class BackupsTask(QObject):
    """The backups of one window's backlog."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._folder = BackupFolder(window.windows.backups_folder, window.backlog.path)
        self._saving = Background("save-backup", self)
        self._saving.succeeded.connect(self._open_saved)
        self._saving.failed.connect(window.show_refusal)
        self.dialog: BackupsDialog | None = None

    def show(self) -> None:
        """Show the list of backups."""
        window = self._window
        self.dialog = dialog = BackupsDialog(window.backlog, self._folder.all, window.theme, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.restoreRequested.connect(self._restore)
        dialog.copyRequested.connect(self._choose_file)
        dialog.openRequested.connect(self._open)
        dialog.folderRequested.connect(lambda: open_folder(self._folder.path))
        dialog.finished.connect(self._forget)
        dialog.open()

    def stop(self) -> None:
        """The window closes: wait for what is under way."""
        self._saving.stop()

    def _forget(self) -> None:
        self.dialog = None

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()

    def _restore(self, content: BackupContent) -> None:
        """Bring back a backup as one change; what is saved now is kept as a backup first."""
        window, document = self._window, self._window.backlog
        self._close()
        window.finish_typing()
        change = restore(document.workspace, content)
        said = message("The backup of {date} is restored.", date=date_of(content.backup))
        if not change.edits:
            window.show_refusal(message("Everything is as in this backup already."))
            return
        if document.workspace.backups is not None:
            document.workspace.backups.before(Reason.RESTORE)
        document.apply(change, then=lambda: window.tell_with_undo(said))

    def _choose_file(self, backup: Backup) -> None:
        path = self._window.backlog.path
        name = self.tr("{name} of {date}").format(name=path.stem, date=backup.time.astimezone().strftime("%Y-%m-%d"))
        suggestion = path.with_name(name + path.suffix)
        target = ask_save_path(self._window, self.tr("Backup"), suggestion, self.tr("PMDesk backlogs"))
        if target is not None:
            self.save(backup, target)

    def save(self, backup: Backup, target: Path) -> None:
        """Write a backup to a file of its own, off the GUI thread, and open that."""
        self._close()

        def work() -> Path:
            save_as(backup, target)
            return target

        self._saving.start(work)

    def _open_saved(self, target: Path) -> None:
        self._window.windows.open(target, self._window)

    def _open(self, backup: Backup) -> None:
        self._close()
        self._window.windows.open(backup.path, self._window)
