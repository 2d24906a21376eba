"""The dialogs of saved views: the name for a new one, and the room to keep them in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from pmdesk.domain.messages import UserError, message
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading
from pmdesk.gui.document import Document
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import plain_label, primary_button, set_role
from pmdesk.services.saved_views import (
    LONGEST_NAME,
    SavedView,
    checked_name,
    delete_view,
    rename_view,
    save_view,
    saved_views,
    view_named,
)

_WIDTH = 420
Deleted = tuple[int, SavedView]


def restore(document: Document, deleted: list[Deleted]) -> None:
    """Bring deleted views back where they stood, the last one first; a name that is taken again is left alone."""
    for place, view in reversed(deleted):
        if view_named(document.workspace, view.name) is None:
            tried(document, partial(save_view, document.workspace, view, place))


class NameDialog(QDialog):
    """Asks what a view is to be called. `named` tells it; a known name is said to be replaced."""

    named = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save view"))
        self._document = document
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setPlaceholderText(self.tr("e.g. Ready for the next quarter"))
        self.line.setAccessibleName(self.tr("Name of the view"))
        self.line.setToolTip(self.tr("A name that you will know it by"))
        self.words = plain_label(role="hint", wrap=True)
        self.save_button = primary_button(self.tr("Save"))
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        self._build()
        self.line.textChanged.connect(self._check)
        self._check("")

    def accept(self) -> None:
        """Tell the name; one that cannot be is refused in place."""
        try:
            name = checked_name(self.line.text())
        except UserError as fault:
            self._say(say(fault.message), "error")
            return
        super().accept()
        self.named.emit(name)

    def _build(self) -> None:
        cancel = button(self.tr("Cancel"), self.tr("Save nothing (Esc)"))
        cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        quiet = plain_label(self.tr("Filters, sorting, grouping and columns as they are now."), "muted")
        layout.addWidget(heading(self.tr("Save this view"), quiet))
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        body.setSpacing(UNIT + 2)
        body.addWidget(self.line)
        body.addWidget(self.words)
        layout.addLayout(body)
        layout.addWidget(footer(None, cancel, self.save_button))
        self.setMinimumWidth(_WIDTH)

    def _check(self, text: str) -> None:
        known = view_named(self._document.workspace, text) if text.strip() else None
        said = message("“{name}” is there already and will be replaced.", name=known.name) if known else message(" ")
        self._say(say(said), "hint")
        self.save_button.setText(self.tr("Replace") if known else self.tr("Save"))
        self.save_button.setToolTip(self.tr("Keep the view under this name (Enter)"))

    def _say(self, text: str, role: str) -> None:
        self.words.setText(text)
        set_role(self.words, "role", role)
        set_role(self.line, "invalid", role == "error")
        self.line.setAccessibleDescription(text.strip())


class ManageViews(QDialog):
    """Renames and deletes saved views. What was deleted here can be brought back, here and after."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Saved views"))
        self._document = document
        self.deleted: list[Deleted] = []
        self.list = _ViewList(self)
        self.words = plain_label(role="hint", wrap=True)
        self.rename_button = button(self.tr("&Rename"), self.tr("Give the view another name (F2)"))
        self.delete_button = button(self.tr("&Delete"), self.tr("Delete the view (Delete)"))
        self.undo_button = button(self.tr("&Undo"), self.tr("Bring the deleted view back"))
        self.close_button = button(self.tr("Close"), self.tr("Close (Esc)"))
        self._build()
        self._connect()
        self._fill(0)

    def delete(self) -> None:
        """Take the current view out."""
        name = self.list.current_name
        view = view_named(self._document.workspace, name)
        row = self.list.currentRow()
        if view is None or not tried(self._document, lambda: delete_view(self._document.workspace, name)):
            return
        self.deleted.append((row, view))
        self._fill(row)
        self._say(say(message("“{name}” is deleted.", name=view.name)), "hint")

    def undo(self) -> None:
        """Bring the last deleted view back."""
        place, view = self.deleted.pop()
        restore(self._document, [(place, view)])
        self._fill(place)
        self._say("", "hint")
        self.list.setFocus()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self.tr("Saved views"), plain_label(self.tr("Kept in this backlog."), "muted")))
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        body.setSpacing(2 * UNIT)
        body.addWidget(self.list)
        body.addWidget(self.words)
        layout.addLayout(body, 1)
        layout.addWidget(footer(self.rename_button, self.delete_button, self.undo_button, None, self.close_button))
        self.resize(_WIDTH, 380)

    def _connect(self) -> None:
        self.rename_button.clicked.connect(self.list.rename)
        self.delete_button.clicked.connect(self.delete)
        self.undo_button.clicked.connect(self.undo)
        self.close_button.clicked.connect(self.accept)
        self.list.itemChanged.connect(self._rename)
        self.list.removed.connect(self.delete)

    def _fill(self, row: int) -> None:
        names = [view.name for view in saved_views(self._document.workspace)]
        self.list.fill(names, row)
        for one in (self.rename_button, self.delete_button):
            one.setEnabled(bool(names))
        self.undo_button.setVisible(bool(self.deleted))

    def _rename(self, item: QListWidgetItem) -> None:
        """A name that cannot be is refused in words, and the old one stands again."""
        old = str(item.data(Qt.ItemDataRole.UserRole))
        refused = ""
        try:
            rename_view(self._document.workspace, old, item.text())
        except UserError as fault:
            refused = say(fault.message)
        self.list.show_name(item, old if refused else checked_name(item.text()))
        self._say(refused, "error" if refused else "hint")

    def _say(self, text: str, role: str) -> None:
        self.words.setText(text)
        set_role(self.words, "role", role)
        self.list.setAccessibleDescription(text)


class _ViewList(QListWidget):
    """The names of the views: F2 or a double click renames, Delete asks for removal."""

    removed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewList")
        self.setAccessibleName(self.tr("Saved views"))
        self.setToolTip(self.tr("F2 renames, Delete deletes"))
        self.setEditTriggers(QListWidget.EditTrigger.DoubleClicked | QListWidget.EditTrigger.EditKeyPressed)

    @property
    def current_name(self) -> str:
        """The name of the current view; empty where there is none."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def fill(self, names: list[str], row: int) -> None:
        """List these names."""
        self.blockSignals(True)
        self.clear()
        for name in names:
            item = QListWidgetItem(name, self)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.blockSignals(False)
        self.setCurrentRow(min(row, len(names) - 1))

    def show_name(self, item: QListWidgetItem, name: str) -> None:
        """Show a name that was given by the program."""
        self.blockSignals(True)
        item.setText(name)
        item.setData(Qt.ItemDataRole.UserRole, name)
        self.blockSignals(False)

    def rename(self) -> None:
        """Open the current name for typing."""
        if self.currentItem() is not None:
            self.setFocus()
            self.editItem(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentItem() is not None:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


def tried(document: Document, act: Callable[[], object]) -> bool:
    """Whether something could be kept; why it could not is told by the document."""
    try:
        act()
    except UserError as fault:
        document.refuse(fault.message)
        return False
    return True
