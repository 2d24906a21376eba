"""Cells ready to be drawn: a score is never cut, and has a bar where there is room."""

from __future__ import annotations

import pytest

from pmdesk.domain.ranking import Group
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.cell_paint import Cell, CellMaker, Kind
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.theme import Theme
from tests.makers import scored_item

SCORE = COLUMNS[COLUMN_AT["score"]]


@pytest.fixture
def maker(empty_document: Document, theme: Theme) -> CellMaker:
    return CellMaker(BacklogModel(empty_document, empty_document).texts, theme, 1.0)


def score(maker: CellMaker, reach: float, width: int = SCORE.width) -> Cell:
    item = scored_item(reach=reach, impact=1.0, confidence=1.0, effort=1.0)
    return maker.cell(item, SCORE, width, Group.RANKED)


def test_a_score_has_a_bar(maker: CellMaker) -> None:
    cell = score(maker, 123456.0)
    assert (cell.kind, cell.text, cell.value) == (Kind.SCORE, "123,456", 123456.0)


@pytest.mark.parametrize(("reach", "width"), [(123_456_789.0, SCORE.width), (4800.0, 90)])
def test_a_score_that_leaves_no_room_for_its_bar_is_shown_in_full(maker: CellMaker, reach: float, width: int) -> None:
    cell = score(maker, reach, width)
    assert (cell.kind, cell.text) == (Kind.TEXT, f"{reach:,.0f}")
    assert cell.left + maker.measure[True].advance(cell.text) <= width
