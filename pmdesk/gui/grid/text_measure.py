"""How wide texts are drawn: summed from single characters where a script allows it, for shaping takes longer."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF

_LAST_SIMPLE = "\u024f"  # Latin letters end here; beyond, characters may join or stack
_ELLIPSIS = "…"
_MOST_WORDS = 20_000


class TextMeasure:
    """Measures and cuts texts in one font, in logical pixels."""

    def __init__(self, font: QFont) -> None:
        self._exact = QFontMetrics(font)
        self._single = QFontMetricsF(font)
        self._widths: dict[str, float] = {}
        self._words: dict[str, float] = {}
        self._space = self._single.horizontalAdvance(" ")

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
        return round(self._sum(text))

    def fitted(self, text: str, room: int) -> tuple[str, int]:
        """A text cut with an ellipsis where it is too wide, and how wide it then is; nothing where that has no room."""
        if max(text, default="") > _LAST_SIMPLE:
            cut = self._exact.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
            width = self._exact.horizontalAdvance(cut)
            return (cut, width) if width <= room + 1 else ("", 0)  # Qt rounds
        whole = self._sum(text)
        if whole <= room:
            return text, round(whole)
        ends = list(accumulate(map(self._width, text)))
        if self._width(_ELLIPSIS) > room:
            return "", 0
        kept = bisect_right(ends, room - self._width(_ELLIPSIS))
        cut = text[:kept].rstrip() + _ELLIPSIS
        return cut, self.advance(cut[:-1]) + round(self._width(_ELLIPSIS))

    def _sum(self, text: str) -> float:
        """The width of a text, by its words: these come again and again."""
        words, known = text.split(" "), self._words
        if len(known) > _MOST_WORDS:
            known.clear()
        width = self._space * (len(words) - 1)
        for word in words:
            if word not in known:
                known[word] = sum(map(self._width, word))
            width += known[word]
        return width

    def _width(self, character: str) -> float:
        known = self._widths.get(character)
        if known is None:
            known = self._widths[character] = self._single.horizontalAdvance(character)
        return known
