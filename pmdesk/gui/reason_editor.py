"""The note under a factor: why this number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.records import Item, Settings
from pmdesk.gui.field_boxes import QUIET, TextBox
from pmdesk.gui.field_editor import ENTER, Commit, FieldEditor
from pmdesk.gui.text import say
from pmdesk.gui.theme import label_font
from pmdesk.gui.widgets import plain_tool_tip

_KEY = QKeySequence("Shift+F2")
_INSET = 3


class ReasonEditor(FieldEditor):
    """Stands below a factor where it holds a text, or once somebody works on the factor.

    Tab passes it by, so that scoring is not slowed: Shift+F2 goes there from the factor, and back. Enter commits
    and goes back too. An empty one that has come up stays until `start_over`, so that nothing moves under a click.
    """

    def __init__(self, spec: FieldSpec, factor: FieldEditor, commit: Commit) -> None:
        box = TextBox()
        super().__init__(spec, box, commit)
        self._factor = factor
        box.setProperty("role", QUIET)
        box.setFont(label_font())
        box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        box.setPlaceholderText(self.tr("Why this number?"))
        self.setContentsMargins(_INSET, 0, 0, 0)
        factor.put_below(self)
        factor.entered.connect(self.show)
        self._tell_keys()
        self.hide()

    def _tell_keys(self) -> None:
        key = _KEY.toString(QKeySequence.SequenceFormat.NativeText)
        told = self.tr("{key} writes down why").format(key=key)
        self._factor.box.setToolTip(plain_tool_tip(f"{say(self._factor.spec.help)}\n{told}"))
        self.box.setToolTip(self.tr("Enter keeps it; {key} goes back to the number").format(key=key))
        for box, act in ((self._factor.box, self.write), (self.box, self.leave)):
            shortcut = QShortcut(_KEY, box, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def show_item(self, item: Item, settings: Settings) -> None:
        super().show_item(item, settings)
        if self.box.text():
            self.show()

    def start_over(self) -> None:
        """Give the room back, unless there is something to show."""
        working = self.box.hasFocus() or self._factor.box.hasFocus()
        self.setVisible(working or bool(self.box.text()))

    def write(self) -> None:
        """Go from the factor to its note."""
        self.show()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Go back to the factor; leaving commits."""
        self._factor.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER or (event.key() == Qt.Key.Key_Escape and not self.dirty):
            self.leave()
            return True
        return super()._take_key(event)
