"""The editor of a cell and what stands below it: letters that choose, words that are refused, undo of what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.gui.grid.cell_editor import CellEditor
from pmdesk.gui.grid.cell_popup import CellPopup
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.theme import Theme, list_font

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Open = Callable[..., CellEditor]


@pytest.fixture
def open_on(qtbot: QtBot, theme: Theme) -> Open:
    """Opens the editor of a column in a window, holding a committed text."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 300)

    def opened(column: str, text: str = "", meanings: Mapping[str, str] | None = None) -> CellEditor:
        shape = COLUMNS[COLUMN_AT[column]]
        assert shape.spec is not None
        editor = CellEditor(shape, shape.spec, window, meanings)
        editor.start_with(text)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        editor.show()
        editor.setFocus()
        editor.selectAll()
        return editor

    return opened


def popup(editor: CellEditor) -> CellPopup:
    (found,) = editor.findChildren(CellPopup)
    return found


@pytest.mark.parametrize(
    ("column", "typed", "step"),
    [
        ("moscow", "m", "Must"), ("moscow", "s", "Should"), ("moscow", "c", "Could"), ("moscow", "w", "Won’t"),
        ("impact", "ma", "Massive · 3"), ("impact", "h", "High · 2"), ("impact", "me", "Medium · 1"),
        ("impact", "mi", "Minimal · 0.25"), ("impact", "0.5", "Low · 0.5"),
        ("confidence", "m", "Medium · 80%"), ("confidence", "1", "High · 100%"),
    ],
)  # fmt: skip
def test_letters_and_numbers_find_their_step(qtbot: QtBot, open_on: Open, column: str, typed: str, step: str) -> None:
    editor = open_on(column)
    qtbot.keyClicks(editor, typed)
    assert popup(editor).marked == [step]
    assert editor.problem() == ""


def test_a_number_between_the_steps_marks_none(qtbot: QtBot, open_on: Open) -> None:
    editor = open_on("confidence")
    qtbot.keyClicks(editor, "8")
    assert popup(editor).marked == []
    assert popup(editor)._words.text() == "8 → 8%"


def test_a_word_of_several_steps_is_refused_with_its_choices(qtbot: QtBot, open_on: Open) -> None:
    editor = open_on("impact", "High")
    qtbot.keyClicks(editor, "M")
    editor.show_problem(editor.problem())
    assert editor.accessibleDescription() == "“M” may be Massive, Medium or Minimal: type one more letter."
    assert editor.text() == "M"
    assert popup(editor).marked == ["Massive · 3", "Medium · 1", "Minimal · 0.25"]
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.text() == "Massive"
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.text() == "High"


def test_long_words_stand_below_the_steps_not_over_them(qtbot: QtBot, open_on: Open) -> None:
    editor = open_on("impact", "High")
    qtbot.keyClicks(editor, "m")
    editor.show_problem(editor.problem())
    QApplication.processEvents()
    steps, words = popup(editor)._list, popup(editor)._words
    assert words.y() > steps.geometry().bottom()
    assert words.height() >= words.heightForWidth(words.width())


def test_the_committed_step_is_marked_and_arrows_go_on_from_it(qtbot: QtBot, open_on: Open) -> None:
    editor = open_on("impact", "Medium")
    assert popup(editor).marked == ["Medium · 1"]
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert editor.text() == "High"


def test_undo_is_the_lines_while_something_is_typed_else_the_windows(qtbot: QtBot, open_on: Open) -> None:
    editor = open_on("impact", "High")
    action, undone = QAction(editor.window()), []
    action.setShortcut(QKeySequence.StandardKey.Undo)
    action.triggered.connect(lambda: undone.append(editor.text()))
    editor.window().addAction(action)
    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert undone == ["High"]
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.text() == "Medium"
    while not editor.untouched:
        before = editor.text()
        qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
        assert editor.text() != before
    assert (editor.text(), undone) == ("High", ["High"])
    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert undone == ["High", "High"]


def test_what_a_step_means_here_stands_beside_it(open_on: Open) -> None:
    plain = popup(open_on("impact"))
    told = popup(open_on("impact", meanings={"high": "Clearly <b>better</b> for most who meet it"}))
    assert told.width() > plain.width()
    assert told.grab().toImage() != plain.grab().toImage()


def test_the_popup_is_as_large_as_what_is_typed(open_on: Open) -> None:
    small = popup(open_on("moscow")).height()
    editor = open_on("moscow")
    editor.hide()
    editor.setFont(list_font(22))
    editor.show()
    assert popup(editor).height() > 1.3 * small


@pytest.mark.parametrize("corner", ["topLeft", "topRight", "bottomLeft", "bottomRight"])
def test_the_popup_stays_on_the_screen(open_on: Open, corner: str) -> None:
    editor = open_on("impact", meanings={"high": "x" * 300})
    editor.hide()
    room = editor.screen().availableGeometry()
    editor.window().move(getattr(room, corner)() - QPoint(150, 150))
    editor.show()
    QApplication.processEvents()
    assert room.contains(QRect(popup(editor).pos(), popup(editor).size()))


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Y, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)])
def test_redo_is_the_lines_while_it_has_something_to_bring_back_else_the_windows(
    qtbot: QtBot, open_on: Open, keys: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    editor = open_on("impact", "High")
    action, redone = QAction(editor.window()), []
    action.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
    action.triggered.connect(lambda: redone.append(editor.text()))
    editor.window().addAction(action)
    qtbot.keyClick(editor, *keys)
    assert redone == ["High"]
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    while not editor.untouched:
        qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    for _ in range(3):
        qtbot.keyClick(editor, *keys)
    assert (editor.text(), redone) == ("Medium", ["High"])
    assert popup(editor).marked == ["Medium · 1"]


def test_an_effort_of_zero_is_told_as_not_estimated(qtbot: QtBot, open_on: Open) -> None:
    editor = open_on("effort", "2")
    qtbot.keyClicks(editor, "0")
    assert popup(editor)._words.text() == "0 → not estimated"
    assert popup(editor).isVisible()
    qtbot.keyClicks(editor, ".5")
    assert not popup(editor).isVisible()
