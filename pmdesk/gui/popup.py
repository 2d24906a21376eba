"""A popup to pick from: a line to type into, and a list below that the keys of the line move through."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from pmdesk.gui.theme import UNIT

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_GAP = 4


class PickPopup(QFrame):
    """Closes at Esc and at a click outside, which `closed` tells; the focus goes back to where it was."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.line = QLineEdit()
        self.list = QListView()
        self.list.setProperty("role", "choices")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.narrow)
        self.list.clicked.connect(self.pick)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        self.body.setSpacing(UNIT + 2)
        self.body.addWidget(self.line)
        self.body.addWidget(self.list, 1)
        self.setFocusProxy(self.line)

    # What a kind of popup does its own way

    def narrow(self, text: str) -> None:
        """List what fits the typed text."""

    def enter(self) -> None:
        """Enter was pressed."""

    def pick(self, index: QModelIndex) -> None:
        """A row was clicked."""

    def leave(self) -> None:
        """Esc was pressed."""
        self.close()

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key pressed in the line is not for the line."""
        if event.key() in _MOVES:
            QCoreApplication.sendEvent(self.list, event)
            return True
        if event.key() in _ENTER:
            self.enter()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return False

    # What is the same for all

    @property
    def row(self) -> int:
        """The current row, -1 where there is none."""
        return self.list.currentIndex().row()

    def go_to_row(self, row: int) -> None:
        """Make a row the current one, and tell it to those who hear the screen."""
        model = self.list.model()
        if 0 <= row < model.rowCount():
            self.list.setCurrentIndex(model.index(row, 0))
            self.list.scrollTo(self.list.currentIndex())

    def announce(self, index: QModelIndex) -> None:
        """Have a row read out: the focus stays in the line."""
        text = index.data(Qt.ItemDataRole.AccessibleTextRole)
        if text and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, text))

    def show_below(self, anchor: QWidget) -> None:
        """Show under a widget, inside the screen; above it where there is no room below."""
        free = anchor.screen().availableGeometry()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + _GAP))
        if corner.y() + self.height() > free.bottom():
            corner.setY(anchor.mapToGlobal(QPoint(0, -_GAP)).y() - self.height())
        corner.setX(max(free.left(), min(corner.x(), free.right() - self.width())))
        corner.setY(max(free.top(), corner.y()))
        self.move(corner)
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self.take_key(event)
        return super().eventFilter(watched, event)
