"""The grid under the fingers: real keys and clicks in a window with the sample backlog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.ranking import Group
from pmdesk.gui.grid.backlog_view import BacklogView
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.theme import COMFORTABLE


@pytest.fixture
def view(window: MainWindow) -> BacklogView:
    window.view.setFocus()
    return window.view


def at(view: BacklogView) -> tuple[str, str]:
    """The key and the column that the cursor stands on."""
    item = view.current_item()
    assert item is not None
    return item.key, COLUMNS[view.currentIndex().column()].name


def put(window: MainWindow, key: str, column: str) -> None:
    (item,) = window.backlog.workspace.find(key)
    window.view.go_to(item.id, column)


def editor(view: BacklogView) -> QLineEdit | None:
    found = [one for one in view.viewport().findChildren(QLineEdit, "cellEditor") if one.isVisible()]
    return found[0] if found else None


def value(window: MainWindow, key: str, name: str) -> object:
    (item,) = window.backlog.workspace.find(key)
    return getattr(item, name)


def test_typing_replaces_and_enter_goes_to_the_item_that_stood_next(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    put(window, "SHOP-131", "reach")
    put(window, "SHOP-3", "reach")
    below = window.model.item_at(view.currentIndex().row() + 1).key
    qtbot.keyClick(view, "1")
    qtbot.keyClicks(editor(view), "M")
    qtbot.keyClick(editor(view), Qt.Key.Key_Return)
    assert value(window, "SHOP-3", "reach") == 1_000_000.0
    assert window.model.item_at(0).key == "SHOP-3"
    assert at(view) == (below, "reach")
    assert editor(view) is None


def test_shift_enter_goes_up_and_tab_right(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-3", "impact")
    above = window.model.item_at(view.currentIndex().row() - 1).key
    qtbot.keyClick(view, "h")
    qtbot.keyClick(editor(view), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert value(window, "SHOP-3", "impact") == 2.0
    assert at(view) == (above, "impact")
    assert [item.key for item in view.selected_items()] == [above]
    put(window, "SHOP-3", "impact")
    qtbot.keyClick(view, "m")
    qtbot.keyClicks(editor(view), "e")
    qtbot.keyClick(editor(view), Qt.Key.Key_Tab)
    assert value(window, "SHOP-3", "impact") == 1.0
    assert at(view) == ("SHOP-3", "confidence")
    qtbot.keyClick(view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert at(view) == ("SHOP-3", "impact")


def test_escape_gives_the_old_value_back(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-3", "effort")
    qtbot.keyClick(view, Qt.Key.Key_F2)
    qtbot.keyClicks(editor(view), "99")
    qtbot.keyClick(editor(view), Qt.Key.Key_Escape)
    assert editor(view) is None
    assert value(window, "SHOP-3", "effort") == 2.0
    assert at(view) == ("SHOP-3", "effort")


def test_a_value_that_cannot_be_keeps_the_editor_open(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-3", "confidence")
    qtbot.keyClick(view, "2")
    qtbot.keyClicks(editor(view), "00%")
    qtbot.keyClick(editor(view), Qt.Key.Key_Return)
    open_editor = editor(view)
    assert open_editor is not None
    assert open_editor.text() == "200%"
    assert open_editor.accessibleDescription().startswith("Confidence goes from 0 to 100")
    assert value(window, "SHOP-3", "confidence") == 1.0
    qtbot.keyClick(open_editor, Qt.Key.Key_Escape)
    assert editor(view) is None


def test_arrows_in_a_scale_choose_its_steps(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-3", "moscow")
    qtbot.keyClick(view, Qt.Key.Key_F2)
    qtbot.keyClick(editor(view), Qt.Key.Key_Down)
    qtbot.keyClick(editor(view), Qt.Key.Key_Down)
    qtbot.keyClick(editor(view), Qt.Key.Key_Return)
    assert value(window, "SHOP-3", "moscow") == "wont"


def test_leaving_the_cell_commits(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-3", "effort")
    qtbot.keyClick(view, "7")
    window.top_bar.search.setFocus()
    assert editor(view) is None
    assert value(window, "SHOP-3", "effort") == 7.0


def test_delete_clears_what_the_user_owns_in_one_step(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-112", "reach")
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    before = dict(window.backlog.workspace.items)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    changed = [key for key in ("SHOP-112", "SHOP-87") if value(window, key, "reach") is None]
    assert changed == ["SHOP-112", "SHOP-87"]
    assert value(window, "SHOP-87", "impact") is None
    assert value(window, "SHOP-87", "effort") == 2.0
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.backlog.workspace.items == before


def test_enter_without_an_editor_steps_down(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-112", "reach")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert at(view) == ("SHOP-87", "reach")
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert at(view) == ("SHOP-112", "reach")


def test_a_read_only_cell_takes_no_keys(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-112", "status")
    qtbot.keyClick(view, "x")
    qtbot.keyClick(view, Qt.Key.Key_F2)
    assert editor(view) is None
    assert at(view) == ("SHOP-112", "status")


def test_copied_cells_are_tab_separated(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-112", "key")
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "SHOP-112\tOne-tap pay for returning buyers\t9,000"
    assert lines[1].startswith("SHOP-87\t")


def test_the_cursor_and_selection_stay_on_their_items(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-140", "effort")
    window.backlog.set_framework("moscow")
    assert at(view) == ("SHOP-140", "effort")
    assert [item.key for item in view.selected_items()] == ["SHOP-140"]
    window.top_bar.search.setText("retry")
    assert at(view) == ("SHOP-140", "effort")
    window.top_bar.search.clear()
    assert at(view) == ("SHOP-140", "effort")


def test_headings_stand_between_the_rows_and_fold_by_a_click(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    rects = {band.group: rect for band, rect in view.places.headings()}
    first_unscored = window.model.index(20, 0)
    above = view.visualRect(window.model.index(19, 0))
    assert rects[Group.UNRANKED].top() == above.bottom() + 1
    assert rects[Group.UNRANKED].height() == COMFORTABLE.band
    assert view.visualRect(first_unscored).top() == rects[Group.UNRANKED].bottom() + 1
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    closed = next(rect for band, rect in view.places.headings() if band.group is Group.CLOSED)
    assert closed.bottom() < view.viewport().height()
    rows = window.model.rowCount()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=closed.center())
    assert window.model.rowCount() == rows + 6
    assert window.actions_["actionClosed"].isChecked()


def tops(view: BacklogView, window: MainWindow) -> list[int]:
    """Where the rows stand, from the top of the content."""
    offset = view.verticalScrollBar().value()
    return [view.visualRect(window.model.index(row, 0)).top() + offset for row in range(window.model.rowCount())]


def test_rows_stand_under_each_other_with_room_for_the_headings(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    def expected() -> list[int]:
        firsts = [band.first_row for band in window.model.bands()]
        return [
            row * COMFORTABLE.row + sum(first <= row for first in firsts) * COMFORTABLE.band
            for row in range(window.model.rowCount())
        ]

    assert tops(view, window) == expected()
    window.top_bar.search.setText("payout")
    assert tops(view, window) == expected()
    window.top_bar.search.clear()
    for key, effort in (("SHOP-112", ""), ("SHOP-87", ""), ("SHOP-112", "3"), ("SHOP-173", "2")):
        put(window, key, "effort")
        assert window.model.setData(view.currentIndex(), effort)
        assert tops(view, window) == expected()
    window.backlog.undo()
    window.backlog.set_framework("moscow")
    assert tops(view, window) == expected()


def test_columns_are_remembered(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    view.setColumnHidden(COLUMN_AT["team"], False)
    view.setColumnWidth(COLUMN_AT["status"], 140)
    view.horizontalHeader().moveSection(5, 8)
    state = view.columns.state()
    view.setColumnHidden(COLUMN_AT["team"], True)
    view.horizontalHeader().moveSection(8, 5)
    view.columns.restore(state)
    assert view.columns.state() == state


def test_a_click_selects_the_cell_under_it(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    index = window.model.index(2, COLUMN_AT["impact"])
    view.scrollToTop()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert view.currentIndex() == index
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center() + QPoint(1, 1))
    assert editor(view) is not None
    qtbot.keyClick(editor(view), Qt.Key.Key_Escape)


def test_a_jump_takes_the_selection_along(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-140", "reach")
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    cursor = view.current_item()
    assert [item.key for item in view.selected_items()] == [cursor.key]
    window.actions_["actionDeleteItems"].trigger()
    assert window.backlog.workspace.find(cursor.key) == []
    assert window.backlog.workspace.find("SHOP-140") != []


def test_enter_goes_back_to_the_column_where_a_run_of_tabs_began(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    put(window, "SHOP-171", "reach")
    below = window.model.item_at(view.currentIndex().row() + 1).key
    for text, end in (("500", Qt.Key.Key_Tab), ("h", Qt.Key.Key_Tab), ("80", Qt.Key.Key_Tab), ("2", Qt.Key.Key_Return)):
        qtbot.keyClick(view, text[0])
        qtbot.keyClicks(editor(view), text[1:])
        qtbot.keyClick(editor(view), end)
    assert value(window, "SHOP-171", "effort") == 2.0
    assert at(view) == (below, "reach")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert at(view)[1] == "impact"


def test_a_search_that_hides_the_cursor_gives_it_back(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-140", "effort")
    window.top_bar.search.setText("zzzz")
    assert window.model.rowCount() == 0
    assert view.current_item() is None
    window.top_bar.search.clear()
    assert at(view) == ("SHOP-140", "effort")
    assert [item.key for item in view.selected_items()] == ["SHOP-140"]


def test_undo_goes_to_what_it_brought_back(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-140", "effort")
    assert window.model.setData(view.currentIndex(), "9")
    put(window, "SHOP-3", "reach")
    window.top_bar.search.setText("refund portal")
    window.actions_["actionUndo"].trigger()
    assert at(view) == ("SHOP-140", "effort")
    assert window.top_bar.search.text() == "refund portal"
    assert window.model.rows.stale == {window.view.current_id()}


def test_selecting_everything_survives_an_edit_and_a_switch(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    put(window, "SHOP-140", "effort")
    view.selectAll()
    everything = {item.key for item in view.selected_items()}
    assert window.model.setData(view.currentIndex(), "0.5")
    window.backlog.set_framework("moscow")
    assert {item.key for item in view.selected_items()} == everything
    assert len(view.selectionModel().selection().toList()) < 5


def test_a_long_text_is_not_cut_by_opening_it(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    view.setColumnHidden(COLUMN_AT["rationale"], False)
    put(window, "SHOP-3", "rationale")
    long = "because " * 6000
    assert window.model.setData(view.currentIndex(), long)
    view.edit(view.currentIndex())
    qtbot.keyClick(editor(view), Qt.Key.Key_Return)
    assert value(window, "SHOP-3", "rationale") == long


def refused_editor(qtbot: QtBot, window: MainWindow, view: BacklogView) -> QLineEdit:
    """An editor that holds a text which cannot be."""
    put(window, "SHOP-3", "confidence")
    qtbot.keyClick(view, "2")
    qtbot.keyClicks(editor(view), "00%")
    found = editor(view)
    assert found is not None
    return found


def test_a_click_on_a_heading_leaves_what_cannot_be_to_its_editor(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    typed, rows = refused_editor(qtbot, window, view), window.model.rowCount()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    closed = next(rect for band, rect in view.places.headings() if band.group is Group.CLOSED)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=closed.center())
    assert window.model.rowCount() == rows
    assert editor(view) is typed
    assert typed.text() == "200%"
    assert typed.accessibleDescription().startswith("Confidence goes from 0 to 100")
    qtbot.waitUntil(typed.hasFocus)


def test_a_click_on_a_heading_commits_what_can_be(qtbot: QtBot, window: MainWindow, view: BacklogView) -> None:
    put(window, "SHOP-3", "reach")
    qtbot.keyClick(view, "7")
    rows = window.model.rowCount()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    closed = next(rect for band, rect in view.places.headings() if band.group is Group.CLOSED)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=closed.center())
    assert value(window, "SHOP-3", "reach") == 7.0
    assert window.model.rowCount() == rows + 6


def test_a_click_on_a_header_sorts_once_what_is_typed_can_be(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    typed = refused_editor(qtbot, window, view)
    header = view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(COLUMN_AT["reach"]) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (editor(view), typed.text(), window.model.arrangement.sort) == (typed, "200%", "")
    typed.setText("20%")
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (editor(view), window.model.arrangement.sort) == (None, "reach")
    assert value(window, "SHOP-3", "confidence") == 0.2


def test_that_nothing_matches_is_said_of_what_is_shown(
    window: MainWindow, view: BacklogView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("pmdesk.gui.grid.viewport_painter.say", lambda told: said.append(str(told)) or "")
    window.model.arrange(Arrangement(text="zzz"), wait=True)
    monkeypatch.setattr(window.model, "_search_on", lambda: None)  # the next search has found nothing yet
    window.model.arrange(Arrangement(chosen={"status": ("Ready",)}))
    assert window.model.searching
    view.grab()
    assert said[-1].startswith("Nothing matches “zzz”.")
