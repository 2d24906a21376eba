"""Columns by keys alone: moved, made wider and narrower, fitted to their texts, and remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.shortcut_sheet import shortcut_groups
from tests.gui.grid.hands import SHIFT, Key, at, press, put

ALT = Qt.KeyboardModifier.AltModifier


def order(window: MainWindow) -> list[str]:
    return [COLUMNS[place].name for place in window.view.columns.shown()]


def width(window: MainWindow, name: str) -> int:
    return window.view.columnWidth(COLUMN_AT[name])


def test_a_column_goes_past_its_neighbours_and_the_cursor_with_it(window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    before = order(window)
    press(Key.Key_Left, with_=ALT | SHIFT)
    assert at(window) == ("SHOP-112", "effort")
    assert order(window).index("effort") == before.index("effort") - 1
    press(Key.Key_Right, with_=ALT | SHIFT)
    assert order(window) == before


def test_a_hidden_column_between_two_is_passed(window: MainWindow) -> None:
    window.view.columns.show_column(COLUMN_AT["impact"], False)
    put(window, "SHOP-112", "confidence")
    press(Key.Key_Left, with_=ALT | SHIFT)
    assert order(window)[order(window).index("confidence") + 1] == "reach"


def test_key_and_title_stay_which_is_said(window: MainWindow) -> None:
    before = order(window)
    for column, key in (("reach", Key.Key_Left), ("title", Key.Key_Right)):
        put(window, "SHOP-112", column)
        press(key, with_=ALT | SHIFT)
        assert order(window) == before
        assert "stay at the left" in window.notices.text
        window.notices.dismiss()


def test_wider_narrower_and_fitted(window: MainWindow) -> None:
    put(window, "SHOP-112", "status")
    before = width(window, "status")
    press(Key.Key_Right, Key.Key_Right, with_=ALT)
    assert width(window, "status") > before
    press(Key.Key_Left, Key.Key_Left, with_=ALT)
    assert width(window, "status") == before
    press(*[Key.Key_Left] * 20, with_=ALT)
    assert width(window, "status") == window.view.horizontalHeader().minimumSectionSize()
    press(Key.Key_0, with_=ALT)
    measure = window.view.painter_.cells.measure[False]
    longest = max(measure.advance(item.status) for item in window.backlog.workspace.items.values())
    assert longest < width(window, "status") < longest + 60


def test_a_double_click_on_the_edge_of_a_header_fits_too_and_no_text_takes_all(window: MainWindow) -> None:
    window.view.columns.show_column(COLUMN_AT["description"], True)
    window.view.horizontalHeader().sectionHandleDoubleClicked.emit(COLUMN_AT["description"])
    assert width(window, "description") == 480
    window.view.horizontalHeader().sectionHandleDoubleClicked.emit(COLUMN_AT["impact"])
    assert width(window, "impact") < 100


def test_they_are_remembered_as_what_the_mouse_does(qtbot: QtBot, window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    press(Key.Key_Right, with_=ALT)
    press(Key.Key_Left, with_=ALT | SHIFT)
    wanted = window.view.columns.state()
    qtbot.waitUntil(lambda: window.backlog.workspace.view_state("columns") == wanted)


def test_menu_and_shortcut_sheet_have_them(window: MainWindow) -> None:
    menu = next(one for one in window.menus.findChildren(QMenu) if one.title() == "Colum&ns")
    menu.aboutToShow.emit()
    entries = [one.text() for one in menu.actions()]
    assert "Move column &left" in entries
    assert "Status" in entries
    told = {row.what: row.keys for _, rows in shortcut_groups(window.actions_.all()) for row in rows}
    assert told["Columns: Fit column to its texts"] == ("Alt+0",)
