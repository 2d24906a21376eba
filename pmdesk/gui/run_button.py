"""A button that is a line of text in several tones: a quiet remark, and in it the words that it acts on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pmdesk.gui.theme import UNIT, Theme, list_font
from pmdesk.gui.widgets import plain_tool_tip

_PAD = UNIT
_MARK = " ▾"
Run = tuple[str, str]


class RunButton(QAbstractButton):
    """Shows runs of plain text, each with a token as its colour; other tones than "muted" are semibold.

    `long` is shown where there is room and `short` where there is not. Hidden while it has nothing to say. One that
    `opens` a menu is marked like the chips that do.
    """

    def __init__(self, theme: Theme, name: str, *, opens: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._opens = opens
        self._theme = theme
        self._long: tuple[Run, ...] = ()
        self._short: tuple[Run, ...] = ()
        self._shortened = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._restyle()
        theme.changed.connect(self._restyle)
        self.hide()

    def say(self, long: tuple[Run, ...], short: tuple[Run, ...]) -> None:
        """Show these words; none hides the button."""
        if (long, short or long) == (self._long, self._short):
            return
        self._long, self._short = long, short or long
        self.setAccessibleName("".join(text for text, _ in long))
        self.setVisible(bool(long))
        self.updateGeometry()
        self.update()

    def set_hint(self, text: str) -> None:
        """Say in the tooltip what a click does, below the words in full."""
        self.setToolTip(plain_tool_tip(f"{self.accessibleName()}\n{text}"))

    @property
    def words(self) -> str:
        """What is shown now."""
        return "".join(text for text, _ in (self._short if self._shortened else self._long))

    def shorten(self, short: bool) -> None:
        """Show the short words, or the long ones."""
        if short is not self._shortened:
            self._shortened = short
            self.updateGeometry()
            self.update()

    def width_of(self, *, short: bool) -> int:
        """How wide the short or the long words are, in logical pixels; 0 while hidden."""
        if self.isHidden():
            return 0
        widths = (QFontMetrics(self._font(tone)).horizontalAdvance(text) for text, tone in self._runs(short=short))
        return sum(widths) + 2 * _PAD + 1

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(short=self._shortened), QFontMetrics(self._strong).height() + 2 * _PAD)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width_of(short=True), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(self._theme.colour("accent"))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        left = _PAD
        for text, tone in self._runs(short=self._shortened):
            font = QFont(self._font(tone))
            font.setUnderline(self.underMouse() and tone != "muted" and text != _MARK)
            painter.setFont(font)
            painter.setPen(self._theme.colour(tone))
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRect(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            left += width

    def _restyle(self) -> None:
        pixels = self._theme.density.bar_pixels
        self._quiet, self._strong = list_font(pixels), list_font(pixels, QFont.Weight.DemiBold)
        self.updateGeometry()
        self.update()

    def _runs(self, *, short: bool) -> tuple[Run, ...]:
        runs = self._short if short else self._long
        return (*runs, (_MARK, "text")) if self._opens else runs

    def _font(self, tone: str) -> QFont:
        return self._quiet if tone == "muted" else self._strong
