"""Cells made ready to be drawn: measured, cut and placed once, for an item is drawn far more often than it changes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from pmdesk.domain.frameworks import rice
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item, StatusCategory
from pmdesk.gui.cell_texts import DOWN, NO_RANK, UP, CellTexts
from pmdesk.gui.columns import Column, Look
from pmdesk.gui.theme import PADDING, Density, list_font

BAR_WIDTH = 62
_CACHED_TEXTS = 5000
_DOTS = {StatusCategory.IN_PROGRESS: "accent", StatusCategory.DONE: "good"}


class Kind(Enum):
    """How a prepared cell is drawn."""

    NOTHING = auto()
    TEXT = auto()
    SCORE = auto()
    CHIP = auto()
    STATUS = auto()
    CHANGE = auto()


@dataclass(slots=True)
class Cell:
    """One cell, ready to be drawn. `left` is where its text begins, in pixels from the column's left edge.

    `ink` names a token; `row` stands for the ink of its row. `value` is the score of a score cell.
    """

    kind: Kind
    text: str = ""
    left: int = 0
    ink: str = "row"
    bold: bool = False
    value: float = 0.0
    width: int = 0


NOTHING = Cell(Kind.NOTHING)


class CellMaker:
    """Makes cells for one font size; measures each text once."""

    def __init__(self, texts: CellTexts, density: Density) -> None:
        self._texts = texts
        self.font = list_font(density.list_pixels)
        self.bold = list_font(density.list_pixels, QFont.Weight.DemiBold)
        self.chip_font = list_font(density.label_pixels, QFont.Weight.Medium)
        self._metrics = {False: QFontMetrics(self.font), True: QFontMetrics(self.bold)}
        self._chip_metrics = QFontMetrics(self.chip_font)
        self._advances: dict[tuple[str, bool], int] = {}
        self.bar_width = round(BAR_WIDTH * density.factor)
        self.dot_space = round((PADDING + 6) * density.factor)

    @property
    def metrics(self) -> QFontMetrics:
        """The measures of the list's font."""
        return self._metrics[False]

    def advance(self, text: str, bold: bool = False) -> int:
        """How wide a text is."""
        known = self._advances.get((text, bold))
        if known is None:
            if len(self._advances) > _CACHED_TEXTS:
                self._advances.clear()
            known = self._advances[text, bold] = self._metrics[bold].horizontalAdvance(text)
        return known

    def cell(self, item: Item, column: Column, width: int, group: Group) -> Cell:
        """A cell of a column that is so wide."""
        text = self._texts.text(item, column)
        if not text:
            in_play = group in (Group.RANKED, Group.UNRANKED)
            return self._hint(item, column, width) if in_play else NOTHING
        if column.look is Look.CHANGE:
            return self._change(text, width)
        if column.look is Look.SCORE:
            room = width - self.bar_width - PADDING
            return self._line(Kind.SCORE, text, room, right=True, bold=True, value=rice.score(item) or 0.0)
        if column.look is Look.CHIP and item.moscow:
            chip = min(self._chip_metrics.horizontalAdvance(text) + 2 * PADDING, width - 2 * PADDING)
            return Cell(Kind.CHIP, text, PADDING, item.moscow.value, width=chip)
        if column.look is Look.STATUS:
            line = self._line(Kind.STATUS, text, width - self.dot_space)
            return Cell(Kind.STATUS, line.text, line.left + self.dot_space, _DOTS.get(item.status_category, "muted"))
        return self._plain(column, text, width)

    def _plain(self, column: Column, text: str, width: int) -> Cell:
        bold = column.look is Look.RANK and text != NO_RANK
        ink = "muted" if column.look is Look.KEY else "row"
        return self._line(Kind.TEXT, text, width, right=column.right_aligned, bold=bold, ink=ink)

    def _line(
        self,
        kind: Kind,
        text: str,
        width: int,
        *,
        right: bool = False,
        bold: bool = False,
        ink: str = "row",
        value: float = 0.0,
    ) -> Cell:
        room = width - 2 * PADDING
        advance = self.advance(text, bold)
        if advance > room:
            text = self._metrics[bold].elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
            advance = self._metrics[bold].horizontalAdvance(text)
        return Cell(kind, text, width - PADDING - advance if right else PADDING, ink, bold, value)

    def _change(self, text: str, width: int) -> Cell:
        sign = text[0]
        if sign not in (UP, DOWN):
            return self._line(Kind.TEXT, text, width, ink="accent")
        return Cell(
            Kind.CHANGE, text[1:].strip(), 0, "good" if sign == UP else "bad", value=1.0 if sign == UP else -1.0
        )

    def _hint(self, item: Item, column: Column, width: int) -> Cell:
        """What is missing, in the longest words that fit."""
        hints = self._texts.hint(item, column)
        if not hints[0]:
            return NOTHING
        room = width - 2 * PADDING
        text = next((hint for hint in hints if self.advance(hint) <= room), hints[0])
        return self._line(Kind.TEXT, text, width, right=column.right_aligned, ink="muted")
