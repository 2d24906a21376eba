"""Moving and selecting in the grid, by keys and clicks, as hands know it from spreadsheets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from tests.gui.grid.hands import (
    CONTROL,
    SHIFT,
    Key,
    at,
    below,
    block,
    cell,
    click,
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

BOTH = CONTROL | SHIFT
FACTORS = ("reach", "impact", "confidence", "effort")


# Moving


def test_home_and_end_go_along_the_row_with_control_to_the_ends_of_the_list(window: MainWindow) -> None:
    put(window, "SHOP-140", "reach")
    press(Key.Key_End)
    assert at(window) == ("SHOP-140", "status")
    press(Key.Key_Home)
    assert at(window) == ("SHOP-140", "rank")
    put(window, "SHOP-140", "effort")
    press(Key.Key_End, with_=CONTROL)
    assert at(window) == (keys(window)[-1], "status")
    press(Key.Key_Home, with_=CONTROL)
    assert at(window) == ("SHOP-112", "reach")
    window.view.columns.show_column(COLUMN_AT["reach"], False)
    press(Key.Key_Home, with_=CONTROL)
    assert at(window) == ("SHOP-112", "impact")


def test_pages_go_as_far_as_the_window_shows(window: MainWindow) -> None:
    window.resize(1200, 480)
    put(window, "SHOP-112", "reach")
    page = window.view.rows_in_page()
    press(Key.Key_PageDown)
    assert at(window) == (keys(window)[page], "reach")
    press(Key.Key_PageUp)
    assert at(window) == ("SHOP-112", "reach")
    press(*[Key.Key_PageDown] * 9)
    assert at(window)[0] == keys(window)[-1]
    assert window.view.viewport().rect().contains(window.view.visualRect(window.view.currentIndex()))


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        (("SHOP-112", "effort"), Key.Key_Down, ("SHOP-131", "effort")),  # the end of the filled cells
        (("SHOP-131", "effort"), Key.Key_Down, ("SHOP-157", "effort")),  # the next filled one
        (("SHOP-173", "effort"), Key.Key_Down, ("SHOP-157", "effort")),
        (("SHOP-146", "effort"), Key.Key_Up, ("SHOP-168", "effort")),
        (("SHOP-175", "effort"), Key.Key_Down, ("SHOP-175", "effort")),
        (("SHOP-112", "effort"), Key.Key_Up, ("SHOP-112", "effort")),
        (("SHOP-112", "key"), Key.Key_Right, ("SHOP-112", "status")),
        (("SHOP-171", "title"), Key.Key_Right, ("SHOP-171", "impact")),
        (("SHOP-171", "status"), Key.Key_Left, ("SHOP-171", "moscow")),
        (("SHOP-171", "moscow"), Key.Key_Left, ("SHOP-171", "confidence")),
        (("SHOP-171", "confidence"), Key.Key_Left, ("SHOP-171", "impact")),
    ],
)  # fmt: skip
def test_control_and_an_arrow_jump_by_what_is_filled(
    window: MainWindow, start: tuple[str, str], key: Qt.Key, end: tuple[str, str]
) -> None:
    put(window, *start)
    press(key, with_=CONTROL)
    assert at(window) == end


def test_a_reach_of_zero_is_a_filled_cell(window: MainWindow) -> None:
    put(window, "SHOP-135", "reach")
    write("0")
    press(Key.Key_Return)
    assert value(window, "SHOP-135", "reach") == 0.0
    put(window, "SHOP-112", "reach")
    press(Key.Key_Down, with_=CONTROL)
    last = keys(window)[[value(window, key, "reach") is None for key in keys(window)].index(True) - 1]
    assert at(window) == (last, "reach")


def test_arrows_stop_at_the_edges(window: MainWindow) -> None:
    put(window, "SHOP-112", "rank")
    press(Key.Key_Up, Key.Key_Left)
    assert at(window) == ("SHOP-112", "rank")
    put(window, keys(window)[-1], "status")
    press(Key.Key_Down, Key.Key_Right)
    assert at(window) == (keys(window)[-1], "status")


# Selecting


def test_shift_and_arrows_select_from_the_cursor_which_stays(window: MainWindow) -> None:
    put(window, "SHOP-87", "reach")
    press(Key.Key_Down, Key.Key_Down, Key.Key_Right, with_=SHIFT)
    assert selected(window) == block(window, "SHOP-87", "SHOP-3", "reach", "impact")
    assert at(window) == ("SHOP-87", "reach")
    press(Key.Key_Up, Key.Key_Left, with_=SHIFT)
    assert selected(window) == block(window, "SHOP-87", "SHOP-135", "reach")
    press(Key.Key_Down)
    assert (at(window), selected(window)) == (("SHOP-135", "reach"), {("SHOP-135", "reach")})


def test_shift_with_control_end_and_page_select_as_far_as_they_jump(window: MainWindow) -> None:
    put(window, "SHOP-173", "effort")
    press(Key.Key_Up, with_=CONTROL)
    assert at(window) == ("SHOP-131", "effort")
    press(Key.Key_Up, with_=BOTH)
    assert selected(window) == block(window, "SHOP-112", "SHOP-131", "effort")
    put(window, "SHOP-112", "confidence")
    press(Key.Key_End, with_=SHIFT)
    assert selected(window) == {("SHOP-112", name) for name in ("confidence", "effort", "score", "moscow", "status")}
    press(Key.Key_End, with_=BOTH)
    assert ("SHOP-175", "status") in selected(window)
    press(Key.Key_Home, with_=BOTH)
    press(Key.Key_PageDown, with_=SHIFT)
    assert len({key for key, _ in selected(window)}) == window.view.rows_in_page() + 1


def test_a_shift_click_selects_from_the_cursor_again_and_again(window: MainWindow) -> None:
    click(window, "SHOP-135", "impact")
    click(window, "SHOP-140", "effort", SHIFT)
    assert selected(window) == block(window, "SHOP-135", "SHOP-140", "impact", "confidence", "effort")
    click(window, "SHOP-112", "reach", SHIFT)
    assert selected(window) == block(window, "SHOP-112", "SHOP-135", "reach", "impact")
    assert at(window) == ("SHOP-135", "impact")


def test_the_cursor_that_jumped_with_its_item_is_what_shift_selects_from(window: MainWindow) -> None:
    put(window, "SHOP-93", "reach")
    write("90k")
    press(Key.Key_Return, with_=CONTROL)
    assert at(window) == ("SHOP-93", "reach")
    assert keys(window)[0] == "SHOP-93"
    press(Key.Key_Down, with_=SHIFT)
    assert selected(window) == {("SHOP-93", "reach"), ("SHOP-112", "reach")}
    click(window, "SHOP-135", "reach", SHIFT)
    assert selected(window) == block(window, "SHOP-93", "SHOP-135", "reach")


def test_control_clicks_select_separate_rows_and_take_them_back(window: MainWindow) -> None:
    click(window, "SHOP-112", "reach")
    click(window, "SHOP-135", "reach", CONTROL)
    click(window, "SHOP-140", "effort", CONTROL)
    assert selected(window) == {("SHOP-112", "reach"), ("SHOP-135", "reach"), ("SHOP-140", "effort")}
    click(window, "SHOP-135", "reach", CONTROL)
    assert selected(window) == {("SHOP-112", "reach"), ("SHOP-140", "effort")}
    click(window, "SHOP-87", "impact", CONTROL)
    click(window, "SHOP-3", "impact", BOTH)
    assert selected(window) == {
        ("SHOP-112", "reach"), ("SHOP-140", "effort"), *block(window, "SHOP-87", "SHOP-3", "impact")
    }  # fmt: skip


def drag(window: MainWindow, start: QPoint, *points: QPoint) -> None:
    viewport, left = window.view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, Qt.KeyboardModifier.NoModifier, start)
    for point in points:
        QTest.mouseMove(viewport, point)
    QTest.mouseRelease(viewport, left, Qt.KeyboardModifier.NoModifier, points[-1])


def test_a_drag_of_the_pointer_selects_a_block_and_the_cursor_stays_at_its_start(window: MainWindow) -> None:
    start, end = middle(window, "SHOP-87", "impact"), middle(window, "SHOP-140", "effort")
    drag(window, start, (start + end) / 2, end)
    assert selected(window) == block(window, "SHOP-87", "SHOP-140", "impact", "confidence", "effort")
    assert at(window) == ("SHOP-87", "impact")
    press(Key.Key_Down, with_=SHIFT)
    assert selected(window) == block(window, "SHOP-87", below(window, "SHOP-140"), "impact", "confidence", "effort")


def test_space_selects_rows_with_shift_and_columns_with_control(window: MainWindow) -> None:
    put(window, "SHOP-87", "reach")
    press(Key.Key_Down, with_=SHIFT)
    press(Key.Key_Space, with_=SHIFT)
    shown = [window.model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.UserRole)
             for place in window.view.columns.shown()]  # fmt: skip
    assert selected(window) == block(window, "SHOP-87", "SHOP-135", *shown)
    put(window, "SHOP-87", "reach")
    press(Key.Key_Right, with_=SHIFT)
    press(Key.Key_Space, with_=CONTROL)
    assert selected(window) == block(window, keys(window)[0], keys(window)[-1], "reach", "impact")
    assert at(window) == ("SHOP-87", "reach")
    press(Key.Key_A, with_=CONTROL)
    assert selected(window) == block(window, keys(window)[0], keys(window)[-1], *shown)
    assert at(window) == ("SHOP-87", "reach")


def test_a_right_click_keeps_a_selection_that_it_hits(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window.menus.context, "popup", lambda *_: None)
    put(window, "SHOP-87", "reach")
    press(Key.Key_Down, with_=SHIFT)
    click(window, "SHOP-135", "reach", button=Qt.MouseButton.RightButton)
    assert selected(window) == block(window, "SHOP-87", "SHOP-135", "reach")
    click(window, "SHOP-3", "effort", button=Qt.MouseButton.RightButton)
    assert (at(window), selected(window)) == (("SHOP-3", "effort"), {("SHOP-3", "effort")})


# Enter and Tab inside a selection


def test_enter_goes_down_the_selection_and_on_with_its_next_column(window: MainWindow) -> None:
    put(window, "SHOP-87", "reach")
    press(Key.Key_Down, Key.Key_Right, with_=SHIFT)
    cells = selected(window)
    seen = []
    for _ in range(5):
        seen.append(at(window))
        press(Key.Key_Return)
    assert seen == [("SHOP-87", "reach"), ("SHOP-135", "reach"), ("SHOP-87", "impact"), ("SHOP-135", "impact"),
                    ("SHOP-87", "reach")]  # fmt: skip
    assert selected(window) == cells
    press(Key.Key_Return, Key.Key_Return, with_=SHIFT)
    assert at(window) == ("SHOP-135", "impact")


def test_tab_goes_along_the_selection_row_by_row(window: MainWindow) -> None:
    put(window, "SHOP-87", "reach")
    press(Key.Key_Down, Key.Key_Right, with_=SHIFT)
    cells = selected(window)
    seen = []
    for _ in range(5):
        seen.append(at(window))
        press(Key.Key_Tab)
    assert seen == [("SHOP-87", "reach"), ("SHOP-87", "impact"), ("SHOP-135", "reach"), ("SHOP-135", "impact"),
                    ("SHOP-87", "reach")]  # fmt: skip
    assert selected(window) == cells
    press(Key.Key_Backtab, Key.Key_Backtab, with_=SHIFT)
    assert at(window) == ("SHOP-135", "impact")


def test_what_is_typed_down_a_selection_goes_into_its_items_in_turn(window: MainWindow) -> None:
    put(window, "SHOP-173", "effort")
    press(Key.Key_Down, Key.Key_Down, with_=SHIFT)
    chosen = {"SHOP-173", "SHOP-157", "SHOP-160"}
    for number, end in (("1", Key.Key_Return), ("2", Key.Key_Return), ("3", Key.Key_Down)):
        write(number)
        press(end)
        assert {key for key, _ in selected(window)} == chosen
    assert [value(window, key, "effort") for key in ("SHOP-173", "SHOP-157", "SHOP-160")] == [1.0, 2.0, 3.0]
    assert at(window) in selected(window)


def test_separate_cells_are_gone_through_too(window: MainWindow) -> None:
    click(window, "SHOP-112", "reach")
    click(window, "SHOP-3", "reach", CONTROL)
    click(window, "SHOP-135", "effort", CONTROL)
    cells = selected(window)
    seen = set()
    for _ in range(3):
        seen.add(at(window))
        press(Key.Key_Return)
    assert seen == cells == selected(window)


def test_a_move_without_shift_leaves_the_selection(window: MainWindow) -> None:
    put(window, "SHOP-87", "reach")
    press(Key.Key_Down, with_=SHIFT)
    press(Key.Key_Return)
    press(Key.Key_Right)
    assert selected(window) == {("SHOP-135", "impact")} == {at(window)}


# Moving on after an edit


Arranged = Callable[[MainWindow], None]


def _live(window: MainWindow) -> None:
    pass


def _held(window: MainWindow) -> None:
    press(Key.Key_L, with_=CONTROL)
    assert window.model.held


def _sorted(window: MainWindow) -> None:
    header = window.view.horizontalHeader()
    place = header.sectionViewportPosition(COLUMN_AT["reach"]) + 20
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, header.height() // 2))
    assert window.model.arrangement.sort == "reach"


def _filtered(window: MainWindow) -> None:
    window.page.filters.arrangementChanged.emit(window.model.arrangement.choosing("team", ("Checkout",)))
    assert {window.model.item_at(row).team for row in range(3)} == {"Checkout"}


def _grouped(window: MainWindow) -> None:
    window.page.filters._group_by("team")
    window.view.setFocus()
    assert window.model.arrangement.group_by == "team"


@pytest.mark.parametrize("arrange", [_live, _held, _sorted, _filtered, _grouped])
@pytest.mark.parametrize(("number", "by"), [("900k", 1), ("1", 1), ("900k", -1), ("1", -1)])
def test_after_enter_the_cursor_is_where_the_next_item_stood_before(
    window: MainWindow, arrange: Arranged, number: str, by: int
) -> None:
    window.view.setFocus()
    arrange(window)
    put(window, "SHOP-140", "reach")
    expected, row = below(window, "SHOP-140", by), window.view.currentIndex().row()
    write(number)
    press(Key.Key_Return, with_=SHIFT if by < 0 else Qt.KeyboardModifier.NoModifier)
    moved = keys(window).index("SHOP-140") != row
    assert moved is (arrange is not _held)
    assert at(window) == (expected, "reach")
    assert selected(window) == {(expected, "reach")}
    assert editor(window) is None


@pytest.mark.parametrize("arrange", [_live, _held, _sorted, _filtered, _grouped])
def test_committed_in_place_the_cursor_follows_the_item(window: MainWindow, arrange: Arranged) -> None:
    window.view.setFocus()
    arrange(window)
    put(window, "SHOP-140", "reach")
    before = items(window)
    write("900k")
    press(Key.Key_Return, with_=CONTROL)
    assert value(window, "SHOP-140", "reach") == 900_000.0
    assert at(window) == ("SHOP-140", "reach")
    assert selected(window) == {("SHOP-140", "reach")}
    assert window.view.viewport().rect().contains(window.view.visualRect(window.view.currentIndex()))
    assert window.view.hasFocus()
    assert takes_one_undo(window, before)
    write("1")
    window.top_bar.search.setFocus()
    assert value(window, "SHOP-140", "reach") == 1.0
    assert at(window) == ("SHOP-140", "reach")


def test_a_click_into_the_scale_commits_and_stays(window: MainWindow) -> None:
    put(window, "SHOP-131", "impact")
    press(Key.Key_F2)
    open_editor = editor(window)
    assert open_editor is not None
    popup = open_editor._popup
    row = popup._list.item(0)
    QTest.mouseClick(popup._list.viewport(), Qt.MouseButton.LeftButton, pos=popup._list.visualItemRect(row).center())
    assert value(window, "SHOP-131", "impact") == 3.0
    assert at(window) == ("SHOP-131", "impact")
    assert editor(window) is None
    assert window.view.hasFocus()


def test_up_and_down_end_an_edit_like_enter(window: MainWindow) -> None:
    put(window, "SHOP-140", "effort")
    expected = below(window, "SHOP-140")
    write("40")
    press(Key.Key_Down)
    assert value(window, "SHOP-140", "effort") == 40.0
    assert at(window) == (expected, "effort")
    above = below(window, expected, -1)
    write("41")
    press(Key.Key_Up)
    assert value(window, expected, "effort") == 41.0
    assert at(window) == (above, "effort")


def test_a_page_down_ends_an_edit_where_it_can(window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    write("3.5")
    press(Key.Key_PageDown)
    assert (value(window, "SHOP-112", "effort"), editor(window)) == (3.5, None)
    put(window, "SHOP-112", "effort")
    write("x")
    press(Key.Key_PageDown)
    assert at(window) == ("SHOP-112", "effort")
    assert editor(window) is not None
    assert editor(window).text() == "x"


def test_a_click_elsewhere_hits_the_item_under_the_pointer_though_the_edit_moves_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    put(window, "SHOP-131", "reach")
    write("900k")
    where = middle(window, "SHOP-140", "effort")
    QCursor.setPos(window.view.viewport().mapToGlobal(where))
    QTest.mouseClick(window.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert value(window, "SHOP-131", "reach") == 900_000.0
    assert keys(window)[0] == "SHOP-131"
    assert at(window) == ("SHOP-140", "effort")
    assert selected(window) == {("SHOP-140", "effort")}
    click(window, "SHOP-3", "reach")
    assert at(window) == ("SHOP-3", "reach")


def test_a_click_elsewhere_leaves_a_value_that_cannot_be_in_its_editor(window: MainWindow) -> None:
    put(window, "SHOP-131", "reach")
    write("many")
    click(window, "SHOP-140", "effort")
    assert at(window) == ("SHOP-131", "reach")
    assert editor(window) is not None
    assert editor(window).text() == "many"
    assert editor(window).accessibleDescription()


def test_an_item_that_no_longer_matches_stays_until_the_filter_is_applied_again(window: MainWindow) -> None:
    window.page.filters.arrangementChanged.emit(window.model.arrangement.choosing("moscow", ("should",)))
    put(window, "SHOP-3", "moscow")
    expected, count = below(window, "SHOP-3"), window.model.rowCount()
    write("m")
    press(Key.Key_Return)
    assert at(window) == (expected, "moscow")
    assert window.model.rows.stale == {item(window, "SHOP-3").id}
    assert window.model.rowCount() == count
    assert "SHOP-3" in keys(window)
    assert window.page.filters.remarks.stale.isVisible()
    press(Key.Key_F5)
    assert "SHOP-3" not in keys(window)
    assert not window.model.rows.stale
    assert not window.page.filters.remarks.stale.isVisible()
    put(window, expected, "moscow")
    write("c")
    press(Key.Key_Return)
    assert expected in keys(window)
    QTest.mouseClick(window.page.filters.remarks.stale, Qt.MouseButton.LeftButton)
    assert expected not in keys(window)


def test_undo_brings_a_stale_item_back_undimmed(window: MainWindow) -> None:
    window.page.filters.arrangementChanged.emit(window.model.arrangement.choosing("moscow", ("should",)))
    put(window, "SHOP-3", "moscow")
    write("m")
    press(Key.Key_Return)
    assert window.model.rows.stale
    press(Key.Key_Z, with_=CONTROL)
    assert not window.model.rows.stale
    assert at(window)[0] == "SHOP-3"


def test_escape_in_the_list_leaves_everything_as_it_is(window: MainWindow) -> None:
    put(window, "SHOP-87", "reach")
    press(Key.Key_Down, with_=SHIFT)
    before, cells = items(window), selected(window)
    press(Key.Key_Escape)
    assert (items(window), selected(window), at(window)) == (before, cells, ("SHOP-87", "reach"))
    assert window.view.hasFocus()


def test_a_cursor_appears_by_the_first_arrow(window: MainWindow) -> None:
    window.view.setFocus()
    window.view.selectionModel().clear()
    press(Key.Key_Down)
    assert at(window) == ("SHOP-112", "reach")
    assert cell(window, "SHOP-112", "reach") == window.view.currentIndex()


# Groups that are folded, columns that are hidden


@pytest.mark.parametrize("end", ["fill", "tab", "leave"])
def test_an_item_that_went_into_a_folded_group_is_followed(window: MainWindow, end: str) -> None:
    window.page.filters._group_by("moscow")
    window.view.toggle_group("wont")
    put(window, "SHOP-3", "moscow")
    write("w")
    if end == "leave":
        window.top_bar.search.setFocus()
    else:
        press(
            Key.Key_Return if end == "fill" else Key.Key_Tab, with_=CONTROL if end == "fill" else Qt.KeyboardModifier(0)
        )
    assert value(window, "SHOP-3", "moscow") == "wont"
    assert at(window) == ("SHOP-3", "status" if end == "tab" else "moscow")


def test_enter_leaves_a_folded_group_folded(window: MainWindow) -> None:
    window.page.filters._group_by("moscow")
    window.view.toggle_group("wont")
    put(window, "SHOP-3", "moscow")
    expected = below(window, "SHOP-3")
    write("w")
    press(Key.Key_Return)
    assert at(window) == (expected, "moscow")
    assert "SHOP-3" not in keys(window)


def test_the_cursor_leaves_a_column_that_is_hidden(window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    window.view.columns.show_column(COLUMN_AT["effort"], False)
    assert at(window) == ("SHOP-112", "confidence")
    write("50")
    press(Key.Key_Return)
    assert (value(window, "SHOP-112", "effort"), value(window, "SHOP-112", "confidence")) == (3.0, 0.5)
    press(Key.Key_Right, with_=SHIFT)
    assert {column for _, column in selected(window)} == {"confidence", "score"}
    put(window, "SHOP-112", "key")
    press(Key.Key_F11, with_=CONTROL)
    assert at(window)[1] != "key"
    press(Key.Key_F11, with_=CONTROL)


def test_a_drag_over_a_heading_and_from_the_columns_at_the_left(window: MainWindow) -> None:
    start = middle(window, "SHOP-93", "impact")
    end = window.view.visualRect(cell(window, "SHOP-173", "impact")).center()
    (heading, *_) = [rect for _, rect in window.view.places.headings()]
    drag(window, start, heading.center(), end)
    assert selected(window) == block(window, "SHOP-93", "SHOP-173", "impact")
    drag(window, middle(window, "SHOP-87", "key"), middle(window, "SHOP-135", "title"))
    assert selected(window) == block(window, "SHOP-87", "SHOP-135", "key", "title")


def test_enter_after_tabs_goes_to_what_stood_next_when_they_began(window: MainWindow) -> None:
    first, second = keys(window)[1:3]
    put(window, first, "reach")
    for text in ("999999", "massive", "100"):
        write(text)
        press(Key.Key_Tab)
    write("0.5")
    press(Key.Key_Return)
    assert keys(window)[0] == first
    assert at(window) == (second, "reach")


def test_a_menu_key_opens_the_menu_of_the_cell(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    press(Key.Key_F10, with_=SHIFT)
    assert window.menus.context.isVisible()
    window.menus.context.close()
