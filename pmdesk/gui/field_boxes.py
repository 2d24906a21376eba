"""The boxes that fields are typed into: a line with a unit, a line with a scale, and a text that grows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPlainTextEdit, QWidget

from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import plain_label

_OPENING_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4)
_NO_LIMIT = 1_000_000


class UnitBox(QLineEdit):
    """A line for a number, with its unit inside at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = plain_label(role="muted")
        self._unit.setParent(self)
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def unit(self) -> str:
        """The unit that is shown."""
        return self._unit.text()

    def set_unit(self, unit: str) -> None:
        """Show a unit beside the number."""
        if unit != self._unit.text():
            self._unit.setText(unit)
            self._place_unit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_unit()

    def _place_unit(self) -> None:
        width = self._unit.sizeHint().width() if self._unit.text() else 0
        self._unit.setGeometry(self.width() - width - 2 * UNIT - 2, 0, width, self.height())
        self.setTextMargins(0, 0, width + UNIT if width else 0, 0)


class ChoiceBox(QLineEdit):
    """A line that takes typed values and offers the steps of a scale in a menu."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._menu = QMenu(self)
        self._arrow = QAction(self.tr("Show the choices (Alt+Down)"), self)
        self._arrow.triggered.connect(self.open_menu)
        self.addAction(self._arrow, QLineEdit.ActionPosition.TrailingPosition)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_choices(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer these texts with what each means."""
        self._menu.clear()
        for text, value in choices:
            action = self._menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setData(text)
            action.triggered.connect(lambda _=False, value=value: self.chosen.emit(value))

    @property
    def menu(self) -> QMenu:
        """The menu of choices."""
        return self._menu

    def open_menu(self) -> None:
        """Offer the choices below the line, the current one marked."""
        for action in self._menu.actions():
            action.setChecked(action.data() == self.text())
            if action.isChecked():
                self._menu.setActiveAction(action)
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS:
            self.open_menu()
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        self._arrow.setIcon(self._theme.icon("chevron-down", "muted"))


class TextBox(QPlainTextEdit):
    """Plain text that is as high as its lines, from `at_least` up to `at_most`; the page around it scrolls."""

    cut_short = Signal(bool)

    def __init__(self, at_least: int = 1, at_most: int = _NO_LIMIT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = at_least, at_most
        self._cut = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Show a text from its beginning; named as in QLineEdit, so that both can stand in a field."""
        self.setPlainText(text)

    def set_limit(self, at_most: int | None) -> None:
        """Show at most so many lines; None shows all."""
        self._most = _NO_LIMIT if at_most is None else at_most
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = self._lines_up_to(self._most + 1)
        frame = self.height() - self.viewport().height()
        height = max(self._least, min(lines, self._most)) * line + frame
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)
        if self._cut is not (lines > self._most):
            self._cut = lines > self._most
            self.cut_short.emit(self._cut)

    def _lines_up_to(self, most: int) -> int:
        """How many lines the text takes; counting stops past `most`."""
        layout, block, lines = self.document().documentLayout(), self.document().firstBlock(), 0
        while block.isValid() and lines < most:
            layout.blockBoundingRect(block)
            lines += max(1, block.layout().lineCount())
            block = block.next()
        return lines
