"""A list of plain lines under headings: each line has a lead (a file, a place in it) and words that wrap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pmdesk.gui.dialog_parts import MARGIN
from pmdesk.gui.theme import UNIT, Theme, label_font, list_font

_LINE = Qt.ItemDataRole.UserRole
_PAD, _LEAD_WIDTH, _HEADING_SPACE = 2 * UNIT, 200, 4 * UNIT
_WRAP = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value | Qt.TextFlag.TextWordWrap.value
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One line. A heading has a lead only; words without a lead take the whole width."""

    lead: str = ""
    words: str = ""
    heading: bool = False

    @property
    def text(self) -> str:
        """The line as plain text."""
        return f"{self.lead}: {self.words}" if self.lead and self.words else self.lead or self.words


class OutcomeList(QListView):
    """Shows lines; arrows move through them, Ctrl+C copies the current one."""

    def __init__(self, theme: Theme, lines: Iterable[Line], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcomeList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.show_lines(lines)
        self.setItemDelegate(_LineDelegate(theme, self))
        theme.changed.connect(self.viewport().update)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Show other lines, from the top."""
        before = (self.model(), self.selectionModel())
        self.setModel(_model(lines, self))
        for one in before:
            if one is not None:
                one.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            QGuiApplication.clipboard().setText(str(self.currentIndex().data()))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _model(lines: Iterable[Line], parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for line in lines:
        item = QStandardItem(line.text)
        item.setData(line, _LINE)
        item.setSelectable(not line.heading)
        item.setEditable(False)
        model.appendRow(item)
    return model


class _LineDelegate(QStyledItemDelegate):
    """Draws the lines as plain text and measures how high they are when they wrap."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._fonts = {True: label_font(QFont.Weight.DemiBold), False: list_font()}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(_LINE)
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("tint"))
        painter.setFont(self._fonts[line.heading])
        lead, words = _columns(line, rect)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(lead, _WRAP, line.lead)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(words, _WRAP, line.words)
        if not line.heading:
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(MARGIN, rect.bottom(), rect.right() - MARGIN, rect.bottom())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(_LINE)
        width = self._view.viewport().width()
        metrics = QFontMetrics(self._fonts[line.heading])
        lead, words = _columns(line, QRect(0, 0, width, 1 << 20))
        high = max(
            metrics.boundingRect(lead, _WRAP, line.lead).height(),
            metrics.boundingRect(words, _WRAP, line.words).height(),
        )
        return QSize(width, high + 2 * _PAD + (_HEADING_SPACE if line.heading else 0))


def _columns(line: Line, rect: QRect) -> tuple[QRect, QRect]:
    """Where the lead and the words of a line stand."""
    inner = rect.adjusted(MARGIN, _PAD + (_HEADING_SPACE if line.heading else 0), -MARGIN, -_PAD)
    if line.heading or not line.lead:
        return inner, inner
    lead = QRect(inner.left(), inner.top(), min(_LEAD_WIDTH, inner.width() // 3), inner.height())
    return lead, inner.adjusted(lead.width() + 3 * UNIT, 0, 0, 0)
