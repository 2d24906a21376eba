"""Headings and the capacity line, by keys and by ear."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.ranking import Group
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.services.editing import change_settings
from tests.gui.grid.hands import Key, at, editor, keys, press, put, write

ALT = Qt.KeyboardModifier.AltModifier


def heard(window: MainWindow, row: int) -> str:
    """What a screen reader gets of a row beside its texts."""
    index = window.model.index(row, COLUMN_AT["reach"])
    return str(window.model.data(index, Qt.ItemDataRole.AccessibleDescriptionRole))


def draw_line(window: MainWindow, capacity: float) -> None:
    settings = replace(window.backlog.workspace.settings, capacity=capacity)
    assert window.backlog.apply(change_settings(window.backlog.workspace, settings))


def folded(window: MainWindow) -> set[object]:
    return {band.key for band in window.model.bands() if band.collapsed}


def grouped(window: MainWindow) -> list[str]:
    window.model.arrange(Arrangement(group_by="moscow"), wait=True)
    return [band.value or "" for band in window.model.bands() if band.value is not None]


# Folding


def test_a_band_folds_from_any_of_its_rows_and_unfolds_again(window: MainWindow) -> None:
    values = grouped(window)
    should = next(band for band in window.model.bands() if band.value == values[1])
    window.view.put_cursor(window.model.index(should.first_row + 1, COLUMN_AT["effort"]))
    press(Key.Key_Up, with_=ALT)
    assert values[1] in folded(window)
    band = window.model.rows.band_of_row(window.view.currentIndex().row())
    assert band.value == values[2]
    press(Key.Key_Down, with_=ALT)
    assert values[1] not in folded(window)
    assert window.view.currentIndex().row() == should.first_row
    assert at(window)[1] == "effort"


def test_with_all_groups_folded_the_first_one_opens(window: MainWindow) -> None:
    values = grouped(window)
    for _ in values:
        press(Key.Key_Up, with_=ALT)
    assert window.model.rowCount() == 0
    press(Key.Key_Down, with_=ALT)
    assert window.model.rows.band_of_row(0).value == values[0]
    assert window.view.currentIndex().row() == 0


def test_closed_items_unfold_from_the_end_of_the_list_and_fold_again(window: MainWindow) -> None:
    put(window, keys(window)[-1], "reach")
    press(Key.Key_Down, Key.Key_Down, with_=ALT)
    assert folded(window) == set()
    assert window.model.rows.band_of_row(window.view.currentIndex().row()).group is Group.CLOSED
    press(Key.Key_Down, with_=ALT)
    assert "No group is folded" in window.notices.text
    press(Key.Key_Up, with_=ALT)
    assert folded(window) == {Group.CLOSED}


def test_what_is_in_play_does_not_fold_which_is_said(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    rows = window.model.rowCount()
    press(Key.Key_Up, with_=ALT)
    assert window.model.rowCount() == rows
    assert "stays open" in window.notices.text


def test_while_something_is_searched_for_nothing_folds(window: MainWindow) -> None:
    window.model.arrange(Arrangement(text="pay", group_by="moscow"), wait=True)
    press(Key.Key_Up, with_=ALT)
    assert folded(window) == set()
    assert "all groups are open" in window.notices.text


def test_what_cannot_be_committed_keeps_its_editor(window: MainWindow) -> None:
    grouped(window)
    put(window, "SHOP-112", "reach")
    write("many")
    press(Key.Key_Up, with_=ALT)
    assert editor(window).text() == "many"
    assert not {"must"} & folded(window)


# By ear


def test_the_first_row_under_a_heading_tells_of_it(window: MainWindow) -> None:
    first = next(band for band in window.model.bands() if band.group is Group.UNRANKED).first_row
    assert heard(window, first).startswith("First of the group Unscored, 8 items")
    assert heard(window, first + 1) == heard(window, first - 1) == ""


def test_folded_groups_are_told_beside_them(window: MainWindow) -> None:
    last = window.model.rowCount() - 1
    assert "Below is the folded group Other levels, " in heard(window, last)
    assert "Below is the folded group Closed, 6 items." in heard(window, last)
    values = grouped(window)
    window.view.toggle_group(values[0])
    assert heard(window, 0).startswith("Above is the folded group Must, ")


def test_the_capacity_line_is_told_by_the_row_below_it(window: MainWindow) -> None:
    draw_line(window, 16.0)
    line = window.view.capacity.row()
    assert line is not None
    assert heard(window, line + 1) == f"Above is the capacity line: {window.view.capacity.text}."
    assert heard(window, line) == ""
    draw_line(window, 0.1)
    assert heard(window, 0).startswith("Above is the capacity line: fits 0 items")


def test_a_screen_reader_gets_it_from_the_cell(window: MainWindow) -> None:
    first = next(band for band in window.model.bands() if band.group is Group.UNRANKED).first_row
    window.view.put_cursor(window.model.index(first, COLUMN_AT["title"]))
    focused = QAccessible.queryAccessibleInterface(window.view).focusChild()
    assert focused.text(QAccessible.Text.Description).startswith("First of the group Unscored")
