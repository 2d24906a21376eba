"""How the parts of the main window stand: bars above and below, the rail, the list and what is beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pmdesk.gui.actions import Actions
from pmdesk.gui.notice_bar import NoticeBar
from pmdesk.gui.rail import Rail
from pmdesk.gui.status_bar import StatusBar
from pmdesk.gui.theme import Theme
from pmdesk.gui.top_bar import TopBar
from pmdesk.gui.widgets import plain_label

_INSPECTOR_WIDTH = 316


class WindowFrame:
    """Makes what can be shown without a backlog, in one `central` widget, and places what comes later.

    `opening` is the page that says, by the given words, that a backlog is being opened.
    """

    def __init__(self, actions: Actions, theme: Theme, opening: str) -> None:
        self.top_bar = TopBar(actions, theme)
        self.notices = NoticeBar(theme)
        self.rail = Rail(actions)
        self.status = StatusBar(theme)
        self.opening = plain_label(opening, "muted")
        self.opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.opening)
        self.beside: QWidget = QFrame()  # keeps the room of the inspector
        self.beside.setObjectName("inspector")
        self.splitter = self._make_splitter()
        self.central = QWidget()
        self._column = QVBoxLayout(self.central)
        self._lay_out()

    def _make_splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.pages)
        return splitter

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self.splitter, 1)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.top_bar)
        self._column.addWidget(self.notices)
        self._column.addLayout(body, 1)
        self._column.addWidget(self.status)

    def put_list(self, page: QWidget, width: int) -> None:
        """Put the list in, with room beside it, in a window of that width."""
        self.pages.addWidget(page)
        self.splitter.addWidget(self.beside)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([width - _INSPECTOR_WIDTH, _INSPECTOR_WIDTH])

    def put_beside(self, panel: QWidget) -> None:
        """Put a panel where its room was kept."""
        self.splitter.replaceWidget(self.splitter.indexOf(self.beside), panel)
        self.beside.deleteLater()
        self.beside = panel

    def put_above(self, bar: QWidget) -> None:
        """Put a bar that lasts above the notices."""
        self._column.insertWidget(self._column.indexOf(self.notices), bar)
