"""What a window tells of its backlog's file: that it cannot be written, what was not saved, backups that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pmdesk.domain.messages import Message, message
from pmdesk.gui.backup_words import date_of
from pmdesk.gui.notice_bar import Action
from pmdesk.gui.read_only_bar import ReadOnlyBar
from pmdesk.gui.text import say
from pmdesk.services.backups import backup_at

if TYPE_CHECKING:
    from pmdesk.gui.document import Document
    from pmdesk.gui.main_window import MainWindow


class FileCare(QObject):
    """Follows the document of one window."""

    def __init__(self, window: MainWindow, document: Document) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self.bar: ReadOnlyBar | None = None
        document.refused.connect(self._tell_refusal)
        document.warned.connect(window.show_refusal)
        if document.workspace.read_only:
            self.bar = ReadOnlyBar(say(read_only_words(document)), window.theme)
            self.bar.copyRequested.connect(window.file_tasks.choose_copy)
            window.show_bar(self.bar)

    def _tell_refusal(self, said: Message) -> None:
        """What was refused, in words; of what could not be saved with the ways out."""
        actions: list[Action] = []
        if self._document.retry is not None:
            actions.append((self.tr("Try again"), self._document.retry))
        if self._document.unsaved:
            actions.append((self.tr("Save a copy…"), self._window.file_tasks.choose_copy))
        self._window.notices.show_notice(say(said), kind="error", actions=actions)


def read_only_words(document: Document) -> Message:
    """Why nothing can be changed here."""
    backup = backup_at(document.path)
    if backup is not None:
        said = "This is the backup of {date}. It cannot be changed; save a copy to work on."
        return message(said, date=date_of(backup))
    said = "“{name}” is read-only: it or its folder may not be written. Save a copy to work on."
    return message(said, name=document.path.name)


def file_words(document: Document) -> Message | None:
    """How the window's title names a file that is no ordinary one."""
    if not document.workspace.read_only:
        return None
    backup = backup_at(document.path)
    if backup is not None:
        return message("backup of {date} (read-only)", date=date_of(backup))
    return message("{name} (read-only)", name=document.path.name)
