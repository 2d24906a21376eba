"""The selection follows its items: blocks against plain sets of cells, and a table over resets and moves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from pmdesk.domain.arrangement import Arrangement
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.grid.selection_keeper import SelectionKeeper, merged, moved_row, shifted
from pmdesk.gui.main_window import MainWindow
from pmdesk.services import editing
from tests.gui.grid.hands import Key, keys, press, put, value

ROWS = 12
Block = tuple[int, int, int, int]
spans = st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)).map(sorted)
sides = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)
blocks = st.lists(st.builds(lambda rows, columns: (*rows, *columns), spans, sides), max_size=4)
places = st.integers(0, ROWS - 1)
REACH = COLUMN_AT["reach"]


def cells(given_blocks: list[Block]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for top, bottom, left, right in given_blocks
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def order_after(old: int, new: int) -> list[int]:
    """Which row stands in each place after one went elsewhere."""
    order = list(range(ROWS))
    order.insert(new, order.pop(old))
    return order


@given(places, places, places)
def test_a_row_is_where_a_list_has_it(row: int, old: int, new: int) -> None:
    assert moved_row(row, old, new) == order_after(old, new).index(row)


@given(blocks, places, places)
def test_shifted_blocks_are_the_same_cells(selected: list[Block], old: int, new: int) -> None:
    order = order_after(old, new)
    assert cells(shifted(selected, old, new)) == {(order.index(row), column) for row, column in cells(selected)}


@given(st.lists(st.tuples(places, places), max_size=5), blocks)
def test_shifts_one_after_the_other(shifts: list[tuple[int, int]], selected: list[Block]) -> None:
    order = list(range(ROWS))
    after = selected
    for old, new in shifts:
        after = shifted(after, old, new)
        order.insert(new, order.pop(old))
    assert cells(after) == {(order.index(row), column) for row, column in cells(selected)}


@given(blocks)
def test_merged_blocks_are_the_same_cells_in_fewer_blocks(selected: list[Block]) -> None:
    found = merged(selected)
    assert cells(found) == cells(selected)
    assert len(found) <= len(selected)
    columns = {block[2:] for block in found}
    for one in columns:
        same = sorted(block[:2] for block in found if block[2:] == one)
        assert all(above[1] + 1 < below[0] for above, below in pairwise(same))


def test_a_whole_selection_stays_one_block() -> None:
    assert shifted([(0, 99_999, 0, 9)], 99_999, 0) == [(0, 99_999, 0, 9)]
    assert shifted([(0, 9, 0, 9)], 20, 30) == [(0, 9, 0, 9)]


# A table


class Kept:
    """A table over the sample backlog whose selection is kept, and what one asks of it."""

    def __init__(self, table: QTableView, document: Document) -> None:
        self.document, self.table = document, table
        self.model = BacklogModel(document, document)
        table.setModel(self.model)
        self.keeper = SelectionKeeper(table, self.model)

    def keys(self) -> list[str]:
        return [self.model.item_at(row).key for row in range(self.model.rowCount())]

    def selected(self) -> set[str]:
        return {self.model.item_at(index.row()).key for index in self.table.selectionModel().selectedIndexes()}

    def select(self, *rows: int) -> set[str]:
        self.keeper.select((row, row, REACH, REACH) for row in rows)
        return self.selected()

    def put_cursor(self, row: int) -> str:
        index = self.model.index(row, REACH)
        self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        return self.model.item_at(row).key

    def cursor(self) -> str | None:
        index = self.table.currentIndex()
        return self.model.item_at(index.row()).key if index.isValid() else None


@pytest.fixture
def kept(qtbot: QtBot, document: Document) -> Iterator[Kept]:
    table = QTableView()
    qtbot.addWidget(table)
    yield Kept(table, document)
    table.setModel(None)


def test_selection_and_cursor_go_with_a_row_that_moves(kept: Kept) -> None:
    selected, cursor = kept.select(0, 5, 9), kept.put_cursor(9)
    kept.model.setData(kept.model.index(9, REACH), "900M")
    assert kept.keys()[0] == cursor
    assert kept.selected() == selected
    assert kept.cursor() == cursor


def test_rows_that_go_elsewhere_and_rows_that_go_away_in_one_change(kept: Kept) -> None:
    selected = kept.select(1, 2, 4)
    cursor = kept.put_cursor(4)
    first, gone = kept.model.item_at(8), kept.model.item_at(2)
    edits = [
        editing.edit(item, editing.replace(item, **values))
        for item, values in ((first, {"reach": 9e8}), (gone, {"closed_by_user": True}))
    ]
    for change in (edits, edits[::-1]):
        assert kept.document.apply(editing.change(editing.message("Both"), change))
        assert kept.keys()[0] == first.key
        assert kept.selected() == selected - {gone.key}
        assert kept.cursor() == cursor
        assert kept.document.undo()
        kept.select(*map(kept.keys().index, selected))


def test_the_cursor_comes_back_after_a_search_that_hid_it(kept: Kept) -> None:
    cursor = kept.put_cursor(kept.keys().index("SHOP-3"))
    kept.model.arrange(Arrangement(text="no such words"), wait=True)
    assert kept.cursor() is None
    kept.model.arrange(Arrangement(), wait=True)
    assert kept.cursor() == cursor


def test_another_order_keeps_the_same_items_selected(kept: Kept) -> None:
    selected = kept.select(0, 3, 7)
    kept.model.arrange(Arrangement(sort="title"), wait=True)
    assert kept.selected() == selected
    kept.document.set_framework("moscow")
    assert kept.selected() == selected


def test_more_than_a_thousand_rows_are_kept_as_well(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmdesk.gui.grid.selection_keeper._FEW", 3)
    selected, cursor = kept.select(0, 1, 2, 3, 8, 9), kept.put_cursor(8)
    kept.model.arrange(Arrangement(sort="title", descending=True), wait=True)
    assert kept.selected() == selected
    assert kept.cursor() == cursor


def test_the_next_item_has_the_cursor_after_one_is_deleted(window: MainWindow) -> None:
    put(window, keys(window)[5], "reach")
    following = keys(window)[6]
    window.actions_["actionDeleteItems"].trigger()
    assert window.view.current_item().key == following
    assert window.view.selectionModel().hasSelection()


def test_the_next_item_has_the_cursor_after_many_are_closed(window: MainWindow) -> None:
    there = keys(window)
    put(window, there[1], "reach")
    window.view.keeper.select([(1, 40, COLUMN_AT["reach"], COLUMN_AT["reach"])])
    window.actions_["actionCloseItems"].trigger()
    stands = window.view.current_item()
    assert stands is not None
    assert not stands.closed


def test_a_search_gives_cursor_and_selection_back(qtbot: QtBot, window: MainWindow) -> None:
    put(window, "SHOP-112", "effort")
    for text in ("zeppelin", ""):
        window.top_bar.search.setText(text)
        qtbot.waitUntil(lambda: not window.model.searching)
    assert window.view.current_item().key == "SHOP-112"
    press(Key.Key_Delete)
    window.view.setFocus()
    press(Key.Key_Delete)
    assert value(window, "SHOP-112", "effort") is None


def test_applying_the_filter_again_leaves_the_cursor_beside_what_went(window: MainWindow) -> None:
    window.model.arrange(window.model.arrangement.choosing("moscow", ["must"]), wait=True)
    first, second = keys(window)[:2]
    put(window, first, "moscow")
    press(Key.Key_Delete)
    press(Key.Key_F5)
    assert window.view.current_item().key == second
