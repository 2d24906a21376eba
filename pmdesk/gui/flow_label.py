"""A label for texts of any length: it wraps anywhere, gives way in width and may stress parts of its text."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

_LINE_BREAK = "\N{LINE SEPARATOR}"
_NARROWEST = 60
_PREFERRED = 200
_WIDTHS_KEPT = 4
Run = tuple[str, bool]


class FlowLabel(QLabel):
    """Shows text as it is, never as markup. A stressed part is semibold, in the colour of plain text."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWordWrap(True)  # QLabel has a height for its width only so
        if role:
            self.setProperty("role", role)
        self._runs: tuple[Run, ...] = ()
        self._asked = self._natural = self._line_height = 0
        self._layouts: dict[int, tuple[QTextLayout, int]] = {}

    def setText(self, text: str) -> None:
        self.set_runs((text, False))

    def set_runs(self, *runs: Run) -> None:
        """Show pieces of text one after the other: each with whether it is stressed."""
        if runs == self._runs:
            return
        self._runs = runs
        self._layouts.clear()
        self._natural = 0
        super().setText("".join(text for text, _ in runs))
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        self._asked = width
        around = self.contentsMargins()
        inner = width - around.left() - around.right()
        plain = self._natural_width() < inner and "\n" not in self.text()
        return (self._line_height if plain else self._laid_out(inner)[1]) + around.top() + around.bottom()

    def sizeHint(self) -> QSize:
        """As high as at the width that was asked for last: layouts ask for both, and one of them is thrown away."""
        around = self.contentsMargins()
        width = min(self._natural_width() + 2 + around.left() + around.right(), _PREFERRED)
        return QSize(width, self.heightForWidth(self._asked or width))

    def _natural_width(self) -> int:
        """How wide the text is on one line."""
        if not self._natural:
            metrics, strong = (QFontMetricsF(font) for font in (self.font(), self._strong_font()))
            widths = ((strong if stressed else metrics).horizontalAdvance(text) for text, stressed in self._runs)
            self._natural, self._line_height = ceil(sum(widths)) + 1, ceil(max(metrics.height(), strong.height()))
        return self._natural

    def _strong_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_NARROWEST, self.sizeHint().width()), self.fontMetrics().lineSpacing())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _RESTYLED:
            self._layouts.clear()
            self._natural = 0
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        self._laid_out(rect.width())[0].draw(painter, QPointF(rect.topLeft()))

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        """The text in lines of at most `width`, and how high they are together."""
        if width not in self._layouts:
            if len(self._layouts) >= _WIDTHS_KEPT:
                self._layouts.clear()
            self._layouts[width] = self._lay_out(width)
        return self._layouts[width]

    def _lay_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self.text().replace("\n", _LINE_BREAK), self.font(), self)
        layout.setTextOption(self._option())
        layout.setFormats(self._formats())
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, round(height + 0.49)

    def _option(self) -> QTextOption:
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(self.layoutDirection())
        return option

    def _formats(self) -> list[QTextLayout.FormatRange]:
        stressed = QTextCharFormat()
        stressed.setFontWeight(QFont.Weight.DemiBold)
        stressed.setForeground(QApplication.palette().windowText())
        ranges, start = [], 0
        for text, strong in self._runs:
            length = _qt_length(text)
            if strong:
                ranges.append(_range(start, length, stressed))
            start += length
        return ranges


_RESTYLED = {
    QEvent.Type.FontChange,
    QEvent.Type.StyleChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.LayoutDirectionChange,
}


def _qt_length(text: str) -> int:
    """How long Qt, which counts in UTF-16, takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _range(start: int, length: int, how: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, how
    return made
