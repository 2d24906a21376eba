"""The import wizard from end to end, with real files and real keys."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Level
from pmdesk.gui.document import Document
from pmdesk.gui.importing.imported import Imported
from pmdesk.gui.importing.wizard import COLUMNS, FILES, PREVIEW, ImportWizard
from pmdesk.services import import_mapping, import_reading, importing
from pmdesk.services.import_plan import RowKind
from tests.exported import export_again
from tests.gui.importing.walking import to_preview

EXPORTS = Path(__file__).parents[2] / "data" / "jira-exports"
NEW = {"Summary": "Tips on the pay page", "Issue key": "SHOP-176", "Issue id": "10901", "Project key": "SHOP"}
Read = Callable[..., None]


def enter(qtbot: QtBot, wizard: ImportWizard) -> None:
    qtbot.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_Return)


def escape(qtbot: QtBot, wizard: ImportWizard) -> None:
    qtbot.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_Escape)


def alt(qtbot: QtBot, wizard: ImportWizard, key: Qt.Key) -> None:
    """Press a button by its mnemonic; Qt shows it pressed for a tenth of a second before it acts."""
    qtbot.keyClick(wizard.focusWidget() or wizard, key, Qt.KeyboardModifier.AltModifier)
    qtbot.wait(150)


def page_of(wizard: ImportWizard) -> int:
    return wizard.pages.currentIndex()


def counts(wizard: ImportWizard) -> dict[RowKind, int]:
    assert wizard.preview.preview is not None
    return {kind: count for kind, count in wizard.preview.preview.plan.counts.items() if count}


def said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def finish(qtbot: QtBot, wizard: ImportWizard) -> Imported:
    with qtbot.waitSignal(wizard.imported, timeout=20_000) as done:
        enter(qtbot, wizard)
    assert done.args is not None
    return done.args[0]


def retitle(document: Document, key: str, title: str) -> None:
    (item,) = document.workspace.find(key)
    assert document.apply(change(message("Title"), [edit(item, replace(item, title=title))]))


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The sample's export with one issue changed, one gone and one new."""
    changed = {"SHOP-171": {"Summary": "Gift cards and vouchers"}}
    return export_again(tmp_path / "newer.csv", changed=changed, without=("SHOP-162",), new=(NEW,))


# The simple case


def test_what_is_recognised_is_imported_by_two_keys(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, document: Document
) -> None:
    read(newer)
    assert wizard.next_button.isDefault()
    enter(qtbot, wizard)
    qtbot.waitUntil(lambda: page_of(wizard) == PREVIEW, timeout=5000)
    assert wizard.next_button.text() == "&Import 1 new, 1 changed"
    done = finish(qtbot, wizard)
    assert (done.outcome.created, done.outcome.updated) == (1, 1)
    assert not wizard.isVisible()
    (item,) = document.workspace.find("SHOP-171")
    assert item.title == "Gift cards and vouchers"
    document.undo()
    (item,) = document.workspace.find("SHOP-171")
    assert item.title == "Gift cards"
    assert not document.workspace.find("SHOP-176")


def test_the_columns_may_be_looked_at_all_the_same(qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path) -> None:
    read(newer)
    alt(qtbot, wizard, Qt.Key.Key_C)
    assert page_of(wizard) == COLUMNS
    assert "recognised" in wizard.mapping.state.text()
    assert wizard.focusWidget() is wizard.mapping.view
    enter(qtbot, wizard)
    qtbot.waitUntil(lambda: page_of(wizard) == PREVIEW, timeout=5000)
    escape(qtbot, wizard)
    assert page_of(wizard) == COLUMNS
    escape(qtbot, wizard)
    assert page_of(wizard) == FILES


def test_the_same_again_imports_nothing(qtbot: QtBot, wizard: ImportWizard, read: Read, tmp_path: Path) -> None:
    read(export_again(tmp_path / "same.csv"))
    to_preview(qtbot, wizard)
    assert set(counts(wizard)) == {RowKind.UNCHANGED}
    assert "nothing to import" in wizard.next_button.text()
    done = finish(qtbot, wizard)
    assert done.nothing
    assert not done.change.edits


# Files


def test_several_files_are_one_import(qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path) -> None:
    read(newer, EXPORTS / "cloud-fr.csv")
    wizard.add_files([newer])
    assert len(wizard.entries) == 2
    to_preview(qtbot, wizard)
    assert counts(wizard)[RowKind.NEW] == 50


def test_a_file_that_cannot_be_is_told_in_place_and_removed(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "plan.pdf"
    bad.write_bytes(b"%PDF-1.7")
    read(bad, newer)
    assert any("is a PDF" in text for text in said(wizard.files))
    assert not wizard.next_button.isEnabled()
    card = wizard.files.card(bad)
    card.remove_button.setFocus()
    qtbot.keyClick(card.remove_button, Qt.Key.Key_Delete)
    assert [entry.path for entry in wizard.files.entries] == [newer]
    assert wizard.next_button.isEnabled()
    assert wizard.focusWidget() is wizard.files.add_button


def test_another_sheet_is_read_when_it_is_chosen(qtbot: QtBot, wizard: ImportWizard, read: Read) -> None:
    path = EXPORTS / "rice-sheet-by-hand.xlsx"
    read(path)
    card = wizard.files.card(path)
    assert card.sheet.isVisible()
    assert card.sheet.currentData() == "Issue Navigator"
    other = 1 - card.sheet.currentIndex()
    name = card.sheet.itemData(other)
    card.sheet.setFocus()
    qtbot.keyClick(card.sheet, Qt.Key.Key_Down if other else Qt.Key.Key_Up)
    assert wizard.files.reading
    qtbot.waitUntil(lambda: not wizard.files.reading, timeout=20_000)
    (entry,) = wizard.files.entries
    assert entry.sheet == name
    assert entry.refusal is not None or entry.proposal.sheet == name


def test_reading_is_shown_and_stopped(
    qtbot: QtBot, wizard: ImportWizard, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def held_up(paths: object, sheets: object, progress: Any, cancelled: Any) -> None:
        progress(1200)
        while not cancelled():
            stopped.wait(0.005)
        stopped.set()
        raise import_reading.Cancelled

    monkeypatch.setattr(import_reading, "read_raw", held_up)
    wizard.add_files([newer])
    card = wizard.files.card(newer)
    qtbot.waitUntil(lambda: "1,200 rows" in card.found.text(), timeout=2000)
    assert card.bar.isVisible()
    assert not wizard.next_button.isEnabled()
    qtbot.mouseClick(card.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(stopped.is_set, timeout=2000)
    assert wizard.files.entries == []


def test_the_whole_backlog_lists_what_is_gone_and_closes_it(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, document: Document
) -> None:
    read(newer)
    alt(qtbot, wizard, Qt.Key.Key_W)
    assert wizard.files.whole.isChecked()
    to_preview(qtbot, wizard)
    assert counts(wizard)[RowKind.GONE] == 1
    alt(qtbot, wizard, Qt.Key.Key_G)
    assert wizard.next_button.text() == "&Import 1 new, 1 changed, close 1"
    assert finish(qtbot, wizard).outcome.closed == 1
    (item,) = document.workspace.find("SHOP-162")
    assert item.closed


def test_files_are_dropped_on_the_wizard(qtbot: QtBot, wizard: ImportWizard, newer: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(newer))])
    none = Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(wizard, enters)
    assert enters.isAccepted()
    drop = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(wizard, drop)
    assert [entry.path for entry in wizard.files.entries] == [newer]


# Columns and questions


def test_an_ambiguity_is_asked_and_answered_in_place(qtbot: QtBot, wizard: ImportWizard, read: Read) -> None:
    read(EXPORTS / "cloud-en-resaved-by-excel.csv")
    assert any("One question" in text for text in said(wizard.files))
    assert not any("--date-order" in text or "was assumed" in text for text in said(wizard.files))
    enter(qtbot, wizard)
    assert page_of(wizard) == COLUMNS
    (card, *_) = wizard.mapping.questions.cards
    month_first = card.buttons["mdy"]
    assert wizard.focusWidget() is card.control
    month_first.setFocus()
    qtbot.keyClick(month_first, Qt.Key.Key_Space)
    assert wizard.entries[0].mapping.date_order == "mdy"
    assert month_first.isChecked()
    assert card.mark.text() == "Answered"
    assert "question" not in wizard.mapping.state.text()
    qtbot.waitUntil(lambda: wizard.entries[0].issues.mapping.date_order == "mdy", timeout=5000)
    enter(qtbot, wizard)
    qtbot.waitUntil(lambda: page_of(wizard) == PREVIEW, timeout=5000)


def test_scores_are_taken_only_where_that_is_wanted(
    qtbot: QtBot, wizard: ImportWizard, read: Read, document: Document
) -> None:
    read(EXPORTS / "jpd-rice-shapes.csv")
    enter(qtbot, wizard)
    assert page_of(wizard) == COLUMNS
    assert not wizard.mapping.take_scores.isChecked()
    assert wizard.focusWidget() is wizard.mapping.take_scores
    assert not wizard.mapping.questions.shown
    assert "Reach from “Custom field (Reach)” (5)" in wizard.mapping.scores.text()
    alt(qtbot, wizard, Qt.Key.Key_T)
    assert wizard.mapping.take_scores.isChecked()
    assert len(wizard.mapping.questions.shown) == 3
    enter(qtbot, wizard)
    qtbot.waitUntil(lambda: page_of(wizard) == PREVIEW, timeout=5000)
    finish(qtbot, wizard)
    assert any(item.reach == 1200.0 for item in document.workspace.items.values())


def test_points_are_taken_by_a_factor_that_is_typed(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path
) -> None:
    read(newer)
    alt(qtbot, wizard, Qt.Key.Key_C)
    (card,) = wizard.mapping.questions.cards
    assert card.line.text() == ""
    card.line.setFocus()
    qtbot.keyClicks(card.line, "0.05")
    qtbot.keyClick(card.line, Qt.Key.Key_Tab)
    (column,) = wizard.entries[0].score_columns
    assert (column.header, column.use, column.factor) == ("Custom field (Story Points)", "effort", 0.05)
    assert wizard.mapping.take_scores.isChecked()


def test_points_are_not_taken_as_another_unit(qtbot: QtBot, wizard: ImportWizard, read: Read) -> None:
    read(EXPORTS / "cloud-en.csv")
    wizard.columns_button.click()
    model = wizard.mapping.model
    (row,) = [row for row in range(model.rowCount()) if "Story Points" in model.index(row, 0).data()]
    assert model.take_offer(row)
    qtbot.waitUntil(lambda: not wizard.next_button.isEnabled(), timeout=5000)
    assert "give a factor" in wizard.mapping.fault.text()
    line = wizard.focusWidget()
    assert line is wizard.mapping.questions.cards[0].line
    qtbot.keyClicks(line, "0.05")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=5000)
    assert model.column_mapping(row).factor == 0.05
    assert not wizard.mapping.fault.isVisible()


def test_a_mapping_is_saved_by_name_and_maps_the_next_file(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, tmp_path: Path, document: Document
) -> None:
    read(newer)
    alt(qtbot, wizard, Qt.Key.Key_C)
    wizard.mapping.model.set_use([wizard.mapping.model.place_of(0)], "ignored")
    alt(qtbot, wizard, Qt.Key.Key_S)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    qtbot.keyClicks(dialog.focusWidget(), "Ours")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert [one.name for one in import_mapping.saved_mappings(document.workspace)] == ["Ours"]
    assert wizard.mapping.saved.combo.currentText() == "Ours"
    escape(qtbot, wizard)
    read(export_again(tmp_path / "next.csv"))
    assert any("mapping “Ours”" in text for text in said(wizard.files))
    alt(qtbot, wizard, Qt.Key.Key_D) if page_of(wizard) == COLUMNS else None
    assert wizard.entries[1].mapping.name == "Ours"
    assert "ignored" in {column.use for column in wizard.entries[1].mapping.columns}


def test_a_file_without_titles_asks_for_them(qtbot: QtBot, wizard: ImportWizard, read: Read, tmp_path: Path) -> None:
    path = tmp_path / "wishes.csv"
    path.write_text("Wish,Who\nFaster till,Ada\nCheaper cards,Bo\n", encoding="utf-8")
    read(path)
    enter(qtbot, wizard)
    assert page_of(wizard) == COLUMNS
    assert not wizard.next_button.isEnabled()
    assert "titles" in wizard.mapping.state.text()
    model = wizard.mapping.model
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == "Wish")
    model.set_use([model.place_of(row)], "title")
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=5000)
    enter(qtbot, wizard)
    qtbot.waitUntil(lambda: page_of(wizard) == PREVIEW, timeout=5000)
    assert counts(wizard) == {RowKind.NEW: 2}


# Conflicts, and going back


def test_a_conflict_is_resolved_by_a_letter(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, document: Document
) -> None:
    retitle(document, "SHOP-171", "Gift cards for all")
    read(newer)
    to_preview(qtbot, wizard)
    assert counts(wizard)[RowKind.CONFLICT] == 1
    assert "1 conflict keeps yours" in wizard.status.text()
    qtbot.keyClick(wizard.preview.view, Qt.Key.Key_T)
    finish(qtbot, wizard)
    (item,) = document.workspace.find("SHOP-171")
    assert item.title == "Gift cards and vouchers"


def test_an_open_conflict_keeps_mine(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, document: Document
) -> None:
    retitle(document, "SHOP-171", "Gift cards for all")
    read(newer)
    to_preview(qtbot, wizard)
    finish(qtbot, wizard)
    (item,) = document.workspace.find("SHOP-171")
    assert item.title == "Gift cards for all"


def test_choices_outlive_a_way_back(qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path) -> None:
    read(newer)
    to_preview(qtbot, wizard)
    alt(qtbot, wizard, Qt.Key.Key_1)
    qtbot.keyClick(wizard.preview.view, Qt.Key.Key_Space)
    assert wizard.next_button.text() == "&Import 1 changed"
    escape(qtbot, wizard)
    escape(qtbot, wizard)
    alt(qtbot, wizard, Qt.Key.Key_W)
    to_preview(qtbot, wizard)
    assert counts(wizard)[RowKind.GONE] == 1
    assert wizard.next_button.text() == "&Import 1 changed"


def test_leaving_asks_where_work_would_be_lost(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, document: Document
) -> None:
    read(newer)
    to_preview(qtbot, wizard)
    qtbot.keyClick(wizard.preview.view, Qt.Key.Key_Space)
    qtbot.mouseClick(wizard.cancel_button, Qt.MouseButton.LeftButton)
    (box,) = wizard.findChildren(QMessageBox)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    qtbot.mouseClick(wizard.cancel_button, Qt.MouseButton.LeftButton)
    box = next(one for one in wizard.findChildren(QMessageBox) if one.isVisible())
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    qtbot.keyClick(box, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not isValid(wizard) or not wizard.isVisible(), timeout=2000)
    assert document.workspace.undo_label is None or "Import of newer" not in str(document.workspace.undo_label)


def test_leaving_asks_nothing_where_nothing_was_done(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path
) -> None:
    read(newer)
    escape(qtbot, wizard)
    assert not wizard.isVisible()


# What goes wrong


def test_what_cannot_be_saved_is_told_and_may_be_tried_again(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UserError(message("The disk is full."))

    read(newer)
    to_preview(qtbot, wizard)
    with monkeypatch.context() as patch:
        patch.setattr("pmdesk.storage.backlog_file.write_change", full)
        enter(qtbot, wizard)
        qtbot.waitUntil(lambda: "disk is full" in wizard.status.text(), timeout=5000)
    assert wizard.isVisible()
    assert not document.workspace.find("SHOP-176")
    finish(qtbot, wizard)
    assert document.workspace.find("SHOP-176")


def test_a_fault_of_ours_leaves_the_wizard_alive(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    read(newer)
    with monkeypatch.context() as patch, qtbot.captureExceptions() as raised:
        patch.setattr(importing, "plan_import", broken)
        enter(qtbot, wizard)
        qtbot.waitUntil(lambda: bool(raised), timeout=5000)
    assert "fault inside PMDesk" in wizard.status.text()
    to_preview(qtbot, wizard)


def test_planning_is_called_off_by_escape(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, plan_import = threading.Event(), importing.plan_import

    def held_up(*arguments: Any) -> Any:
        assert go_on.wait(5)
        return plan_import(*arguments)

    read(newer)
    monkeypatch.setattr(importing, "plan_import", held_up)
    enter(qtbot, wizard)
    assert "Comparing" in wizard.status.text()
    assert not wizard.next_button.isEnabled()
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.next_button.isEnabled()
    go_on.set()
    qtbot.wait(100)
    assert page_of(wizard) == FILES


def test_an_edit_beside_the_wizard_has_the_preview_made_anew(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, document: Document
) -> None:
    read(newer)
    to_preview(qtbot, wizard)
    retitle(document, "SHOP-171", "Gift cards for all")
    qtbot.waitUntil(lambda: RowKind.CONFLICT in counts(wizard), timeout=5000)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=5000)


def test_a_large_import_is_saved_in_the_background(
    qtbot: QtBot, wizard: ImportWizard, read: Read, document: Document
) -> None:
    read(EXPORTS / "cloud-en-1104x472.csv")
    to_preview(qtbot, wizard)
    busy: list[bool] = []
    document.busy.connect(busy.append)
    done = finish(qtbot, wizard)
    assert busy == [True, False]
    assert done.outcome.created == 1104
    qtbot.waitUntil(lambda: not document.is_busy, timeout=5000)


# By keyboard alone, and for those who hear it


def test_f6_goes_through_the_areas_of_each_page(qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path) -> None:
    read(newer)
    to_preview(qtbot, wizard)
    seen = []
    for _ in range(4):
        qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_F6)
        seen.append(wizard.focusWidget())
    assert seen[1] is not wizard.preview.view
    assert wizard.next_button in seen
    assert wizard.preview.view in seen
    qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert wizard.focusWidget() is seen[-2]


@pytest.mark.parametrize("page", [FILES, COLUMNS, PREVIEW])
def test_tab_reaches_everything_that_has_a_name(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, page: int
) -> None:
    read(newer, EXPORTS / "jpd-rice-shapes.csv")
    if page != FILES:
        enter(qtbot, wizard)
    if page == PREVIEW:
        enter(qtbot, wizard)
        qtbot.waitUntil(lambda: page_of(wizard) == PREVIEW, timeout=5000)
    first, reached = wizard.focusWidget(), []
    while not reached or wizard.focusWidget() is not first:
        reached.append(wizard.focusWidget())
        qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
        assert len(reached) < 60
    assert wizard.next_button in reached
    nameless = [one for one in reached if not (one.accessibleName() or getattr(one, "text", str)())]
    assert nameless == []
    untold = [one for one in reached if isinstance(one, QAbstractButton) and not one.toolTip()]
    assert untold == []


@pytest.mark.parametrize("size", [(1000, 600), (860, 560)])
def test_it_fits_small_screens(
    qtbot: QtBot, wizard: ImportWizard, read: Read, newer: Path, size: tuple[int, int]
) -> None:
    read(newer)
    wizard.resize(*size)
    to_preview(qtbot, wizard)
    assert (wizard.width(), wizard.height()) == size
    assert wizard.preview.view.viewport().height() >= 4 * 34
    assert wizard.next_button.geometry().right() < wizard.width()


def test_the_types_that_are_ranked_are_chosen_with_the_columns(
    qtbot: QtBot, wizard: ImportWizard, read: Read, document: Document
) -> None:
    before = (document.workspace.settings, dict(document.workspace.items))
    read(EXPORTS / "cloud-en.csv")
    wizard.columns_button.click()
    choice = wizard.mapping.types
    assert choice.isVisible()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.keyClicks(choice.menu_.line, "epic")
    qtbot.keyClick(choice.menu_.line, Qt.Key.Key_Return)
    assert wizard.work_made
    qtbot.keyClick(wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.pages.currentIndex() == PREVIEW, timeout=20_000)
    assert any("Epic" in str(note) for note in wizard.preview.preview.plan.notes)
    finish(qtbot, wizard)
    assert document.workspace.settings.ranked_types == ("Epic",)
    levels = {item.type: item.level for item in document.workspace.items.values() if item.key.startswith("MPRJ-")}
    assert levels["Epic"] is Level.STANDARD
    assert levels["Story"] is Level.OTHER
    document.undo()
    assert (document.workspace.settings, dict(document.workspace.items)) == before
