"""The rows of the command palette: what they say, and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pmdesk.gui.theme import LABEL_PIXELS, LIST_PIXELS, UNIT, Theme, list_font

ROW_HEIGHT = 34
_ICON = 16
_ROW = Qt.ItemDataRole.UserRole
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One command, or an item to go to (`item_id`; `exact` where its key was typed).

    `aside` is said quietly behind the text, `keys` at the right.
    """

    text: str
    aside: str = ""
    keys: tuple[str, ...] = ()
    icon: QIcon = field(default_factory=QIcon)
    enabled: bool = True
    action: object = None
    item_id: int | None = None
    checked: bool = False
    exact: bool = False


class Rows(QAbstractListModel):
    """The rows that are listed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """List these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (row.text, row.aside, *row.keys, "" if row.enabled else self.tr("not available now"))
            return ", ".join(part for part in said if part)
        return None


class RowDelegate(QStyledItemDelegate):
    """Draws icon, words, the menu behind them, and the keys in caps at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.density.bar(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(_ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        inner: QRect = option.rect.adjusted(2 * UNIT, 0, -2 * UNIT, 0)
        mode = QIcon.Mode.Normal if row.enabled else QIcon.Mode.Disabled
        place = QRect(inner.left(), inner.center().y() - _ICON // 2 + 1, _ICON, _ICON)
        (self._theme.icon("check", "accent") if row.checked else row.icon).paint(
            painter, place, Qt.AlignmentFlag.AlignCenter, mode
        )
        inner.setLeft(inner.left() + _ICON + 2 * UNIT + 2)
        for keys in reversed(row.keys):
            inner.setRight(self._paint_cap(painter, inner, keys) - UNIT)
        self._paint_words(painter, inner, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            strong = option.state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("tint" if strong else "window"))
            painter.drawRoundedRect(option.rect, 5, 5)

    def _paint_cap(self, painter: QPainter, inner: QRect, keys: str) -> int:
        density = self._theme.density
        painter.setFont(list_font(LABEL_PIXELS * density.bar_pixels / LIST_PIXELS))
        width, height = painter.fontMetrics().horizontalAdvance(keys) + 3 * UNIT, density.bar(20)
        cap = QRect(inner.right() - width, inner.center().y() - height // 2 + 1, width, height)
        painter.setPen(self._theme.colour("line"))
        painter.setBrush(self._theme.colour("window"))
        painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return cap.left()

    def _paint_words(self, painter: QPainter, inner: QRect, row: Row) -> None:
        """The text may take all the room; what stands behind it gets what is left."""
        size = self._theme.density.bar_pixels
        painter.setFont(list_font(size, QFont.Weight.Medium if row.enabled else QFont.Weight.Normal))
        painter.setPen(self._theme.colour("text" if row.enabled else "muted"))
        text = painter.fontMetrics().elidedText(row.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LINE, text)
        left = inner.left() + painter.fontMetrics().horizontalAdvance(text) + 2 * UNIT + 2
        rest = inner.adjusted(left - inner.left(), 0, 0, 0)
        if row.aside and rest.width() > 6 * UNIT:
            painter.setFont(list_font(size))
            painter.setPen(self._theme.colour("muted"))
            aside = painter.fontMetrics().elidedText(row.aside, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, _LINE, aside)
