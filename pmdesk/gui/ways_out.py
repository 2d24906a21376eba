"""The ways out where a backlog cannot be opened: its newest backup, and a rescue of what can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pmdesk.domain.file_faults import FileProblem, problem_of
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.gui.background import Background
from pmdesk.gui.dialog_parts import ask_save_path
from pmdesk.gui.notice_bar import Action
from pmdesk.gui.text import say

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow
    from pmdesk.gui.windows import Windows
    from pmdesk.services.salvaging import Rescue

_NONE_GOOD = message("None of the backups of “{name}” can be opened.")


class WaysOut(QObject):
    """Offers them for one window, and goes them; one at a time."""

    def __init__(self, windows: Windows, window: MainWindow) -> None:
        super().__init__(window)
        self._windows, self._window = windows, window
        self._finding = Background("backup", self)
        self._finding.succeeded.connect(self._show_backup)
        self._rescuing = Background("rescue", self)
        self._rescuing.succeeded.connect(self._show_rescued)
        for work in (self._finding, self._rescuing):
            work.failed.connect(self._refuse)
            work.broke.connect(window.notices.end_progress)

    def offers(self, path: Path, fault: UserError) -> list[Action]:
        """What can be done about a backlog that cannot be opened, best first: words and acts."""
        problem = problem_of(fault)
        if problem not in (FileProblem.HELD, FileProblem.DAMAGED):
            return []
        from pmdesk.gui.backup_words import date_of
        from pmdesk.services.backups import backups_of

        offers: list[Action] = []
        backups = backups_of(self._windows.backups_folder, path)
        if backups:
            said = self.tr("Open the backup of {date}, read-only").format(date=date_of(backups[0]))
            offers.append((said, lambda: self.open_backup(path)))
        if problem is FileProblem.DAMAGED:
            offers.append((self.tr("Rescue what can be read…"), lambda: self.choose_rescue(path)))
        return offers

    def open_backup(self, path: Path) -> None:
        """Open the newest backup in which nothing is found wrong."""
        from pmdesk.services.backups import BackupFolder

        def find() -> Path:
            good = BackupFolder(self._windows.backups_folder, path).newest_good()
            if good is None:
                raise UserError(message(_NONE_GOOD.template, name=path.name))
            return good.path

        if not self._finding.running:
            self._finding.start(find)

    def choose_rescue(self, path: Path) -> None:
        """Let the user name the new file, and write what can be read into it."""
        suggestion = path.with_name(self.tr("{name} rescued").format(name=path.stem) + path.suffix)
        target = ask_save_path(self._window, self.tr("Rescue"), suggestion, self.tr("PMDesk backlogs"))
        if target is not None:
            self.rescue(path, target)

    def rescue(self, path: Path, target: Path) -> None:
        """Write what can be read of a damaged backlog to a new file, off the GUI thread, and open that."""
        from pmdesk.services.salvaging import rescue

        if self._rescuing.running:
            return
        self._window.notices.show_notice(self.tr("Reading what can be read…"), kind="progress")
        self._rescuing.start(lambda: rescue(path, target, self._windows.backups_folder))

    def stop(self) -> None:
        """The window closes: wait for what is under way."""
        self._finding.stop()
        self._rescuing.stop()

    def _show_backup(self, path: Path) -> None:
        self._windows.open(path, self._window)

    def _show_rescued(self, done: Rescue) -> None:
        self._window.notices.end_progress()
        try:
            opened = self._windows.open_now(done.path)
        except UserError as fault:
            self._refuse(fault.message)
            return
        opened.complete()
        opened.notices.show_notice(" ".join(map(say, done.sentences())), lasting=True)
        self._windows.close_unused(self._window)

    def _refuse(self, said: Message) -> None:
        self._window.notices.end_progress()
        self._window.show_refusal(said)
