"""The table of a file's columns: Space or a click opens the choice of a use, or takes a suggestion."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pmdesk.domain.mapping import Scale
from pmdesk.domain.uses import use_named
from pmdesk.gui.importing.columns_model import (
    FACTORS,
    MUTED_ROLE,
    SCALE_ROLE,
    USE_ROLE,
    Column,
    ColumnsModel,
    scale_words,
)
from pmdesk.gui.importing.rows_table import Index, RowsView
from pmdesk.gui.text import say
from pmdesk.gui.theme import PADDING, UNIT, Theme, list_font

_ROW_HEIGHT, _CHEVRON = 32, 14
_SHARES = {Column.HEADER: 0.22, Column.USE: 0.21, Column.SCALE: 0.13, Column.OFFER: 0.15, Column.SAMPLES: 0.29}
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)


class ColumnsView(RowsView):
    """Shows a ColumnsModel and edits it in place."""

    def __init__(self, model: ColumnsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_ROW_HEIGHT, parent)
        self._columns = model
        self.setObjectName("importColumns")
        self.setModel(model)
        self.setItemDelegate(_ColumnsDelegate(theme, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAccessibleName(self.tr("Columns of the file and what they are used for"))
        model.modelReset.connect(self._start)
        theme.changed.connect(self.viewport().update)

    def show_column(self, place: int) -> None:
        """Put the cursor on the use of the column at a place of the file."""
        row = self._columns.row_of(place)
        if row >= 0:
            self.setCurrentIndex(self._columns.index(row, Column.USE))
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space or (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self._act(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.column() in (Column.USE, Column.SCALE, Column.OFFER):
            self._act(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, share in _SHARES.items():
            self.setColumnWidth(column, int(self.viewport().width() * share))

    def _act(self, index: QModelIndex) -> None:
        """Open what can be edited; take what is suggested."""
        if index.column() == Column.OFFER:
            self._columns.take_offer(index.row())
        elif index.flags() & Qt.ItemFlag.ItemIsEditable and self.state() is not self.State.EditingState:
            self.edit(index)

    def _start(self) -> None:
        if self._columns.rowCount():
            self.setCurrentIndex(self._columns.index(0, Column.USE))


class _ColumnsDelegate(QStyledItemDelegate):
    """Draws the cells, and makes a combo or a line of those that can be edited."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._font, self._bold = list_font(), list_font(weight=QFont.Weight.DemiBold)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        painter.save()
        painter.setClipRect(rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("tint"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            inner.setRight(inner.right() - _CHEVRON - UNIT)
            self._draw_chevron(painter, inner, index)
        font = self._bold if index.column() == Column.USE and not index.data(MUTED_ROLE) else self._font
        painter.setFont(font)
        painter.setPen(self._theme.colour(self._ink(index)))
        text = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, text)
        painter.restore()

    def _draw_chevron(self, painter: QPainter, inner: QRect, index: Index) -> None:
        if index.column() == Column.SCALE and index.data(USE_ROLE) in FACTORS:
            return
        place = QRect(inner.right() + UNIT, inner.center().y() - _CHEVRON // 2, _CHEVRON, _CHEVRON)
        self._theme.icon("chevron-down", "muted").paint(painter, place)

    def _ink(self, index: Index) -> str:
        if index.column() == Column.OFFER:
            return "accent"
        if index.column() == Column.SAMPLES:
            return "muted"
        return "muted" if index.data(MUTED_ROLE) and index.column() == Column.USE else "text"

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if index.column() == Column.SCALE and index.data(USE_ROLE) in FACTORS:
            line = QLineEdit(parent)
            line.setObjectName("cellEditor")
            line.setAccessibleName(self.tr("Factor into the backlog’s unit"))
            return line
        combo = QComboBox(parent)
        combo.setAccessibleName(self.tr("Use as") if index.column() == Column.USE else self.tr("Scale"))
        for value, words in self._choices(index):
            combo.addItem(words, value)
            use = use_named(value)
            if use is not None:
                combo.setItemData(combo.count() - 1, say(use.help), Qt.ItemDataRole.ToolTipRole)
        combo.setMaxVisibleItems(16)
        combo.activated.connect(lambda _: self._finish(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model = index.model()
            value = index.data(USE_ROLE) if index.column() == Column.USE else None
            if value is None and isinstance(model, ColumnsModel):
                value = model.column_mapping(index.row()).scale
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        if not isinstance(model, ColumnsModel):
            return
        if isinstance(editor, QComboBox):
            value = editor.currentData()
            if value != (
                index.data(USE_ROLE) if index.column() == Column.USE else model.column_mapping(index.row()).scale
            ):
                model.setData(index, value)
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """A popup that closes without a choice closes its combo; Enter in it is not the wizard's."""
        if isinstance(editor, QComboBox) and event.type() == QEvent.Type.FocusOut and editor.view().isVisible():
            return False
        return super().eventFilter(editor, event)

    def _finish(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def _choices(self, index: Index) -> list[tuple[str, str]]:
        model = index.model()
        if index.column() == Column.USE and isinstance(model, ColumnsModel):
            return list(model.uses.items())
        return [(scale, scale_words(index.data(USE_ROLE), Scale(scale))) for scale in index.data(SCALE_ROLE)]
