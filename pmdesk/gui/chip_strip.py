"""Chips in a row, and the strip that holds them: where the row is too narrow it scrolls, and nothing is cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QWidget

from pmdesk.gui.theme import UNIT, Theme, list_font
from pmdesk.gui.widgets import plain_tool_tip, set_role

CHIP_HEIGHT = 26
_WIDEST_WORDS = 220
_CROSS = 12
_GAP = 2 * UNIT
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Chip(QWidget):
    """A pill with words. `active` while it changes what is shown; then it may have a cross that takes it away."""

    pressed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._state: tuple[object, ...] = ()
        self._metrics = QFontMetrics(list_font())
        self.button, self.cross = _part("first"), _part("last")
        self.cross.setIconSize(QSize(_CROSS, _CROSS))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button)
        layout.addWidget(self.cross)
        self.cross.hide()
        self.button.clicked.connect(self.pressed)
        self.cross.clicked.connect(self.removed)
        self.button.installEventFilter(self)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def active(self) -> bool:
        """Whether the chip changes what is shown."""
        return self.button.isChecked()

    @property
    def text(self) -> str:
        """The words on the chip, in full."""
        return self.button.accessibleName()

    def show_state(
        self, text: str, tool_tip: str, *, active: bool = False, opens: bool = False, cross_tip: str = ""
    ) -> None:
        """Show words; `opens` marks a chip that opens a list, `cross_tip` names what its cross does."""
        state = (text, tool_tip, active, opens, cross_tip)
        if state == self._state and self.active is active:
            return
        self._state = state
        widest = self._theme.density.bar(_WIDEST_WORDS)
        short = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, widest)
        self.button.setText(short.replace("&", "&&") + (" ▾" if opens and not cross_tip else ""))
        self.button.setAccessibleName(text)
        self.button.setToolTip(plain_tool_tip(f"{text}\n{tool_tip}" if short != text else tool_tip))
        self.button.setCheckable(True)
        self.button.setChecked(active)
        self.cross.setVisible(bool(cross_tip))
        self.cross.setAccessibleName(cross_tip)
        self.cross.setToolTip(plain_tool_tip(cross_tip))
        set_role(self.button, "place", "first" if cross_tip else "alone")

    def settle(self) -> None:
        """Look hovered only while the pointer is here: Qt tells no leaving while a popup is open."""
        for part in (self.button, self.cross):
            under = part.isVisible() and part.rect().contains(part.mapFromGlobal(QCursor.pos()))
            part.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, under)
            part.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.button:
            if event.key() in _REMOVING and not self.cross.isHidden():
                self.removed.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.button.click()
                return True
        return super().eventFilter(watched, event)

    def _restyle(self) -> None:
        density = self._theme.density
        self._metrics, self._state = QFontMetrics(list_font(density.bar_pixels)), ()  # the words are cut anew
        self.cross.setIcon(self._theme.icon("close", "accent"))
        for part in (self.button, self.cross):
            part.setFixedHeight(density.bar(CHIP_HEIGHT))


def _part(place: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("role", "chip")
    made.setProperty("place", place)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class ChipStrip(QWidget):
    """A row of widgets. Too narrow, it shows an arrow at each end where more stands, and scrolls with the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inner = QWidget()
        self._inner.setObjectName("chipStripBody")
        self._row = QHBoxLayout(self._inner)
        self._row.setContentsMargins(1, 0, 1, 0)
        self._row.setSpacing(_GAP)
        self._row.addStretch(1)
        self._area = _Area(self._inner)
        self.back = _arrow(self.tr("Scroll to the chips at the left"))
        self.on = _arrow(self.tr("Scroll to the chips at the right"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.back, self._area, self.on):
            layout.addWidget(part)
        self.back.clicked.connect(lambda: self._scroll(-1))
        self.on.clicked.connect(lambda: self._scroll(1))
        bar = self._area.horizontalScrollBar()
        bar.rangeChanged.connect(lambda *_: self._show_arrows())
        bar.valueChanged.connect(lambda *_: self._show_arrows())
        self._inner.installEventFilter(self)
        theme.changed.connect(self._restyle)
        self._restyle()

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at a place in the row."""
        self._row.insertWidget(place, widget)

    def remove(self, widget: QWidget) -> None:
        """Take a widget out of the row and let it go."""
        self._row.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def place(self, widget: QWidget) -> int:
        """Where a widget stands in the row; -1 where it does not."""
        return self._row.indexOf(widget)

    def widgets(self) -> list[QWidget]:
        """What stands in the row, in order."""
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    @property
    def wanted(self) -> int:
        """The width at which nothing has to scroll, in logical pixels."""
        return self._row.sizeHint().width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().x() or event.angleDelta().y()
        bar = self._area.horizontalScrollBar()
        bar.setValue(bar.value() - turned // 2)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_arrows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._show_arrows()
        return super().eventFilter(watched, event)

    def _scroll(self, by: int) -> None:
        bar = self._area.horizontalScrollBar()
        bar.setValue(bar.value() + by * max(40, self._area.width() * 2 // 3))

    def _show_arrows(self) -> None:
        """Both arrows stand while the row is too narrow, so that nothing jumps; one with nothing behind it is off."""
        bar, narrow = self._area.horizontalScrollBar(), self.wanted > self.width()
        for arrow, more in ((self.back, bar.value() > bar.minimum()), (self.on, bar.value() < bar.maximum())):
            arrow.setVisible(narrow)
            arrow.setEnabled(more)

    def _restyle(self) -> None:
        self.back.setIcon(self._theme.icon("chevron-left"))
        self.on.setIcon(self._theme.icon("chevron-right"))
        height = self._theme.density.bar(CHIP_HEIGHT)
        self._area.setFixedHeight(height + 2)
        for arrow in (self.back, self.on):
            arrow.setFixedSize(20, height)


class _Area(QScrollArea):
    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setObjectName("chipStripArea")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _arrow(words: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("role", "stripArrow")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAutoRepeat(True)
    made.setIconSize(QSize(14, 14))
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.hide()
    return made
