"""An editor of one field of the shown item: what is typed is refused in place, or handed on as a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import Item, Settings
from pmdesk.gui.field_boxes import ChoiceBox, TextBox, UnitBox
from pmdesk.gui.flow_label import FlowLabel
from pmdesk.gui.history_keys import is_redo, is_the_boxs
from pmdesk.gui.text import number_style, say, shown, understood
from pmdesk.gui.theme import UNIT, label_font
from pmdesk.gui.widgets import plain_label, plain_tool_tip, set_role

LABEL_WIDTH = 84
Commit = Callable[[int, str, Any], bool]
_NARROWEST = 96
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEEPS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)

# Long texts are saved while one writes, so that a crash costs a sentence at most.
_LONG_TEXTS = {"rationale", "description"}
_PAUSE_MILLISECONDS = 1500


class FieldEditor(QWidget):
    """A box and a note under it.

    Enter and leaving commit, Esc restores. What cannot be is kept as typed and refused in the note; `dropped`
    tells of a refused text that gave way to another item, `entered` of the focus that comes in. `commit` gets item
    id, field and value and returns whether they were applied. What is being typed is never overwritten.
    """

    dropped = Signal(object)
    entered = Signal()

    def __init__(self, spec: FieldSpec, box: QLineEdit | TextBox, commit: Commit, label: str = "") -> None:
        super().__init__()
        self.spec, self.box = spec, box
        self.note = FlowLabel("hint")
        self._commit = commit
        self._item: Item | None = None
        self._settings = Settings()
        self._value: Any = None
        self._shown = ""
        self._displaying = False
        self._lay_out(label)
        self._name_box()
        box.installEventFilter(self)
        box.textChanged.connect(self._on_text)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.submit)
        if spec.name in _LONG_TEXTS:
            box.textChanged.connect(lambda *_: self.dirty and self._pause.start())

    def _lay_out(self, label: str) -> None:
        self._grid = layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(2 * UNIT if label else 0)
        layout.setVerticalSpacing(UNIT - 1)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self.box, 0, 1)
        layout.addWidget(self.note, 1, 1)
        if label:
            named = plain_label(label)
            named.setBuddy(self.box)
            layout.addWidget(named, 0, 0)
            layout.setColumnMinimumWidth(0, LABEL_WIDTH)
        self.note.setFont(label_font())
        self.note.hide()
        self.setFocusProxy(self.box)

    def put_below(self, part: QWidget) -> None:
        """Have something stand under the note, as wide as the box."""
        self._grid.addWidget(part, 2, 1)

    def _name_box(self) -> None:
        self.box.setObjectName(f"inspector{self.spec.name.title().replace('_', '')}")
        self.box.setAccessibleName(say(self.spec.label))
        self.box.setMinimumWidth(_NARROWEST)
        self.box.setToolTip(plain_tool_tip(say(self.spec.help)))

    # What is shown

    def show_item(self, item: Item, settings: Settings) -> None:
        """Show this item's value; another item takes the box over, the same one leaves what is typed."""
        same = self._item is not None and self._item.id == item.id
        value = getattr(item, self.spec.name)
        if same and value == self._value and settings == self._settings:
            self._item = item
            return
        if not same:
            self.let_go()
        typing = same and self.dirty
        self._item, self._value, self._settings = item, value, settings
        if typing:
            self._shown = self.words(value)
        else:
            self.display()

    def display(self) -> None:
        """Show the committed value."""
        self._displaying = True
        words = self.words(self._value)
        if self.box.text() != words:
            self.box.setText(words)
            if isinstance(self.box, QLineEdit):
                self.box.setCursorPosition(0)
        self._displaying = False
        self._shown = self.box.text()
        self._say(self.hint(self._value), "hint")

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not committed."""
        return self._item is not None and self.box.text() != self._shown

    # What a kind of field may do its own way

    def words(self, value: Any) -> str:
        """A value as the box shows it."""
        return shown(self.spec, value)

    def understand(self, text: str) -> Any:
        """The value that a typed text means. Raises UserError."""
        return self.spec.take(text, number_style())

    def hint(self, value: Any) -> str:
        """What the note says while nothing is wrong."""
        return ""

    def echo(self, text: str) -> str:
        """What the note says while this is being typed."""
        try:
            said = understood(self.spec, text) if self.spec.numeric else ""
        except UserError:
            said = ""
        return said or self.hint(self._value)

    # What is done with what is typed

    def submit(self) -> None:
        """Commit what is typed, or say why it cannot be."""
        self._submit(later=False)

    def let_go(self) -> None:
        """Commit what can be, tell of what cannot, and forget the item."""
        if self.dirty:
            fault = self._submit(later=True)
            if fault is not None and self._item is not None:
                self.dropped.emit(_told(self.spec, self._item, fault))
        self._item = None

    def restore(self) -> None:
        """Back to the committed value."""
        self.display()
        self._select()

    def _submit(self, *, later: bool) -> Message | None:
        if not self.dirty or self._item is None:
            return None
        try:
            value = self.understand(self.box.text())
        except UserError as fault:
            self._say(say(fault.message), "error")
            return fault.message
        item_id = self._item.id
        if later:
            QTimer.singleShot(0, self, lambda: self._send(item_id, value))
        else:
            self._send(item_id, value)
        return None

    def _send(self, item_id: int, value: Any) -> None:
        applied = self._commit(item_id, self.spec.name, value)
        if applied and self._item is not None and self._item.id == item_id:
            self.display()

    def _on_text(self) -> None:
        if not self._displaying and self._item is not None:
            self._say(self.echo(self.box.text()) if self.dirty else self.hint(self._value), "hint")

    def _say(self, text: str, role: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        set_role(self.note, "role", role)
        set_role(self.box, "invalid", role == "error")
        self.box.setAccessibleDescription(text or self.described())

    def described(self) -> str:
        """What a screen reader adds to the field's name."""
        unit = say(self.spec.unit(self._settings))
        return unit or say(self.spec.help)

    # Keys and focus

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                return self._leave_to_window(event)
            return event.type() is QEvent.Type.KeyPress and self._take_key(event)
        if isinstance(event, QFocusEvent):
            self._on_focus(event)
        return False

    def _leave_to_window(self, event: QKeyEvent) -> bool:
        """Undo and redo belong to the backlog as long as nothing is typed here that they could bring back."""
        own = is_the_boxs(event, self.box, touched=self.dirty)
        if own is not None:
            event.setAccepted(own)
        return own is not None

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER and self._commits(event):
            self.submit()
            self._select()
            return True
        if event.key() == Qt.Key.Key_Escape and self.dirty:
            self.restore()
            return True
        if is_redo(event):
            self.box.redo()
            return True
        return False

    def _commits(self, event: QKeyEvent) -> bool:
        """Whether this Enter commits: in texts of several lines it does with Ctrl."""
        return not self.several_lines or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    @property
    def several_lines(self) -> bool:
        """Whether Enter begins a new line."""
        return self.spec.name in _LONG_TEXTS

    def _on_focus(self, event: QFocusEvent) -> None:
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit()
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if event.type() is QEvent.Type.FocusOut and event.reason() not in _KEEPS:
            # A click's own work comes first, so that no row moves away under the pointer.
            self._submit(later=by_mouse)
        elif event.type() is QEvent.Type.FocusIn and by_mouse:
            QTimer.singleShot(0, self, self._select)

    def _select(self) -> None:
        """Typing replaces a number or step as a whole."""
        if isinstance(self.box, UnitBox | ChoiceBox) and self.box.hasFocus():
            self.box.selectAll()


def _told(spec: FieldSpec, item: Item, reason: Message) -> Message:
    return message("{field} of {key} is as it was. {reason}", field=str(spec.label), key=item.key, reason=reason)
