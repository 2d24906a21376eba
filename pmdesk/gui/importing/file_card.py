"""One file on the first page: what was recognised, the choice of a sheet, what to know, and a way to remove it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from pmdesk.domain.mapping import without_option
from pmdesk.domain.messages import Message, message
from pmdesk.gui.dialog_parts import button
from pmdesk.gui.importing.file_entry import FileEntry
from pmdesk.gui.importing.file_words import found_words, offered_words, question_words, sheet_words
from pmdesk.gui.importing.preview_texts import counted
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT, list_font
from pmdesk.gui.widgets import ElidedLabel, plain_label, set_role

_TOLD_NOTES = 3
_BAR_WIDTH = 140


class FileCard(QFrame):
    """Shows a FileEntry. `removed` asks to take the file out, `sheetChosen` to read another sheet."""

    removed = Signal()
    sheetChosen = Signal(str)

    def __init__(self, entry: FileEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.entry = entry
        self.name = ElidedLabel(entry.path.name)
        self.name.setFont(list_font(weight=QFont.Weight.DemiBold))
        self.found = ElidedLabel(role="muted")
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(self.tr("Sheet of {name}").format(name=entry.path.name))
        self.sheet.setToolTip(self.tr("The sheet that is read"))
        self.bar = QProgressBar()
        self.remove_button = button(self.tr("Remove"), self.tr("Leave this file out of the import (Delete)"))
        self.remove_button.setAccessibleName(self.tr("Remove {name}").format(name=entry.path.name))
        self.notes = QVBoxLayout()
        self._told: list[QLabel] = []
        self._build()
        self.show_entry()

    def show_entry(self) -> None:
        """Show what is known of the file by now."""
        entry = self.entry
        reading = entry.read is None and entry.refusal is None
        self.bar.setVisible(reading)
        self.remove_button.setText(self.tr("Stop") if reading else self.tr("Remove"))
        if reading:
            words = counted(message("Reading… {number} rows"), entry.rows) if entry.rows else self.tr("Reading…")
            self.found.setText(words)
        else:
            self.found.setText(found_words(entry) if entry.read else self.tr("Cannot be imported"))
        self._show_sheets()
        self._show_notes()
        self.setAccessibleName(f"{entry.path.name}: {self.found.text()}")

    def _build(self) -> None:
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(self.tr("Reading"))
        top = QHBoxLayout()
        top.setSpacing(3 * UNIT)
        top.addWidget(self.name)
        top.addWidget(self.found)
        top.addStretch(1)
        top.addWidget(self.bar)
        top.addWidget(self.sheet)
        top.addWidget(self.remove_button)
        self.notes.setSpacing(UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addLayout(self.notes)
        self.remove_button.clicked.connect(self.removed)
        self.sheet.activated.connect(lambda place: self.sheetChosen.emit(self.sheet.itemData(place)))

    def _show_sheets(self) -> None:
        sheets = self.entry.proposal.sheets if self.entry.read else ()
        self.sheet.setVisible(len(sheets) > 1)
        self.sheet.clear()
        for sheet in sheets:
            self.sheet.addItem(sheet_words(sheet), sheet.name)
        if sheets:
            self.sheet.setCurrentIndex(max(0, self.sheet.findData(self.entry.proposal.sheet)))

    def _show_notes(self) -> None:
        for former in self._told:
            self.notes.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._told = self._labels()
        for label in self._told:
            self.notes.addWidget(label)

    def _labels(self) -> list[QLabel]:
        entry = self.entry
        if entry.refusal is not None:
            return [_label(entry.refusal, "error")]
        if entry.read is None:
            return []
        labels = [_label(entry.fault, "error")] if entry.fault is not None else []
        asked = question_words(entry)
        if asked is not None:
            labels.append(_label(asked))
            set_role(labels[-1], "role", "accent")
        notes = _notes(entry)
        labels += [_label(note, "muted") for note in notes[:_TOLD_NOTES]]
        more = len(notes) - _TOLD_NOTES
        if more > 0:
            said = message("{count} more notes are told in the preview.", one="One more note is told in the preview.",
                           count=more)  # fmt: skip
            labels.append(_label(said, "muted"))
        offered = offered_words(entry)
        return [*labels, *([_label(offered, "muted")] if offered is not None else [])]


def _notes(entry: FileEntry) -> list[Message]:
    """What to know of a file, each once; what is asked on the next page is told there."""
    of_table = entry.issues.table.warnings if entry.issues and entry.issues.table else ()
    notes = {say(note): note for note in map(without_option, (*entry.proposal.notes, *of_table))}
    asked = {say(question.said) for question in entry.proposal.questions}
    return [note for words, note in notes.items() if words not in asked]


def _label(said: Message, role: str = "") -> QLabel:
    return plain_label(say(said), role, wrap=True)
