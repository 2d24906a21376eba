"""Windows: one a backlog, opened, raised, refused and remembered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from pmdesk import app
from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Item
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.problem_page import ProblemPage
from pmdesk.gui.single_instance import Listener, hand_over
from pmdesk.gui.windows import Windows
from pmdesk.services.workspace import open_workspace
from tests.gui.conftest import shown
from tests.gui.importing.walking import to_preview, wizard_of

ACTIONS = (
    "actionUndo", "actionRedo", "actionNewItem", "actionDeleteItems", "actionImport", "actionExport",
    "actionHoldOrder", "actionFrameworkRice", "actionFrameworkMoscow",
)  # fmt: skip


def test_the_handles_have_their_names(window: MainWindow) -> None:
    for name in ("backlogTable", "searchField", "inspector"):
        assert window.findChild(QLabel.__mro__[2], name) is not None, name
    for name in ACTIONS:
        assert window.findChild(QAction, name) is not None, name


def test_every_action_says_what_it_does_and_no_two_share_a_shortcut(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for action in window.actions_.all():
        keys = action.shortcut().toString()
        assert action.toolTip(), action.objectName()
        assert not keys or keys not in seen, (action.objectName(), seen.get(keys))
        seen[keys] = action.objectName()
        assert not keys or keys.split("+")[-1] in action.toolTip()


def test_opening_an_open_backlog_raises_its_window(qtbot: QtBot, windows: Windows, window: MainWindow) -> None:
    assert windows.open_now(window.backlog.path) is window


def test_a_backlog_that_is_held_elsewhere_is_told_in_the_window(
    qtbot: QtBot, windows: Windows, window: MainWindow, tmp_path: Path
) -> None:
    copy = tmp_path / "held.pmdesk"
    window.backlog.workspace.copy_to(copy)
    holder = open_workspace(copy)
    windows.open(copy, window)
    assert "held.pmdesk” is open in another PMDesk (process" in window.notices.text
    holder.close()


def test_a_start_paints_first_and_brings_the_rows_after(qtbot: QtBot, windows: Windows) -> None:
    window = windows.start(sample=True)
    assert window.isVisible()
    assert window.document is None
    with qtbot.waitSignal(window.attached, timeout=20_000):
        pass
    assert window.model.rowCount() == 28
    assert windows.recent() == [windows.sample_path.resolve()]


def test_a_file_that_is_no_backlog_shows_why_and_the_ways_out(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pmdesk"
    bad.write_text("no backlog")
    window = windows.start(bad)
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), ProblemPage), timeout=20_000)
    texts = [label.text() for label in window.pages.currentWidget().findChildren(QLabel)]
    assert "“bad.pmdesk” is not a PMDesk backlog; it was left as it is." in texts
    assert bad.read_text() == "no backlog"
    again = window.focusWidget()
    assert isinstance(again, QPushButton)
    assert again.text() == "Try again"
    assert not window.actions_["actionImport"].isEnabled()
    assert window.actions_["actionOpen"].isEnabled()
    window.actions_["actionOpenSample"].trigger()
    assert [one.backlog.path for one in windows.all()] == [windows.sample_path]


def test_a_second_start_is_handed_over(qtbot: QtBot, windows: Windows, sample: Path) -> None:
    listener = Listener("pmdesk-test-hand-over", windows)
    asked: list[dict] = []
    listener.requested.connect(asked.append)
    script = "import sys; from pmdesk.gui.single_instance import hand_over; "
    script += "sys.exit(not hand_over(sys.argv[1], {'backlog': sys.argv[2], 'sample': False}))"
    client = subprocess.Popen([sys.executable, "-c", script, "pmdesk-test-hand-over", str(sample)])
    qtbot.waitUntil(lambda: client.poll() is not None, timeout=20_000)
    listener.close()
    assert client.returncode == 0
    assert asked == [{"backlog": str(sample), "sample": False}]
    windows.start_again(asked[0]["backlog"], sample=False)
    (window,) = windows.all()
    qtbot.waitSignal(window.attached, timeout=20_000).wait()
    assert window.backlog.path == sample
    assert not hand_over("pmdesk-test-hand-over", {})


def test_the_window_is_as_it_was_left(qtbot: QtBot, windows: Windows, window: MainWindow) -> None:
    path = window.backlog.path
    window.actions_["actionHoldOrder"].setChecked(True)
    window.actions_["actionInspector"].setChecked(False)
    window.actions_["actionFrameworkMoscow"].trigger()
    window.view.setColumnHidden(9, True)
    window.resize(1100, 700)
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    again = windows.open_now(path)
    assert again.height() == 700
    assert again.model.held
    assert not again.inspector.isVisible()
    assert again.backlog.workspace.framework.name == "moscow"
    assert again.view.isColumnHidden(9)
    assert again.actions_["actionFrameworkMoscow"].isChecked()


def test_closing_makes_it_one_plain_file_again(qtbot: QtBot, windows: Windows, window: MainWindow) -> None:
    path = window.backlog.path
    window.commands.items.new_item()
    assert path.with_name(path.name + ".lock").exists()
    window.close()
    assert sorted(one.name for one in path.parent.iterdir() if one.name.startswith(path.name)) == [path.name]


def test_new_item_opens_its_title_and_delete_brings_an_undo(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["actionNewItem"].trigger()
    qtbot.keyClicks(QApplication.focusWidget(), "Tap to tip")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    (item,) = window.backlog.workspace.find("PM-1")
    assert item.title == "Tap to tip"
    window.view.go_to(item.id)
    window.actions_["actionDeleteItems"].trigger()
    assert window.backlog.workspace.find("PM-1") == []
    assert window.notices.text == "1 item deleted."
    window.actions_["actionUndo"].trigger()
    assert window.backlog.workspace.find("PM-1") == [item]


def test_search_from_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = window.top_bar.search
    assert search.hasFocus()
    qtbot.keyClicks(search, "refund portal")
    assert window.model.rowCount() == 1
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.view.hasFocus()
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert window.model.rowCount() == 28


def test_a_dropped_export_is_imported(qtbot: QtBot, window: MainWindow) -> None:
    export = Path(__file__).parent.parent / "data" / "jira-exports" / "cloud-en.csv"
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(export))])
    event = QDropEvent(
        QPointF(200, 200), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(window.backlog.changed, timeout=20_000):
        window.dropEvent(event)
        wizard = wizard_of(window)
        to_preview(qtbot, wizard)
        asked = wizard.preview.decisions.tally().waiting  # issues whose number is another's in the sample
        qtbot.keyClick(wizard, Qt.Key.Key_Return)
    assert len(window.backlog.workspace.items) == 44 + 51 - asked
    assert asked == 3


def test_a_copy_opens_as_the_same_backlog(qtbot: QtBot, windows: Windows, window: MainWindow, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pmdesk"
    window.file_tasks.copy_to(copy)
    qtbot.waitUntil(lambda: "copy.pmdesk" in window.notices.text, timeout=20_000)
    again = shown(qtbot, windows, copy)
    assert again.backlog.workspace.items == window.backlog.workspace.items


def test_both_schemes_colour_the_window(qtbot: QtBot, windows: Windows, window: MainWindow) -> None:
    windows.choose_scheme(Qt.ColorScheme.Dark)
    dark = window.grab().toImage().pixelColor(5, window.height() - 5)
    windows.choose_scheme(Qt.ColorScheme.Light)
    light = window.grab().toImage().pixelColor(5, window.height() - 5)
    assert dark.lightness() < 60
    assert light.lightness() > 230


def test_open_window_makes_a_missing_backlog_and_refuses_a_bad_one(
    qtbot: QtBot, qapp: QApplication, windows: Windows, tmp_path: Path
) -> None:
    assert app._windows(qapp) is windows
    window = app.open_window(tmp_path / "fresh.pmdesk")
    assert window.pages.currentWidget() is window.empty
    bad = tmp_path / "bad.pmdesk"
    bad.write_text("no backlog")
    with pytest.raises(UserError, match="not a PMDesk backlog"):
        app.open_window(bad)


def test_a_closed_window_hears_no_more_of_colours(
    qtbot: QtBot, windows: Windows, window: MainWindow, tmp_path: Path
) -> None:
    other = app.open_window(tmp_path / "other.pmdesk")
    other.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows.choose_scheme(Qt.ColorScheme.Dark)
    windows.choose_scheme(Qt.ColorScheme.Light)
    assert windows.all() == [window]


def test_closing_while_a_large_change_is_saved_keeps_it(qtbot: QtBot, windows: Windows, window: MainWindow) -> None:
    workspace, path = window.backlog.workspace, window.backlog.path
    items = [Item(number, f"BIG-{number}", "Big") for number in workspace.new_item_ids(3000)]
    assert window.backlog.apply(change(message("Many"), [edit(None, item) for item in items]))
    window.close()
    QApplication.processEvents()
    again = open_workspace(path)
    assert len(again.items) == 44 + 3000
    again.close()


def test_saving_can_be_cancelled_and_takes_all_back(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.backlog.workspace
    before = dict(workspace.items)
    items = [Item(number, f"BIG-{number}", "Big") for number in workspace.new_item_ids(8000)]
    window.backlog.saving.connect(lambda *_: window.backlog.cancel_saving())
    window.backlog.cancel_saving()
    with qtbot.waitSignal(window.backlog.busy, check_params_cb=lambda busy: not busy, timeout=20_000):
        assert window.backlog.apply(change(message("Many"), [edit(None, item) for item in items]))
        window.backlog.cancel_saving()
    assert workspace.items == before
    assert not window.backlog.is_busy
    assert window.actions_["actionImport"].isEnabled()


def test_a_window_that_closes_while_it_loads_gives_the_file_free(qtbot: QtBot, windows: Windows, sample: Path) -> None:
    window = windows.start(sample)
    QApplication.processEvents()
    window.close()
    windows.close()
    assert not sample.with_name(sample.name + ".lock").exists()


def test_a_refused_backlog_can_be_tried_again(qtbot: QtBot, windows: Windows, sample: Path) -> None:
    holder = open_workspace(sample)
    window = windows.start(sample)
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), ProblemPage), timeout=20_000)
    assert windows.recent() == []
    holder.close()
    with qtbot.waitSignal(window.attached, timeout=20_000):
        window.pages.currentWidget().retry.emit()
    assert window.model.rowCount() == 28


def test_an_action_from_the_toolbar_leaves_the_keyboard_in_the_grid(qtbot: QtBot, window: MainWindow) -> None:
    window.view.setFocus()
    buttons = [button for button in window.top_bar.findChildren(QToolButton) if button.defaultAction()]
    (moscow,) = [one for one in buttons if one.defaultAction() is window.actions_["actionFrameworkMoscow"]]
    qtbot.mouseClick(moscow, Qt.MouseButton.LeftButton)
    assert window.backlog.workspace.framework.name == "moscow"
    assert window.view.hasFocus()
