"""The boxes that fields are typed into: a line with a unit, a line with a scale, and a text that grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPlainTextEdit, QWidget

from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import plain_label

_OPENING_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4)
_INSIDE = 10
_NO_LIMIT = 1_000_000
QUIET = "title"  # the style sheet's name for a text whose frame shows only under the pointer or with the focus


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a scale: its text, what stands aside of it, what the box shows for it, and its value."""

    text: str
    aside: str
    words: str
    value: object


class UnitBox(QLineEdit):
    """A line for a number, with its unit inside at the right where there is room for both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = plain_label(role="muted")
        self._unit.setParent(self)
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(lambda _: self._place_unit())

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
        width = self._unit.sizeHint().width()
        typed = self.fontMetrics().horizontalAdvance(self.text() or self.placeholderText())
        fits = bool(self._unit.text()) and typed + width + UNIT + 2 * _INSIDE <= self.width()
        self._unit.setVisible(fits)
        self._unit.setGeometry(self.width() - width - _INSIDE, 0, width, self.height())
        self.setTextMargins(0, 0, width + UNIT if fits else 0, 0)


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

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these choices."""
        self._menu.clear()
        for choice in choices:
            texts = [_label(text) for text in (choice.text, choice.aside) if text]
            action = self._menu.addAction("\t".join(texts))
            action.setCheckable(True)
            action.setData(choice.words)
            action.triggered.connect(lambda _=False, value=choice.value: self.chosen.emit(value))

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
    """Plain text that is as high as its lines; folded it shows the first `fold_at`. The page scrolls."""

    fold_changed = Signal()

    def __init__(self, at_least: int = 1, fold_at: int = _NO_LIMIT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._fold_at = at_least, fold_at
        self.folded, self.foldable = True, False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Show a text from its beginning; named as in QLineEdit, so that both can stand in a field."""
        self.setPlainText(text)

    def set_folded(self, folded: bool) -> None:
        """Show the first lines only, or all."""
        if folded is not self.folded:
            self.folded = folded
            self._fit()
            self.fold_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.set_folded(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        limit = self._fold_at if self.folded else _NO_LIMIT
        lines = self._lines_up_to(limit + 1)
        frame = self.height() - self.viewport().height()
        if frame < 0:  # not laid out yet
            return
        height = max(self._least, min(lines, limit)) * self.fontMetrics().lineSpacing() + frame
        if (self.minimumHeight(), self.maximumHeight()) != (height, height):
            self.setFixedHeight(height)
        if self.foldable is not (lines > self._fold_at):
            self.foldable = lines > self._fold_at
            self.fold_changed.emit()

    def _lines_up_to(self, most: int) -> int:
        """How many lines the text takes; counting stops past `most`."""
        layout, block, lines = self.document().documentLayout(), self.document().firstBlock(), 0
        while block.isValid() and lines < most:
            layout.blockBoundingRect(block)
            lines += max(1, block.layout().lineCount())
            block = block.next()
        return lines


def _label(text: str) -> str:
    """A text as a menu shows it: on one line, ampersands and all."""
    return " ".join(text.split()).replace("&", "&&")
