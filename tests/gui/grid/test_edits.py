"""Typing, clearing, filling, copying and pasting in the grid, by keys; each change is one step of undo."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Mapping, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import Change, change, edit
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Item
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.paste_dialog import PasteReportDialog
from pmdesk.gui.text import say
from pmdesk.services import editing
from pmdesk.services.workspace import LARGE_CHANGE
from tests.gui.grid.hands import (
    CONTROL,
    NONE,
    SHIFT,
    Key,
    at,
    below,
    click,
    clip,
    editor,
    item,
    items,
    keys,
    middle,
    press,
    put,
    selected,
    takes_one_undo,
    value,
    write,
)
from tests.makers import scored_item


def show(window: MainWindow, *columns: str) -> None:
    for name in columns:
        window.view.columns.show_column(COLUMN_AT[name], True)


def dialog(window: MainWindow) -> PasteReportDialog | None:
    found = [one for one in window.findChildren(PasteReportDialog) if one.isVisible()]
    return found[0] if found else None


def told(asking: PasteReportDialog) -> list[str]:
    """The lines of the report."""
    model = asking.list.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole).text for row in range(model.rowCount())]


def of(window: MainWindow, name: str, *wanted: str) -> list[object]:
    return [value(window, key, name) for key in wanted]


# One cell


def test_typing_replaces_f2_edits_and_escape_restores(window: MainWindow) -> None:
    put(window, "SHOP-3", "title")
    title = value(window, "SHOP-3", "title")
    write("New")
    assert editor(window).text() == "New"
    press(Key.Key_Escape)
    assert (editor(window), value(window, "SHOP-3", "title")) == (None, title)
    assert window.view.hasFocus()
    press(Key.Key_F2)
    assert (editor(window).text(), editor(window).selectedText()) == (title, "")
    write("!")
    press(Key.Key_Return)
    assert value(window, "SHOP-3", "title") == f"{title}!"


def test_enter_and_tab_commit_and_move_shift_reverses(window: MainWindow) -> None:
    press(Key.Key_L, with_=CONTROL)
    put(window, "SHOP-3", "reach")
    expected = below(window, "SHOP-3")
    write("1")
    press(Key.Key_Tab)
    write("h")
    press(Key.Key_Tab)
    assert at(window) == ("SHOP-3", "confidence")
    write("50")
    press(Key.Key_Backtab, with_=SHIFT)
    assert at(window) == ("SHOP-3", "impact")
    press(Key.Key_Tab, Key.Key_Tab)
    write("4")
    press(Key.Key_Enter)
    assert of(window, "reach", "SHOP-3") + of(window, "impact", "SHOP-3") == [1.0, 2.0]
    assert of(window, "confidence", "SHOP-3") + of(window, "effort", "SHOP-3") == [0.5, 4.0]
    assert at(window) == (expected, "reach")


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        ("moscow", "m", "must"), ("moscow", "s", "should"), ("moscow", "c", "could"), ("moscow", "w", "wont"),
        ("impact", "ma", 3.0), ("impact", "h", 2.0), ("impact", "me", 1.0), ("impact", "l", 0.5),
        ("impact", "mi", 0.25), ("impact", "1.5", 1.5), ("confidence", "h", 1.0), ("confidence", "l", 0.5),
        ("confidence", "1", 1.0), ("confidence", "65%", 0.65), ("reach", "9k", 9000.0), ("reach", "1,200", 1200.0),
    ],
)  # fmt: skip
def test_scales_take_letters_and_typed_values(window: MainWindow, column: str, typed: str, stored: object) -> None:
    put(window, "SHOP-99", column)
    write(typed)
    press(Key.Key_Return)
    assert value(window, "SHOP-99", column) == stored


@pytest.mark.parametrize(
    ("column", "typed"), [("reach", "-1"), ("reach", "1,20"), ("effort", "soon"), ("confidence", "120"),
                          ("impact", "m"), ("moscow", "x"), ("title", " ")],
)  # fmt: skip
@pytest.mark.parametrize("end", [Key.Key_Return, Key.Key_Tab, Key.Key_Down])
def test_what_cannot_be_stays_in_its_editor_with_words(
    window: MainWindow, column: str, typed: str, end: Qt.Key
) -> None:
    if end is Key.Key_Down and column in ("confidence", "impact", "moscow"):
        return  # there it chooses a step
    put(window, "SHOP-3", column)
    before = items(window)
    write(typed)
    press(end)
    assert editor(window) is not None
    assert editor(window).text() == typed
    assert editor(window).hasFocus()
    assert editor(window)._popup.isVisible()
    assert editor(window)._popup._words.text() == editor(window).accessibleDescription() != ""
    assert items(window) == before
    press(Key.Key_Escape)
    assert (editor(window), at(window)) == (None, ("SHOP-3", column))


def test_undo_is_the_editors_while_its_text_differs_else_the_backlogs(window: MainWindow) -> None:
    press(Key.Key_L, with_=CONTROL)
    first = items(window)
    put(window, "SHOP-3", "effort")
    write("5")
    press(Key.Key_Return)
    put(window, "SHOP-3", "effort")
    press(Key.Key_F2)
    press(Key.Key_End)
    write("7")
    assert editor(window).text() == "57"
    press(Key.Key_Z, with_=CONTROL)
    assert (editor(window).text(), value(window, "SHOP-3", "effort")) == ("5", 5.0)
    press(Key.Key_Z, with_=CONTROL)
    assert items(window) == first
    assert editor(window) is None
    press(Key.Key_Y, with_=CONTROL)
    assert value(window, "SHOP-3", "effort") == 5.0


def test_undo_right_after_a_first_letter_gives_the_cell_back(window: MainWindow) -> None:
    put(window, "SHOP-3", "effort")
    before = items(window)
    write("9")
    press(Key.Key_Z, with_=CONTROL)
    assert items(window) == before
    assert editor(window) is None or editor(window).text() == "2"


def test_a_cell_of_the_trackers_opens_no_editor(window: MainWindow) -> None:
    for column in ("status", "key", "rank", "score"):
        put(window, "SHOP-3", column)
        write("x")
        press(Key.Key_F2)
        assert editor(window) is None


def test_a_cell_of_the_trackers_says_once_that_it_takes_nothing(window: MainWindow) -> None:
    told: list[str] = []
    window.view.edits.told.connect(lambda said: told.append(say(said)))
    put(window, "SHOP-3", "status")
    press(Key.Key_Shift, Key.Key_Down, Key.Key_Up)
    assert told == []
    write("Done")
    press(Key.Key_F2)
    assert told == ["Status follows the tracker and cannot be changed here."]
    assert window.notices.text == told[0]
    for column, words in (
        ("score", "The score follows from"),
        ("rank", "The rank follows from"),
        ("key", "Key follows"),
    ):
        put(window, "SHOP-3", column)
        write("1")
        assert told[-1].startswith(words)
    put(window, "SHOP-3", "reach")
    write("1")
    assert len(told) == 4


def test_f2_on_a_step_of_a_scale_still_replaces_it(window: MainWindow) -> None:
    put(window, "SHOP-3", "impact")
    press(Key.Key_F2)
    assert editor(window).selectedText() == editor(window).text() != ""
    write("m")
    assert editor(window).text() == "m"


def test_a_new_items_title_is_typed_over(window: MainWindow) -> None:
    press(Key.Key_N, with_=CONTROL)
    write("Own")
    press(Key.Key_Return)
    assert "Own" in [one.title for one in items(window).values()]


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Key.Key_N, CONTROL), (Key.Key_L, CONTROL), (Key.Key_2, CONTROL), (Key.Key_F8, NONE)]
)
def test_an_action_by_its_key_commits_what_is_typed_first(
    window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    put(window, "SHOP-87", "effort")
    write("8")
    press(key, with_=modifiers)
    assert value(window, "SHOP-87", "effort") == 8.0
    assert (editor(window) is not None) is (key is Key.Key_N)


def test_releasing_the_order_commits_what_is_typed_and_waits_for_what_cannot_be(window: MainWindow) -> None:
    press(Key.Key_L, with_=CONTROL)
    put(window, "SHOP-131", "reach")
    write("x")
    press(Key.Key_L, with_=CONTROL)
    assert editor(window) is not None
    assert window.model.held
    assert window.actions_["actionHoldOrder"].isChecked()
    press(Key.Key_Backspace)
    write("900k")
    press(Key.Key_L, with_=CONTROL)
    assert value(window, "SHOP-131", "reach") == 900_000.0
    assert not window.model.held
    assert keys(window)[0] == "SHOP-131"


# Clearing and filling


def test_delete_clears_a_block_in_one_step_and_leaves_titles(window: MainWindow) -> None:
    put(window, "SHOP-112", "title")
    before = items(window)
    press(Key.Key_Down, Key.Key_Right, with_=SHIFT)
    press(Key.Key_Delete)
    assert of(window, "reach", "SHOP-112", "SHOP-87") == [None, None]
    assert value(window, "SHOP-112", "title") == before[item(window, "SHOP-112").id].title
    assert takes_one_undo(window, before)


def test_clearing_what_nobody_may_change_changes_nothing(window: MainWindow) -> None:
    put(window, "SHOP-112", "status")
    before, label = items(window), window.backlog.workspace.undo_label
    press(Key.Key_Delete)
    assert (items(window), window.backlog.workspace.undo_label) == (before, label)


def test_fill_down_puts_the_top_of_each_column_below_it(window: MainWindow) -> None:
    put(window, "SHOP-112", "impact")
    before = items(window)
    press(Key.Key_Down, Key.Key_Down, Key.Key_Right, with_=SHIFT)
    press(Key.Key_D, with_=CONTROL)
    assert of(window, "impact", "SHOP-112", "SHOP-87", "SHOP-135") == [2.0, 2.0, 2.0]
    assert of(window, "confidence", "SHOP-87", "SHOP-135") == [0.8, 0.8]
    assert takes_one_undo(window, before)


def test_fill_down_in_one_row_takes_what_stands_above(window: MainWindow) -> None:
    put(window, "SHOP-87", "impact")
    before = items(window)
    press(Key.Key_Right, with_=SHIFT)
    press(Key.Key_D, with_=CONTROL)
    assert of(window, "impact", "SHOP-87") + of(window, "confidence", "SHOP-87") == [2.0, 0.8]
    assert takes_one_undo(window, before)


def test_fill_down_of_single_cells_takes_each_from_its_own_row_above(window: MainWindow) -> None:
    click(window, "SHOP-87", "impact")
    click(window, "SHOP-140", "effort", CONTROL)
    press(Key.Key_D, with_=CONTROL)
    assert value(window, "SHOP-87", "impact") == 2.0
    assert value(window, "SHOP-140", "effort") == 2.0


def test_fill_down_in_the_first_row_does_nothing(window: MainWindow) -> None:
    put(window, "SHOP-112", "impact")
    before = items(window)
    press(Key.Key_D, with_=CONTROL)
    assert items(window) == before


def test_control_enter_fills_separate_cells_in_one_step(window: MainWindow) -> None:
    click(window, "SHOP-112", "effort")
    click(window, "SHOP-135", "effort", CONTROL)
    click(window, "SHOP-171", "effort", CONTROL)
    before, cells = items(window), selected(window)
    write("1.5")
    press(Key.Key_Return, with_=CONTROL)
    assert of(window, "effort", "SHOP-112", "SHOP-135", "SHOP-171") == [1.5, 1.5, 1.5]
    assert value(window, "SHOP-87", "effort") == 2.0
    assert (selected(window), at(window)) == (cells, ("SHOP-171", "effort"))
    assert takes_one_undo(window, before)


def test_control_enter_with_a_value_that_cannot_be_changes_nothing(window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    press(Key.Key_Down, with_=SHIFT)
    before = items(window)
    write("no")
    press(Key.Key_Return, with_=CONTROL)
    assert (editor(window).text(), items(window)) == ("no", before)


def test_control_enter_on_a_long_text_that_was_only_opened_keeps_its_lines(window: MainWindow) -> None:
    show(window, "rationale")
    put(window, "SHOP-3", "rationale")
    assert window.model.setData(window.view.currentIndex(), "one\ntwo")
    put(window, "SHOP-3", "rationale")
    press(Key.Key_F2)
    press(Key.Key_Return, with_=CONTROL)
    assert value(window, "SHOP-3", "rationale") == "one\ntwo"


# Copying


def test_copied_cells_read_as_a_spreadsheet_reads_them(window: MainWindow) -> None:
    show(window, "rationale")
    put(window, "SHOP-87", "rationale")
    assert window.model.setData(window.view.currentIndex(), 'say "hi"\tto\nthem')
    press(Key.Key_C, with_=CONTROL)
    assert clip() == '"say ""hi""\tto\nthem"'
    put(window, "SHOP-112", "key")
    press(Key.Key_Down, Key.Key_Right, Key.Key_Right, with_=SHIFT)
    press(Key.Key_C, with_=CONTROL)
    assert list(csv.reader(io.StringIO(clip()), dialect="excel-tab")) == [
        ["SHOP-112", value(window, "SHOP-112", "title"), "9,000"],
        ["SHOP-87", value(window, "SHOP-87", "title"), "2,600"],
    ]


def test_cut_copies_and_empties_in_one_step(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    before = items(window)
    press(Key.Key_Down, with_=SHIFT)
    press(Key.Key_X, with_=CONTROL)
    assert clip() == "9,000\n2,600"
    assert of(window, "reach", "SHOP-112", "SHOP-87") == [None, None]
    assert takes_one_undo(window, before)


def test_rows_are_copied_as_a_table_and_as_a_query(window: MainWindow) -> None:
    put(window, "SHOP-112", "title")
    press(Key.Key_Down, with_=SHIFT)
    press(Key.Key_C, with_=CONTROL | SHIFT)
    data = QGuiApplication.clipboard().mimeData()
    assert data.html().count("<tr") == 3
    assert "SHOP-87" in data.html()
    assert data.text().splitlines()[1].startswith("1\tSHOP-112\t")
    assert window.notices.text == "Copied 2 items as a table."
    window.actions_["actionCopyJql"].trigger()
    assert clip() == "key in (SHOP-112, SHOP-87)"
    assert window.notices.text == "Copied a query for 2 issues."


def test_selected_rows_are_dragged_out_as_text(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    dragged: list[str] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: dragged.append(drag.mimeData().text()))
    click(window, "SHOP-112", "key")
    click(window, "SHOP-135", "key", CONTROL)
    start = middle(window, "SHOP-112", "key")
    viewport, none = window.view.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, none, start)
    QTest.mouseMove(viewport, start + QPoint(0, 5))
    QTest.mouseMove(viewport, start + QPoint(2, 40))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, none, start + QPoint(2, 40))
    assert len(dragged) == 1
    rows = list(csv.reader(io.StringIO(dragged[0]), dialect="excel-tab"))
    assert [row[:2] for row in rows] == [["1", "SHOP-112"], ["3", "SHOP-135"]]
    assert rows[0][3:5] == ["9,000", "High"]


# Pasting


def test_a_block_larger_than_the_selection_is_pasted_whole(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    before = items(window)
    clip("1\t3\r\n2\t2\r\n3\t1\r\n")
    press(Key.Key_V, with_=CONTROL)
    chosen = ("SHOP-112", "SHOP-87", "SHOP-135")
    assert of(window, "reach", *chosen) == [1.0, 2.0, 3.0]
    assert of(window, "impact", *chosen) == [3.0, 2.0, 1.0]
    assert selected(window) == {(key, name) for key in chosen for name in ("reach", "impact")}
    assert takes_one_undo(window, before)


def test_one_cell_goes_into_many(window: MainWindow) -> None:
    clip("0.7\r\n")
    put(window, "SHOP-112", "effort")
    before = items(window)
    press(Key.Key_Down, Key.Key_Down, with_=SHIFT)
    press(Key.Key_V, with_=CONTROL)
    assert of(window, "effort", "SHOP-112", "SHOP-87", "SHOP-135") == [0.7, 0.7, 0.7]
    assert takes_one_undo(window, before)


def test_a_block_is_tiled_where_the_selection_holds_it_several_times(window: MainWindow) -> None:
    clip("1\n2")
    put(window, "SHOP-112", "effort")
    press(Key.Key_Down, Key.Key_Down, Key.Key_Down, with_=SHIFT)
    press(Key.Key_V, with_=CONTROL)
    assert of(window, "effort", "SHOP-112", "SHOP-87", "SHOP-135", "SHOP-3") == [1.0, 2.0, 1.0, 2.0]


def test_a_block_that_does_not_fit_is_pasted_once_from_the_first_cell(window: MainWindow) -> None:
    clip("1\n2")
    put(window, "SHOP-112", "effort")
    press(Key.Key_Down, Key.Key_Down, with_=SHIFT)
    press(Key.Key_V, with_=CONTROL)
    assert of(window, "effort", "SHOP-112", "SHOP-87", "SHOP-135") == [1.0, 2.0, 0.5]


def test_separate_rows_take_a_block_of_their_size_and_nothing_between_them(window: MainWindow) -> None:
    click(window, "SHOP-112", "effort")
    click(window, "SHOP-135", "effort", CONTROL)
    click(window, "SHOP-140", "effort", CONTROL)
    clip("7\n8\n9")
    press(Key.Key_V, with_=CONTROL)
    assert of(window, "effort", "SHOP-112", "SHOP-135", "SHOP-140") == [7.0, 8.0, 9.0]
    assert of(window, "effort", "SHOP-87", "SHOP-3") == [2.0, 2.0]


def test_cells_of_no_block_take_one_from_the_first_of_them_on(window: MainWindow) -> None:
    click(window, "SHOP-112", "reach")
    click(window, "SHOP-3", "effort", CONTROL)
    clip("7\n8")
    press(Key.Key_V, with_=CONTROL)
    assert of(window, "reach", "SHOP-112", "SHOP-87", "SHOP-135", "SHOP-3") == [7.0, 8.0, 1400.0, 4000.0]
    assert value(window, "SHOP-3", "effort") == 2.0


def test_quoted_newlines_and_tabs_stay_inside_their_cells(window: MainWindow) -> None:
    show(window, "rationale", "goal")
    put(window, "SHOP-112", "rationale")
    clip('"first\r\nsecond"\r\n"with\ta tab and ""quotes"""\r\n')
    press(Key.Key_V, with_=CONTROL)
    assert of(window, "rationale", "SHOP-112", "SHOP-87") == ["first\nsecond", 'with\ta tab and "quotes"']


def test_what_was_copied_is_pasted_without_any_change(window: MainWindow) -> None:
    put(window, "SHOP-112", "rank")
    press(Key.Key_End, with_=SHIFT)
    press(*[Key.Key_Down] * 9, with_=SHIFT)
    press(Key.Key_C, with_=CONTROL)
    before, label = items(window), window.backlog.workspace.undo_label
    press(Key.Key_V, with_=CONTROL)
    assert dialog(window) is None
    assert (items(window), window.backlog.workspace.undo_label) == (before, label)


def test_bad_values_are_told_first_and_nothing_is_pasted_without_a_yes(window: MainWindow, qtbot: QtBot) -> None:
    put(window, "SHOP-112", "effort")
    before = items(window)
    clip("5\nsoon\n6")
    press(Key.Key_V, with_=CONTROL)
    asking = dialog(window)
    assert asking is not None
    assert items(window) == before
    assert any("SHOP-87" in line and "soon" in line for line in told(asking))
    qtbot.waitUntil(asking.isActiveWindow)
    press(Key.Key_Escape)
    assert dialog(window) is None
    assert items(window) == before
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.view.hasFocus()
    press(Key.Key_V, with_=CONTROL)
    QTest.mouseClick(dialog(window).paste_button, Qt.MouseButton.LeftButton)
    assert of(window, "effort", "SHOP-112", "SHOP-87", "SHOP-135") == [5.0, 2.0, 6.0]
    assert takes_one_undo(window, before)


def test_a_paste_over_what_the_tracker_owns_is_told(window: MainWindow) -> None:
    put(window, "SHOP-112", "moscow")
    clip("must\tDone")
    before = items(window)
    press(Key.Key_V, with_=CONTROL)
    assert dialog(window) is not None
    assert items(window) == before
    dialog(window).reject()


def test_a_paste_past_the_end_is_told(window: MainWindow) -> None:
    put(window, keys(window)[-1], "effort")
    clip("1\n2\n3")
    press(Key.Key_V, with_=CONTROL)
    assert dialog(window) is not None
    assert "2 rows stand below the last item." in told(dialog(window))
    dialog(window).accept()
    assert value(window, keys(window)[-1], "effort") == 1.0


def test_pasting_nothing_changes_nothing(window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    before = items(window)
    clip("")
    press(Key.Key_V, with_=CONTROL)
    assert items(window) == before
    assert QApplication.activeModalWidget() is None


# A list that changes behind a question, and a cursor without a selection


def test_what_was_asked_about_is_pasted_into_items_as_they_are_by_then(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    clip("5\tbad\n6\t2")
    press(Key.Key_V, with_=CONTROL)
    asked, meant = dialog(window), item(window, "SHOP-112")
    window.backlog.apply(editing.set_values([meant], {"effort": 99.0}))
    asked.accept()
    assert (value(window, "SHOP-112", "reach"), value(window, "SHOP-112", "effort")) == (5.0, 99.0)
    assert window.backlog.workspace.replay()["item"][meant.id] == item(window, "SHOP-112")


def test_an_item_that_is_gone_by_then_is_passed_over(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    next_key = below(window, "SHOP-112")
    clip("5\tbad\n6\t2")
    press(Key.Key_V, with_=CONTROL)
    asked = dialog(window)
    window.backlog.apply(editing.delete_items(window.backlog.workspace, [item(window, "SHOP-112")]))
    asked.accept()
    assert value(window, next_key, "reach") == 6.0


def test_the_cursor_stands_for_a_selection_where_none_is(window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    window.view.clearSelection()
    write("7")
    press(Key.Key_Return, with_=CONTROL)
    assert value(window, "SHOP-112", "effort") == 7
    window.view.clearSelection()
    press(Key.Key_C, with_=CONTROL)
    assert QGuiApplication.clipboard().text() == "7"
    press(Key.Key_Delete)
    assert value(window, "SHOP-112", "effort") is None


def test_a_copied_rank_is_a_number_also_under_a_filter(window: MainWindow) -> None:
    window.model.search("pay")
    put(window, keys(window)[0], "rank")
    press(Key.Key_C, with_=CONTROL)
    assert QGuiApplication.clipboard().text().isdecimal()


def test_everything_selected_is_cleared_off_the_gui_thread(qtbot: QtBot, window: MainWindow) -> None:
    document, workspace = window.backlog, window.backlog.workspace
    many = LARGE_CHANGE + 20
    with qtbot.waitSignal(document.changed, timeout=20_000):
        document.apply(change(message("Many"), [edit(None, scored_item(100 + one)) for one in range(many)]))
    window.view.selectAll()
    before = dict(workspace.items)
    threads: list[str] = []
    clear = editing.clear_columns

    def watched(columns: Mapping[str, Sequence[Item]]) -> Change:
        threads.append(threading.current_thread().name)
        return clear(columns)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editing, "clear_columns", watched)
        with qtbot.waitSignal(document.changed, timeout=20_000):
            window.view.edits.clear()
            assert document.is_busy
    assert threads[0].startswith("making-a-change")
    assert all(item.reach is None and item.title for item in workspace.items.values())
    qtbot.waitUntil(lambda: not document.is_busy)
    with qtbot.waitSignal(document.changed, timeout=20_000):
        document.undo()
    assert dict(workspace.items) == before


def test_a_large_act_that_is_cancelled_while_it_is_made_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    document, workspace = window.backlog, window.backlog.workspace
    before = dict(workspace.items)
    go_on = threading.Event()

    def make() -> Change:
        go_on.wait(10)
        return editing.set_closed(list(before.values()), True)

    document.work_out(make, LARGE_CHANGE + 1)
    assert document.is_busy
    document.cancel_saving()
    with qtbot.waitSignal(document.busy, timeout=10_000):
        go_on.set()
    assert not document.is_busy
    assert dict(workspace.items) == before


def test_a_large_act_that_cannot_be_made_is_told(qtbot: QtBot, window: MainWindow) -> None:
    document = window.backlog

    def make() -> Change:
        raise UserError(message("No."))

    with qtbot.waitSignal(document.refused, timeout=10_000) as told:
        document.work_out(make, LARGE_CHANGE + 1)
    assert told.args == [message("No.")]
    assert not document.is_busy
