"""The grid's model: what it shows, what it takes, and how it follows changes; without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Level, Moscow
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.bands import band_label
from pmdesk.gui.grid.cell_roles import ITEM_ID_ROLE
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.services import editing

EDIT, DISPLAY, NAME = Qt.ItemDataRole.EditRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.UserRole


@pytest.fixture
def model(document: Document) -> BacklogModel:
    made = BacklogModel(document, document)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def keys(model: BacklogModel) -> list[str]:
    return [model.item_at(row).key for row in range(model.rowCount())]


def cell(model: BacklogModel, key: str, column: str) -> QModelIndex:
    return model.index(keys(model).index(key), COLUMN_AT[column])


def in_order(model: BacklogModel, document: Document) -> bool:
    """Whether the visible rows stand as a plain walk over the ranking gives them."""
    ranking = document.workspace.ranking
    visible = {model.item_at(row).id for row in range(model.rowCount())}
    wanted = [item_id for item_id in ranking if item_id in visible]
    return [model.item_at(row).id for row in range(model.rowCount())] == wanted


def test_headers_name_their_fields(model: BacklogModel) -> None:
    names = [model.headerData(place, Qt.Orientation.Horizontal, NAME) for place in range(model.columnCount())]
    assert names[:11] == [
        "rank", "change", "key", "title", "reach", "impact", "confidence", "effort", "score", "moscow", "status",
    ]  # fmt: skip
    assert names == [column.name for column in COLUMNS]
    assert model.headerData(COLUMN_AT["reach"], Qt.Orientation.Horizontal, DISPLAY) == "Reach per quarter"


def test_values_are_raw_to_edit_and_text_to_read(model: BacklogModel) -> None:
    assert cell(model, "SHOP-112", "reach").data(EDIT) == 9000.0
    assert cell(model, "SHOP-112", "reach").data(DISPLAY) == "9,000"
    assert cell(model, "SHOP-112", "confidence").data(EDIT) == 0.8
    assert cell(model, "SHOP-112", "confidence").data(DISPLAY) == "80%"
    assert cell(model, "SHOP-112", "impact").data(DISPLAY) == "High"
    assert cell(model, "SHOP-112", "score").data(DISPLAY) == "4,800"
    assert cell(model, "SHOP-112", "score").data(EDIT) == 4800.0
    assert cell(model, "SHOP-112", "rank").data(EDIT) == 1
    assert cell(model, "SHOP-112", "moscow").data(EDIT) == Moscow.MUST


def test_an_unscored_item_shows_no_zero(model: BacklogModel) -> None:
    score = cell(model, "SHOP-171", "score")
    assert score.data(DISPLAY) == ""
    assert score.data(EDIT) is None
    hints = model.texts.hint(model.item_at(score.row()), COLUMNS[score.column()])
    assert hints == ("reach and effort missing", "2 factors missing")
    assert cell(model, "SHOP-171", "rank").data(DISPLAY) == "–"


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        ("reach", "12k", 12_000.0),
        ("reach", 1234, 1234.0),
        ("confidence", "50", 0.5),
        ("confidence", 0.5, 0.5),
        ("impact", "massive", 3.0),
        ("effort", "0.5", 0.5),
        ("effort", "0", None),
        ("moscow", "w", Moscow.WONT),
        ("title", "Another title", "Another title"),
        ("reach", "", None),
    ],
)
def test_typed_text_and_typed_values_are_taken(
    model: BacklogModel, document: Document, column: str, typed: object, value: object
) -> None:
    index = cell(model, "SHOP-3", column)
    item_id = index.data(ITEM_ID_ROLE)
    assert model.setData(index, typed)
    assert getattr(document.workspace.items[item_id], column) == value
    assert in_order(model, document)


def test_a_value_that_cannot_be_changes_nothing_and_says_why(model: BacklogModel, document: Document) -> None:
    said = []
    model.invalid.connect(lambda _, reason: said.append(str(reason)))
    before = dict(document.workspace.items)
    assert not model.setData(cell(model, "SHOP-3", "confidence"), "180%")
    assert not model.setData(cell(model, "SHOP-3", "status"), "Done")
    assert document.workspace.items == before
    assert said[0].startswith("Confidence goes from 0 to 100")
    assert said[1] == "Status of SHOP-3 follows the tracker and cannot be changed here."


def test_the_edited_row_moves_to_its_rank(model: BacklogModel, document: Document) -> None:
    shifts, changed = [], []
    old = keys(model).index("SHOP-131")
    model.shifted.connect(shifts.extend)
    model.dataChanged.connect(lambda first, last, _: changed.append((first.row(), last.row())))
    assert model.setData(cell(model, "SHOP-131", "reach"), "1M")
    assert keys(model)[0] == "SHOP-131"
    assert shifts == [(old, 0)]
    assert changed == [(0, model.rowCount() - 1)]
    assert in_order(model, document)


def test_an_item_that_becomes_unscored_joins_the_others(model: BacklogModel, document: Document) -> None:
    (band,) = (band for band in model.bands() if band.group is Group.UNRANKED)
    model.setData(cell(model, "SHOP-112", "effort"), "")
    (after,) = (band for band in model.bands() if band.group is Group.UNRANKED)
    assert (after.count, after.first_row) == (band.count + 1, band.first_row - 1)
    assert in_order(model, document)


def test_other_levels_and_closed_items_are_folded_until_asked_for(model: BacklogModel) -> None:
    bands = {band.group: band for band in model.bands()}
    assert (bands[Group.OTHER_LEVEL].collapsed, bands[Group.OTHER_LEVEL].count) == (True, 10)
    assert (bands[Group.CLOSED].collapsed, bands[Group.CLOSED].count) == (True, 6)
    rows = model.rowCount()
    model.toggle_group(Group.CLOSED)
    assert model.rowCount() == rows + 6
    model.toggle_group(Group.CLOSED)
    assert model.rowCount() == rows
    assert model.other_levels(bands[Group.OTHER_LEVEL]) == {Level.EPIC: 4, Level.SUBTASK: 6}


def test_search_finds_words_anywhere_also_in_folded_groups(model: BacklogModel, document: Document) -> None:
    closed = next(item for item in document.workspace.items.values() if item.closed)
    model.search(closed.key.lower())
    assert closed.key in keys(model)
    model.search("refund portal")
    assert keys(model) == ["SHOP-3"]
    model.search("no such words anywhere")
    assert model.rowCount() == 0
    assert model.bands() == []
    model.search("")
    assert model.rowCount() == 28


def test_held_order_keeps_rows_while_ranks_go_on(model: BacklogModel, document: Document) -> None:
    before = keys(model)
    model.hold_order(True)
    model.setData(cell(model, "SHOP-131", "reach"), "1M")
    assert keys(model) == before
    assert cell(model, "SHOP-131", "rank").data(DISPLAY) == "1"
    document.apply(editing.new_item(document.workspace, "While held"))
    assert len(keys(model)) == len(before) + 1
    model.hold_order(False)
    assert keys(model)[0] == "SHOP-131"
    assert in_order(model, document)


def test_the_framework_gives_another_order_also_while_held(model: BacklogModel, document: Document) -> None:
    model.hold_order(True)
    assert document.set_framework("moscow")
    assert in_order(model, document)
    categories = [item.moscow for item in map(model.item_at, range(model.rowCount())) if item.moscow]
    assert categories == sorted(categories, key=list(Moscow).index)


def test_many_edits_at_once_and_their_undo(model: BacklogModel, document: Document) -> None:
    before = keys(model)
    items = [model.item_at(row) for row in range(20)]
    edits = [edit(item, replace(item, reach=float(place))) for place, item in enumerate(items)]
    assert document.apply(change(message("All"), edits))
    assert keys(model) != before
    assert in_order(model, document)
    assert document.undo()
    assert keys(model) == before


def test_deleted_and_created_items_come_and_go(model: BacklogModel, document: Document) -> None:
    before = keys(model)
    targets = [model.item_at(row) for row in (0, 5)]
    assert document.apply(editing.delete_items(document.workspace, targets))
    assert keys(model) == [key for key in before if key not in {item.key for item in targets}]
    assert document.undo()
    assert keys(model) == before
    assert document.apply(editing.new_item(document.workspace, "Mine"))
    assert keys(model)[-1] == "PM-1"


def test_reveal_unfolds_and_leaves_the_search(model: BacklogModel, document: Document) -> None:
    closed = next(item for item in document.workspace.items.values() if item.closed)
    assert model.row_of(closed.id) is None
    row = model.reveal(closed.id)
    assert row is not None
    assert model.item_at(row) == closed
    model.search("refund portal")
    row = model.reveal(closed.id)
    assert row is not None
    assert model.needle == ""
    assert model.reveal(10_000) is None


def test_held_order_holds_over_a_search_and_other_settings(model: BacklogModel, document: Document) -> None:
    before = keys(model)
    model.hold_order(True)
    model.setData(cell(model, "SHOP-131", "reach"), "1M")
    model.search("payout")
    model.search("")
    assert keys(model) == before
    settings = replace(document.workspace.settings, vision="Another line")
    assert document.apply(editing.change_settings(document.workspace, settings))
    assert keys(model) == before
    model.hold_order(False)
    assert keys(model)[0] == "SHOP-131"


def test_what_comes_back_under_a_search_is_shown_only_where_it_matches(model: BacklogModel, document: Document) -> None:
    other = model.item_at(keys(model).index("SHOP-140"))
    assert document.apply(editing.delete_items(document.workspace, [other]))
    model.search("refund portal")
    assert document.undo()
    assert keys(model) == ["SHOP-3"]


def test_an_item_made_while_the_order_is_held_waits_as_well(model: BacklogModel, document: Document) -> None:
    model.hold_order(True)
    assert document.apply(editing.new_item(document.workspace, "While held"))
    before = keys(model)
    for column, typed in (("reach", "1M"), ("impact", "3"), ("confidence", "100%"), ("effort", "1")):
        assert model.setData(cell(model, "PM-1", column), typed)
    assert keys(model) == before
    assert cell(model, "PM-1", "rank").data(DISPLAY) == "1"
    model.hold_order(False)
    assert keys(model)[0] == "PM-1"


def test_items_deleted_under_a_search_leave_one_by_one(model: BacklogModel, document: Document) -> None:
    model.arrange(Arrangement(text="pay"), wait=True)
    ids = model.rows.ids()
    assert " of " in cell(model, keys(model)[0], "rank").data(DISPLAY)
    targets = [model.item_at(row) for row in (0, 2)]
    assert document.apply(editing.delete_items(document.workspace, targets))
    assert model.rows.ids() == [item_id for item_id in ids if item_id not in {item.id for item in targets}]


def test_several_that_move_at_once_are_told_by_their_ids(model: BacklogModel, document: Document) -> None:
    moved: list[int] = []
    model.moved.connect(moved.extend)
    items = [model.item_at(row) for row in (9, 8, 7)]
    edits = [edit(item, replace(item, reach=9e8 + place)) for place, item in enumerate(items)]
    assert document.apply(change(message("All"), edits))
    assert moved == [item.id for item in items]
    assert [model.item_at(row).id for row in range(3)] == [item.id for item in reversed(items)]


def test_what_is_kept_in_sight_is_told(model: BacklogModel, document: Document) -> None:
    model.arrange(Arrangement(text="refund portal"), wait=True)
    made = editing.new_item(document.workspace, "Mine")
    assert document.apply(made)
    told = []
    model.refiltered.connect(lambda: told.append(set(model.rows.stale)))
    model.keep_in_sight(made.edits[0].id)
    assert keys(model) == ["SHOP-3", "PM-1"]
    assert told == [{made.edits[0].id}]


def test_headings_are_named_by_what_is_shown_while_another_grouping_is_searched_for(
    model: BacklogModel, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.arrange(Arrangement(group_by="moscow"), wait=True)
    labels = [band_label(document, model, band) for band in model.bands()]
    monkeypatch.setattr("pmdesk.gui.grid.row_filter.SLICE_SECONDS", -1.0)
    model.arrange(Arrangement(text="pay"))
    assert model.searching
    assert [band_label(document, model, band) for band in model.bands()] == labels
