"""Texts of files are shown as they are, wherever they stand, and nothing is fetched from the network."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QTextBrowser,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import BaselineReason, Item, Moscow, Settings
from pmdesk.gui.fault_dialog import FaultDialog
from pmdesk.gui.history.history_dialog import HistoryDialog
from pmdesk.gui.importing.wizard import ImportWizard
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.windows import Windows
from pmdesk.services import editing
from pmdesk.services.baselines import set_baseline
from pmdesk.services.saved_views import SavedView, save_view
from pmdesk.services.workspace import create_workspace
from tests.gui.conftest import shown

KEPT = {"level", "status_category", "id", "source_row", "created", "updated", "due", "moscow", "archived"}


@pytest.fixture
def server() -> Iterator[tuple[str, list[object]]]:
    """An address that nobody may come to, and who came."""
    came: list[object] = []
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def listen() -> None:
        listening.settimeout(0.05)
        while not stop.is_set():
            try:
                connection, peer = listening.accept()
            except TimeoutError:
                continue
            came.append(peer)
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", came
    stop.set()
    thread.join()
    listening.close()


@pytest.fixture
def evil(server: tuple[str, list[object]]) -> str:
    """A text that would be a picture from the network and bold, were it markup; and a format string, were it one."""
    return f"<img src='{server[0]}/p.png'><b>Pay</b> &amp; {{0}} {{key.__class__}} %s %1"


@pytest.fixture
def window(qtbot: QtBot, windows: Windows, tmp_path: Path, evil: str) -> MainWindow:
    """A backlog in which every text is evil; its file's name too."""
    path = tmp_path / "<b>shop<&amp;b> {0} %s.pmdesk"
    backlog = create_workspace(path, Settings())
    meanings = {"massive": evil}
    settings = replace(backlog.settings, name=evil, vision=evil, impact_meaning=meanings, ranked_types=(evil,))
    backlog.apply(change(message("Settings of {name}", name=evil), [edit(backlog.settings, settings)]))
    items = [evil_item(number, evil) for number in range(1, 6)]
    backlog.apply(change(message("Import of {files}", files=evil), [edit(None, item) for item in items]))
    backlog.apply(set_baseline(backlog, BaselineReason.IMPORT))
    for item in items[:3]:
        values = {
            "reach": 9.0,
            "impact": 3.0,
            "confidence": 0.8,
            "effort": 2.0,
            "moscow": Moscow.MUST,
            "title": f"{evil}!",
        }
        backlog.apply(editing.set_values([backlog.items[item.id]], values))
    save_view(backlog, SavedView(evil[:60]))
    backlog.close()
    return shown(qtbot, windows, path)


def evil_item(number: int, evil: str) -> Item:
    """An item whose texts are all evil."""
    values: dict[str, object] = {}
    for spec in fields(Item):
        hint = str(spec.type)
        if spec.name in KEPT or hint.startswith(("float", "bool")):
            continue
        values[spec.name] = evil if hint == "str" else (evil,) if hint.startswith("tuple") else {evil: evil}
    return Item(id=number, **{**values, "key": f"<b>K</b>-{number}", "parent": f"<b>K</b>-{number - 1}"})


# Looking at everything


def check_all(evil: str) -> int:
    """That no widget, action or cell that is shown reads an evil text as markup; returns how many show one."""
    found = 0
    for top in QApplication.topLevelWidgets():
        for widget in (top, *top.findChildren(QWidget)):
            found += check_widget(widget, evil)
        for menu in top.findChildren(QMenu):
            for action in menu.actions() if menu.toolTipsVisible() else ():
                check_rich(action.toolTip(), evil, action)
    return found


def check_widget(widget: QWidget, evil: str) -> int:
    check_rich(widget.toolTip(), evil, widget)
    check_rich(widget.whatsThis(), evil, widget)
    texts = [widget.windowTitle(), widget.accessibleName()]
    if isinstance(widget, QLabel):
        texts.append(widget.text())
        is_markup = widget.textFormat() == Qt.TextFormat.RichText or (
            widget.textFormat() == Qt.TextFormat.AutoText and GuiQt.mightBeRichText(widget.text())
        )
        assert not (is_markup and is_evil(widget.text(), evil)), describe(widget)
    if isinstance(widget, QTextEdit | QTextBrowser):
        pytest.fail(f"a text that may be markup: {describe(widget)}")
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        check_model(widget.model(), evil)
    return sum(is_evil(text, evil) for text in texts)


def check_model(model: QAbstractItemModel, evil: str, parent: QModelIndex | None = None) -> None:
    parent = parent or QModelIndex()
    for row in range(min(model.rowCount(parent), 50)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            tool_tip = model.index(row, column, parent).data(Qt.ItemDataRole.ToolTipRole)
            check_rich(str(tool_tip or ""), evil, model)


def check_rich(text: str, evil: str, where: object) -> None:
    """A tooltip is markup as soon as Qt thinks so."""
    assert not (GuiQt.mightBeRichText(text) and is_evil(text, evil)), f"{text[:200]!r} of {describe(where)}"


def is_evil(text: str, evil: str) -> bool:
    """Whether a text holds something of the evil one that is markup."""
    return "<b>" in text or "<img" in text


def describe(what: object) -> str:
    return f"{type(what).__name__} {getattr(what, 'objectName', str)()}"


# The views


def each_dialog(window: MainWindow) -> Iterator[Callable[[], object]]:
    """What opens each dialog and menu of the window."""
    for name in (
        "actionHistory", "actionSettings", "actionReplace", "actionPalette", "actionShortcuts", "actionCapacity",
        "actionAbout", "actionFilter", "actionGroupBy", "actionSavedViews", "actionScoring", "actionExport",
    ):  # fmt: skip
        yield window.actions_[name].trigger
    yield lambda: window.page.filters.open_values("status")
    yield lambda: window.page.filters.open_values("labels")
    yield window.page.filters.remarks.baseline.click


def test_every_view_shows_texts_as_they_are(
    qtbot: QtBot, window: MainWindow, evil: str, server: tuple[str, list[object]]
) -> None:
    window.view.go_to(1)
    QTest.qWait(100)
    window.inspector.flush()
    assert check_all(evil) > 5
    for action in window.actions_.all():
        check_rich(action.toolTip(), evil, action)
    for menu in window.menus.actions():
        if menu.menu():
            menu.menu().aboutToShow.emit()
    for open_it in each_dialog(window):
        open_it()
        QTest.qWait(30)
        check_all(evil)
        for one in QApplication.topLevelWidgets():
            if one is not window and one.isVisible():
                one.close()
    window.show_refusal(message("{name} cannot be read.", name=evil))
    window.tell(evil, window.undo)
    check_all(evil)
    window.actions_["actionUndo"].trigger()
    check_all(evil)
    QTest.qWait(50)
    assert server[1] == []


def test_a_fault_and_a_file_that_cannot_be_opened(
    qtbot: QtBot, windows: Windows, window: MainWindow, tmp_path: Path, evil: str
) -> None:
    dialog = FaultDialog(ValueError(evil), tmp_path / "<b>log</b>" / "pmdesk.log", [])
    qtbot.addWidget(dialog)
    dialog.show()
    check_all(evil)
    path = tmp_path / "<b>notes<&amp;b>.pmdesk"
    path.write_text("no backlog")
    refused = windows.start(path)
    qtbot.waitUntil(lambda: refused.pages.currentWidget() is not refused.opening)
    check_all(evil)
    refused.close()


def test_an_import_shows_texts_of_files_as_they_are(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, evil: str, server: tuple[str, list[object]]
) -> None:
    cell = '"' + evil.replace('"', '""') + '"'
    export = tmp_path / "<b>export<&amp;b> {0}.csv"
    headers = f"Issue key,Issue id,Summary,Status,Description,Labels,Labels,{cell}"
    rows = [f"K-{number},{number},{cell},{cell},{cell},{cell},b,{cell}" for number in range(1, 4)]
    export.write_text("\n".join([headers, *rows, f"K-9,,{cell}"]), encoding="utf-8")
    window.file_tasks.start_import([export])
    (wizard,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ImportWizard)]
    for _ in range(3):
        QTest.qWait(400)
        check_all(evil)
        if isValid(wizard):  # it goes as soon as its last page has imported
            QTest.keyClick(wizard, Qt.Key.Key_Return)
    if isValid(wizard):
        wizard.close()
    check_all(evil)
    assert server[1] == []


def test_a_message_box_shows_a_name_as_it_is(qtbot: QtBot, window: MainWindow, evil: str) -> None:
    """Every message box of ours is plain; Qt's own would read a name as markup."""
    source = Path("pmdesk/gui")
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for way in (
            "QMessageBox.question(",
            "QMessageBox.warning(",
            "QMessageBox.information(",
            "QMessageBox.critical(",
        ):
            assert way not in text, f"{path} asks by {way}…, which shows names as markup"
        if "QMessageBox(" in text or "(QMessageBox)" in text:
            assert "PlainText" in text, f"{path} has a message box that may show markup"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Reach of {key}", "Reach of K-1"),
        ("{key.__class__.__mro__}", "{key.__class__.__mro__}"),
        ("{key[0]}", "{key[0]}"),
        ("{key:>99999}", "{key:>99999}"),
        ("{key!r}", "{key!r}"),
        ("{other}", "{other}"),
        ("{0}", "{0}"),
        ("{", "{"),
        ("}} {{", "} {"),
    ],
)
def test_a_label_of_a_file_is_no_format_string_of_its_own(
    qtbot: QtBot, windows: Windows, tmp_path: Path, template: str, words: str
) -> None:
    """A file may hold any template; what it asks for besides its own values is text."""
    backlog = create_workspace(tmp_path / "shop.pmdesk", Settings())
    backlog.apply(editing.new_item(backlog, "Pay"))
    backlog.close()
    label = json.dumps({"template": template, "values": {"key": "K-1"}})
    with sqlite3.connect(backlog.path) as connection:
        connection.execute("UPDATE change SET label=?", (label,))
    connection.close()
    window = shown(qtbot, windows, backlog.path)
    assert window.actions_["actionUndo"].text() == f"&Undo: {words}"
    window.actions_["actionHistory"].trigger()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, HistoryDialog))
    assert str(dialog.model.index(0).data()).startswith(f"{words}, ")
    window.actions_["actionUndo"].trigger()
    assert not window.backlog.workspace.items
