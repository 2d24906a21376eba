"""The list of entries: what was done and when, and below it who did it and what it changed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pmdesk.gui.dialog_parts import MARGIN
from pmdesk.gui.history.entries_model import EntriesModel, byline, summary, title
from pmdesk.gui.theme import UNIT, Theme, label_font, list_font
from pmdesk.services.change_history import HistoryEntry

_PAD, _GAP, _SIDE = 2 * UNIT, UNIT - 2, MARGIN
_ELIDE = Qt.TextElideMode.ElideRight
Index = QModelIndex | QPersistentModelIndex


class EntriesView(QListView):
    """Shows entries; `chosen` tells the current one, None where there is none."""

    chosen = Signal(object)

    def __init__(self, model: EntriesModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self.setObjectName("historyEntries")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_EntryDelegate(theme, self))
        self.setModel(model)
        theme.changed.connect(self.viewport().update)

    @property
    def entry(self) -> HistoryEntry | None:
        """The current entry."""
        return self._entries.entry(self.currentIndex())

    def go_to_first(self) -> None:
        """Stand on the newest entry."""
        self.setCurrentIndex(self._entries.index(0))
        self.scrollToTop()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self._entries.entry(current))


class _EntryDelegate(QStyledItemDelegate):
    """Draws an entry as plain text in two lines."""

    def __init__(self, theme: Theme, view: EntriesView) -> None:
        super().__init__(view)
        self._theme = theme
        self._title, self._small = list_font(weight=QFont.Weight.DemiBold), label_font()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heights = [QFontMetrics(font).height() for font in (self._title, self._small)]
        return QSize(0, sum(heights) + 2 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        entry = model.entry(index) if isinstance(model, EntriesModel) else None
        if entry is None:
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.colour("tint"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(
                    QRect(option.rect.topLeft(), QSize(3, option.rect.height())), self._theme.colour("accent")
                )
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        self._paint_lines(painter, option.rect.adjusted(_SIDE, _PAD, -_SIDE, -_PAD), entry)
        painter.restore()

    def _paint_lines(self, painter: QPainter, rect: QRect, entry: HistoryEntry) -> None:
        metrics, small = QFontMetrics(self._title), QFontMetrics(self._small)
        time = byline(entry)
        wide = min(small.horizontalAdvance(time), rect.width() // 2)
        first = QRect(rect.left(), rect.top(), rect.width() - wide - _SIDE, metrics.height())
        aside = QRect(rect.right() - wide, rect.top(), wide + 1, metrics.height())
        below = QRect(rect.left(), first.bottom() + 1 + _GAP, rect.width(), small.height())
        taken_back = entry.undoing or entry.redoing
        _draw(painter, first, self._title, self._theme.colour("muted" if taken_back else "text"), title(entry))
        _draw(painter, aside, self._small, self._theme.colour("muted"), time)
        _draw(painter, below, self._small, self._theme.colour("muted"), summary(entry))


def _draw(painter: QPainter, rect: QRect, font: QFont, colour: object, text: str) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine),
                     QFontMetrics(font).elidedText(text, _ELIDE, rect.width()))  # fmt: skip
