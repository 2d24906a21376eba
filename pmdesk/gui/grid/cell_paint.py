"""Cells made ready to be drawn: shaped, cut and placed once, for a value is drawn far more often than it changes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText, QTransform

from pmdesk.domain.frameworks import rice
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Item, StatusCategory
from pmdesk.gui.grid.cell_texts import DOWN, NO_RANK, UP, CellTexts
from pmdesk.gui.grid.columns import Column, Look
from pmdesk.gui.grid.text_measure import TextMeasure
from pmdesk.gui.theme import PADDING, Theme, list_font

BAR_WIDTH = 62
_KEPT = 4000  # of each kind; a screen shows some hundred
_DOTS = {StatusCategory.IN_PROGRESS: "accent", StatusCategory.DONE: "good"}


class Kind(Enum):
    """What is drawn beside a cell's text."""

    NOTHING = auto()
    TEXT = auto()
    SCORE = auto()
    CHIP = auto()
    STATUS = auto()
    CHANGE = auto()


@dataclass(slots=True)
class Cell:
    """One cell, ready to be drawn. `left` is where its text begins, in pixels from the column's left edge.

    A text that is drawn again is shaped once and kept so. `ink` names a token; `row` stands for the ink of its row.
    `value` is the score of a score cell, or which way a rank went.
    """

    kind: Kind
    text: str = ""
    left: int = 0
    ink: str = "row"
    bold: bool = False
    value: float = 0.0
    picture: QPixmap | None = None
    drawn: bool = False
    shaped: QStaticText | None = None


NOTHING = Cell(Kind.NOTHING)


class CellMaker:
    """Makes cells for one size and scheme."""

    def __init__(self, texts: CellTexts, theme: Theme, ratio: float) -> None:
        density = theme.density
        self._texts, self._theme, self._ratio = texts, theme, ratio
        self.font = list_font(density.list_pixels)
        self.bold = list_font(density.list_pixels, QFont.Weight.DemiBold)
        self.chip_font = list_font(density.label_pixels, QFont.Weight.Medium)
        self._fonts = {False: self.font, True: self.bold}
        self.measure = {False: TextMeasure(self.font), True: TextMeasure(self.bold)}
        self._scale = QTransform.fromScale(ratio, ratio)
        self._cells: dict[tuple[Any, ...], Cell] = {}
        self._pictures: dict[tuple[str, str, int], QPixmap] = {}
        self.bar_width = round(BAR_WIDTH * density.factor)
        self.dot = round(6 * density.factor)
        self._dot_space = PADDING + self.dot
        self.chip_height = round(20 * density.factor)

    def cell(self, item: Item, column: Column, width: int, group: Group) -> Cell:
        """A cell of a column that is so wide. Values that many items share are made ready once."""
        value = column.value(item) if column.spec is not None else None
        if value is None or value == "":
            return self._make(item, column, width, group)
        key = (column.name, width, value, item.status_category if column.look is Look.STATUS else None)
        known = self._cells.get(key)
        if known is None:
            if len(self._cells) > _KEPT:
                self._cells.clear()
            known = self._cells[key] = self._make(item, column, width, group)
        return known

    def rank(self, text: str, width: int) -> Cell:
        """The cell of a rank, in a column that is so wide."""
        key = ("rank", width, text)
        known = self._cells.get(key)
        if known is None:
            bold = text != NO_RANK
            known = self._cells[key] = self._line(Kind.TEXT, text, width, right=True, bold=bold)
        return known

    def shape(self, cell: Cell) -> QStaticText:
        """Have a cell's text shaped for being drawn again."""
        shaped = cell.shaped = QStaticText(cell.text)
        shaped.setTextFormat(Qt.TextFormat.PlainText)
        shaped.prepare(self._scale, self._fonts[cell.bold])
        return shaped

    def _make(self, item: Item, column: Column, width: int, group: Group) -> Cell:
        text = self._texts.text(item, column)
        if not text:
            in_play = group in (Group.RANKED, Group.UNRANKED)
            return self._hint(item, column, width) if in_play else NOTHING
        if column.look is Look.CHANGE:
            return self._change(text, width)
        if column.look is Look.SCORE:
            return self._score(item, text, width)
        if column.look is Look.CHIP and item.moscow:
            return Cell(Kind.CHIP, "", PADDING, picture=self._chip(text, item.moscow.value, width - 2 * PADDING))
        if column.look is Look.STATUS:
            return self._status(item, text, width)
        return self._plain(column, text, width)

    def _score(self, item: Item, text: str, width: int) -> Cell:
        """A number and its bar; one that leaves no room for the bar is shown in full without it."""
        room = width - self.bar_width - PADDING
        if self.measure[True].advance(text) > room - 2 * PADDING:
            return self._line(Kind.TEXT, text, width, right=True, bold=True)
        score = self._line(Kind.SCORE, text, room, right=True, bold=True)
        score.value = rice.score(item) or 0.0
        return score

    def _plain(self, column: Column, text: str, width: int) -> Cell:
        ink = "muted" if column.look is Look.KEY else "row"
        return self._line(Kind.TEXT, text, width, right=column.right_aligned, ink=ink)

    def _line(
        self, kind: Kind, text: str, width: int, *, right: bool = False, bold: bool = False, ink: str = "row"
    ) -> Cell:
        cut, advance = self.measure[bold].fitted(text, width - 2 * PADDING)
        return Cell(kind, cut, width - PADDING - advance if right else PADDING, ink, bold)

    def _status(self, item: Item, text: str, width: int) -> Cell:
        cell = self._line(Kind.STATUS, text, width - self._dot_space)
        cell.left += self._dot_space
        cell.picture = self._picture("dot", _DOTS.get(item.status_category, "muted"), self.dot)
        return cell

    def _change(self, text: str, width: int) -> Cell:
        up = text.startswith(UP)
        if not up and not text.startswith(DOWN):
            return self._line(Kind.TEXT, text, width, ink="accent")
        return Cell(Kind.CHANGE, text[1:].strip(), 0, "good" if up else "bad", value=1.0 if up else -1.0)

    def _hint(self, item: Item, column: Column, width: int) -> Cell:
        """What is missing, in the longest words that fit."""
        hints = self._texts.hint(item, column)
        if not hints[0]:
            return NOTHING
        room = width - 2 * PADDING
        text = next((hint for hint in hints if self.measure[False].advance(hint) <= room), hints[0])
        return self._line(Kind.TEXT, text, width, right=column.right_aligned, ink="muted")

    # Small pictures

    def _chip(self, text: str, category: str, room: int) -> QPixmap:
        width = min(QFontMetrics(self.chip_font).horizontalAdvance(text) + 2 * PADDING, room)
        return self._picture(text, category, max(width, 1))

    def _picture(self, name: str, ink: str, width: int) -> QPixmap:
        """A chip with its text, or a dot; drawn once."""
        known = self._pictures.get((name, ink, width))
        if known is None:
            dot = name == "dot"
            known = self._pictures[name, ink, width] = self._blank(width, width if dot else self.chip_height)
            painter = QPainter(known)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(0, 0, width, width if dot else self.chip_height)
            rounded(painter, area, self._theme.colour(ink if dot else f"{ink}_bg"), area.height() / 2)
            if not dot:
                painter.setFont(self.chip_font)
                painter.setPen(self._theme.colour(ink))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)
            painter.end()
        return known

    def _blank(self, width: int, height: int) -> QPixmap:
        made = QPixmap(round(width * self._ratio), round(height * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        return made


def rounded(painter: QPainter, area: QRectF, colour: QColor, radius: float) -> None:
    """Fill an area with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(area, radius, radius)
