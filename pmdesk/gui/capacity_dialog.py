"""Asks how much effort fits: the number that draws a line through the ranked list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import edit_number, parse_number
from pmdesk.domain.records import Settings
from pmdesk.domain.scales import EFFORT_UNITS
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading, hint
from pmdesk.gui.field_boxes import UnitBox
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import plain_label, primary_button, set_role
from pmdesk.services.capacity import check_capacity

_WIDTH = 420


class CapacityDialog(QDialog):
    """Sets or clears the capacity, in the backlog's unit of effort. `chosen` tells a number, or None for no line."""

    chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Capacity"))
        self._capacity = settings.capacity
        self.box = UnitBox()
        self.box.setText("" if self._capacity is None else edit_number(self._capacity, number_style()))
        self.box.set_unit(say(EFFORT_UNITS[settings.effort_unit]))
        self.box.setAccessibleName(self.tr("How much effort fits"))
        self.box.setAccessibleDescription(self.box.unit)
        self.box.setToolTip(self.tr("A number above 0; empty for no line"))
        self.box.selectAll()
        self.reason = plain_label(role="error", wrap=True)
        self.clear_button = button(self.tr("&No line"), self.tr("Take the line away"))
        self.cancel_button = button(self.tr("Cancel"), self.tr("Change nothing (Esc)"))
        self.set_button = primary_button(self.tr("Draw the line"))
        self._layout = QVBoxLayout(self)
        self._build()
        self._connect()

    def accept(self) -> None:
        """Tell the number that is typed; what cannot be is refused in place."""
        try:
            text = self.box.text().strip()
            capacity = check_capacity(parse_number(text, number_style()) if text else None)
        except UserError as fault:
            self._say(say(fault.message))
            self.box.setFocus()
            self.box.selectAll()
            return
        self._tell(capacity)

    def _tell(self, capacity: float | None) -> None:
        super().accept()
        if capacity != self._capacity:
            self.chosen.emit(capacity)

    def _build(self) -> None:
        layout = self._layout
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self.tr("How much effort fits?")))
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 5 * UNIT, MARGIN, 5 * UNIT)
        body.setSpacing(2 * UNIT)
        body.addWidget(self.box)
        body.addWidget(self.reason)
        body.addWidget(
            hint(
                self.tr(
                    "The list gets a line where the effort of the ranked items, added up from the top, passes this "
                    "number. Items above it fit; items without effort count as nothing."
                )
            )
        )
        layout.addLayout(body, 1)
        layout.addWidget(footer(self.clear_button, None, self.cancel_button, self.set_button))
        self.reason.hide()
        self.clear_button.setVisible(self._capacity is not None)
        self.setMinimumWidth(_WIDTH)

    def _connect(self) -> None:
        self.set_button.setDefault(True)
        self.set_button.setToolTip(self.tr("Draw the line at this number (Enter)"))
        self.set_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.clear_button.clicked.connect(lambda: self._tell(None))
        self.box.textEdited.connect(lambda _: self._say(""))

    def _say(self, text: str) -> None:
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
        set_role(self.box, "invalid", bool(text))
        self.box.setAccessibleDescription(text or self.box.unit)
        self._grow()

    def _grow(self) -> None:
        """As high as the words need at this width; never lower than it was."""
        self._layout.activate()
        self.resize(self.width(), max(self.height(), self._layout.totalHeightForWidth(self.width())))
