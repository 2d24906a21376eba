"""The editor of a cell: a line that takes typed values, with its scale, what was understood, or why it cannot be."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget

from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.messages import UserError, message
from pmdesk.gui.columns import Column
from pmdesk.gui.text import number_style, say, shown
from pmdesk.gui.widgets import plain_label, set_role

_POPUP_WIDTH = 196
_STEP_HEIGHT = 26
_NO_LIMIT = 2**31 - 1


class CellEditor(QLineEdit):
    """Edits one field of one item as text. `choice_made` is emitted after a click into the scale."""

    choice_made = Signal()

    def __init__(self, column: Column, spec: FieldSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setFrame(False)
        self.setMaxLength(_NO_LIMIT)
        self.setAccessibleName(say(spec.label))
        if column.right_aligned:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._spec = spec
        self._initial = ""
        self._popup = _Popup(spec, self)
        self._popup.chosen.connect(self._take_choice)
        self.textEdited.connect(self._echo)

    def start_with(self, text: str) -> None:
        """Begin with the committed value."""
        self.setText(text)
        self._initial = self.text()

    @property
    def untouched(self) -> bool:
        """Whether the text is still the committed value."""
        return self.text() == self._initial

    def problem(self) -> str:
        """Why what is typed cannot be; empty when it can. A problem is shown in place."""
        if self.untouched:
            return ""
        try:
            self._spec.take(self.text(), number_style())
        except UserError as fault:
            return say(fault.message)
        return ""

    def show_problem(self, text: str) -> None:
        """Say in place why the value was refused; the editor stays open with what was typed."""
        set_role(self, "invalid", True)
        self._popup.say(text, "error")
        self.setAccessibleDescription(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._spec.steps:
            self._popup.show_below(self)

    def hideEvent(self, event: QHideEvent) -> None:
        self._popup.hide()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self._spec.steps:
            self._take_choice(self._popup.step(step))
            return
        super().keyPressEvent(event)

    def _take_choice(self, text: str) -> None:
        self.setText(text)
        self.selectAll()
        self._echo(text)
        if self._popup.clicked:
            self.choice_made.emit()

    def _echo(self, text: str) -> None:
        """Say what was understood before it is committed: `1` means 100 %."""
        set_role(self, "invalid", False)
        self._popup.mark(text)
        try:
            understood = shown(self._spec, self._spec.take(text, number_style()))
        except UserError:
            understood = ""
        plain = understood.casefold() in ("", text.strip().casefold())
        if plain and not self._spec.steps:
            self._popup.hide()
        else:
            said = message("{typed} → {understood}", typed=text.strip(), understood=understood)
            self._popup.say("" if plain else say(said), "hint")


class _Popup(QFrame):
    """Below the editor: the steps of a scale, where the field has one, and a line of words."""

    chosen = Signal(str)

    def __init__(self, spec: FieldSpec, editor: QWidget) -> None:
        super().__init__(editor, Qt.WindowType.ToolTip)
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._editor = editor
        self.clicked = False
        self._texts = [shown(spec, spec.take(step.name, number_style())) for step in spec.steps]
        self._list = QListWidget(self)
        self._list.setProperty("role", "choices")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        for step, text in zip(spec.steps, self._texts, strict=True):
            self._list.addItem(say(step.label) if text == say(step.label) else f"{say(step.label)} · {text}")
        self._list.setVisible(bool(self._texts))
        for row in range(self._list.count()):
            self._list.item(row).setSizeHint(QSize(0, _STEP_HEIGHT))
        self._list.setFixedHeight(len(self._texts) * _STEP_HEIGHT)
        self._list.itemClicked.connect(lambda _: self._click())
        self._words = plain_label(role="hint", wrap=True)
        self._words.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(2)
        layout.addWidget(self._list)
        layout.addWidget(self._words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the editor, also where the focus follows the pointer and that stands over the steps."""
        QCoreApplication.sendEvent(self._editor, event)

    def show_below(self, editor: QWidget) -> None:
        """Show under the editor, or above it where the screen ends."""
        self.setFixedWidth(max(editor.width(), _POPUP_WIDTH))
        self.adjustSize()
        corner = editor.mapToGlobal(QPoint(0, editor.height() + 2))
        if corner.y() + self.height() > editor.screen().availableGeometry().bottom():
            corner = editor.mapToGlobal(QPoint(0, -self.height() - 2))
        self.move(corner)
        self.show()

    def say(self, text: str, role: str) -> None:
        """Show words under the scale; none hides the line."""
        self._words.setText(text)
        self._words.setVisible(bool(text))
        set_role(self._words, "role", role)
        self.show_below(self._editor)

    def mark(self, text: str) -> None:
        """Mark the step that the text names."""
        word = text.strip().casefold()
        rows = [row for row, known in enumerate(self._texts) if word and self._matches(row, known, word)]
        self._list.setCurrentRow(rows[0] if rows else -1)

    def step(self, by: int) -> str:
        """The text of the next or previous step."""
        row = self._list.currentRow()
        row = (row + by) % len(self._texts) if row >= 0 else (0 if by > 0 else len(self._texts) - 1)
        self._list.setCurrentRow(row)
        return self._texts[row]

    def _matches(self, row: int, known: str, word: str) -> bool:
        return known.casefold().startswith(word) or self._list.item(row).text().casefold().startswith(word)

    def _click(self) -> None:
        self.clicked = True
        self.chosen.emit(self._texts[self._list.currentRow()])


def is_own_popup(editor: QObject, other: QObject | None) -> bool:
    """Whether a widget belongs to the editor's popup, so that focus going there does not end the edit."""
    while other is not None:
        if other is editor:
            return True
        other = other.parent()
    return False
