"""What stands on the pages: blocks of a height, each of which draws itself where it is put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from pmdesk.domain.records import Moscow
from pmdesk.gui.reporting.type import Face, Type
from pmdesk.gui.theme import LIGHT


class Part(Protocol):
    """Something with a height that can be drawn in a box of a width."""

    height: float

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its upper left corner at a point."""


@dataclass(slots=True)
class Block:
    """Parts side by side, each at its distance from the left. Pages are broken between blocks only.

    `keep` has it stand on one page with the next block; `head` is what stands above it where a page begins with it.
    """

    parts: Sequence[tuple[float, Part]]
    above: float = 0.0
    below: float = 0.0
    keep: bool = False
    head: Block | None = None
    rule: tuple[float, float] | None = None
    ground: float | None = None
    height: float = field(init=False)

    def __post_init__(self) -> None:
        tallest = max((part.height for _, part in self.parts), default=0.0)
        self.height = self.above + tallest + self.below

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the parts, the ground behind and the rule below them."""
        if self.ground is not None:
            painter.fillRect(QRectF(x, y, self.ground, self.height), LIGHT.colour("window"))
        for left, part in self.parts:
            part.draw(painter, x + left, y + self.above)
        if self.rule is not None:
            width, thickness = self.rule
            painter.fillRect(QRectF(x, y + self.height - thickness, width, thickness), LIGHT.colour("line"))


class Words:
    """Text in one face and colour, at the left or at the right of a width; a list is lines that are broken already."""

    def __init__(
        self,
        type_: Type,
        text: str | list[str],
        face: Face,
        width: float,
        *,
        colour: str = "text",
        right: bool = False,
        most: int | None = None,
    ) -> None:
        self._type, self._face, self._width = type_, face, width
        self._colour, self._right = LIGHT.colour(colour), right
        self.lines = text if isinstance(text, list) else type_.lines(text, face, width, most)
        self.height = len(self.lines) * type_.leading(face)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the lines."""
        painter.setFont(self._type.font(self._face))
        painter.setPen(self._colour)
        baseline = y + self._type.ascent(self._face)
        for line in self.lines:
            left = x + self._width - self._type.width(line, self._face) if self._right else x
            painter.drawText(QPointF(left, baseline), line)
            baseline += self._type.leading(self._face)


class Chip:
    """A category of MoSCoW in its colours; nothing where an item has none."""

    def __init__(self, type_: Type, moscow: Moscow | None, label: str) -> None:
        self._type, self._label, self._moscow = type_, label, moscow
        self.height = type_.leading(Face.LABEL) + type_.mm(0.6) if label else 0.0
        self.width = type_.width(label, Face.LABEL) + type_.mm(3) if label else 0.0

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw a rounded box with the label in it."""
        if not self._label:
            return
        box = QRectF(x, y, self.width, self.height)
        if self._moscow is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(LIGHT.colour(f"{self._moscow.value}_bg"))
            painter.drawRoundedRect(box, self.height / 2, self.height / 2)
        painter.setPen(LIGHT.colour(self._moscow.value if self._moscow else "muted"))
        painter.setFont(self._type.font(Face.LABEL))
        left = x + (self._type.mm(1.5) if self._moscow else 0.0)
        painter.drawText(QPointF(left, y + self._type.mm(0.3) + self._type.ascent(Face.LABEL)), self._label)


class Score:
    """A score with a bar under it that tells its part of the highest one."""

    def __init__(self, type_: Type, text: str, bar: float, width: float, face: Face) -> None:
        self._type, self._bar, self._width = type_, bar, width
        self._words = Words(type_, text, face, width, right=True)
        self.height = self._words.height + type_.mm(1.4)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the number, and the bar that grows from the right."""
        self._words.draw(painter, x, y)
        long, thick = self._width * self._bar, self._type.mm(0.9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(LIGHT.colour("accent"))
        top = y + self._words.height + self._type.mm(0.2)
        painter.drawRoundedRect(QRectF(x + self._width - long, top, long, thick), thick / 2, thick / 2)


class Stacked:
    """One bar in which each part has its share of the width."""

    def __init__(self, type_: Type, shares: Sequence[tuple[Moscow, float]], width: float) -> None:
        self._shares, self._width = shares, width
        self.height = type_.mm(3.6)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the parts from the left."""
        for moscow, part in self._shares:
            painter.fillRect(QRectF(x, y, self._width * part, self.height), QColor(_SOLID[moscow]))
            x += self._width * part


# Chips are too pale to be told apart without words; these are as strong as each other.
_SOLID = {Moscow.MUST: "#D64545", Moscow.SHOULD: "#E0A030", Moscow.COULD: "#4A90D9", Moscow.WONT: "#9AA5B1"}
