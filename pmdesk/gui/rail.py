"""The slim rail of views at the left: only views that exist."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from pmdesk.gui.actions import Actions
from pmdesk.gui.theme import UNIT, list_font

WIDTH = 56
_LABEL_PIXELS = 10
VIEWS = ("actionViewBacklog",)


class Rail(QFrame):
    """One button a view, with its icon above its name."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT - 1, 2 * UNIT, UNIT - 1, 2 * UNIT)
        for name in VIEWS:
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setProperty("role", "rail")
            button.setFont(list_font(_LABEL_PIXELS))
            button.setIconSize(QSize(20, 20))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedSize(WIDTH - 2 * UNIT, 52)
            layout.addWidget(button)
        layout.addStretch(1)
