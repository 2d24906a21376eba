"""Small widgets that several rooms of the window share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from pmdesk.gui.theme import UNIT


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label that shows its text as it is: text from files is never read as markup. Roles: muted, hint, error."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have the widget drawn by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def card(*parts: QWidget) -> QFrame:
    """A quiet box around some widgets, one below the other."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(3 * UNIT, 2 * UNIT + 2, 3 * UNIT, 2 * UNIT + 2)
    for part in parts:
        layout.addWidget(part)
    return frame


def primary_button(text: str) -> QPushButton:
    """The one button of a view that does what the view is for."""
    button = QPushButton(text)
    button.setProperty("role", "primary")
    return button
