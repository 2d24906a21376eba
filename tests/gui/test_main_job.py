"""The main job in the window, with real key events: import, score, rank, undo, redo, export."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from pmdesk.domain.changes import Change
from pmdesk.domain.frameworks import rice
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Settings
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.windows import Windows
from pmdesk.services.workspace import create_workspace
from tests.gui.conftest import shown
from tests.gui.importing.walking import go_through, wizard_of

EXPORTS = Path(__file__).parent.parent / "data" / "jira-exports"
SCORES = [(str(1000 + 700 * place), "high" if place % 2 else "1", "80", str(1 + place % 3)) for place in range(10)]


@pytest.fixture
def window(qtbot: QtBot, windows: Windows, tmp_path: Path) -> MainWindow:
    """An empty backlog's window."""
    create_workspace(tmp_path / "job.pmdesk", Settings(name="Job")).close()
    return shown(qtbot, windows, tmp_path / "job.pmdesk")


def editor_of(table: QTableView) -> QLineEdit:
    (editor,) = [one for one in table.viewport().findChildren(QLineEdit, "cellEditor") if one.isVisible()]
    return editor


def type_into_cell(qtbot: QtBot, table: QTableView, text: str, end: Qt.Key) -> None:
    qtbot.keyClick(table, text[0])
    editor = editor_of(table)
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, end)


def import_file(qtbot: QtBot, window: MainWindow, name: str) -> None:
    with qtbot.waitSignal(window.backlog.changed, timeout=20_000):
        go_through(qtbot, window, [EXPORTS / name])
    qtbot.waitUntil(lambda: "Imported" in window.notices.text, timeout=5000)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5000)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    assert action.isEnabled(), name
    action.trigger()


def test_the_main_job_from_export_to_workbook(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    import_file(qtbot, window, "cloud-en.csv")
    workspace = window.backlog.workspace
    table = window.findChild(QTableView, "backlogTable")
    assert table is not None
    assert table.model().rowCount() == 28
    before = dict(workspace.items)
    targets = [table.model().item_at(row).id for row in range(10)]
    table.setFocus()
    for item_id, factors in zip(targets, SCORES, strict=True):
        window.view.go_to(item_id, "reach")
        for text in factors[:-1]:
            type_into_cell(qtbot, table, text, Qt.Key.Key_Tab)
        type_into_cell(qtbot, table, factors[-1], Qt.Key.Key_Return)
    assert workspace.ranking.count(Group.RANKED) == 10
    for item_id, (reach, impact, confidence, effort) in zip(targets, SCORES, strict=True):
        item = workspace.items[item_id]
        expected = (float(reach), 2.0 if impact == "high" else 1.0, float(confidence) / 100, float(effort))
        assert (item.reach, item.impact, item.confidence, item.effort) == expected
    scored = dict(workspace.items)
    shown_order = [table.model().item_at(row).id for row in range(10)]
    assert shown_order == sorted(targets, key=lambda item_id: -(rice.score(workspace.items[item_id]) or 0))

    trigger(window, "actionFrameworkMoscow")
    assert workspace.framework.name == "moscow"
    assert window.model.rowCount() == 28
    trigger(window, "actionFrameworkRice")

    for _ in range(40):
        trigger(window, "actionUndo")
    assert workspace.items == before
    trigger(window, "actionUndo")
    assert workspace.items == {}
    assert not window.findChild(QAction, "actionUndo").isEnabled()
    for _ in range(41):
        trigger(window, "actionRedo")
    assert workspace.items == scored
    assert not window.findChild(QAction, "actionRedo").isEnabled()

    target = tmp_path / "out.xlsx"
    window.file_tasks.export_to(target)
    qtbot.waitUntil(lambda: target.exists() and "written" in window.notices.text, timeout=20_000)
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_name("Backlog").to_python()
    keys = [row[1] for row in rows if str(row[1]).startswith("MPRJ-")]
    assert keys == [workspace.items[item_id].key for item_id in list(workspace.ranking)[:28]]
    if shutil.which("soffice"):
        assert_recalculated(target, workspace.items, shown_order)


def assert_recalculated(target: Path, items: dict, ranked: list[int]) -> None:
    """LibreOffice, recalculating, comes to the scores on screen."""
    folder = target.parent
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(folder), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    rows = CalamineWorkbook.from_path(str(target.with_suffix(".ods"))).get_sheet_by_name("Backlog").to_python()
    found = {row[1]: row[7] for row in rows if str(row[1]).startswith("MPRJ-")}
    for item_id in ranked:
        assert found[items[item_id].key] == pytest.approx(rice.score(items[item_id]), rel=1e-9)


def test_a_second_import_keeps_scores_and_is_one_undo(qtbot: QtBot, window: MainWindow) -> None:
    import_file(qtbot, window, "cloud-en.csv")
    workspace = window.backlog.workspace
    table = window.view
    table.setFocus()
    item = window.model.item_at(0)
    table.go_to(item.id, "reach")
    type_into_cell(qtbot, table, "500", Qt.Key.Key_Return)
    before = dict(workspace.items)
    import_file(qtbot, window, "cloud-en.html")
    assert workspace.items != before
    assert workspace.items[item.id].reach == 500.0
    trigger(window, "actionUndo")
    assert workspace.items == before


def test_importing_the_same_file_again_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    import_file(qtbot, window, "cloud-en.csv")
    before = dict(window.backlog.workspace.items)
    go_through(qtbot, window, [EXPORTS / "cloud-en.csv"])
    qtbot.waitUntil(lambda: "nothing new, 51 unchanged" in window.notices.text, timeout=20_000)
    assert window.backlog.workspace.items == before


def test_a_large_import_leaves_the_window_alive_and_undoes_in_one(qtbot: QtBot, window: MainWindow) -> None:
    import_file(qtbot, window, "cloud-en-1104x472.csv")
    workspace = window.backlog.workspace
    assert len(workspace.items) == 1104
    assert workspace.ranking.count(Group.CLOSED) == 946
    for widget in window.findChildren(QLineEdit):
        assert widget.isEnabled() or widget.window() is not window
    with qtbot.waitSignal(window.backlog.changed, timeout=20_000):
        trigger(window, "actionUndo")
    assert workspace.items == {}
    assert window.pages.currentWidget() is window.empty


def test_a_file_that_is_no_backlog_is_refused_in_a_sentence(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "notes.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    window.take_files([bad])
    wizard = wizard_of(window)
    qtbot.waitUntil(lambda: not wizard.files.reading, timeout=20_000)
    assert any("PDF" in label.text() for label in wizard.files.findChildren(QLabel))
    assert not wizard.next_button.isEnabled()
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard_of(window, there=False) is None
    assert window.backlog.workspace.items == {}


def test_a_failed_write_changes_nothing_and_is_told(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(qtbot, window, "cloud-en.csv")
    workspace = window.backlog.workspace

    def full(change: Change, *arguments: object) -> None:
        from pmdesk.domain.messages import UserError, message

        raise UserError(message("The disk is full."))

    monkeypatch.setattr(workspace, "apply", full)
    before = dict(workspace.items)
    assert not window.model.setData(window.model.index(0, COLUMN_AT["reach"]), "77")
    assert workspace.items == before
    assert "The disk is full." in window.notices.text


def test_what_is_being_typed_is_part_of_an_export(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    import_file(qtbot, window, "cloud-en.csv")
    window.view.setFocus()
    item = window.model.item_at(0)
    window.view.go_to(item.id, "effort")
    qtbot.keyClick(window.view, "7")
    assert editor_of(window.view).text() == "7"
    window.file_tasks.export_to(tmp_path / "typed.xlsx")
    assert window.backlog.workspace.items[item.id].effort == 7.0
    qtbot.waitUntil(lambda: "written" in window.notices.text, timeout=20_000)
