"""The hands of the tests: keys to what has the focus, clicks on cells, and what the eyes see afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from pmdesk.domain.records import Item
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.main_window import MainWindow

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(*keys: Qt.Key, with_: Qt.KeyboardModifier = NONE) -> None:
    """Press keys one after the other, each where the focus is by then."""
    for key in keys:
        QTest.keyClick(focused(), key, with_)


def write(text: str) -> None:
    """Type a text, letter by letter: the first one opens an editor."""
    for letter in text:
        QTest.keyClick(focused(), letter)


def focused() -> QLineEdit:
    """What takes the keys now."""
    found = QApplication.focusWidget()
    assert found is not None
    return found  # type: ignore[return-value]


def cell(window: MainWindow, key: str, column: str) -> QModelIndex:
    """The cell of an item."""
    row = window.model.row_of(item(window, key).id)
    assert row is not None, f"{key} is not in sight"
    return window.model.index(row, COLUMN_AT[column])


def click(
    window: MainWindow,
    key: str,
    column: str,
    with_: Qt.KeyboardModifier = NONE,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
) -> None:
    """Click the middle of a cell."""
    QTest.mouseClick(window.view.viewport(), button, with_, middle(window, key, column))


def middle(window: MainWindow, key: str, column: str) -> QPoint:
    """The middle of a cell, brought into sight, in the viewport."""
    index = cell(window, key, column)
    window.view.scrollTo(index)
    return window.view.visualRect(index).center()


def put(window: MainWindow, key: str, column: str) -> None:
    """Put the cursor on a cell."""
    window.view.setFocus()
    window.view.go_to(item(window, key).id, column)


def at(window: MainWindow) -> tuple[str, str]:
    """The key and the column that the cursor stands on."""
    current = window.view.current_item()
    assert current is not None
    return current.key, COLUMNS[window.view.currentIndex().column()].name


def item(window: MainWindow, key: str) -> Item:
    """An item by its key."""
    (found,) = window.backlog.workspace.find(key)
    return found


def value(window: MainWindow, key: str, name: str) -> object:
    """A field of an item."""
    return getattr(item(window, key), name)


def keys(window: MainWindow) -> list[str]:
    """The keys of all rows, in order."""
    return [window.model.item_at(row).key for row in range(window.model.rowCount())]


def below(window: MainWindow, key: str, by: int = 1) -> str:
    """The key in the row below another, or as far as told."""
    order = keys(window)
    return order[order.index(key) + by]


def selected(window: MainWindow) -> set[tuple[str, str]]:
    """The key and column of every selected cell that is shown."""
    shown = set(window.view.columns.shown())
    return {
        (window.model.item_at(row).key, COLUMNS[column].name)
        for top, bottom, left, right in window.view.keeper.blocks()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if column in shown
    }


def block(window: MainWindow, first: str, last: str, *columns: str) -> set[tuple[str, str]]:
    """The cells between two items, in some columns."""
    order = keys(window)
    return {(key, column) for key in order[order.index(first) : order.index(last) + 1] for column in columns}


def editor(window: MainWindow) -> QLineEdit | None:
    """The open editor of a cell."""
    found = [one for one in window.view.viewport().findChildren(QLineEdit, "cellEditor") if one.isVisible()]
    return found[0] if found else None


def clip(text: str | None = None) -> str:
    """What is on the clipboard; a text is put there first."""
    if text is not None:
        QGuiApplication.clipboard().setText(text)
    return QGuiApplication.clipboard().text()


def items(window: MainWindow) -> Mapping[int, Item]:
    """All items as they are now."""
    return dict(window.backlog.workspace.items)


def takes_one_undo(window: MainWindow, before: Mapping[int, Item]) -> bool:
    """Whether Ctrl+Z in the list, pressed once, brings everything back that was changed."""
    assert items(window) != before, "nothing was changed"
    window.view.setFocus()
    press(Key.Key_Z, with_=CONTROL)
    return items(window) == before
