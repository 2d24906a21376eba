"""Draws the headings of the groups between the rows of the grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPolygon

from pmdesk.domain.ranking import Group
from pmdesk.gui.backlog_model import Band
from pmdesk.gui.theme import PADDING, Theme, label_font


class BandPainter(QObject):
    """Paints one heading: a triangle where it folds, its name, and how many items it has."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = label_font(QFont.Weight.DemiBold)

    def paint(self, painter: QPainter, rect: QRect, band: Band, name: str, rest: str) -> None:
        """Draw the heading into its place."""
        painter.fillRect(rect, self._theme.colour("window"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.colour("line"))
        painter.setFont(self._font)
        painter.setPen(self._theme.colour("muted"))
        left = rect.left() + PADDING
        if band.group is not Group.UNRANKED:
            self._triangle(painter, QPoint(left + 3, rect.center().y()), band.collapsed)
            left += 14
        text = rect.adjusted(left, 0, -PADDING, -1)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"{name}  ·  {rest}")

    def _triangle(self, painter: QPainter, middle: QPoint, collapsed: bool) -> None:
        points = [QPoint(-2, -4), QPoint(-2, 4), QPoint(3, 0)]
        if not collapsed:
            points = [QPoint(point.y(), point.x()) for point in points]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("muted"))
        painter.drawPolygon(QPolygon([middle + point for point in points]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
