"""The types of a printed page: fonts in points, texts broken into lines, all measured as the paper has them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QTextLayout, QTextOption

from pmdesk.gui.theme import list_font

_LINE_BREAK = "\N{LINE SEPARATOR}"
_INCH = 25.4
# Qt tells a PDF no character for a glyph that a feature puts in another's place: it could not be found or copied.
_ALTERNATES = ("tnum", "calt", "liga")


class Face(Enum):
    """The fonts of the page: size in points, and whether it is semibold."""

    TITLE = (18.0, True)
    HEADING = (12.0, True)
    NUMBER = (14.0, True)
    LEAD = (10.0, True)
    BODY = (8.5, False)
    STRONG = (8.5, True)
    LABEL = (7.5, True)
    SMALL = (7.5, False)


@dataclass(frozen=True, slots=True)
class _Measured:
    font: QFont
    metrics: QFontMetricsF


class Type:
    """Measures and breaks texts for one paper. Lengths are the paper's own dots; `mm` makes them of millimetres."""

    def __init__(self, paper: QPagedPaintDevice) -> None:
        self._dots = paper.logicalDpiX() / _INCH
        self._paper = paper
        self._faces = {face: self._measured(face) for face in Face}
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._option = option

    def _measured(self, face: Face) -> _Measured:
        points, stressed = face.value
        font = QFont(list_font().families())
        font.setPointSizeF(points)
        font.setWeight(QFont.Weight.DemiBold if stressed else QFont.Weight.Normal)
        for tag in _ALTERNATES:
            font.setFeature(QFont.Tag(tag), 0)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return _Measured(font, QFontMetricsF(font, self._paper))

    def mm(self, length: float) -> float:
        """A length in millimetres as dots."""
        return length * self._dots

    def font(self, face: Face) -> QFont:
        """The font of a face."""
        return self._faces[face].font

    def ascent(self, face: Face) -> float:
        """From the top of a line to its baseline."""
        return self._faces[face].metrics.ascent()

    def leading(self, face: Face) -> float:
        """From one line to the next."""
        return self._faces[face].metrics.height() * 1.12

    def width(self, text: str, face: Face) -> float:
        """How wide a text is on one line."""
        return self._faces[face].metrics.horizontalAdvance(text)

    def elided(self, text: str, face: Face, width: float) -> str:
        """A text that fits on one line, its end cut with an ellipsis."""
        return self._faces[face].metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def lines(self, text: str, face: Face, width: float, most: int | None = None) -> list[str]:
        """The text in lines of a width; of more than `most` the last ends with an ellipsis."""
        if "\n" not in text and self.width(text, face) <= width:
            return [text] if text else []
        broken = self._broken(text, face, width)
        if most is None or len(broken) <= most:
            return broken
        rest = " ".join(broken[most - 1 : most + 1])
        return [*broken[: most - 1], self.elided(rest, face, width)]

    def _broken(self, text: str, face: Face, width: float) -> list[str]:
        shown = text.replace("\n", _LINE_BREAK)
        layout = QTextLayout(shown, self.font(face), self._paper)
        layout.setTextOption(self._option)
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            found.append((line.textStart(), line.textLength()))
        layout.endLayout()
        encoded = shown.encode("utf-16-le")  # Qt counts UTF-16 units
        pieces = (encoded[2 * start : 2 * (start + length)].decode("utf-16-le", "replace") for start, length in found)
        return [piece.rstrip(f" {_LINE_BREAK}") for piece in pieces]
