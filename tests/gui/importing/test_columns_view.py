"""The table of columns: uses, scales and suggestions, by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from pmdesk.domain.mapping import EXTRA, ColumnMapping, ColumnProposal, FileMapping, Scale
from pmdesk.domain.uses import uses_for
from pmdesk.gui.importing.columns_model import Column, ColumnsModel, Shown
from pmdesk.gui.importing.columns_view import ColumnsView
from pmdesk.gui.text import say
from pmdesk.gui.theme import Theme

USES = {use.name: say(use.label) for use in uses_for("jira")}
PROPOSED = (
    ColumnProposal("Summary", ("<b>One</b>\ntwo", "Three"), 2, ColumnMapping("Summary", "title")),
    ColumnProposal("Empty", (), 0, ColumnMapping("Empty")),
    ColumnProposal("Story Points", ("3", "5"), 2, ColumnMapping("Story Points"), ("effort",)),
    ColumnProposal("Effort", ("1",), 1, ColumnMapping("Effort", "effort")),
    ColumnProposal("Impact", ("4",), 1, ColumnMapping("Impact", "impact", Scale.RATING_5)),
    ColumnProposal("Priority", ("High",), 1, ColumnMapping("Priority", "priority"), ("moscow",)),
)
MAPPING = FileMapping(tuple(one.mapping for one in PROPOSED), name="Ours")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> ColumnsView:
    model = ColumnsModel()
    made = ColumnsView(model, theme)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    model.show_columns(PROPOSED, MAPPING, USES)
    made.setFocus()
    return made


def model_of(view: ColumnsView) -> ColumnsModel:
    model = view.model()
    assert isinstance(model, ColumnsModel)
    return model


def headers(view: ColumnsView) -> list[str]:
    model = model_of(view)
    return [model.index(row, Column.HEADER).data() for row in range(model.rowCount())]


def put(view: ColumnsView, header: str, column: Column) -> int:
    row = headers(view).index(header)
    view.setCurrentIndex(model_of(view).index(row, column))
    return row


def test_the_model_stands_qts_tester(qtbot: QtBot) -> None:
    model = ColumnsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_columns(PROPOSED, MAPPING, USES)
    for which in Shown:
        model.show_which(which)
    model.set_use([0, 2], "labels")
    model.show_columns((), FileMapping(), USES)


def test_columns_of_interest_stand_first_and_empty_ones_are_not_listed(view: ColumnsView) -> None:
    assert headers(view) == ["Story Points", "Effort", "Impact", "Priority", "Summary"]
    model_of(view).show_which(Shown.ALL)
    assert headers(view) == ["Summary", "Empty", "Story Points", "Effort", "Impact", "Priority"]
    model_of(view).show_which(Shown.USED)
    assert headers(view) == ["Summary", "Effort", "Impact", "Priority"]


def test_values_are_plain_and_on_one_line(view: ColumnsView) -> None:
    row = put(view, "Summary", Column.SAMPLES)
    index = model_of(view).index(row, Column.SAMPLES)
    assert index.data() == "<b>One</b> two · Three"
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_space_takes_a_suggestion_and_one_click_does(qtbot: QtBot, view: ColumnsView) -> None:
    row = put(view, "Story Points", Column.OFFER)
    assert view.currentIndex().data() == "Use as Effort"
    with qtbot.waitSignal(model_of(view).edited, timeout=1000):
        qtbot.keyClick(view, Qt.Key.Key_Space)
    model = model_of(view)
    assert [column.use for column in model.mapping.columns] == ["title", EXTRA, "effort", EXTRA, "impact", "priority"]
    assert model.mapping.name == ""
    assert model.index(row, Column.OFFER).data() == ""
    model.show_columns(PROPOSED, MAPPING, USES)
    where = view.visualRect(model.index(row, Column.OFFER)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert model.mapping.columns[2].use == "effort"


def test_a_priority_becomes_a_category_by_its_own_scale(qtbot: QtBot, view: ColumnsView) -> None:
    put(view, "Priority", Column.OFFER)
    assert view.currentIndex().data() == "Use as MoSCoW"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert model_of(view).mapping.columns[5] == ColumnMapping("Priority", "moscow", Scale.PRIORITY)


def test_a_use_is_chosen_from_a_combo_by_keyboard(qtbot: QtBot, view: ColumnsView) -> None:
    put(view, "Summary", Column.USE)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    (combo,) = view.viewport().findChildren(QComboBox)
    assert combo.currentData() == "title"
    qtbot.waitUntil(combo.view().isVisible)
    qtbot.keyClick(combo.view(), Qt.Key.Key_Down)
    assert combo.view().currentIndex().data() == "Key"
    qtbot.keyClick(combo.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model_of(view).mapping.columns[0].use == "key")
    assert view.hasFocus()


def test_a_scale_is_chosen_and_a_factor_typed(qtbot: QtBot, view: ColumnsView) -> None:
    put(view, "Impact", Column.SCALE)
    assert view.currentIndex().data().startswith("Rating 1 to 5")
    assert model_of(view).setData(view.currentIndex(), "own")
    assert model_of(view).mapping.columns[4].scale is Scale.OWN
    put(view, "Effort", Column.SCALE)
    assert view.currentIndex().data() == "× 1"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    (line,) = view.viewport().findChildren(QLineEdit, "cellEditor")
    qtbot.keyClicks(line, "0.05")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model_of(view).mapping.columns[3].factor == 0.05, timeout=1000)


@pytest.mark.parametrize("text", ["0", "-1", "many"])
def test_a_factor_that_cannot_be_is_refused_in_words(qtbot: QtBot, view: ColumnsView, text: str) -> None:
    put(view, "Effort", Column.SCALE)
    with qtbot.waitSignal(model_of(view).refused, timeout=1000):
        assert not model_of(view).setData(view.currentIndex(), text)
    assert model_of(view).mapping == MAPPING


def test_what_has_no_scale_has_none_to_edit(view: ColumnsView) -> None:
    put(view, "Summary", Column.SCALE)
    assert not view.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable
    assert not model_of(view).setData(view.currentIndex(), "rating5")
    assert not model_of(view).setData(model_of(view).index(0, Column.USE), "no such use")
