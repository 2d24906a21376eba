"""Mappings kept by name: the choice among them, and the name for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from pmdesk.domain.mapping import FileMapping, fitted
from pmdesk.domain.messages import UserError
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading
from pmdesk.gui.document import Document
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import plain_label, primary_button
from pmdesk.services import import_mapping

_WIDTH = 420


class SavedChoice(QObject):
    """Offers the saved mappings. `chosen` brings one, None for what was recognised; `named` a name to save under."""

    chosen = Signal(object)
    named = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.combo = QComboBox()
        self.combo.setAccessibleName(self.tr("Mapping"))
        self.combo.setToolTip(self.tr("Use the columns as was recognised, or as a saved mapping says"))
        self.save_button = button(
            self.tr("&Save mapping…"), self.tr("Keep this use of columns for files of the same shape (Alt+S)")
        )
        self.delete_button = button(self.tr("&Delete"), self.tr("Forget the saved mapping (Alt+D)"))
        self.combo.activated.connect(self._choose)
        self.save_button.clicked.connect(self._ask_name)
        self.delete_button.clicked.connect(self._delete)

    @property
    def parts(self) -> Sequence[QWidget]:
        """What stands in the window."""
        return (self.combo, self.delete_button, self.save_button)

    def show_names(self, name: str) -> None:
        """Show which mapping is used."""
        saved = import_mapping.saved_mappings(self._document.workspace)
        self.combo.clear()
        self.combo.addItem(self.tr("As recognised, or as you chose"), None)
        for mapping in saved:
            self.combo.addItem(mapping.name, mapping)
        place = next((at for at, mapping in enumerate(saved, 1) if mapping.name == name and name), 0)
        self.combo.setCurrentIndex(place)
        self.combo.setVisible(bool(saved))
        self.delete_button.setVisible(place > 0)

    def save(self, mapping: FileMapping) -> bool:
        """Keep a mapping by its name; a fault is told by the document."""
        try:
            import_mapping.save_mapping(self._document.workspace, mapping)
        except UserError as fault:
            self._document.refuse(fault.message)
            return False
        return True

    def _choose(self, place: int) -> None:
        self.chosen.emit(self.combo.itemData(place))

    def _ask_name(self) -> None:
        dialog = MappingNameDialog(
            self.combo.currentText() if self.combo.currentIndex() > 0 else "", self.combo.window()
        )
        dialog.named.connect(self.named)
        dialog.open()

    def _delete(self) -> None:
        import_mapping.delete_mapping(self._document.workspace, self.combo.currentText())
        self.show_names("")


class MappingNameDialog(QDialog):
    """Asks what a mapping is to be called."""

    named = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save mapping"))
        self.line = QLineEdit(name)
        self.line.setAccessibleName(self.tr("Name of the mapping"))
        self.line.setPlaceholderText(self.tr("e.g. Our Jira, all fields"))
        self.words = plain_label(role="error", wrap=True)
        self.save_button = primary_button(self.tr("Save"))
        self.save_button.setToolTip(self.tr("Keep the mapping under this name (Enter)"))
        self.save_button.setDefault(True)
        cancel = button(self.tr("Cancel"), self.tr("Save nothing (Esc)"))
        quiet = plain_label(self.tr("Files with the same columns are mapped like this by themselves."), "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(heading(self.tr("Save this mapping"), quiet))
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 2 * UNIT, MARGIN, 4 * UNIT)
        body.addWidget(self.line)
        body.addWidget(self.words)
        layout.addLayout(body)
        layout.addWidget(footer(None, cancel, self.save_button))
        self.setMinimumWidth(_WIDTH)
        cancel.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.accept)
        self.line.textChanged.connect(self._check)
        self._check(name)

    def accept(self) -> None:
        """Tell the name; one that cannot be is refused in place."""
        try:
            name = import_mapping.checked_name(self.line.text())
        except UserError as fault:
            self.words.setText(say(fault.message))
            return
        super().accept()
        self.named.emit(name)

    def _check(self, text: str) -> None:
        self.words.clear()
        self.save_button.setEnabled(bool(text.strip()))


def laid_over(saved: FileMapping, proposed: FileMapping) -> FileMapping:
    """A saved mapping for the columns of a file; columns that it does not know stay as proposed."""
    known = fitted(saved, [column.header for column in proposed.columns])
    columns = (
        own if one is None else replace(one, header=own.header)
        for own, one in zip(proposed.columns, known, strict=True)
    )
    return replace(saved, columns=tuple(columns), own=proposed.own)
