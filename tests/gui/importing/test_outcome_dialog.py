"""What is told after an import: counts, files, rows left out and notes, all as plain text."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import Change, edit
from pmdesk.domain.mapping import Asked, Question
from pmdesk.domain.messages import message
from pmdesk.gui.importing.imported import Imported
from pmdesk.gui.importing.outcome_dialog import ImportOutcomeDialog, outcome_lines, outcome_text
from pmdesk.gui.theme import Theme
from pmdesk.services.planned_import import FileSummary, Outcome, SkippedRow
from tests.makers import make_item

Show = Callable[..., ImportOutcomeDialog]
REASON = message("The row has {cells} cells.", cells=31)


def done_of(skipped: int = 2, edits: int = 1, closed: int = 0) -> Imported:
    """An import that did something, with what the dialog asks its plan for."""
    plan: Any = SimpleNamespace(
        files=(FileSummary("/home/ada/jira-export.csv", "csv", "jira", 1104, 1),),
        skipped=tuple(SkippedRow("/home/ada/jira-export.csv", 412 + row, REASON) for row in range(skipped)),
        notes=(message("{key} has a <b>new</b> title.", key="<i>SHOP-3</i>"),),
    )
    change = Change(message("Import"), tuple(edit(None, make_item(one + 1)) for one in range(edits)))
    kept = message("Title of {key} was changed here and in the tracker; yours was kept.", key="SHOP-4")
    return Imported(plan, Outcome(change, 23, 60, 1018, closed, skipped, (kept,)))


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Show:
    def shown(done: Imported, **options: bool) -> ImportOutcomeDialog:
        made = ImportOutcomeDialog(done, theme, **options)
        qtbot.addWidget(made)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return shown


def lines(dialog: ImportOutcomeDialog) -> list[str]:
    model = dialog.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_counts_stand_on_cards(show: Show) -> None:
    texts = [label.text() for label in show(done_of()).findChildren(QLabel)]
    for number, words in (("23", "new"), ("60", "changed"), ("1,018", "unchanged"), ("2", "left out")):
        assert texts[texts.index(words) - 1] == number


def test_files_rows_and_notes_are_listed_as_plain_text(show: Show) -> None:
    assert lines(show(done_of())) == [
        "Files",
        "jira-export.csv: Jira CSV · 1,104 rows · 1 item",
        "Left out",
        "jira-export.csv, line 412: The row has 31 cells.",
        "jira-export.csv, line 413: The row has 31 cells.",
        "Notes",
        "<i>SHOP-3</i> has a <b>new</b> title.",
        "Title of SHOP-4 was changed here and in the tracker; yours was kept.",
    ]


def test_everything_is_copied_as_text(qtbot: QtBot, show: Show) -> None:
    dialog = show(done_of())
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text == outcome_text(done_of())
    assert text.startswith("Import: 23 new, 60 changed, 1,018 unchanged, 2 left out.\n\nFiles\n")
    assert "line 413: The row has 31 cells.\n\nNotes\n" in text


def test_the_list_is_walked_and_copied_by_keyboard(qtbot: QtBot, show: Show) -> None:
    dialog = show(done_of())
    dialog.list.setFocus()
    for _ in range(3):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() in lines(dialog)[1:]
    qtbot.keyClick(dialog.list, Qt.Key.Key_Tab)
    assert not dialog.list.hasFocus()


def test_a_long_list_scrolls(qtbot: QtBot, show: Show) -> None:
    dialog = show(done_of(skipped=2000))
    assert dialog.list.model().rowCount() == 2006
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_End)
    bar = dialog.list.verticalScrollBar()
    assert bar.value() == bar.maximum() > 10_000


def test_lines_wrap_and_are_never_cut_off(show: Show) -> None:
    long = done_of()
    long.plan.notes = (message("A note that goes on and on, " * 30),)
    dialog = show(long)
    note = dialog.list.model().index(dialog.list.model().rowCount() - 2, 0)
    wide = dialog.list.sizeHintForIndex(note).height()
    dialog.resize(600, 500)
    assert dialog.list.sizeHintForIndex(note).height() > wide > 2 * dialog.list.fontMetrics().height()
    assert dialog.list.horizontalScrollBar().maximum() == 0


def test_undo_is_asked_for_and_closes(qtbot: QtBot, show: Show) -> None:
    dialog = show(done_of())
    with qtbot.waitSignal(dialog.undoRequested, timeout=1000):
        qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("edits", "may_undo"), [(0, True), (1, False)])
def test_undo_is_offered_only_for_what_undo_would_take_back(show: Show, edits: int, may_undo: bool) -> None:
    assert not show(done_of(edits=edits), may_undo=may_undo).undo_button.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_keys_close(qtbot: QtBot, show: Show, key: Qt.Key) -> None:
    dialog = show(done_of())
    with qtbot.assertNotEmitted(dialog.undoRequested):
        qtbot.keyClick(dialog, key)
    assert not dialog.isVisible()


def test_what_a_window_can_ask_names_no_option_of_the_command_line() -> None:
    asked = Question(Asked.DATE_ORDER, message("The day was assumed to come first."), option="--date-order dmy|mdy")
    done = done_of()
    assert "--date-order" in str(asked.assumed)
    texts = [line.text for line in outcome_lines(done.plan, (asked.assumed,))]
    assert texts[-1] == "The day was assumed to come first."
