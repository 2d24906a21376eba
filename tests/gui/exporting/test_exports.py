"""Exports of a window: asked for by keys, written off the GUI thread, told and cancelled in the notice bar."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.records import Item, Level
from pmdesk.gui.exporting import tasks
from pmdesk.gui.exporting.choice import ExportChoice, scope_of, usual_paper
from pmdesk.gui.exporting.dialog import ExportDialog
from pmdesk.gui.main_window import MainWindow
from pmdesk.services import export_kinds
from pmdesk.services.export_kinds import Kind, Paper
from pmdesk.services.exporting import ExportOptions

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def _dialog(qtbot: QtBot, window: MainWindow, *, report: bool = False) -> ExportDialog:
    """The dialog that the keys open."""
    qtbot.keyClick(window.view, Qt.Key.Key_E, _CTRL | _SHIFT if report else _CTRL)
    return _shown(window)


def _shown(window: MainWindow) -> ExportDialog:
    (dialog,) = [one for one in window.findChildren(ExportDialog) if one.isVisible()]
    return dialog


def _written(qtbot: QtBot, window: MainWindow) -> str:
    qtbot.waitUntil(lambda: "written to" in window.notices.text, timeout=20_000)
    return window.notices.text


@pytest.mark.parametrize(
    ("report", "kind", "name"),
    [
        (False, Kind.CSV, "stallpay.csv"),
        (False, Kind.JIRA, "stallpay for Jira.csv"),
        (True, Kind.PAGE, "stallpay.html"),
        (True, Kind.PDF, "stallpay.pdf"),
    ],
)
def test_keys_to_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    report: bool, kind: Kind, name: str,
) -> None:  # fmt: skip
    asked: list[tuple[str, str]] = []

    def ask(parent: object, title: str, suggestion: Path, kinds: str) -> Path:
        asked.append((suggestion.name, kinds))
        return tmp_path / suggestion.name

    monkeypatch.setattr(tasks, "ask_save_path", ask)
    dialog = _dialog(qtbot, window, report=report)
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert _written(qtbot, window).startswith(f"28 items written to {name}.")
    assert [one for one, _ in asked] == [name]
    assert (tmp_path / name).stat().st_size > 1000
    window.actions_["actionExportReport" if report else "actionExport"].trigger()
    assert _shown(window).choice.kind is kind


def test_no_name_writes_nothing(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ask_save_path", lambda *_: None)
    qtbot.keyClick(_dialog(qtbot, window), Qt.Key.Key_Return)
    assert window.notices.text == ""


def test_the_scope_is_what_the_list_shows(window: MainWindow) -> None:
    scope = scope_of(window)
    assert (scope.in_play, scope.filtered) == (28, None)
    assert "status" in scope.fields
    assert "title" in scope.fields
    assert "rank" not in scope.fields
    window.view.columns.show_column(window.view.columns.shown()[-1], False)
    assert "status" not in scope_of(window).fields
    window.model.arrange(Arrangement(text="pay", group_by="status"), wait=True)
    window.view.toggle_group(window.model.bands()[0].key)
    admitted = {item.id for item in window.backlog.workspace.items.values() if _is_admitted(item)}
    assert scope_of(window).filtered == admitted
    assert 0 < len(admitted) < 28


def _is_admitted(item: Item) -> bool:
    texts = f"{item.key}{item.title}{item.description}{item.labels}{item.assignee}".casefold()
    return not item.closed and item.level is Level.STANDARD and "pay" in texts


def test_only_the_selected_items_are_written(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    chosen = [window.model.item_at(row) for row in (0, 1)]
    window.view.go_to(chosen[0].id, "reach")
    qtbot.keyClick(window.view, Qt.Key.Key_Down, _SHIFT)
    scope = scope_of(window)
    assert scope.selected == {item.id for item in chosen}
    choice = ExportChoice(Kind.CSV, ExportOptions(item_ids=scope.selected, fields=()))
    window.file_tasks.exports.write(tmp_path / "out.csv", choice)
    assert _written(qtbot, window).startswith("2 items written")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == [item.key for item in chosen]


def test_notes_are_told_and_stay(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_["actionNewItem"].trigger()
    qtbot.keyClicks(window.view.focusWidget() or window.view, "Tips")
    window.file_tasks.exports.write(tmp_path / "out.csv", ExportChoice(Kind.JIRA))
    text = _written(qtbot, window)
    assert text == "28 items written to out.csv. 1 item made in PMDesk was left out: Jira does not know it."


def test_a_refusal_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.file_tasks.exports.write(tmp_path / "missing" / "out.pdf", ExportChoice(Kind.PDF))
    qtbot.waitUntil(lambda: "There is no folder" in window.notices.text, timeout=20_000)
    assert "Writing" not in window.notices.text


def test_cancel_leaves_no_file_and_no_notice(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(order: object, target: Path, means: object, progress: tasks.Progress) -> None:
        while True:
            time.sleep(0.01)
            progress(1, 2)

    monkeypatch.setattr(export_kinds, "write", write)
    window.file_tasks.exports.write(tmp_path / "out.csv", ExportChoice(Kind.CSV))
    qtbot.waitUntil(lambda: "Writing… 1 of 2" in window.notices.text)
    (button,) = [one for one in window.notices.findChildren(QPushButton) if one.isVisible() and one.text() == "Cancel"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.file_tasks.exports.running)
    qtbot.waitUntil(lambda: window.notices.text == "")
    assert list(tmp_path.glob("out.*")) == []


def test_what_is_remembered_may_be_nonsense(window: MainWindow) -> None:
    for name in ("export_kind", "report_kind", "export_paper"):
        window.windows.remember(name, "nonsense")
    window.file_tasks.exports.choose()
    (dialog,) = window.findChildren(ExportDialog)
    assert dialog.choice.kind is Kind.WORKBOOK
    dialog.reject()


def test_the_paper_is_the_countrys() -> None:
    before = QLocale()
    try:
        for country, paper in ((QLocale.Country.UnitedStates, Paper.LETTER), (QLocale.Country.Germany, Paper.A4)):
            QLocale.setDefault(QLocale(QLocale.Language.English, country))
            assert usual_paper() is paper
    finally:
        QLocale.setDefault(before)
