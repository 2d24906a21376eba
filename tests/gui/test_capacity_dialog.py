"""The capacity: a number of the user's locale, refused in place, set or cleared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pmdesk.domain.records import EffortUnit, Settings
from pmdesk.gui.capacity_dialog import CapacityDialog

Open = Callable[..., CapacityDialog]


@pytest.fixture
def told() -> list[float | None]:
    return []


@pytest.fixture
def opened(qtbot: QtBot, told: list[float | None]) -> Open:
    window = QWidget()
    qtbot.addWidget(window)

    def open_with(capacity: float | None = None, **settings: object) -> CapacityDialog:
        made = CapacityDialog(replace(Settings(), capacity=capacity, **settings), window)  # type: ignore[arg-type]
        made.chosen.connect(told.append)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    open_with.window = window  # type: ignore[attr-defined]
    return open_with


def test_a_number_is_told(qtbot: QtBot, opened: Open, told: list) -> None:
    dialog = opened()
    assert dialog.box.unit == "person-months"
    assert not dialog.clear_button.isVisible()
    qtbot.keyClicks(dialog.box, "1,029.5")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert told == [1029.5]
    assert not dialog.isVisible()


def test_the_number_is_the_locales(qtbot: QtBot, opened: Open, told: list) -> None:
    english = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        dialog = opened(2.5)
        assert dialog.box.text() == "2,5"
        qtbot.keyClicks(dialog.box, "29,5")
        qtbot.mouseClick(dialog.set_button, Qt.MouseButton.LeftButton)
    finally:
        QLocale.setDefault(english)
    assert told == [29.5]


@pytest.mark.parametrize("typed", ["thirty", "0", "-3", "1,5", "1e300"])
def test_what_cannot_be_is_refused_in_place(qtbot: QtBot, opened: Open, told: list, typed: str) -> None:
    dialog = opened()
    qtbot.keyClicks(dialog.box, typed)
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.reason.isVisible()
    assert dialog.reason.text().endswith(".")
    assert dialog.box.property("invalid") is True
    assert dialog.box.text() == typed
    assert dialog.reason.height() >= dialog.reason.heightForWidth(dialog.reason.width())
    qtbot.keyClicks(dialog.box, "30")
    assert not dialog.reason.isVisible()
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert told == [30]


def test_no_line(qtbot: QtBot, opened: Open, told: list) -> None:
    dialog = opened(30.0, effort_unit=EffortUnit.POINTS)
    assert dialog.box.text() == "30"
    assert dialog.box.unit == "story points"
    qtbot.mouseClick(dialog.clear_button, Qt.MouseButton.LeftButton)
    assert told == [None]


def test_empty_is_no_line(qtbot: QtBot, opened: Open, told: list) -> None:
    dialog = opened(30.0)
    qtbot.keyClick(dialog.box, Qt.Key.Key_Backspace)
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert told == [None]


def test_the_same_number_and_escape_tell_nothing(qtbot: QtBot, opened: Open, told: list) -> None:
    qtbot.keyClick(opened(30.0).box, Qt.Key.Key_Return)
    dialog = opened(30.0)
    qtbot.keyClicks(dialog.box, "40")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Escape)
    assert told == []
