"""The preview by keys and clicks: ticking, filtering by kind, resolving conflicts, details in full."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import StatusCategory
from pmdesk.gui.importing.decisions import Decisions
from pmdesk.gui.importing.preview_delegate import answers
from pmdesk.gui.importing.preview_lines import lines_of
from pmdesk.gui.importing.preview_model import Column, PreviewModel
from pmdesk.gui.importing.preview_page import PreviewPage
from pmdesk.gui.theme import Theme
from pmdesk.services.import_plan import Conflict, FieldChange, PlannedRow, RowKind, Side
from tests.gui.importing.conftest import planned_rows, preview_of
from tests.makers import tracker_item


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> PreviewPage:
    made = PreviewPage(theme)
    qtbot.addWidget(made)
    made.resize(1140, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_preview(preview_of(planned_rows(), [message("{key} <b>moved</b>.", key="SHOP-9")]))
    made.start()
    return made


def texts(page: PreviewPage, column: Column) -> list[str]:
    model = page.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def ticks(page: PreviewPage) -> dict[str, bool]:
    """Which rows with a tick are taken, by their keys."""
    found = {}
    for row in range(page.model.rowCount()):
        state = page.model.index(row, Column.TICK).data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            found[page.model.index(row, Column.KEY).data()] = Qt.CheckState(state) is Qt.CheckState.Checked
    return found


def go_to(page: PreviewPage, key: str) -> None:
    row = texts(page, Column.KEY).index(key)
    page.view.setCurrentIndex(page.model.index(row, Column.KEY))


def alt(qtbot: QtBot, page: PreviewPage, key: Qt.Key) -> None:
    """Press a button by its mnemonic; Qt shows it pressed for a tenth of a second before it acts."""
    qtbot.keyClick(page, key, Qt.KeyboardModifier.AltModifier)
    qtbot.wait(150)


def middle_of(page: PreviewPage, index: QModelIndex) -> QPoint:
    return page.view.visualRect(index).center()


def test_the_model_stands_qts_tester(qtbot: QtBot) -> None:
    decisions = Decisions(planned_rows())
    model = PreviewModel(lines_of(planned_rows()), decisions)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for kind in (*RowKind, None):
        model.show_kind(kind)
        model.toggle(range(model.rowCount()))
    decisions.resolve(planned_rows(), Side.THEIRS)


def test_every_kind_says_what_it_is(page: PreviewPage) -> None:
    assert list(zip(texts(page, Column.KEY), texts(page, Column.FIELD), texts(page, Column.NOW),
                    texts(page, Column.AFTER), strict=True)) == [
        ("SHOP-2", "Title", "Mine", "Mine"),
        ("SHOP-2", "Status", "Open", "Done"),
        ("line 70", "Left out", "Line 70 has too few cells.", ""),
        ("SHOP-1", "Status", "Open", "Ready"),
        ("SHOP-1", "Votes", "1", "2"),
        ("SHOP-1", "Team", "", "A"),
        ("SHOP-9", "New item", "", "Story · Open"),
        ("SHOP-4", "Not in the files", "", "Stays as it is"),
        ("SHOP-3", "Unchanged", "", ""),
    ]  # fmt: skip


def test_space_ticks_the_row_of_any_of_its_lines(qtbot: QtBot, page: PreviewPage) -> None:
    page.view.setCurrentIndex(page.model.index(4, Column.KEY))
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert ticks(page) == {"SHOP-2": True, "SHOP-1": False, "SHOP-9": True, "SHOP-4": False}
    assert page.import_words() == "&Import 1 new, 1 changed"
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert page.import_words() == "&Import 1 new, 2 changed"


def test_space_ticks_all_that_is_selected(qtbot: QtBot, page: PreviewPage) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert set(ticks(page).values()) == {True}
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert set(ticks(page).values()) == {False}
    assert page.import_words().replace("&", "") == "Finish: nothing to import"


def test_a_click_on_a_tick_ticks_and_leaves_the_selection(qtbot: QtBot, page: PreviewPage) -> None:
    row = texts(page, Column.KEY).index("SHOP-9")
    before = page.view.currentIndex()
    where = middle_of(page, page.model.index(row, Column.TICK))
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not ticks(page)["SHOP-9"]
    assert page.view.currentIndex() == before


@pytest.mark.parametrize(("key", "side"), [(Qt.Key.Key_M, Side.MINE), (Qt.Key.Key_T, Side.THEIRS)])
def test_letters_resolve_a_conflict(qtbot: QtBot, page: PreviewPage, key: Qt.Key, side: Side) -> None:
    qtbot.keyClick(page.view, key)
    assert page.decisions.choices.resolved == {(2, "title"): side}
    assert page.model.index(0, Column.AFTER).data() == ("Mine" if side is Side.MINE else "Theirs")
    assert "keep" not in page.status_words()


def test_the_answers_of_a_line_are_clicked(qtbot: QtBot, page: PreviewPage) -> None:
    index = page.model.index(0, Column.AFTER)
    rect = page.view.visualRect(page.model.index(0, Column.NOW)).united(page.view.visualRect(index))
    for side in (Side.THEIRS, Side.MINE):
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=answers(rect, "title")[side].center())
        assert page.decisions.choices.resolved == {(2, "title"): side}


def test_the_details_resolve_too_and_show_all_three_sides(qtbot: QtBot, page: PreviewPage) -> None:
    details = page.details
    assert [side.text.toPlainText() for side in (details.mine, details.theirs, details.base)] == [
        "Mine", "Theirs", "Base",
    ]  # fmt: skip
    alt(qtbot, page, Qt.Key.Key_T)
    assert page.decisions.choices.resolved == {(2, "title"): Side.THEIRS}
    assert details.theirs.choose.isChecked()
    page.view.setCurrentIndex(page.model.index(1, Column.KEY))
    assert not details.base.isVisible()
    assert not details.mine.choose.isVisible()
    assert (details.mine.text.toPlainText(), details.theirs.text.toPlainText()) == ("Open", "Done")


def test_all_conflicts_are_resolved_in_bulk(qtbot: QtBot, page: PreviewPage) -> None:
    alt(qtbot, page, Qt.Key.Key_H)
    assert page.decisions.choices.resolved == {(2, "title"): Side.THEIRS}
    alt(qtbot, page, Qt.Key.Key_K)
    assert page.decisions.choices.resolved == {(2, "title"): Side.MINE}


def test_a_tile_shows_its_kind_only_and_again_all(qtbot: QtBot, page: PreviewPage) -> None:
    alt(qtbot, page, Qt.Key.Key_2)
    assert set(texts(page, Column.KEY)) == {"SHOP-1"}
    assert not page.theirs_button.isVisible()
    alt(qtbot, page, Qt.Key.Key_O)
    assert page.decisions.choices.left == {1}
    alt(qtbot, page, Qt.Key.Key_2)
    assert page.model.rowCount() == 9


def test_gone_items_are_closed_in_bulk_but_not_with_all_others(qtbot: QtBot, page: PreviewPage) -> None:
    alt(qtbot, page, Qt.Key.Key_A)
    assert not page.decisions.choices.close_gone
    alt(qtbot, page, Qt.Key.Key_G)
    assert page.decisions.choices.close_gone == {4}
    assert page.import_words() == "&Import 1 new, 2 changed, close 1"
    assert texts(page, Column.AFTER)[texts(page, Column.KEY).index("SHOP-4")] == "Closed"
    alt(qtbot, page, Qt.Key.Key_G)
    assert not page.decisions.choices.close_gone


def test_a_new_item_is_told_in_full(page: PreviewPage) -> None:
    go_to(page, "SHOP-9")
    told = page.details.theirs.text.toPlainText()
    assert told.startswith("Item 9\n")
    assert "Status: Open" in told
    assert told.endswith("Votes: 3")
    go_to(page, "line 70")
    assert page.details.reason.text() == "Line 70 has too few cells."
    assert page.details.place.text() == "a.csv, line 70"


def test_texts_from_files_are_plain(qtbot: QtBot, theme: Theme) -> None:
    markup = "<img src=x onerror=1> {0} %s\nsecond line"
    row = PlannedRow(0, RowKind.CHANGED, "<b>K-1</b>", markup, 1, "a.csv", 2, (FieldChange("title", "x", markup),))
    page = PreviewPage(theme)
    qtbot.addWidget(page)
    page.show_preview(preview_of([row]))
    page.show()
    assert page.model.index(0, Column.AFTER).data() == markup.replace("\n", " ")
    assert page.details.heading.text().startswith("<b>K-1</b>")
    assert page.details.theirs.text.toPlainText() == markup
    tip = page.model.index(0, Column.AFTER).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert page.details.heading.textFormat() is Qt.TextFormat.PlainText


def test_a_text_without_end_does_not_hold_the_window_up(qtbot: QtBot, theme: Theme) -> None:
    endless = "word " * 200_000
    row = PlannedRow(0, RowKind.CHANGED, "K-1", endless, 1, "a.csv", 2, (FieldChange("description", "", endless),))
    page = PreviewPage(theme)
    qtbot.addWidget(page)
    page.resize(1140, 700)
    page.show()
    begun = time.perf_counter()
    page.show_preview(preview_of([row]))
    page.grab()
    assert time.perf_counter() - begun < 1
    assert len(page.details.theirs.text.toPlainText()) < 50_000
    assert len(page.model.index(0, Column.AFTER).data()) <= 300


def test_lines_are_told_to_those_who_hear_them(page: PreviewPage) -> None:
    def heard(row: int) -> str:
        return page.model.index(row, Column.KEY).data(Qt.ItemDataRole.AccessibleTextRole)

    assert heard(0) == "SHOP-2, Theirs, Title, conflict: yours Mine, the tracker’s Theirs, yours stays"
    assert heard(3) == "SHOP-1, Item 1, Status, Open becomes Ready"
    assert heard(2) == "line 70, Left out, Line 70 has too few cells."


def test_ten_thousand_rows_scroll(qtbot: QtBot, theme: Theme) -> None:
    changed = planned_rows()[1]
    rows = [replace(changed, number=number, key=f"SHOP-{number}") for number in range(10_000)]
    page = PreviewPage(theme)
    qtbot.addWidget(page)
    page.resize(1140, 700)
    page.show_preview(preview_of(rows))
    page.show()
    qtbot.waitExposed(page)
    assert page.model.rowCount() == 30_000
    qtbot.keyClick(page.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    bar = page.view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 900_000
    begun = time.perf_counter()
    for step in range(20):
        bar.setValue(bar.maximum() * step // 20)
        page.view.viewport().repaint()
    assert (time.perf_counter() - begun) / 20 < 0.05
    begun = time.perf_counter()
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert time.perf_counter() - begun < 0.2


def asked_rows() -> list[PlannedRow]:
    """A conflict of titles, and a row of which nobody can tell whether it is the issue of an item."""
    conflict = planned_rows()[2]
    created = Conflict("created", None, datetime(2024, 9, 6, 13, 55), datetime(2025, 1, 31, 8, 0))
    other = edit(None, tracker_item(7))
    answers_ = {Side.MINE: (other,), Side.THEIRS: ()}
    asked = PlannedRow(9, RowKind.CONFLICT, "B-1", "Pay", 1, "a.csv", 9, conflicts=(created,), answers=answers_)
    return [conflict, asked]


def test_a_row_that_waits_for_an_answer_is_left_out_and_says_so(qtbot: QtBot, page: PreviewPage) -> None:
    page.show_preview(preview_of(asked_rows()))
    go_to(page, "B-1")
    place = page.view.currentIndex().row()
    assert page.model.index(place, Column.AFTER).data() == "Left out until you answer"
    assert page.model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("Left out until you answer")
    assert "1 conflict keeps yours · 1 left out until you answer" in page.status_words()
    assert page.details.mine.choose.text() == "Another issue (&M)"
    qtbot.keyClick(page.view, Qt.Key.Key_T)
    assert page.model.index(place, Column.AFTER).data() == "the same issue, created 31 Jan 2025 8:00 AM"
    assert "left out" not in page.status_words()
    qtbot.keyClick(page.view, Qt.Key.Key_M)
    assert page.import_words() == "&Import 1 new, 1 changed"


def test_what_is_resolved_in_bulk_answers_no_question(qtbot: QtBot, page: PreviewPage) -> None:
    page.show_preview(preview_of(asked_rows()))
    page.theirs_button.click()
    assert page.decisions.choices.resolved == {(2, "title"): Side.THEIRS}
    page.show_preview(preview_of(asked_rows()[1:]))
    assert not page.theirs_button.isVisible()


def test_an_item_that_is_closed_already_cannot_be_closed(qtbot: QtBot, page: PreviewPage) -> None:
    gone = planned_rows()[4]
    page.show_preview(
        preview_of([gone, replace(gone, number=5, key="SHOP-5", reason=message("It is closed already."))])
    )
    assert ticks(page) == {"SHOP-4": False}
    page.close_button.click()
    assert page.decisions.choices.close_gone == {4}
    assert page.close_button.text() == "Close none &gone"
    assert page.import_words() == "&Import close 1"


def test_an_item_that_is_back_is_told_in_words(page: PreviewPage) -> None:
    before = tracker_item(1, closed_by_user=True)
    back = PlannedRow(
        0, RowKind.CHANGED, "SHOP-1", "Item 1", 1, "a.csv", 3, (FieldChange("closed_by_user", True, None),)
    )
    for status, words in (("Open", "Open again: it is back in the files"), ("Done", "As in the tracker: closed")):
        category = StatusCategory.DONE if status == "Done" else StatusCategory.TODO
        after = replace(before, closed_by_user=None, status=status, status_category=category)
        page.show_preview(preview_of([replace(back, edits=(edit(before, after),))]))
        assert [texts(page, column) for column in (Column.FIELD, Column.NOW, Column.AFTER)] == [
            ["Closed"], ["Closed, as it was not in the files"], [words],
        ]  # fmt: skip


def test_titles_have_the_room_that_nothing_else_needs(page: PreviewPage) -> None:
    narrow, kinds = page.view.columnWidth(Column.TITLE), page.tiles.tiles
    kinds[RowKind.NEW].click()
    assert page.view.columnWidth(Column.TITLE) > 2 * narrow
    assert page.view.columnWidth(Column.NOW) < narrow
    kinds[RowKind.NEW].click()
    assert page.view.columnWidth(Column.TITLE) == narrow
