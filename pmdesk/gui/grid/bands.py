"""The headings of the grid's groups: what they say, and how they are drawn between the rows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPolygon

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Level
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.row_bands import Band
from pmdesk.gui.text import say, shown
from pmdesk.gui.theme import PADDING, Theme, list_font

_LEVEL_WORDS = (
    (Level.EPIC, "1 epic", "{count} epics"),
    (Level.STANDARD, "1 story or task", "{count} stories and tasks"),
    (Level.SUBTASK, "1 sub-task", "{count} sub-tasks"),
    (Level.OTHER, "1 item of another type", "{count} items of other types"),
)


class BandPainter(QObject):
    """Paints one heading: a triangle where it folds, its name, and how many items it has."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self._font = list_font(self._theme.density.label_pixels, QFont.Weight.DemiBold)

    def paint(self, painter: QPainter, rect: QRect, band: Band, name: str, rest: str) -> None:
        """Draw the heading into its place."""
        painter.fillRect(rect, self._theme.colour("window"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.colour("line"))
        painter.setFont(self._font)
        painter.setPen(self._theme.colour("muted"))
        left = rect.left() + PADDING
        if band.folds:
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


def band_label(document: Document, model: BacklogModel, band: Band) -> tuple[str, str]:
    """What a heading says: its name, and the rest."""
    items = say(message("{count} items", one="1 item", count=band.count))
    framework = document.workspace.framework
    if band.value is not None:
        return _value_name(model.rows.arrangement.group_by, band.value), items
    if band.group is Group.UNRANKED:
        return say(framework.unranked_label), f"{items}, {say(framework.unranked_rule)}"
    if band.group is Group.OTHER_LEVEL:
        return _tr("Other levels"), _level_counts(model, band)
    return _tr("Closed"), items


def _value_name(field: str, value: str) -> str:
    """A group's name: the value, or that there is none."""
    spec = FIELDS[field]
    if not value:
        return _tr("No {field}").format(field=say(spec.label).lower() if field != "moscow" else say(spec.label))
    return shown(spec, value) if field == "moscow" else value


def _level_counts(model: BacklogModel, band: Band) -> str:
    counts = model.other_levels(band)
    return ", ".join(
        say(message(many, one=one, count=counts[level])) for level, one, many in _LEVEL_WORDS if counts[level]
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Bands", text)
