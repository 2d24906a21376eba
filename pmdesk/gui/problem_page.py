"""What the window shows when its backlog could not be opened: why, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pmdesk.gui import icons
from pmdesk.gui.actions import Actions
from pmdesk.gui.notice_bar import Action
from pmdesk.gui.theme import UNIT, Theme, list_font
from pmdesk.gui.widgets import plain_label, primary_button

_TEXT_WIDTH = 460


class ProblemPage(QWidget):
    """One sentence, what can be done about it, and buttons to open another backlog or to start a new one."""

    retry = Signal()

    def __init__(self, said: str, actions: Actions, theme: Theme, offers: Sequence[Action] = ()) -> None:
        """`offers` are the ways out of just this problem: words and acts, best first."""
        super().__init__()
        self._theme = theme
        self._sign = QLabel()
        title = plain_label(self.tr("This backlog cannot be opened"))
        title.setFont(list_font(17, QFont.Weight.DemiBold))
        words = plain_label(said, "muted", wrap=True)
        words.setFixedWidth(_TEXT_WIDTH)
        words.setMinimumHeight(words.heightForWidth(_TEXT_WIDTH))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * UNIT)
        layout.addStretch(2)
        for part in (self._sign, title, words):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(2 * UNIT)
        if offers:
            layout.addLayout(self._offers(offers))
        layout.addLayout(self._ways_out(actions, first=not offers))
        layout.addStretch(3)
        self.restyle()
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Draw the sign in the scheme's colour."""
        self._sign.setPixmap(icons.pixmap("warning", self._theme.tokens.bad, 40))

    def _offers(self, offers: Sequence[Action]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for place, (words, act) in enumerate(offers):
            made = primary_button(words) if place == 0 else QPushButton(words)
            made.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(made)
            if place == 0:
                self.setFocusProxy(made)
        row.addStretch(1)
        return row

    def _ways_out(self, actions: Actions, *, first: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        again = primary_button(self.tr("Try again")) if first else QPushButton(self.tr("Try again"))
        again.clicked.connect(self.retry)
        row.addWidget(again)
        if first:
            self.setFocusProxy(again)
        for name, button in (
            ("actionOpen", QPushButton(self.tr("Open another…"))),
            ("actionNewBacklog", QPushButton(self.tr("New backlog…"))),
            ("actionOpenSample", QPushButton(self.tr("Open the sample"))),
        ):
            button.clicked.connect(actions[name].trigger)
            row.addWidget(button)
        row.addStretch(1)
        return row
