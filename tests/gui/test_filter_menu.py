"""The list of a field's values: narrowed by typing, ticked by Space or click, applied by Enter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.gui.filter_menu import ValueMenu
from pmdesk.gui.theme import Theme

COUNTS = [("Idea", 12), ("Ready", 8), ("In progress", 2), ("In review", 2), ("", 1)]
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.anchor = QPushButton("Status", made)  # type: ignore[attr-defined]
    made.resize(400, 400)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def told() -> list[tuple[str, tuple[str, ...]]]:
    return []


@pytest.fixture
def open_with(theme: Theme, window: QWidget, told: list) -> Callable[..., ValueMenu]:
    def opened(*chosen: str, name: str = "status", counts: object = COUNTS) -> ValueMenu:
        menu = ValueMenu(theme, window)
        menu.applied.connect(lambda field, values: told.append((field, values)))
        menu.open_for(name, counts, chosen, window.anchor)  # type: ignore[arg-type, attr-defined]
        return menu

    return opened


def listed(menu: ValueMenu) -> list[str]:
    return [str(menu.values.index(row).data()) for row in range(menu.values.rowCount())]


def click(qtbot: QtBot, menu: ValueMenu, row: int) -> None:
    where = menu.list.visualRect(menu.values.index(row)).center()
    qtbot.mouseClick(menu.list.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_values_come_with_counts_and_the_ticked_ones_first(open_with: Callable[..., ValueMenu]) -> None:
    menu = open_with("Ready", "Gone")
    assert listed(menu) == ["Ready", "Gone", "Idea", "In progress", "In review", "None"]
    spoken = [menu.values.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1, 5)]
    assert spoken == ["Ready, 8 items", "Gone, 0 items", "None, 1 item"]
    assert menu.line.hasFocus()


def test_categories_are_called_as_on_screen(open_with: Callable[..., ValueMenu]) -> None:
    menu = open_with(name="moscow", counts=[("wont", 3), ("must", 2), ("", 1)])
    assert listed(menu) == ["Won’t", "Must", "None"]


def test_typing_and_enter_take_the_first_that_fits(qtbot: QtBot, open_with: Callable, told: list) -> None:
    menu = open_with()
    qtbot.keyClicks(menu.line, "READ")
    assert listed(menu) == ["Ready"]
    qtbot.keyClick(menu.line, Key.Key_Return)
    assert told == [("status", ("Ready",))]
    assert not menu.isVisible()


def test_a_blank_narrows_where_values_have_one_and_ticks_where_none_has(
    qtbot: QtBot, open_with: Callable, told: list
) -> None:
    menu = open_with()
    qtbot.keyClicks(menu.line, "in r")
    assert listed(menu) == ["In review", "In progress"]
    qtbot.keyClick(menu.line, Key.Key_Space)
    assert menu.line.text() == "in r"
    assert menu.values.ticked == ("In review",)
    qtbot.keyClick(menu.line, Key.Key_Enter)
    assert told == [("status", ("In review",))]


def test_arrows_move_space_ticks_enter_applies(qtbot: QtBot, open_with: Callable, told: list) -> None:
    menu = open_with("Ready")
    qtbot.keyClick(menu.line, Key.Key_Space)
    qtbot.keyClick(menu.line, Key.Key_Down)
    qtbot.keyClick(menu.line, Key.Key_Space)
    qtbot.keyClick(menu.line, Key.Key_Down)
    qtbot.keyClick(menu.line, Key.Key_Space)
    qtbot.keyClick(menu.line, Key.Key_Return)
    assert told == [("status", ("Idea", "In progress"))]


def test_enter_alone_changes_nothing(qtbot: QtBot, open_with: Callable, told: list) -> None:
    menu = open_with("Ready")
    qtbot.keyClick(menu.line, Key.Key_Return)
    assert told == []
    assert not menu.isVisible()


def test_escape_leaves_everything_as_it_was(qtbot: QtBot, open_with: Callable, told: list) -> None:
    menu = open_with("Ready")
    click(qtbot, menu, 1)
    qtbot.keyClick(menu.line, Key.Key_Escape)
    assert told == []
    assert not menu.isVisible()


def test_clicks_tick_and_a_click_outside_applies(qtbot: QtBot, open_with: Callable, told: list) -> None:
    menu = open_with()
    click(qtbot, menu, 0)
    click(qtbot, menu, 1)
    click(qtbot, menu, 0)
    assert told == []
    menu.close()  # as Qt does at a click outside
    assert told == [("status", ("Ready",))]


def test_clear_and_apply_take_the_filter_away(qtbot: QtBot, open_with: Callable, told: list) -> None:
    menu = open_with("Ready", "Idea")
    qtbot.mouseClick(menu.clear_button, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    qtbot.mouseClick(menu.apply_button, Qt.MouseButton.LeftButton)
    assert told == [("status", ())]


def test_nothing_fits(qtbot: QtBot, open_with: Callable, told: list) -> None:
    menu = open_with()
    qtbot.keyClicks(menu.line, "zzz")
    assert listed(menu) == []
    assert "No value fits." in [label.text() for label in menu.findChildren(QWidget) if hasattr(label, "text")]
    qtbot.keyClick(menu.line, Key.Key_Return)
    assert told == []


def test_values_of_files_are_plain_text(open_with: Callable[..., ValueMenu]) -> None:
    menu = open_with(counts=[("<b>bold</b>\n{0}", 1)])
    assert listed(menu) == ["<b>bold</b> {0}"]
