"""How wide texts are drawn: summed from single characters where a script allows it, for shaping takes longer."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF

_LAST_SIMPLE = "\u024f"  # Latin letters end here; beyond, characters may join or stack
_ELLIPSIS = "…"


class TextMeasure:
    """Measures and cuts texts in one font, in logical pixels."""

    def __init__(self, font: QFont) -> None:
        self._exact = QFontMetrics(font)
        self._single = QFontMetricsF(font)
        self._widths: dict[str, float] = {}

    @property
    def height(self) -> int:
        """The height of a line."""
        return self._exact.height()

    @property
    def ascent(self) -> int:
        """How far the baseline lies below the top of a line."""
        return self._exact.ascent()

    def advance(self, text: str) -> int:
        """How wide a text is."""
        if max(text, default="") > _LAST_SIMPLE:
            return self._exact.horizontalAdvance(text)
        return round(sum(map(self._width, text)))

    def fitted(self, text: str, room: int) -> tuple[str, int]:
        """A text cut with an ellipsis where it is too wide, and how wide it then is."""
        if max(text, default="") > _LAST_SIMPLE:
            cut = self._exact.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
            return cut, self._exact.horizontalAdvance(cut)
        ends = list(accumulate(map(self._width, text)))
        if not ends or ends[-1] <= room:
            return text, round(ends[-1]) if ends else 0
        kept = bisect_right(ends, room - self._width(_ELLIPSIS))
        cut = text[:kept].rstrip() + _ELLIPSIS
        return cut, self.advance(cut[:-1]) + round(self._width(_ELLIPSIS))

    def _width(self, character: str) -> float:
        known = self._widths.get(character)
        if known is None:
            known = self._widths[character] = self._single.horizontalAdvance(character)
        return known
