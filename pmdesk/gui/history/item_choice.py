"""The choice between the history by time and that of one item, which is found by its key or title."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCompleter, QHBoxLayout, QLineEdit, QToolButton, QWidget

from pmdesk.gui.document import Document
from pmdesk.gui.theme import UNIT
from pmdesk.services.finding import find_items

_FOUND = 12


class ItemChoice(QWidget):
    """Two buttons, and a box for the item. `chosen` tells its id, None for the whole backlog.

    `current` gives the item that the list stands on, with which one begins.
    """

    chosen = Signal(object)

    def __init__(self, document: Document, current: Callable[[], int | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._current = document, current
        self._ids: list[int] = []
        self.item_id: int | None = None
        self.by_time = _segment(self.tr("By &time"), self.tr("Every change of the backlog (Alt+T)"), "first")
        self.by_item = _segment(self.tr("By &item"), self.tr("What happened to one item (Alt+I)"), "last")
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("Key or title of an item"))
        self.box.setAccessibleName(self.tr("Item whose history is shown"))
        self.box.setToolTip(self.tr("Type a key or words of a title, then choose an item"))
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.box.setCompleter(self._completer)
        self._build()
        self._connect()

    def show_item(self, item_id: int | None) -> None:
        """Choose an item, or the whole backlog."""
        self.item_id = item_id
        (self.by_time if item_id is None else self.by_item).setChecked(True)
        self.box.setText("" if item_id is None else self._name(item_id))
        self.box.setVisible(self.by_item.isChecked())
        self.chosen.emit(item_id)

    def _build(self) -> None:
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for one in (self.by_time, self.by_item):
            group.addButton(one)
            layout.addWidget(one)
        layout.addSpacing(3 * UNIT)
        layout.addWidget(self.box, 1)
        layout.addStretch(0)
        self.by_time.setChecked(True)
        self.box.hide()

    def _connect(self) -> None:
        self.by_time.clicked.connect(lambda: self.show_item(None))
        self.by_item.clicked.connect(self._ask)
        self.box.textEdited.connect(self._offer)
        self.box.returnPressed.connect(self._take_first)
        self._completer.activated.connect(self._take_named)

    def _ask(self) -> None:
        """Show the item that the list stands on, and wait for another one to be typed."""
        self.show_item(self._current() if self.item_id is None else self.item_id)
        self.by_item.setChecked(True)
        self.box.show()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def _offer(self, text: str) -> None:
        found = find_items(self._document.workspace, text, _FOUND)
        self._ids = [item.id for item in found]
        self._words.setStringList([self._name(item_id) for item_id in self._ids])

    def _take_first(self) -> None:
        """Enter takes the closest item; where one is marked in the list below the box, that takes it itself."""
        popup = self._completer.popup()
        if popup is None or not (popup.isVisible() and popup.currentIndex().isValid()):
            self._offer(self.box.text())
            self._take(0)

    def _take_named(self, name: str) -> None:
        self._take(self._words.stringList().index(name))

    def _take(self, row: int) -> None:
        if row < len(self._ids):
            self.show_item(self._ids[row])

    def _name(self, item_id: int) -> str:
        item = self._document.workspace.items.get(item_id)
        return f"{item.key}  {' '.join(item.title.split())}" if item else f"#{item_id}"


def _segment(text: str, tool_tip: str, place: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tool_tip)
    made.setCheckable(True)
    made.setProperty("role", "segment")
    made.setProperty("place", place)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
