"""The empty state: each way to begin goes out as a signal, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from pmdesk.gui.empty_state import EmptyState
from pmdesk.gui.theme import Theme

WAYS = [
    ("Import a Jira export…", "importRequested"),
    ("Open the sample backlog", "sampleRequested"),
    ("Add the first item", "newItemRequested"),
]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> EmptyState:
    made = EmptyState(theme)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


def way(page: EmptyState, text: str) -> QPushButton:
    (button,) = [one for one in page.findChildren(QPushButton) if one.text() == text]
    return button


@pytest.mark.parametrize(("text", "signal"), WAYS)
def test_a_click_begins(qtbot: QtBot, page: EmptyState, text: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(page, signal), timeout=1000):
        qtbot.mouseClick(way(page, text), Qt.MouseButton.LeftButton)


def test_the_keyboard_goes_through_the_ways_in_their_order(qtbot: QtBot, page: EmptyState) -> None:
    for text, signal in WAYS:
        button = way(page, text)
        assert QApplication.focusWidget() is button
        with qtbot.waitSignal(getattr(page, signal), timeout=1000):
            qtbot.keyClick(button, Qt.Key.Key_Space)
        qtbot.keyClick(button, Qt.Key.Key_Tab)


def test_nothing_is_cut_off(page: EmptyState) -> None:
    for label in page.findChildren(QLabel):
        wanted = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= wanted, label.text()
        assert page.rect().contains(label.geometry()) or label.parentWidget() is not page


def test_dropping_tints_the_frame(page: EmptyState) -> None:
    before = page.grab().toImage()
    page.set_dropping(True)
    assert page.grab().toImage() != before
    page.set_dropping(False)
    assert page.grab().toImage() == before


def test_it_follows_the_scheme(page: EmptyState, theme: Theme) -> None:
    before = page.grab().toImage()
    theme.choose(Qt.ColorScheme.Dark)
    assert page.grab().toImage() != before
    theme.choose(Qt.ColorScheme.Light)


def test_where_there_is_too_little_room_it_scrolls(qtbot: QtBot, page: EmptyState) -> None:
    page.resize(400, 200)
    assert page.minimumSizeHint().width() < 200
    button = way(page, "Add the first item")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    page.ensureWidgetVisible(button)
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
