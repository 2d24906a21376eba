"""What the window does around an import: the wizard, the notice after it with undo, views and details."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import Change
from pmdesk.domain.messages import message
from pmdesk.gui.file_tasks import import_words
from pmdesk.gui.importing.outcome_dialog import ImportOutcomeDialog
from pmdesk.gui.main_window import MainWindow
from pmdesk.services.planned_import import Outcome
from tests.exported import export_again
from tests.gui.importing.walking import go_through, to_preview, wizard_of

NEW = {"Summary": "Tips on the pay page", "Issue key": "SHOP-176", "Issue id": "10901", "Project key": "SHOP"}
THEIRS = {"SHOP-171": {"Summary": "Gift cards and vouchers"}}


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The sample's export with one issue changed, one gone and one new."""
    return export_again(tmp_path / "newer.csv", changed=THEIRS, without=("SHOP-162",), new=(NEW,))


def imported(qtbot: QtBot, window: MainWindow, path: Path, *, whole: bool = False) -> None:
    """Import a file by the wizard and wait for the notice."""
    window.take_files([path])
    wizard = wizard_of(window)
    wizard.files.whole.setChecked(whole)
    to_preview(qtbot, wizard)
    qtbot.keyClick(wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Imported" in window.notices.text, timeout=20_000)


def offered(window: MainWindow) -> list[str]:
    """The words of the notice's buttons."""
    return [one.text() for one in window.notices.findChildren(QPushButton) if one.isVisible()]


def press(qtbot: QtBot, window: MainWindow, words: str) -> None:
    (button,) = [one for one in window.notices.findChildren(QPushButton) if one.isVisible() and one.text() == words]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def keys(window: MainWindow) -> list[str]:
    return [window.model.item_at(row).key for row in range(window.model.rowCount())]


def test_the_notice_tells_what_was_done_and_offers_its_views(qtbot: QtBot, window: MainWindow, newer: Path) -> None:
    imported(qtbot, window, newer, whole=True)
    assert window.notices.text == "Imported: 1 new, 1 changed, 42 unchanged."
    assert offered(window) == ["Undo", "New", "Changed", "Gone", "Details"]


@pytest.mark.parametrize(("view", "expected"), [("New", "SHOP-176"), ("Changed", "SHOP-171"), ("Gone", "SHOP-162")])
def test_a_view_shows_only_what_it_names(
    qtbot: QtBot, window: MainWindow, newer: Path, view: str, expected: str
) -> None:
    imported(qtbot, window, newer, whole=True)
    press(qtbot, window, view)
    qtbot.waitUntil(lambda: keys(window) == [expected], timeout=5000)
    window.actions_["actionShowAll"].trigger()
    qtbot.waitUntil(lambda: len(keys(window)) > 20, timeout=5000)


def test_a_part_offers_no_view_of_gone_items(qtbot: QtBot, window: MainWindow, newer: Path) -> None:
    imported(qtbot, window, newer)
    assert offered(window) == ["Undo", "New", "Changed", "Details"]


def test_undo_in_the_notice_takes_the_import_back(qtbot: QtBot, window: MainWindow, newer: Path) -> None:
    before = dict(window.backlog.workspace.items)
    imported(qtbot, window, newer)
    press(qtbot, window, "Undo")
    assert window.backlog.workspace.items == before


def test_details_are_told_and_undo_from_there(qtbot: QtBot, window: MainWindow, newer: Path) -> None:
    before = dict(window.backlog.workspace.items)
    imported(qtbot, window, newer)
    press(qtbot, window, "Details")
    (dialog,) = window.findChildren(ImportOutcomeDialog)
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    assert window.backlog.workspace.items == before


def test_an_import_that_changes_nothing_offers_no_undo(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    go_through(qtbot, window, [export_again(tmp_path / "same.csv")])
    qtbot.waitUntil(lambda: "Imported: nothing new" in window.notices.text, timeout=20_000)
    assert offered(window) == ["Details"]


def test_files_that_are_chosen_open_the_wizard_and_more_are_added(
    qtbot: QtBot, window: MainWindow, newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = export_again(tmp_path / "other.csv")
    chosen = iter([str(newer)]), iter([str(other)])
    answers = iter(chosen)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (list(next(answers)), ""))
    qtbot.keyClick(window.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    wizard = wizard_of(window)
    assert [entry.path for entry in wizard.files.entries] == [newer]
    qtbot.mouseClick(wizard.files.add_button, Qt.MouseButton.LeftButton)
    assert [entry.path for entry in wizard.files.entries] == [newer, other]
    assert wizard_of(window) is wizard


def test_the_window_takes_keys_again_once_the_wizard_is_left(qtbot: QtBot, window: MainWindow, newer: Path) -> None:
    window.take_files([newer])
    qtbot.keyClick(wizard_of(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=2000)
    imported(qtbot, window, newer)


def test_a_window_that_closes_ends_the_wizard(qtbot: QtBot, window: MainWindow, newer: Path) -> None:
    """The fixture of the windows asserts that no thread is left."""
    window.take_files([newer])
    assert wizard_of(window).files.reading
    window.close()


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1104, 0, 0, 0, 0), "Imported: 1,104 new."),
        ((0, 0, 51, 0, 0), "Imported: nothing new, 51 unchanged."),
        ((0, 3, 0, 2, 1), "Imported: 3 changed, 2 closed, 1 left out."),
        ((0, 0, 0, 0, 3), "Imported: nothing new, 3 left out."),
    ],
)
def test_the_notice_is_silent_about_what_did_not_happen(counts: tuple[int, ...], words: str) -> None:
    assert import_words(Outcome(Change(message("Import"), ()), *counts)) == words
