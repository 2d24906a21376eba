"""The sums of the selection, made in slices beside the work of the window."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pmdesk.gui.document import Document
from pmdesk.gui.grid import selection_sums
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.selection_sums import SelectionSums, Sums
from pmdesk.services import editing
from tests.makers import make_item, put, scored_item


class Selected(QWidget):
    """Stands for a view: some rows are selected."""

    def __init__(self) -> None:
        super().__init__()
        self.spans: list[range] = []

    def selected_spans(self) -> list[range]:
        return self.spans


@pytest.fixture
def summed(qtbot: QtBot, empty_document: Document, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Sums over five items with an effort of 0.1 each and one without numbers, and what they told."""
    monkeypatch.setattr(selection_sums, "_AFTER", 1)
    items = (scored_item(number, reach=100.0 * number, effort=0.1) for number in range(1, 6))
    put(empty_document.workspace, *items, make_item(6))
    view, told = Selected(), []
    qtbot.addWidget(view)
    sums = SelectionSums(view, BacklogModel(empty_document, empty_document))
    sums.summed.connect(told.append)
    return SimpleNamespace(view=view, sums=sums, told=told)


def select(summed: SimpleNamespace, *spans: range) -> None:
    summed.view.spans = list(spans)
    summed.sums.start()


def test_counts_and_sums_without_crumbs(qtbot: QtBot, summed: SimpleNamespace) -> None:
    select(summed, range(3), range(4, 6))
    qtbot.waitUntil(lambda: bool(summed.told))
    assert summed.told == [Sums(5, 1300.0, 0.4)]


def test_nothing_selected_is_nothing(qtbot: QtBot, summed: SimpleNamespace) -> None:
    select(summed)
    qtbot.waitUntil(lambda: bool(summed.told))
    assert summed.told == [Sums()]


def test_a_selection_that_is_still_being_made_is_summed_once(qtbot: QtBot, summed: SimpleNamespace) -> None:
    for end in range(1, 6):
        select(summed, range(end))
    qtbot.waitUntil(lambda: bool(summed.told))
    qtbot.wait(20)
    assert summed.told == [Sums(5, 1500.0, 0.5)]


def test_a_large_selection_is_summed_in_slices(
    qtbot: QtBot, summed: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_sums, "_CHUNK", 2)
    monkeypatch.setattr(selection_sums, "_SLICE_SECONDS", -1.0)
    slices: list[range] = []
    items_in = summed.sums._model.items_in
    monkeypatch.setattr(summed.sums._model, "items_in", lambda rows: (slices.append(rows), items_in(rows))[1])
    select(summed, range(5))
    qtbot.waitUntil(lambda: bool(summed.told))
    assert slices == [range(2), range(2, 4), range(4, 5)]
    assert summed.told == [Sums(5, 1500.0, 0.5)]


def test_rows_that_went_away_meanwhile_are_no_trouble(
    qtbot: QtBot, summed: SimpleNamespace, empty_document: Document
) -> None:
    select(summed, range(6))
    items = list(empty_document.workspace.items.values())[:4]
    assert empty_document.apply(editing.delete_items(empty_document.workspace, items))
    qtbot.waitUntil(lambda: bool(summed.told))
    assert summed.told == [Sums(2, 500.0, 0.1)]
