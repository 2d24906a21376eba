"""The first page: the files, each with what was recognised in it, and whether they are the whole backlog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from pmdesk.domain.messages import Message
from pmdesk.gui.dialog_parts import MARGIN, button, hint, scrolling, section_label
from pmdesk.gui.importing.file_card import FileCard
from pmdesk.gui.importing.file_entry import FileEntry, Issues, ReadFile
from pmdesk.gui.importing.file_reader import FileReader
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import plain_label
from pmdesk.services.workspace import Workspace


class FilesPage(QWidget):
    """Holds the files of the import and has them read. `changed` tells of anything new; `addWanted` asks for files."""

    changed = Signal()
    addWanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[FileEntry] = []
        self.reader = FileReader(workspace, self)
        self._cards: dict[Path, FileCard] = {}
        self.add_button = button(self.tr("&Add files…"), self.tr("Import more files together with these (Alt+A)"))
        self.part = QRadioButton(self.tr("A &part of the backlog"))
        self.whole = QRadioButton(self.tr("The &whole backlog"))
        self._empty = plain_label(self.tr("Drop Jira exports here, or add files."), "muted")
        self._list = QVBoxLayout()
        self._extent = QFrame()
        self._build_extent()
        self._build()
        self._connect()

    def add(self, paths: Iterable[Path]) -> None:
        """Take files in, each once, and read them."""
        for path in paths:
            if path not in self._cards:
                entry = FileEntry(path)
                self.entries.append(entry)
                self._add_card(entry)
                self.reader.add(path)
        self._tell()

    def remove(self, path: Path) -> None:
        """Leave a file out."""
        self.reader.drop(path)
        self.entries = [entry for entry in self.entries if entry.path != path]
        card = self._cards.pop(path)
        had_focus = card.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()
        if had_focus:
            self.add_button.setFocus()
        self._tell()

    def show_issues(self, path: Path, issues: Issues) -> None:
        """Take note of what the mapping of a file gives by now."""
        for entry in self.entries:
            if entry.path == path and entry.mapping == issues.mapping:
                entry.issues = issues
                self._cards[path].show_entry()

    def refresh(self) -> None:
        """Show the files as they are by now."""
        for card in self._cards.values():
            card.show_entry()

    def card(self, path: Path) -> FileCard:
        """What shows a file. Raises KeyError."""
        return self._cards[path]

    @property
    def reading(self) -> bool:
        """Whether a file is still being read, or waits for it."""
        return any(entry.read is None and entry.refusal is None for entry in self.entries)

    @property
    def refused(self) -> bool:
        """Whether a file cannot be imported."""
        return any(entry.refusal is not None for entry in self.entries)

    @property
    def areas(self) -> Sequence[QWidget]:
        """Where F6 goes."""
        choice = self.part if self.part.isChecked() else self.whole
        return (self.add_button, choice) if self._asks_extent else (self.add_button,)

    @property
    def _asks_extent(self) -> bool:
        """Whether it counts how much of the backlog the files are: of an own workbook rows are only missing."""
        return not self.entries or not all(entry.mapping.own for entry in self.entries)

    def start(self) -> None:
        """Put the keyboard where something can be decided."""
        self.areas[-1].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = next((card for card in self._cards.values() if card.isAncestorOf(self.focusWidget() or self)), None)
        if event.key() == Qt.Key.Key_Delete and card is not None:
            self.remove(card.entry.path)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        inner.setSpacing(2 * UNIT)
        top = QHBoxLayout()
        top.addWidget(section_label(self.tr("Files")))
        top.addStretch(1)
        top.addWidget(self.add_button)
        self._list.setSpacing(2 * UNIT)
        inner.addLayout(top)
        inner.addWidget(self._empty)
        inner.addLayout(self._list)
        inner.addSpacing(3 * UNIT)
        inner.addWidget(self._extent)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        area = scrolling(body)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(area)

    def _build_extent(self) -> None:
        layout = QVBoxLayout(self._extent)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(section_label(self.tr("These files are")))
        layout.addSpacing(UNIT)
        self.part.setChecked(True)
        for choice, words in (
            (self.part, self.tr("Items that are not in the files stay as they are.")),
            (
                self.whole,
                self.tr(
                    "Items of the same projects that are missing in the files are listed as gone. "
                    "Nothing is deleted; you may close them in the preview."
                ),
            ),
        ):
            said = hint(words)
            said.setContentsMargins(6 * UNIT, 0, 0, UNIT)
            choice.setToolTip(words)
            choice.setAccessibleDescription(words)
            layout.addWidget(choice)
            layout.addWidget(said)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.addWanted)
        self.whole.toggled.connect(self.changed)
        self.reader.read.connect(self._take)
        self.reader.refused.connect(self._refuse)
        self.reader.counted.connect(self._count)

    def _add_card(self, entry: FileEntry) -> None:
        card = self._cards[entry.path] = FileCard(entry)
        card.removed.connect(lambda: self.remove(entry.path))
        card.sheetChosen.connect(lambda sheet: self._read_sheet(entry, sheet))
        self._list.addWidget(card)

    def _read_sheet(self, entry: FileEntry, sheet: str) -> None:
        entry.sheet, entry.rows, entry.read, entry.refusal, entry.issues = sheet, 0, None, None, None
        self.reader.add(entry.path, sheet)
        self._show(entry)

    def _entry(self, path: Path) -> FileEntry | None:
        return next((entry for entry in self.entries if entry.path == path), None)

    def _take(self, path: Path, read: ReadFile) -> None:
        entry = self._entry(path)
        if entry is not None:
            entry.take(read)
            self._show(entry)

    def _refuse(self, path: Path, said: Message) -> None:
        entry = self._entry(path)
        if entry is not None:
            entry.refusal = said
            self._show(entry)

    def _count(self, path: Path, rows: int) -> None:
        entry = self._entry(path)
        if entry is not None:
            entry.rows = rows
            self._cards[path].show_entry()

    def _show(self, entry: FileEntry) -> None:
        self._cards[entry.path].show_entry()
        self._tell()

    def _tell(self) -> None:
        self._empty.setVisible(not self.entries)
        had_focus = self._extent.isAncestorOf(self.focusWidget() or self)
        self._extent.setVisible(self._asks_extent)
        if had_focus and not self._asks_extent:
            self.setFocus()  # nothing is left to decide here: Enter goes on
        self.changed.emit()
