"""The list of a field's values in the filter bar: type to narrow it, tick what is to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import format_number
from pmdesk.gui import icons
from pmdesk.gui.dialog_parts import button
from pmdesk.gui.popup import PickPopup
from pmdesk.gui.text import number_style, say, shown
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import plain_label, primary_button
from pmdesk.services.value_counts import ValueCount

_ROW, _MOST_ROWS, _WIDTH = 28, 11, 280
_BOX, _TICK = 14, 12
_CHOICE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a field: what is stored, what is read, and how many items in play have it."""

    value: str
    words: str
    count: int


def value_words(name: str, value: str) -> str:
    """A filter's value as people read it; an empty one is no value."""
    if not value:
        return say(message("None"))
    return shown(FIELDS[name], value) if name == "moscow" else " ".join(value.split())


class ValueMenu(PickPopup):
    """Offers the values of one field. `applied` tells the field and the ticked values.

    Space ticks, Enter applies (and takes the row that was typed or moved to, where nothing is ticked yet), a click
    outside applies, Esc leaves everything as it was.
    """

    applied = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("valueMenu")
        self._theme, self._name = theme, ""
        self._before: frozenset[str] = frozenset()
        self._moved = self._touched = self._discard = False
        self.values = _Values(self)
        self.list.setModel(self.values)
        self.list.setItemDelegate(_ValueDelegate(theme, self))
        self.list.selectionModel().currentChanged.connect(self.announce)
        self.nothing = self.tr("No item in play has a value here.")
        self._empty = plain_label(role="muted")
        self._empty.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        self.clear_button = button(self.tr("Clear"), self.tr("Tick no value: the field filters nothing"))
        self.apply_button = primary_button(self.tr("Apply"))
        self.apply_button.setToolTip(self.tr("Show the items with a ticked value (Enter)"))
        self.apply_button.setAutoDefault(False)
        self.clear_button.clicked.connect(self._clear)
        self.apply_button.clicked.connect(self.close)
        self._build()
        theme.changed.connect(self.list.viewport().update)

    def open_for(self, name: str, counts: Iterable[ValueCount], chosen: Iterable[str], anchor: QWidget) -> None:
        """Offer the values of a field under a widget, the chosen ones first and ticked."""
        self._name, self._before = name, frozenset(chosen)
        self._moved = self._touched = self._discard = False
        self.values.offer(name, dict(counts), tuple(chosen))
        self.list.setAccessibleName(say(FIELDS[name].label))
        label = say(FIELDS[name].label)
        self.line.setPlaceholderText(self.tr("Find in {field}").format(field=label))
        self.line.setAccessibleName(self.tr("Find a value of {field}").format(field=label))
        self.line.clear()
        self.narrow("")
        self.setFixedSize(self._theme.density.bar(_WIDTH), self._height())
        self.show_below(anchor)

    def narrow(self, text: str) -> None:
        self.values.narrow(text)
        self._moved = False
        any_left = bool(self.values.rowCount())
        self.list.setVisible(any_left)
        self._empty.setVisible(not any_left)
        self._empty.setText(self.tr("No value fits.") if text else self.nothing)
        self.go_to_row(0)

    def enter(self) -> None:
        if not self._touched and (self._moved or self.line.text()) and self.row >= 0:
            self._toggle(self.row, on=True)
        self.close()

    def pick(self, index: QModelIndex) -> None:
        self._toggle(index.row())

    def leave(self) -> None:
        self._discard = True
        self.close()

    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self.row >= 0 and not self._typing_goes_on():
            self._toggle(self.row)
            return True
        taken = super().take_key(event)
        self._moved = self._moved or (taken and self.isVisible())
        return taken

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        ticked = self.values.ticked
        if not self._discard and frozenset(ticked) != self._before:
            self.applied.emit(self._name, ticked)

    def _typing_goes_on(self) -> bool:
        """Whether a blank is a part of what is searched for, as in `in progress`."""
        return not self._moved and self.values.would_fit(self.line.text() + " ")

    def _toggle(self, row: int, *, on: bool | None = None) -> None:
        self._touched = True
        self.values.toggle(row, on)

    def _clear(self) -> None:
        self._touched = True
        self.values.clear()
        self.line.setFocus()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * UNIT)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.apply_button)
        self.body.addWidget(self._empty)
        self.body.addLayout(buttons)

    def _height(self) -> int:
        rows = max(1, min(self.values.rowCount(), _MOST_ROWS)) * self._theme.density.bar(_ROW)
        around = self.line.sizeHint().height() + self.apply_button.sizeHint().height() + 2 * self.body.spacing()
        return rows + around + 4 * UNIT + 6


class _Values(QAbstractListModel):
    """The values on offer, narrowed by a text, and which are ticked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[Choice] = []
        self._shown: list[Choice] = []
        self._ticked: dict[str, None] = {}

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ticked values."""
        return tuple(self._ticked)

    def offer(self, name: str, counts: dict[str, int], chosen: tuple[str, ...]) -> None:
        """Offer values; chosen ones stay on offer also where no item has them any more."""
        order = [*chosen, *(value for value in counts if value not in chosen)]
        self._all = [Choice(value, value_words(name, value), counts.get(value, 0)) for value in order]
        self._ticked = dict.fromkeys(chosen)

    def narrow(self, text: str) -> None:
        """Show the values in which every typed word stands."""
        self.beginResetModel()
        self._shown = _fitting(self._all, text)
        self.endResetModel()

    def would_fit(self, text: str) -> bool:
        """Whether a value has this text in it as it is typed, blanks and all."""
        wanted = text.casefold()
        return bool(wanted.strip()) and any(wanted in one.words.casefold() for one in self._all)

    def toggle(self, row: int, on: bool | None) -> None:
        """Tick a row, or take its tick away."""
        value = self._shown[row].value
        if on or (on is None and value not in self._ticked):
            self._ticked[value] = None
        else:
            self._ticked.pop(value, None)
        self.dataChanged.emit(self.index(row), self.index(row))

    def clear(self) -> None:
        """Take every tick away."""
        self._ticked.clear()
        self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self._shown[index.row()]
        ticked = one.value in self._ticked
        if role == Qt.ItemDataRole.DisplayRole:
            return one.words
        if role == _CHOICE:
            return one
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = message("{value}, {count} items", one="{value}, 1 item", value=one.words, count=one.count)
            return say(said)
        return None


def _fitting(choices: list[Choice], text: str) -> list[Choice]:
    words = text.casefold().split()
    fit = [one for one in choices if all(word in one.words.casefold() for word in words)]
    return sorted(fit, key=lambda one: not one.words.casefold().startswith(text.casefold().strip())) if words else fit


class _ValueDelegate(QStyledItemDelegate):
    """Draws a tick box, the value and, at the right, its count."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.density.bar(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Choice = index.data(_CHOICE)
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        inner: QRect = option.rect.adjusted(2 * UNIT, 0, -2 * UNIT, 0)
        self._paint_box(painter, QRect(inner.left(), inner.center().y() - _BOX // 2 + 1, _BOX, _BOX), ticked=ticked)
        count = format_number(one.count, number_style())
        right = painter.fontMetrics().horizontalAdvance(count)
        words = inner.adjusted(_BOX + 2 * UNIT, 0, -right - 3 * UNIT, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, count)
        painter.setPen(self._theme.colour("text" if one.value else "muted"))
        text = painter.fontMetrics().elidedText(one.words, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            strong = option.state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("tint" if strong else "window"))
            painter.drawRoundedRect(option.rect, 5, 5)

    def _paint_box(self, painter: QPainter, box: QRect, *, ticked: bool) -> None:
        painter.setPen(self._theme.colour("accent" if ticked else "muted"))
        painter.setBrush(self._theme.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1).toRectF().adjusted(0.5, 0.5, 0.5, 0.5), 3, 3)
        if ticked:
            tick = icons.pixmap("check", self._theme.tokens.onaccent, _TICK)
            painter.drawPixmap(box.left() + 1, box.top() + 1, tick)
