"""Saved views in the window: choosing, saving, replacing, renaming, deleting and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.gui.document import Document
from pmdesk.gui.saved_views import ViewsMenu
from pmdesk.gui.view_dialogs import ManageViews, NameDialog
from pmdesk.services import saved_views as service
from pmdesk.services.saved_views import SavedView, save_view, saved_views

NOW = Arrangement(chosen={"status": ("Ready",)}, group_by="team")
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def menu(document: Document, window: QWidget) -> Iterator[ViewsMenu]:
    made = ViewsMenu(document, lambda: (NOW, {"order": ["title"]}), window)
    yield made
    made.close()


@pytest.fixture
def told(menu: ViewsMenu) -> list[tuple[str, Callable[[], object]]]:
    kept: list[tuple[str, Callable[[], object]]] = []
    menu.told.connect(lambda text, undo: kept.append((text, undo)))
    return kept


def names(document: Document) -> list[str]:
    return [view.name for view in saved_views(document.workspace)]


def actions(menu: ViewsMenu) -> list[QAction]:
    """All but the views that the last import left."""
    menu.rebuild()
    return [one for one in menu.actions() if not one.isSeparator() and "last import" not in one.text()]


def words(menu: ViewsMenu) -> list[str]:
    return [action.text() for action in actions(menu)]


def dialog_of(qtbot: QtBot, kind: type, window: QWidget):
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    (found,) = [one for one in window.findChildren(kind) if one.isVisible()]
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def save_as(qtbot: QtBot, menu: ViewsMenu, window: QWidget, name: str) -> None:
    menu.ask_name()
    dialog = dialog_of(qtbot, NameDialog, window)
    qtbot.keyClicks(dialog.line, name)
    qtbot.keyClick(dialog.line, Key.Key_Return)


def test_an_empty_menu_says_so(menu: ViewsMenu) -> None:
    assert words(menu) == ["No view saved yet", "&Save this view…", "&Manage views…"]
    assert [action.isEnabled() for action in actions(menu)] == [False, True, False]


def test_saving_keeps_the_grid_as_it_is(
    qtbot: QtBot, menu: ViewsMenu, window: QWidget, document: Document, told: list
) -> None:
    save_as(qtbot, menu, window, "Ready & able")
    assert saved_views(document.workspace) == [SavedView("Ready & able", NOW, "rice", {"order": ["title"]})]
    assert words(menu)[0] == "Ready && able"
    assert menu.actions()[0].isChecked()
    assert told[0][0] == "View “Ready & able” is saved."
    told[0][1]()
    assert names(document) == []


def test_a_known_name_is_said_to_be_replaced_and_comes_back(
    qtbot: QtBot, menu: ViewsMenu, window: QWidget, document: Document, told: list
) -> None:
    former = SavedView("Mine", Arrangement(sort="reach"))
    save_view(document.workspace, former)
    menu.ask_name()
    dialog = dialog_of(qtbot, NameDialog, window)
    qtbot.keyClicks(dialog.line, "mine")
    assert dialog.save_button.text() == "Replace"
    assert dialog.words.text() == "“Mine” is there already and will be replaced."
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert saved_views(document.workspace)[0].arrangement == NOW
    assert told[0][0] == "View “mine” is replaced."
    told[0][1]()
    assert saved_views(document.workspace) == [former]


def test_no_name_is_refused_in_place(qtbot: QtBot, menu: ViewsMenu, window: QWidget, document: Document) -> None:
    menu.ask_name()
    dialog = dialog_of(qtbot, NameDialog, window)
    qtbot.keyClick(dialog.line, Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.words.text() == "A view needs a name."
    qtbot.keyClick(dialog.line, Key.Key_Escape)
    assert names(document) == []


def test_the_menu_marks_the_view_that_is_shown(menu: ViewsMenu, document: Document) -> None:
    save_view(document.workspace, SavedView("Other", Arrangement(sort="reach")))
    save_view(document.workspace, SavedView("Now", NOW))
    save_view(document.workspace, SavedView("Elsewhere", NOW, "moscow"))
    menu.rebuild()
    assert [action.isChecked() for action in menu.actions()[:3]] == [False, True, False]


def test_choosing_a_view_tells_it(qtbot: QtBot, menu: ViewsMenu, document: Document) -> None:
    save_view(document.workspace, SavedView("Now", NOW))
    menu.popup(menu.parentWidget().mapToGlobal(menu.parentWidget().rect().center()))
    qtbot.keyClick(menu, Key.Key_Down)
    with qtbot.waitSignal(menu.chosen, timeout=1000) as chosen:
        qtbot.keyClick(menu, Key.Key_Return)
    assert chosen.args == [SavedView("Now", NOW)]


@pytest.fixture
def manage(qtbot: QtBot, menu: ViewsMenu, window: QWidget, document: Document) -> ManageViews:
    for name in ("A", "B", "C"):
        save_view(document.workspace, SavedView(name))
    menu.manage()
    return dialog_of(qtbot, ManageViews, window)


def test_delete_and_undo_in_place(qtbot: QtBot, manage: ManageViews, document: Document, told: list) -> None:
    assert not manage.undo_button.isVisible()
    manage.list.setFocus()
    qtbot.keyClick(manage.list, Key.Key_Down)
    qtbot.keyClick(manage.list, Key.Key_Delete)
    assert names(document) == ["A", "C"]
    assert manage.words.text() == "“B” is deleted."
    qtbot.mouseClick(manage.undo_button, Qt.MouseButton.LeftButton)
    assert names(document) == ["A", "B", "C"]
    assert not manage.undo_button.isVisible()
    qtbot.keyClick(manage.list, Key.Key_Escape)
    assert told == []


def test_what_was_deleted_can_be_brought_back_after(
    qtbot: QtBot, manage: ManageViews, document: Document, told: list
) -> None:
    for _ in range(2):
        qtbot.mouseClick(manage.delete_button, Qt.MouseButton.LeftButton)
    assert names(document) == ["C"]
    qtbot.mouseClick(manage.close_button, Qt.MouseButton.LeftButton)
    ((text, undo),) = told
    assert text == "2 views are deleted."
    undo()
    assert names(document) == ["A", "B", "C"]
    undo()
    assert names(document) == ["A", "B", "C"]


def test_rename_by_key(qtbot: QtBot, manage: ManageViews, document: Document) -> None:
    manage.list.setFocus()
    qtbot.keyClick(manage.list, Key.Key_F2)
    editor = manage.list.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClick(editor, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "First")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: names(document) == ["First", "B", "C"])
    assert manage.list.current_name == "First"


def test_a_taken_name_is_refused_in_words(qtbot: QtBot, manage: ManageViews, document: Document) -> None:
    qtbot.mouseClick(manage.rename_button, Qt.MouseButton.LeftButton)
    editor = manage.list.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClick(editor, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "b")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(manage.words.text()))
    assert names(document) == ["A", "B", "C"]
    assert manage.words.text() == "There is a view called “B” already."
    assert manage.list.item(0).text() == "A"


def test_a_full_disk_is_told_and_loses_nothing(
    qtbot: QtBot, menu: ViewsMenu, document: Document, told: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UserError(message("The disk is full."))

    monkeypatch.setattr(service, "_store", full)
    with qtbot.waitSignal(document.refused, timeout=1000):
        menu.save("Mine")
    assert told == []
    QApplication.processEvents()


def test_an_import_leaves_views_of_what_it_brought(document: Document, menu: ViewsMenu, qtbot: QtBot) -> None:
    """Gone stands there only after an import of the whole backlog that lacks some items."""
    imported = [one.text() for one in _of_the_last_import(menu)]
    assert [text.split(" · ")[0] for text in imported] == ["New in the last import", "Changed by the last import"]
    workspace = document.workspace
    last = workspace.last_import
    assert last is not None
    document.apply(change(message("Gone"), [edit(last, replace(last, gone=last.created[:2]))]))
    gone = _of_the_last_import(menu)[-1]
    assert gone.text() == "Not in the last import · 2"
    with qtbot.waitSignal(menu.chosen) as told:
        gone.trigger()
    assert told.args is not None
    assert told.args[0].arrangement == Arrangement(last_import="gone")


def _of_the_last_import(menu: ViewsMenu) -> list[QAction]:
    menu.rebuild()
    return [one for one in menu.actions() if "last import" in one.text()]
