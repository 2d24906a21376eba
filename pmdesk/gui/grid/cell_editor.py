"""The editor of a cell: a line that takes typed values, with its scale, what was understood, or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.messages import UserError
from pmdesk.gui.grid.cell_popup import CellPopup
from pmdesk.gui.grid.columns import Column
from pmdesk.gui.history_keys import is_redo, is_the_boxs
from pmdesk.gui.scale_words import ambiguity
from pmdesk.gui.text import number_style, say, understood
from pmdesk.gui.widgets import set_role

_NO_LIMIT = 2**31 - 1


class CellEditor(QLineEdit):
    """Edits one field of one item as text. `choice_made` is emitted after a click into the scale.

    `meanings` says, by the name of a step, what it means in this backlog.
    """

    choice_made = Signal()

    def __init__(
        self, column: Column, spec: FieldSpec, parent: QWidget, meanings: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setFrame(False)
        self.setMaxLength(_NO_LIMIT)
        self.setAccessibleName(say(spec.label))
        if column.right_aligned:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._spec = spec
        self._initial = ""
        self._popup = CellPopup(spec, self, meanings or {})
        self._popup.chosen.connect(self._take_click)
        self.textEdited.connect(self._echo)

    def start_with(self, text: str) -> None:
        """Begin with the committed value."""
        self.setText(text)
        self._initial = self.text()

    @property
    def untouched(self) -> bool:
        """Whether the text is still the committed value."""
        return self.text() == self._initial

    @property
    def has_steps(self) -> bool:
        """Whether up and down choose steps of a scale."""
        return bool(self._spec.steps)

    def problem(self) -> str:
        """Why what is typed cannot be; empty when it can. A problem is shown in place."""
        if self.untouched:
            return ""
        unclear = ambiguity(self.text(), self._spec.steps)
        if unclear is not None:
            return say(unclear)
        try:
            self._spec.take(self.text(), number_style())
        except UserError as fault:
            return say(fault.message)
        return ""

    def show_problem(self, text: str) -> None:
        """Say in place why the value was refused; the editor stays open with what was typed."""
        set_role(self, "invalid", True)
        self._popup.mark(self.text())
        self._popup.say(text, "error")
        self.setAccessibleDescription(text)

    def hide_hint(self) -> None:
        """What is told elsewhere moves the list: a hint that stays would cover what was typed."""
        self._popup.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._spec.steps:
            self._popup.mark(self.text())
            self._popup.show_below()

    def hideEvent(self, event: QHideEvent) -> None:
        self._popup.hide()
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo and redo belong to the backlog as long as nothing is typed here that they could bring back."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            own = is_the_boxs(event, self, touched=not self.untouched)
            if own is not None:
                event.setAccepted(own)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self._spec.steps:
            self._take_choice(self._popup.step(step))
        elif is_redo(event):
            self.redo()
        else:
            super().keyPressEvent(event)

    def _take_choice(self, text: str) -> None:
        """Put a step's text in, as if it was typed: the line can undo it."""
        self.selectAll()
        self.insert(text)
        self.selectAll()
        self._echo(text)

    def _take_click(self, text: str) -> None:
        self._take_choice(text)
        self.choice_made.emit()

    def _echo(self, text: str) -> None:
        """Say what was understood before it is committed: `1` means 100 %."""
        set_role(self, "invalid", False)
        self._popup.mark(text)
        try:
            said = understood(self._spec, text)
        except UserError:
            said = ""
        if said or self._spec.steps:
            self._popup.say(said, "hint")
        else:
            self._popup.hide()


def is_own_popup(editor: QObject, other: QObject | None) -> bool:
    """Whether a widget belongs to the editor's popup, so that focus going there does not end the edit."""
    while other is not None:
        if other is editor:
            return True
        other = other.parent()
    return False
