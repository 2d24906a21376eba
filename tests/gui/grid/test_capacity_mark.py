"""The line below the last item that fits: where it stands, and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.records import EffortUnit
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.capacity_mark import CapacityMark
from pmdesk.services import editing
from tests.makers import make_item, put, scored_item


@pytest.fixture
def model(qapp: QApplication, empty_document: Document) -> BacklogModel:
    """Five ranked items of an effort of 4 each, and one without a score."""
    items = (scored_item(number, reach=1000.0 - number, title=f"Pay {number % 2}") for number in range(1, 6))
    put(empty_document.workspace, *items, make_item(6))
    return BacklogModel(empty_document, empty_document)


@pytest.fixture
def mark(empty_document: Document, model: BacklogModel) -> CapacityMark:
    return CapacityMark(empty_document, model)


def set_capacity(mark: CapacityMark, document: Document, capacity: float | None) -> None:
    changed = replace(document.workspace.settings, capacity=capacity)
    assert document.apply(editing.change_settings(document.workspace, changed))
    mark.update()


def test_without_a_capacity_there_is_none(mark: CapacityMark) -> None:
    mark.update()
    assert (mark.row(), mark.text) == (None, "")


@pytest.mark.parametrize(
    ("capacity", "row", "text"),
    [
        (12.0, 2, "fits 3 items, 12 of 12 person-months"),
        (15.5, 2, "fits 3 items, 12 of 15.5 person-months"),
        (4.0, 0, "fits 1 item, 4 of 4 person-months"),
        (900.0, 4, "fits 5 items, 20 of 900 person-months"),
        (1.0, -1, "fits 0 items, 0 of 1 person-months"),
    ],
)
def test_it_stands_below_the_last_item_that_fits(
    mark: CapacityMark, empty_document: Document, capacity: float, row: int, text: str
) -> None:
    set_capacity(mark, empty_document, capacity)
    assert (mark.row(), mark.text) == (row, text)


def test_under_a_filter_it_stands_below_the_last_shown_item_that_fits(
    mark: CapacityMark, model: BacklogModel, empty_document: Document
) -> None:
    set_capacity(mark, empty_document, 12.0)
    model.arrange(Arrangement(text="pay 1"), wait=True)  # ranks 1, 3, 5
    assert mark.row() == 1
    model.arrange(Arrangement(text="shop-5"), wait=True)
    assert mark.row() == -1
    model.arrange(Arrangement(text="shop-6"), wait=True)  # not ranked
    assert mark.row() is None
    model.arrange(Arrangement(text="nothing"), wait=True)
    assert mark.row() is None


def test_elsewhere_than_in_rank_order_it_cuts_nothing_off(
    mark: CapacityMark, model: BacklogModel, empty_document: Document
) -> None:
    set_capacity(mark, empty_document, 12.0)
    for arrangement in (Arrangement(sort="title"), Arrangement(group_by="goal")):
        model.arrange(arrangement, wait=True)
        assert mark.row() is None
    model.arrange(Arrangement(), wait=True)
    assert mark.row() == 2
    model.hold_order(True)
    assert mark.row() is None


def test_items_without_effort_are_counted_beside(
    mark: CapacityMark, model: BacklogModel, empty_document: Document
) -> None:
    workspace = empty_document.workspace
    changed = replace(workspace.settings, effort_unit=EffortUnit.POINTS, capacity=9.0)
    assert empty_document.apply(editing.change_settings(workspace, changed, {"effort": None}))
    assert empty_document.apply(editing.set_values(list(workspace.items.values())[:2], {"moscow": "must"}))
    assert empty_document.apply(editing.set_values([workspace.items[1]], {"effort": 5.0}))
    assert empty_document.set_framework("moscow")
    mark.update()
    assert mark.row() == 1
    assert mark.text.startswith("fits 2 items, 5 of 9 ")
    assert mark.text.endswith(", 1 not estimated")
