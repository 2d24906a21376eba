"""The choice of the tracker's types that are ranked, by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pmdesk.gui.theme import Theme
from pmdesk.gui.types_choice import TypesChoice

COUNTS = [("Story", 30), ("Bug", 9), ("Epic & more", 2)]


@pytest.fixture
def choice(qtbot: QtBot, theme: Theme) -> TypesChoice:
    made = TypesChoice(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_types_are_ticked_by_keys(qtbot: QtBot, choice: TypesChoice) -> None:
    choice.show_types(COUNTS, ())
    assert choice.text() == "As in the tracker"
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.keyClick(choice.menu_.line, Qt.Key.Key_Space)
    qtbot.keyClicks(choice.menu_.line, "more")
    with qtbot.waitSignal(choice.changed):
        qtbot.keyClick(choice.menu_.line, Qt.Key.Key_Space)
        qtbot.keyClick(choice.menu_.line, Qt.Key.Key_Return)
    assert choice.types == ("Story", "Epic & more")
    assert choice.text() == "Story, Epic && more"
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    choice.menu_.clear_button.click()
    qtbot.keyClick(choice.menu_.line, Qt.Key.Key_Return)
    assert (choice.types, choice.text()) == ((), "As in the tracker")


def test_what_is_left_keeps_its_spelling(qtbot: QtBot, choice: TypesChoice) -> None:
    choice.show_types(COUNTS, ("bug", "STORY"))
    assert choice.text() == "Bug, Story"
    assert choice.types == ("bug", "STORY")
    choice.offer([])
    assert choice.text() == "Bug, Story"
    qtbot.keyClick(choice, Qt.Key.Key_F4)
    qtbot.keyClick(choice.menu_.line, Qt.Key.Key_Escape)
    assert choice.types == ("bug", "STORY")


def test_a_long_choice_is_cut_and_told_in_full(choice: TypesChoice) -> None:
    names = [f"A type of the tracker {number}" for number in range(9)]
    choice.show_types([], names)
    assert len(choice.text()) < 60
    assert choice.accessibleDescription() == ", ".join(names)
    assert names[-1] in choice.toolTip()
