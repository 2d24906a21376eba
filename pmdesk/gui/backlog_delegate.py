"""Draws the cells of the grid directly, from prepared fonts and colours, and edits them in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from pmdesk.domain.frameworks import rice
from pmdesk.domain.records import Item, StatusCategory
from pmdesk.gui.backlog_model import BacklogModel, Index
from pmdesk.gui.cell_editor import CellEditor, is_own_popup
from pmdesk.gui.columns import COLUMNS, Column, Look
from pmdesk.gui.text import number_style, shown
from pmdesk.gui.theme import PADDING, Theme, label_font, list_font
from pmdesk.gui.widgets import plain_tool_tip

_BAR_WIDTH = 62
_COMMIT_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_DOTS = {StatusCategory.IN_PROGRESS: "accent", StatusCategory.DONE: "good"}


class BacklogDelegate(QStyledItemDelegate):
    """Paints every look of a cell. `committed` hands over the key with which an edit was ended."""

    committed = Signal(object)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row_height = 0
        self.current_row = -1
        self.current_column = -1
        self.focused = False
        self.top_score = 0.0
        self.flashing: set[int] = set()
        self.restyle()
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Take fonts and colours from the theme."""
        self._font = list_font()
        self._bold = list_font(weight=QFont.Weight.DemiBold)
        self._chip_font = label_font(QFont.Weight.Medium)
        self._metrics = QFontMetrics(self._font)
        names = ("surface", "line", "text", "muted", "accent", "tint", "good", "bad")
        self._ink = {name: self._theme.colour(name) for name in names}
        self._flash = QColor(self._ink["accent"])
        self._flash.setAlpha(46)
        self._bar = QColor(self._ink["accent"])
        self._bar.setAlpha(200)

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = _model_of(index)
        row, column = index.row(), COLUMNS[index.column()]
        item = model.item_at(row)
        rect = QRect(option.rect)
        rect.setTop(rect.bottom() - self.row_height + 1)
        self._background(painter, rect, row, option, item.id in self.flashing)
        if row == self.current_row and index.column() == self.current_column:
            self._cursor(painter, rect)
        ranked = model.ranked(item.id)
        painter.setPen(self._ink["text"] if ranked or row == self.current_row else self._ink["muted"])
        self._cell(painter, rect.adjusted(PADDING, 0, -PADDING, -1), item, column, model, row)

    def _background(
        self, painter: QPainter, rect: QRect, row: int, option: QStyleOptionViewItem, flashing: bool
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected) or row == self.current_row
        painter.fillRect(rect, self._ink["tint" if selected else "surface"])
        if flashing:
            painter.fillRect(rect, self._flash)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._ink["line"])

    def _cursor(self, painter: QPainter, rect: QRect) -> None:
        frame = rect.adjusted(0, 0, -1, -1)
        painter.fillRect(frame, self._ink["surface"])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._ink["accent" if self.focused else "muted"])
        painter.drawRect(frame)
        painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def _cell(self, painter: QPainter, rect: QRect, item: Item, column: Column, model: BacklogModel, row: int) -> None:
        text = model.cell_text(item, column)
        if not text and model.in_play(row):
            self._hint(painter, rect, model.hint(item, column), column)
        elif column.look is Look.SCORE:
            self._score(painter, rect, text, rice.score(item) or 0.0)
        elif column.look is Look.CHIP and item.moscow:
            self._chip(painter, rect, text, item.moscow.value)
        elif column.look is Look.STATUS:
            self._status(painter, rect, text, item)
        else:
            if column.look is Look.KEY:
                painter.setPen(self._ink["muted"])
            bold = column.look is Look.RANK and text != "–"
            self._text(painter, rect, text, bold=bold, right=column.right_aligned)

    def _hint(self, painter: QPainter, rect: QRect, hints: tuple[str, ...], column: Column) -> None:
        """What is missing, in the longest words that fit."""
        fitting = [hint for hint in hints if self._metrics.horizontalAdvance(hint) <= rect.width()]
        painter.setPen(self._ink["muted"])
        self._text(painter, rect, (fitting or hints)[0], right=column.right_aligned)

    def _text(self, painter: QPainter, rect: QRect, text: str, *, bold: bool = False, right: bool = False) -> None:
        painter.setFont(self._bold if bold else self._font)
        if self._metrics.horizontalAdvance(text) > rect.width():
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _score(self, painter: QPainter, rect: QRect, text: str, score: float) -> None:
        self._text(painter, rect.adjusted(0, 0, -_BAR_WIDTH - PADDING, 0), text, bold=True, right=True)
        if self.top_score > 0 and score > 0:
            width = max(3.0, _BAR_WIDTH * min(1.0, score / self.top_score))
            bar = QRectF(rect.right() - _BAR_WIDTH + 1, rect.center().y() - 3, width, 7)
            self._rounded(painter, bar, self._bar, 3.5)

    def _chip(self, painter: QPainter, rect: QRect, text: str, category: str) -> None:
        width = QFontMetrics(self._chip_font).horizontalAdvance(text) + 2 * PADDING
        chip = QRectF(rect.left(), rect.center().y() - 9, min(width, rect.width()), 20)
        self._rounded(painter, chip, self._theme.colour(f"{category}_bg"), 10)
        painter.setFont(self._chip_font)
        painter.setPen(self._theme.colour(category))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _status(self, painter: QPainter, rect: QRect, text: str, item: Item) -> None:
        if text:
            dot = QRectF(rect.left(), rect.center().y() - 2.5, 6, 6)
            self._rounded(painter, dot, self._ink[_DOTS.get(item.status_category, "muted")], 3)
        self._text(painter, rect.adjusted(PADDING + 6, 0, 0, 0), text)

    def _rounded(self, painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
        pen = painter.pen()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A text that is cut off is told whole."""
        column, model = COLUMNS[index.column()], _model_of(index)
        text = model.cell_text(model.item_at(index.row()), column)
        cut = self._metrics.horizontalAdvance(text) > option.rect.width() - 2 * PADDING
        if column.look in (Look.TEXT, Look.KEY, Look.STATUS) and cut:
            QToolTip.showText(event.globalPos(), plain_tool_tip(text), view)
            return True
        return super().helpEvent(event, view, option, index)

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:
        column = COLUMNS[index.column()]
        if column.spec is None:
            return None
        editor = CellEditor(column, column.spec, parent)
        editor.choice_made.connect(lambda: self._commit(editor, Qt.Key.Key_unknown))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        column = COLUMNS[index.column()]
        value = column.value(_model_of(index).item_at(index.row()))
        if isinstance(editor, CellEditor) and column.spec is not None and editor.untouched:
            words = column.spec.steps and column.name != "confidence" and value is not None
            text = shown(column.spec, value) if words else column.spec.edit_text(value, number_style())
            editor.start_with(text)

    def setModelData(self, editor: QWidget, model: BacklogModel, index: Index) -> None:
        if isinstance(editor, CellEditor) and not editor.untouched:
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        rect.setTop(rect.bottom() - self.row_height + 1)
        editor.setGeometry(rect.adjusted(0, 0, 0, -1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in _COMMIT_KEYS:
                self._commit(editor, _with_shift(event))
                return True
            return super().eventFilter(editor, event) if event.key() == Qt.Key.Key_Escape else False
        if event.type() == QEvent.Type.FocusOut:
            return self._on_focus_out(editor)
        return super().eventFilter(editor, event) if event.type() == QEvent.Type.ShortcutOverride else False

    def _commit(self, editor: CellEditor, key: Qt.Key) -> None:
        problem = editor.problem()
        if problem:
            editor.show_problem(problem)
            return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.committed.emit(key)

    def _on_focus_out(self, editor: CellEditor) -> bool:
        """Leaving commits; a value that cannot be keeps the editor open. Another window in front changes nothing."""
        if QApplication.activeWindow() is None or is_own_popup(editor, QApplication.focusWidget()):
            return False
        problem = editor.problem()
        if problem:
            editor.show_problem(problem)
            QTimer.singleShot(0, editor, editor.setFocus)
            return True
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return False


def _with_shift(event: QKeyEvent) -> Qt.Key:
    """The key that ended an edit: Shift turns Enter into up and Tab into left."""
    key = Qt.Key(event.key())
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return Qt.Key.Key_Up if shifted else Qt.Key.Key_Down
    return Qt.Key.Key_Backtab if shifted or key is Qt.Key.Key_Backtab else Qt.Key.Key_Tab


def _model_of(index: Index) -> BacklogModel:
    model = index.model()
    if not isinstance(model, BacklogModel):
        raise TypeError("this delegate draws a BacklogModel only")
    return model
