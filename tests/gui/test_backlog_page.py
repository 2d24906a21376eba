"""The page of the list: sorting by its header, columns, filters, grouping, what is seen and what is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.grid.frozen_header import FrozenHeader
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.windows import Windows
from tests.gui.conftest import shown
from tests.gui.grid.hands import (
    CONTROL,
    SHIFT,
    Key,
    at,
    cell,
    click,
    editor,
    focused,
    item,
    keys,
    press,
    put,
    selected,
    value,
    write,
)

LEFT = Qt.MouseButton.LeftButton


def click_header(window: MainWindow, column: str) -> None:
    header = window.view.horizontalHeader()
    place = COLUMN_AT[column]
    x = header.sectionViewportPosition(place) + header.sectionSize(place) // 2
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))
    while window.model.searching:  # on a busy machine one slice may not be enough
        QApplication.processEvents()


def drag_header(window: MainWindow, column: str, to: str) -> None:
    header = window.view.horizontalHeader()
    viewport, y = header.viewport(), header.height() // 2
    start = QPoint(header.sectionViewportPosition(COLUMN_AT[column]) + header.sectionSize(COLUMN_AT[column]) // 2, y)
    end = QPoint(header.sectionViewportPosition(COLUMN_AT[to]) + 10, y)
    QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 11):
        QTest.mouseMove(viewport, start + (end - start) * step / 10)
    QTest.mouseRelease(viewport, LEFT, Qt.KeyboardModifier.NoModifier, end)


def order_of_columns(window: MainWindow) -> list[str]:
    return [COLUMNS[place].name for place in window.view.columns.shown()]


# Sorting is a view


def test_header_clicks_sort_then_reverse_then_go_back(window: MainWindow) -> None:
    by_rank = keys(window)
    header = window.view.horizontalHeader()
    click_header(window, "effort")
    efforts = [value(window, key, "effort") for key in keys(window)]
    given = [effort for effort in efforts if effort is not None]
    assert given == sorted(given, reverse=True)
    assert efforts[len(given) :] == [None] * (len(efforts) - len(given))
    assert header.isSortIndicatorShown()
    assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (
        COLUMN_AT["effort"], Qt.SortOrder.DescendingOrder
    )  # fmt: skip
    click_header(window, "effort")
    efforts = [value(window, key, "effort") for key in keys(window)]
    assert efforts[: len(given)] == sorted(given)
    assert efforts[len(given) :] == [None] * (len(efforts) - len(given))
    click_header(window, "effort")
    assert keys(window) == by_rank
    assert not header.isSortIndicatorShown()


def test_texts_sort_upwards_first(window: MainWindow) -> None:
    click_header(window, "title")
    titles = [value(window, key, "title") for key in keys(window)]
    in_play = titles[:28]
    assert [str(title).casefold() for title in in_play] == sorted(str(title).casefold() for title in in_play)


@pytest.mark.parametrize("way", ["header", "chip", "key"])
def test_every_way_back_to_rank_order(window: MainWindow, way: str) -> None:
    by_rank = keys(window)
    put(window, "SHOP-140", "reach")
    click_header(window, "reach")
    assert keys(window) != by_rank
    sort = window.page.filters.remarks.sort
    assert sort.isVisible()
    assert window.actions_["actionRankOrder"].isEnabled()
    if way == "header":
        click_header(window, "rank")
    elif way == "chip":
        QTest.mouseClick(sort, LEFT)
    else:
        press(Key.Key_R, with_=CONTROL)
    assert keys(window) == by_rank
    assert not sort.isVisible()
    assert not window.actions_["actionRankOrder"].isEnabled()
    assert at(window) == ("SHOP-140", "reach")


def test_ranks_stay_those_of_the_whole_backlog_while_sorted(window: MainWindow) -> None:
    click_header(window, "reach")
    assert cell(window, "SHOP-112", "rank").data() == "1"
    assert cell(window, "SHOP-154", "rank").data() == "10"


# Columns


def test_a_column_is_shown_and_hidden_by_the_menu_of_the_header(window: MainWindow) -> None:
    header = window.view.horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(300, 10))
    menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
    texts = {action.text(): action for action in menu.actions()}
    texts["Team"].trigger()
    assert "team" in order_of_columns(window)
    texts["Effort"].trigger()
    assert "effort" not in order_of_columns(window)
    assert not texts["Title"].isEnabled()
    menu.close()
    put(window, "SHOP-112", "confidence")
    press(Key.Key_Right)
    assert at(window) == ("SHOP-112", "score")


def test_a_column_is_dragged_elsewhere_but_not_among_those_at_the_left(window: MainWindow) -> None:
    drag_header(window, "moscow", "reach")
    assert order_of_columns(window)[3:6] == ["moscow", "reach", "impact"]
    put(window, "SHOP-112", "title")
    press(Key.Key_Right)
    assert at(window) == ("SHOP-112", "moscow")
    before = order_of_columns(window)
    drag_header(window, "effort", "key")
    assert order_of_columns(window) == before
    drag_header(window, "key", "effort")
    assert order_of_columns(window) == before


def scrolled(window: MainWindow) -> None:
    """More columns than there is room for, scrolled to the right end."""
    for name in ("assignee", "team", "components", "sprint", "labels", "rationale", "description"):
        window.view.columns.show_column(COLUMN_AT[name], True)
    bar = window.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 300


def test_key_and_title_stay_at_the_left_when_scrolled_sideways(window: MainWindow) -> None:
    lefts = {name: window.view.visualRect(cell(window, "SHOP-87", name)).left() for name in ("rank", "key")}
    scrolled(window)
    assert {name: window.view.visualRect(cell(window, "SHOP-87", name)).left() for name in lefts} == lefts
    title = window.view.visualRect(cell(window, "SHOP-87", "title"))
    for name in ("rank", "key", "title"):
        rect = window.view.visualRect(cell(window, "SHOP-87", name))
        assert window.view.indexAt(rect.center()) == cell(window, "SHOP-87", name)
    covered = window.view.visualRect(cell(window, "SHOP-87", "reach"))
    assert covered.right() < title.right()
    assert window.view.indexAt(QPoint(title.right() - 3, title.center().y())) == cell(window, "SHOP-87", "title")
    beside = window.view.indexAt(QPoint(title.right() + 20, title.center().y()))
    assert COLUMNS[beside.column()].name not in ("rank", "key", "title", "reach")


def test_the_header_of_those_at_the_left_stays_too_and_sorts(window: MainWindow) -> None:
    scrolled(window)
    frozen = window.view.frozen
    assert isinstance(frozen, FrozenHeader)
    assert frozen.isVisible()
    for name in ("rank", "key", "title"):
        place = COLUMN_AT[name]
        assert frozen.sectionViewportPosition(place) == window.view.visualRect(cell(window, "SHOP-87", name)).left()
        assert frozen.sectionSize(place) == window.view.visualRect(cell(window, "SHOP-87", name)).width()
    x = frozen.sectionViewportPosition(COLUMN_AT["title"]) + 40
    QTest.mouseClick(frozen.viewport(), LEFT, pos=QPoint(x, 10))
    assert window.model.arrangement.sort == "title"
    window.view.horizontalScrollBar().setValue(0)
    assert not frozen.isVisible()


def test_the_header_at_the_left_has_the_users_order(window: MainWindow) -> None:
    header = window.view.horizontalHeader()
    header.moveSection(header.visualIndex(COLUMN_AT["title"]), header.visualIndex(COLUMN_AT["key"]))
    scrolled(window)
    frozen = window.view.frozen
    assert frozen is not None
    for name in ("rank", "title", "key"):
        left = window.view.visualRect(cell(window, "SHOP-87", name)).left()
        assert frozen.sectionViewportPosition(COLUMN_AT[name]) == left


def test_the_cursor_never_hides_below_what_stays(window: MainWindow) -> None:
    scrolled(window)
    put(window, "SHOP-87", "description")
    press(Key.Key_Home)
    assert at(window) == ("SHOP-87", "rank")
    put(window, "SHOP-87", "impact")
    rect = window.view.visualRect(cell(window, "SHOP-87", "impact"))
    assert rect.left() >= window.view.visualRect(cell(window, "SHOP-87", "title")).right()
    click(window, "SHOP-3", "impact")
    assert at(window) == ("SHOP-3", "impact")


# Filters, groups, places


def test_a_search_shows_the_place_beside_the_rank(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F, with_=CONTROL)
    write("pay")
    matching = keys(window)
    ranked = [key for key in matching if window.backlog.workspace.ranking.rank(item(window, key).id)]
    for place, key in enumerate(ranked, 1):
        rank = window.backlog.workspace.ranking.rank(item(window, key).id)
        assert cell(window, key, "rank").data() == f"{rank} · {place} of {len(ranked)}"
    rect = window.view.visualRect(cell(window, ranked[-1], "rank"))
    text = str(cell(window, ranked[-1], "rank").data())
    assert rect.width() >= window.view.fontMetrics().horizontalAdvance(text)
    press(Key.Key_Escape)
    assert not window.model.arrangement.filters
    assert cell(window, ranked[-1], "rank").data().isdigit()


def test_only_what_is_unscored(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_U, with_=CONTROL)
    assert keys(window)[0] == "SHOP-173"
    assert window.model.rowCount() == 8
    assert window.actions_["actionUnscored"].isChecked()
    write("x")
    press(Key.Key_Escape)
    press(Key.Key_A, with_=CONTROL | SHIFT)
    assert window.model.rowCount() == 28
    assert not window.actions_["actionUnscored"].isChecked()


def test_sums_of_the_selection_stand_in_the_status_bar(window: MainWindow, qtbot: QtBot) -> None:
    put(window, "SHOP-112", "title")
    press(Key.Key_Down, Key.Key_Down, with_=SHIFT)
    said = window.status._parts["selection"]
    qtbot.waitUntil(lambda: said.text() == "3 selected · reach 13,000 · effort 5.5")
    assert said.isVisible()
    click(window, "SHOP-171", "effort", CONTROL)
    qtbot.waitUntil(lambda: said.text() == "4 selected · reach 13,000 · effort 5.5")
    press(Key.Key_Up)
    write("1")
    press(Key.Key_Return, with_=CONTROL)
    qtbot.waitUntil(lambda: said.text().startswith("1 selected"))


def test_held_order_shows_ranks_to_come_and_is_applied_at_once(window: MainWindow) -> None:
    put(window, "SHOP-131", "reach")
    order = keys(window)
    press(Key.Key_L, with_=CONTROL)
    write("900k")
    press(Key.Key_Return, with_=CONTROL)
    assert keys(window) == order
    assert cell(window, "SHOP-131", "rank").data() == "1"
    assert cell(window, "SHOP-112", "rank").data() == "2"
    assert window.view.movement.flashing == frozenset()
    press(Key.Key_L, with_=CONTROL)
    assert keys(window)[0] == "SHOP-131"
    assert at(window) == ("SHOP-131", "reach")


# Over restarts


def test_columns_order_sorting_and_groups_are_remembered_with_the_backlog(
    window: MainWindow, windows: Windows, qtbot: QtBot, sample: Path
) -> None:
    window.view.columns.show_column(COLUMN_AT["team"], True)
    window.view.setColumnWidth(COLUMN_AT["status"], 150)
    drag_header(window, "moscow", "reach")
    window.page.filters._group_by("team")
    click_header(window, "effort")
    press(Key.Key_L, with_=CONTROL)
    columns, rows = order_of_columns(window), keys(window)
    window.close()
    again = shown(qtbot, windows, sample)
    assert order_of_columns(again) == columns
    assert again.view.columnWidth(COLUMN_AT["status"]) == 150
    assert (again.model.arrangement.group_by, again.model.arrangement.sort) == ("team", "effort")
    assert keys(again) == rows
    assert again.view.horizontalHeader().sortIndicatorSection() == COLUMN_AT["effort"]
    assert again.model.held
    assert selected(again) == {at(again)}


def test_a_chip_commits_what_is_being_typed(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    press(Key.Key_F2)
    focused().selectAll()
    write("777")
    QTest.mouseClick(window.page.filters.unscored.button, Qt.MouseButton.LeftButton)
    assert value(window, "SHOP-112", "reach") == 777.0
    assert window.model.arrangement.unscored


def test_a_chip_waits_for_a_value_that_can_be(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    press(Key.Key_F2)
    focused().selectAll()
    write("many")
    QTest.mouseClick(window.page.filters.unscored.button, Qt.MouseButton.LeftButton)
    assert editor(window).text() == "many"
    assert not window.model.arrangement.unscored
    assert not window.page.filters.arrangement.unscored
