"""The window of backups: when each was made and why, what changed since, and the ways back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from pmdesk.domain.messages import Message
from pmdesk.gui.background import Background
from pmdesk.gui.backup_words import REASONS, date_of
from pmdesk.gui.backups.comparison_lines import lines_of, summary
from pmdesk.gui.dialog_parts import button, footer, heading, list_and_details, section_label
from pmdesk.gui.document import Document
from pmdesk.gui.outcome_list import OutcomeList
from pmdesk.gui.text import say
from pmdesk.gui.theme import Theme
from pmdesk.gui.widgets import ElidedLabel, plain_label, primary_button, set_role
from pmdesk.services.backups import Backup, Reason
from pmdesk.services.restoring import BackupContent, Comparison, compare, read_backup

_SIZE, _WIDTHS, _COLUMNS = (1040, 640), (480, 560), (150, 210)
_ROW = 30
_BACKUP = Qt.ItemDataRole.UserRole


class BackupsDialog(QDialog):
    """Shows the backups of one backlog.

    `restoreRequested` brings the BackupContent to restore; `copyRequested` the Backup that is wanted as a file of its
    own, `openRequested` one to look at, `folderRequested` the folder they lie in.
    """

    restoreRequested = Signal(object)
    copyRequested = Signal(object)
    openRequested = Signal(object)
    folderRequested = Signal()

    def __init__(
        self, document: Document, list_all: Callable[[], list[Backup]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backups"))
        self._document, self._list_all = document, list_all
        self._content: BackupContent | None = None
        self._wanted: Backup | None = None
        self.list = QTreeWidget()
        self.caption = section_label("")
        self.details = OutcomeList(theme, [])
        self.told = plain_label(role="hint", wrap=True)
        self.now_button = button(self.tr("Back up &now"), self.tr("Make a backup of what is saved now"))
        self.folder_button = button(self.tr("Show &folder"), self.tr("Show where the backups lie"))
        self.open_button = button(self.tr("&Look at it"), self.tr("Open it read-only, in a window of its own"))
        self.copy_button = button(self.tr("As a new &file…"), self.tr("Write it to a file of its own, and open that"))
        self.restore_button = primary_button(self.tr("&Restore"))
        self.close_button = button(self.tr("Close"), self.tr("Close (Esc)"))
        self._reading = Background("read-backup", self)
        self._making = Background("make-backup", self)
        self._build()
        self._connect()
        self.refresh()

    @property
    def backup(self) -> Backup | None:
        """The one that is chosen."""
        item = self.list.currentItem()
        return item.data(0, _BACKUP) if item is not None else None

    def refresh(self) -> None:
        """List what is there, and choose the newest."""
        self.list.clear()
        for backup in self._list_all():
            texts = [date_of(backup), say(REASONS[backup.reason]), str(backup.items)]
            item = QTreeWidgetItem(self.list, texts)
            item.setData(0, _BACKUP, backup)
            item.setSizeHint(0, QSize(0, _ROW))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        newest = self.list.topLevelItem(0)
        if newest is not None:
            self.list.setCurrentItem(newest)
        else:
            self._show_current()

    def done(self, result: int) -> None:
        self._reading.stop()
        self._making.stop()
        super().done(result)

    # The parts

    def _build(self) -> None:
        self.list.setObjectName("backupsList")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName(self.tr("Backups, newest first"))
        self.list.setHeaderLabels([self.tr("When"), self.tr("Why"), self.tr("Items")])
        for place, width in enumerate(_COLUMNS):
            self.list.setColumnWidth(place, width)
        self.details.setAccessibleName(self.tr("What changed since then"))
        self.restore_button.setToolTip(
            self.tr("Bring everything back to how it was then, in one step that undo takes back")
        )
        self.restore_button.setAutoDefault(False)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(heading(self.windowTitle(), ElidedLabel(self._document.path.name, "muted")))
        body.addWidget(list_and_details(self.list, self.caption, self.details, _WIDTHS), 1)
        ways = (self.open_button, self.copy_button, self.restore_button, self.close_button)
        body.addWidget(footer(self.now_button, self.folder_button, self.told, None, *ways))
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self._reading.succeeded.connect(self._show_read)
        self._reading.failed.connect(self._show_unreadable)
        self._making.succeeded.connect(self._show_made)
        self.now_button.clicked.connect(self.back_up_now)
        self.folder_button.clicked.connect(self.folderRequested)
        self.open_button.clicked.connect(lambda: self.openRequested.emit(self.backup))
        self.copy_button.clicked.connect(lambda: self.copyRequested.emit(self.backup))
        self.restore_button.clicked.connect(lambda: self.restoreRequested.emit(self._content))
        self.close_button.clicked.connect(self.reject)

    # What is shown

    def _show_current(self) -> None:
        backup = self.backup
        self._content = None
        self.details.show_lines([])
        nothing = self.tr("No backup was made yet. PMDesk makes them by itself while you work.")
        self.caption.setText(self.tr("Comparing it with now…") if backup else nothing)
        self._enable()
        self._wanted = backup
        self._read_wanted()

    def _read_wanted(self) -> None:
        """Read what is chosen now, off the GUI thread; while another is read it has to wait."""
        backup = self._wanted
        if backup is None or self._reading.running:
            return
        self._wanted = None
        items = dict(self._document.workspace.items)

        def read() -> tuple[BackupContent, Comparison]:
            content = read_backup(backup)
            return content, compare(items, content.items)

        self._reading.start(read)

    def _show_read(self, found: tuple[BackupContent, Comparison]) -> None:
        content, comparison = found
        if content.backup == self.backup:
            self._content = content
            self.caption.setText(say(summary(comparison)))
            self.details.show_lines(lines_of(comparison))
            self._enable()
        self._read_wanted()

    def _show_unreadable(self, said: Message) -> None:
        if self._wanted is None:
            self.caption.setText(say(said))
        self._read_wanted()

    def _enable(self) -> None:
        for one in (self.open_button, self.copy_button):
            one.setEnabled(self.backup is not None)
        self.restore_button.setEnabled(self._content is not None and not self._document.workspace.read_only)
        self.now_button.setEnabled(self._document.workspace.backups is not None)

    # Back up now

    def back_up_now(self) -> None:
        """Make one of what is saved now, and list it."""
        keeper = self._document.workspace.backups
        if keeper is not None and not self._making.running:
            made = keeper.make(Reason.USED)
            self._making.start(made.result)

    def _show_made(self, backup: Backup | None) -> None:
        if backup is None:
            self._tell(self.tr("Nothing changed since the newest backup."), "hint")
        else:
            self._tell(self.tr("A backup was made."), "good")
            self.refresh()

    def _tell(self, text: str, role: str) -> None:
        self.told.setText(text)
        set_role(self.told, "role", role)
