"""Edits cells in place: makes their editors, commits what is typed, or keeps it with the reason why it cannot be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.cell_editor import CellEditor, is_own_popup
from pmdesk.gui.grid.columns import COLUMNS, Look
from pmdesk.gui.text import number_style, shown
from pmdesk.gui.theme import PADDING, Theme, list_font
from pmdesk.gui.widgets import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex
_COMMIT_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_CUT_OFF = (Look.TEXT, Look.KEY, Look.STATUS)


class CellDelegate(QStyledItemDelegate):
    """Makes and ends editors; painting is the view's.

    `committing` tells, before an edit may send rows elsewhere, the key with which it is ended, `committed` the same
    after it; `filled` hands over a text that is meant for all selected cells. `leaving` tells of a click elsewhere,
    before the edit that it ends is committed, `stayed` the id of an item that was edited without going down or up.
    """

    committing = Signal(object)
    committed = Signal(object)
    filled = Signal(str)
    leaving = Signal()
    stayed = Signal(int)

    def __init__(self, document: Document, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._theme = document, theme
        self._item_id = 0
        self._taken = True
        self._editor: CellEditor | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:
        column = COLUMNS[index.column()]
        if column.spec is None:
            return None
        meanings = self._document.workspace.settings.impact_meaning if column.name == "impact" else None
        editor = CellEditor(column, column.spec, parent, meanings)
        editor.setFont(list_font(self._theme.density.list_pixels))
        editor.choice_made.connect(lambda: self._commit(editor, Qt.Key.Key_unknown))
        self._item_id = _model_of(index).item_id_at(index.row())
        self._editor = editor
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._editor:
            self._editor = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        column = COLUMNS[index.column()]
        value = column.value(_model_of(index).item_at(index.row()))
        if isinstance(editor, CellEditor) and column.spec is not None and editor.untouched:
            words = column.spec.steps and column.name != "confidence" and value is not None
            text = shown(column.spec, value) if words else column.spec.edit_text(value, number_style())
            editor.start_with(text)

    def setModelData(self, editor: QWidget, model: BacklogModel, index: Index) -> None:
        """Hand on what was typed for the item that the editor was opened on, wherever its row is by now."""
        if not isinstance(editor, CellEditor) or editor.untouched or self._item_id not in model.items:
            return
        row = model.row_of(self._item_id)
        if row is None:
            self._taken = model.set_cell(self._item_id, COLUMNS[index.column()], editor.text())
        else:
            self._taken = model.setData(model.index(row, index.column()), editor.text())
        if self._taken:
            editor.start_with(editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(editor, event)
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            return self._on_focus_out(editor, event)
        return super().eventFilter(editor, event) if event.type() == QEvent.Type.ShortcutOverride else False

    def _take_key(self, editor: CellEditor, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _COMMIT_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._fill(editor)
            return True
        if key in _COMMIT_KEYS:
            self._commit(editor, _with_shift(event))
            return True
        if key in _UP_AND_DOWN and not editor.has_steps:
            self._commit(editor, key)
            return True
        return super().eventFilter(editor, event) if key is Qt.Key.Key_Escape else False

    def _commit(self, editor: CellEditor, key: Qt.Key) -> None:
        if not self._is_good(editor):
            return
        self.committing.emit(key)
        if self._write(editor):
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            if key not in _UP_AND_DOWN:
                self.stayed.emit(self._item_id)
            self.committed.emit(key)

    @property
    def editing(self) -> bool:
        """Whether an editor is open."""
        return self._editor is not None

    def stand_at_end(self) -> None:
        """Have what is typed go behind the text that is there. A step of a scale is replaced as a whole."""
        if self._editor is not None and not self._editor.has_steps:
            self._editor.end(False)

    def settle(self) -> bool:
        """Commit what is being typed and close its editor; False where it cannot be, which is then said in place."""
        editor = self._editor
        if editor is None:
            return True
        if not self._is_good(editor) or not self._write(editor):
            return False
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.stayed.emit(self._item_id)
        return True

    def _write(self, editor: CellEditor) -> bool:
        """Commit; False where it could not be written, so that the editor stays open with what was typed."""
        self._taken = True
        self.commitData.emit(editor)
        if not self._taken:
            editor.hide_hint()
        return self._taken

    def _fill(self, editor: CellEditor) -> None:
        """Ctrl+Enter: what is typed goes into all selected cells, as one change."""
        if self._is_good(editor):
            text = editor.text()
            self._editor = None
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            self.filled.emit(text)
            self.stayed.emit(self._item_id)

    def _is_good(self, editor: CellEditor) -> bool:
        problem = editor.problem()
        if problem:
            editor.show_problem(problem)
        return not problem

    def _on_focus_out(self, editor: CellEditor, event: QFocusEvent) -> bool:
        """Leaving commits; a value that cannot be keeps the editor open. Another window in front changes nothing."""
        if QApplication.activeWindow() is None or is_own_popup(editor, QApplication.focusWidget()):
            return False
        if event.reason() is Qt.FocusReason.MouseFocusReason:
            self.leaving.emit()
        if not self.settle():
            QTimer.singleShot(0, editor, editor.setFocus)
            return True
        return False

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A text that is cut off is told whole."""
        column = COLUMNS[index.column()] if index.isValid() else None
        if column is not None and column.look in _CUT_OFF:
            model = _model_of(index)
            text = model.cell_text(model.item_at(index.row()), column)
            room = view.visualRect(index).width() - 2 * PADDING
            if view.fontMetrics().horizontalAdvance(text) > room:
                QToolTip.showText(event.globalPos(), plain_tool_tip(text), view)
                return True
        return super().helpEvent(event, view, option, index)


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
        raise TypeError("this delegate edits a BacklogModel only")
    return model
