"""What stands below the editor of a cell: the steps of its scale, with what they mean here, and a line of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pmdesk.domain.fields import FieldSpec
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.scales import Step
from pmdesk.gui.scale_words import candidates
from pmdesk.gui.text import number_style, say, shown
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import plain_label, set_role

_NARROWEST, _MEANING_LETTERS = 196, 48
_AROUND_STEP = 10
_EDGE = 6
_MEANING = Qt.ItemDataRole.UserRole
_CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate


class CellPopup(QFrame):
    """Takes no focus and no keys. `chosen` gives the text of the step that was clicked."""

    chosen = Signal(str)

    def __init__(self, spec: FieldSpec, editor: QWidget, meanings: Mapping[str, str]) -> None:
        super().__init__(editor, Qt.WindowType.ToolTip)
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._spec, self._editor = spec, editor
        self._texts = [shown(spec, spec.take(step.name, number_style())) for step in spec.steps]
        self._list = QListWidget(self)
        self._words = plain_label(role="hint", wrap=True)
        self._words.hide()
        self._words.setContentsMargins(_EDGE, 0, _EDGE, 2)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(_EDGE, UNIT, _EDGE, UNIT)
        self._layout.setSpacing(2)
        self._layout.addWidget(self._list)
        self._layout.addWidget(self._words)
        self._fill(meanings)

    def _fill(self, meanings: Mapping[str, str]) -> None:
        self._list.setProperty("role", "choices")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_StepDelegate(self._list))
        for step, text in zip(self._spec.steps, self._texts, strict=True):
            row = QListWidgetItem(_words_of(self._spec, step, text), self._list)
            row.setData(_MEANING, " ".join(meanings.get(step.name, "").split()))
        self._list.setVisible(bool(self._texts))
        self._list.itemClicked.connect(lambda row: self.chosen.emit(self._texts[self._list.row(row)]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the editor, also where the focus follows the pointer and that stands over the steps."""
        QCoreApplication.sendEvent(self._editor, event)

    # Where it stands

    def show_below(self) -> None:
        """Show under the editor, or above it where the screen ends; all of it on the screen."""
        self._take_font()
        room = self._editor.screen().availableGeometry()
        width = min(max(self._editor.width(), self._wanted_width()), room.width())
        self._layout.activate()
        with_words = self._layout.hasHeightForWidth()
        height = self._layout.totalHeightForWidth(width) if with_words else self._layout.totalSizeHint().height()
        self.setFixedSize(width, height)
        corner = self._editor.mapToGlobal(QPoint(0, self._editor.height() + 2))
        if corner.y() + self.height() > room.bottom():
            corner = self._editor.mapToGlobal(QPoint(0, -self.height() - 2))
        right, bottom = room.right() - self.width() + 1, room.bottom() - self.height() + 1
        self.move(max(room.left(), min(corner.x(), right)), max(room.top(), min(corner.y(), bottom)))
        self.show()

    def _take_font(self) -> None:
        """Steps are as large as what is typed: the list may be shown in large type."""
        font = self._editor.font()
        height = QFontMetrics(font).height() + _AROUND_STEP
        self._list.setFont(font)
        self._words.setFont(font)
        for row in range(self._list.count()):
            self._list.item(row).setSizeHint(QSize(0, height))
        self._list.setFixedHeight(self._list.count() * height)

    def _wanted_width(self) -> int:
        rows = [self._list.item(row) for row in range(self._list.count())]
        metrics = QFontMetrics(self._editor.font())
        steps = max((metrics.horizontalAdvance(row.text()) for row in rows), default=0)
        meanings = max((metrics.horizontalAdvance(row.data(_MEANING)) for row in rows), default=0)
        beside = min(meanings + 4 * UNIT, _MEANING_LETTERS * metrics.averageCharWidth()) if meanings else 0
        return max(_NARROWEST, steps + beside + 4 * _EDGE)

    # What it says

    def say(self, text: str, role: str) -> None:
        """Show words under the scale; none hides the line."""
        self._words.setText(text)
        self._words.setVisible(bool(text))
        set_role(self._words, "role", role)
        if self._editor.isVisible():
            self.show_below()

    def mark(self, text: str) -> None:
        """Mark the step that the text means, or all that it may mean."""
        meant = self._meant(text)
        rows = [row for row, step in enumerate(self._spec.steps) if step in meant]
        self._list.clearSelection()
        self._list.setCurrentRow(rows[0] if len(rows) == 1 else -1, _CHOOSE if len(rows) == 1 else _KEEP)
        for row in rows:
            self._list.item(row).setSelected(True)

    @property
    def marked(self) -> list[str]:
        """The steps that are marked, as they are shown."""
        return [self._list.item(row).text() for row in self._marked_rows()]

    def step(self, by: int) -> str:
        """The text of the next or previous step; the nearer end of those that are marked comes first."""
        marked = self._marked_rows()
        end = 0 if by > 0 else -1
        row = (marked[0] + by) % len(self._texts) if len(marked) == 1 else (marked or range(len(self._texts)))[end]
        self._list.setCurrentRow(row, _CHOOSE)
        return self._texts[row]

    def _marked_rows(self) -> list[int]:
        return [row for row in range(self._list.count()) if self._list.item(row).isSelected()]

    def _meant(self, text: str) -> Sequence[Step]:
        named = candidates(text, self._spec.steps)
        if named or not text.strip():
            return named
        try:
            value = shown(self._spec, self._spec.take(text, number_style()))
        except UserError:
            return []
        return [step for step, known in zip(self._spec.steps, self._texts, strict=True) if known == value]


class _StepDelegate(QStyledItemDelegate):
    """Draws a step, and after it, muted and as far as there is room, what it means here."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        meaning = index.data(_MEANING)
        if not meaning:
            return
        model = index.model()
        texts = (model.index(row, 0).data() for row in range(model.rowCount()))
        start = max(map(option.fontMetrics.horizontalAdvance, texts)) + _EDGE + 4 * UNIT
        rect = option.rect.adjusted(start, 0, -_EDGE, 0)
        text = option.fontMetrics.elidedText(meaning, Qt.TextElideMode.ElideRight, rect.width())
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QApplication.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        painter.restore()


def _words_of(spec: FieldSpec, step: Step, text: str) -> str:
    """A step as the list offers it: `High · 2`, `High · 100%`, `Must`."""
    label = say(step.label)
    number = spec.edit_text(step.value, number_style()) if spec.name == "impact" else text
    return label if number == label else say(message("{step} · {number}", step=label, number=number))
