"""The shortcut sheet: the grid's keys and those of the actions, by menu, searchable."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from pmdesk.gui.shortcut_sheet import ShortcutSheet, grid_keys, shortcut_groups
from pmdesk.gui.theme import Theme


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    file, view = made.menuBar().addMenu("&File"), made.menuBar().addMenu("&View")
    colours = view.addMenu("Colou&rs")
    for menu, text, keys in (
        (file, "&Import…", "Ctrl+I"),
        (file, "&Quit", ""),
        (view, "&Full screen", "F11"),
        (colours, "&Dark", "Ctrl+Alt+D"),
        (view, "Fill down", "Ctrl+D"),
        (file, "&Undo: Reach of A-1", "Ctrl+Z"),
    ):
        menu.addAction(text).setShortcut(keys)
    return made


@pytest.fixture
def sheet(qtbot: QtBot, theme: Theme, window: QMainWindow) -> ShortcutSheet:
    actions = [action for menu in window.menuBar().actions() for action in menu.menu().actions()]
    actions += [action for one in actions if one.menu() for action in one.menu().actions()]
    made = ShortcutSheet(actions, theme)
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def shown(sheet: ShortcutSheet) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]


def test_the_grid_has_every_key_of_a_spreadsheet() -> None:
    keys = " ".join(keys for keys, _ in grid_keys())
    for wanted in (
        "F2", "Enter", "Shift+Enter", "Tab", "Esc", "Arrows", "Ctrl+Arrows", "Home", "End", "Ctrl+Home", "Ctrl+End",
        "PgUp", "PgDown", "Shift+", "Ctrl+A", "Shift+Space", "Ctrl+Space", "Del", "Ctrl+D", "Ctrl+Enter",
    ):  # fmt: skip
        assert wanted in keys.split() or wanted in keys


def test_words_say_what_a_key_does_without_the_menu_around_it(sheet: ShortcutSheet) -> None:
    words = shown(sheet)
    assert "Colours: Dark" in words
    assert "Undo" in words
    assert not any("A-1" in word for word in words)


def test_actions_stand_under_their_menu_and_no_key_twice(sheet: ShortcutSheet, window: QMainWindow) -> None:
    words = shown(sheet)
    assert words.index("File") < words.index("Import") < words.index("View") < words.index("Full screen")
    assert "Ctrl+I" in words
    assert "Ctrl+Alt+D" in words
    assert "Quit" not in words
    assert words.count("Ctrl+D") == 1
    for name in ("Home", "End", "Ctrl+End"):
        assert name in words


def test_an_action_in_no_menu_is_the_windows(window: QMainWindow) -> None:
    action = window.menuBar().actions()[0].menu().actions()[0]
    action.menu()
    groups = dict(shortcut_groups([action]))
    assert [one.what for one in groups["File"]] == ["Import"]


def test_typing_narrows_by_key_and_words(qtbot: QtBot, sheet: ShortcutSheet) -> None:
    assert sheet.line.hasFocus()
    qtbot.keyClicks(sheet.line, "down fill")
    words = shown(sheet)
    assert "Fill down" in words
    assert "Full screen" not in words
    assert "View" not in words
    sheet.line.clear()
    qtbot.keyClicks(sheet.line, "f11")
    assert "Full screen" in shown(sheet)
    sheet.line.clear()
    qtbot.keyClicks(sheet.line, "nothing like it")
    assert "No shortcut fits." in shown(sheet)


def test_key_caps_are_whole(qtbot: QtBot, sheet: ShortcutSheet) -> None:
    caps = [one for one in sheet.findChildren(QLabel) if one.property("role") == "keys" and one.isVisible()]
    assert len(caps) > 20
    assert all(cap.width() >= cap.sizeHint().width() for cap in caps)


def test_escape_closes(qtbot: QtBot, sheet: ShortcutSheet) -> None:
    qtbot.keyClick(sheet.line, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
