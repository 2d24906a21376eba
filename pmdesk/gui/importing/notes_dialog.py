"""All that is to be known about the files before they are imported: notes, and the rows that are left out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from pmdesk.gui.dialog_parts import footer, heading
from pmdesk.gui.importing.outcome_dialog import outcome_lines
from pmdesk.gui.outcome_list import OutcomeList
from pmdesk.gui.theme import Theme
from pmdesk.gui.widgets import plain_label, primary_button
from pmdesk.services.importing import ImportPlan

_SIZE = (720, 480)


class NotesDialog(QDialog):
    """Lists what a plan has to say about its files."""

    def __init__(self, plan: ImportPlan, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Notes"))
        self.list = OutcomeList(theme, outcome_lines(plan))
        self.list.setAccessibleName(self.tr("Files, rows left out, and notes"))
        close = primary_button(self.tr("Close"))
        close.setToolTip(self.tr("Close (Esc)"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self.tr("Notes"), plain_label(self.tr("Nothing has been imported yet."), "muted")))
        layout.addWidget(self.list, 1)
        layout.addWidget(footer(None, close))
        self.resize(*_SIZE)
