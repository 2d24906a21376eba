"""The bar above a backlog that can only be looked at: what it is, and the way to one that can be worked on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from pmdesk.gui import icons
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import plain_label

_ICON = 16


class ReadOnlyBar(QFrame):
    """A lasting notice with a lock; `copyRequested` asks for a copy to work on."""

    copyRequested = Signal()

    def __init__(self, said: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("readOnlyBar")
        self.setProperty("role", "notice")
        self._theme = theme
        self._sign = QLabel()
        self.label = plain_label(said, wrap=True)
        self.button = QPushButton(self.tr("Save a copy…"))
        self.button.setProperty("role", "quiet")
        self.button.setToolTip(self.tr("Write a copy that can be changed"))
        self.button.clicked.connect(self.copyRequested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, UNIT, 2 * UNIT, UNIT + 1)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self._sign)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        self.setMinimumHeight(10 * UNIT)
        self.restyle()
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Draw the lock in the scheme's colour."""
        self._sign.setPixmap(icons.pixmap("lock", self._theme.tokens.accent, _ICON))
