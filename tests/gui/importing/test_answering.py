"""What answers to questions, saved mappings and their names make of a mapping."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pmdesk.domain.mapping import (
    Asked,
    ColumnMapping,
    ColumnProposal,
    DateOrder,
    FileMapping,
    Question,
    Scale,
)
from pmdesk.domain.messages import message
from pmdesk.gui.importing.answering import answered
from pmdesk.gui.importing.saved_choice import MappingNameDialog, laid_over

POINTS = ColumnMapping("Story Points")
COLUMNS = (
    ColumnMapping("Summary", "title"),
    ColumnMapping("Effort", "effort"),
    POINTS,
    ColumnMapping("Impact", "impact", Scale.RATING_5),
)
MAPPING = FileMapping(COLUMNS, name="Ours")
PROPOSED = tuple(ColumnProposal(one.header, ("1",), 1, one, ("effort",) if one is POINTS else ()) for one in COLUMNS)


def asked(kind: Asked, *places: int) -> Question:
    return Question(kind, message("?"), places)


def uses(mapping: FileMapping) -> list[str]:
    return [column.use for column in mapping.columns]


def test_dates_and_decimals_are_the_files() -> None:
    made = answered(MAPPING, asked(Asked.DATE_ORDER), DateOrder.MONTH_FIRST, PROPOSED)
    assert (made.date_order, made.columns, made.name) == (DateOrder.MONTH_FIRST, COLUMNS, "")
    assert answered(MAPPING, asked(Asked.DECIMAL), ",", PROPOSED).decimal == ","


def test_a_scale_is_the_columns() -> None:
    made = answered(MAPPING, asked(Asked.SCALE, 3), Scale.OWN, PROPOSED)
    assert made.columns[3] == ColumnMapping("Impact", "impact")
    assert made.columns[:3] == COLUMNS[:3]


def test_a_factor_takes_a_column_that_was_only_offered() -> None:
    made = answered(MAPPING, asked(Asked.UNIT, 2), 0.05, PROPOSED)
    assert made.columns[2] == ColumnMapping("Story Points", "effort", factor=0.05)


def test_what_is_not_to_be_taken_is_kept_as_it_is() -> None:
    made = answered(MAPPING, asked(Asked.UNIT, 1), -1, PROPOSED)
    assert made.columns[1] == ColumnMapping("Effort")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (2, ["title", "extra", "effort", "impact"]),
        (1, ["title", "effort", "extra", "impact"]),
        (-1, ["title", "extra", "extra", "impact"]),
    ],
)
def test_one_of_several_is_chosen(chosen: int, expected: list[str]) -> None:
    assert uses(answered(MAPPING, asked(Asked.CHOICE, 1, 2), chosen, PROPOSED)) == expected


def test_after_none_was_chosen_one_still_can_be() -> None:
    none = answered(MAPPING, asked(Asked.CHOICE, 1, 2), -1, PROPOSED)
    assert uses(answered(none, asked(Asked.CHOICE, 1, 2), 2, PROPOSED)) == ["title", "extra", "effort", "impact"]


def test_a_saved_mapping_is_laid_over_by_headers() -> None:
    saved = FileMapping(
        (ColumnMapping("EFFORT", "reach"), ColumnMapping("Gone", "status")), DateOrder.DAY_FIRST, ".", "A"
    )
    made = laid_over(saved, MAPPING)
    assert uses(made) == ["title", "reach", "extra", "impact"]
    assert [column.header for column in made.columns] == [column.header for column in COLUMNS]
    assert (made.name, made.date_order, made.decimal) == ("A", DateOrder.DAY_FIRST, ".")


def test_a_name_is_typed_and_one_that_cannot_be_is_refused(qtbot: QtBot) -> None:
    dialog = MappingNameDialog("")
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.save_button.isEnabled()
    dialog.line.setText("x" * 61)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert "at most 60" in dialog.words.text()
    dialog.line.clear()
    qtbot.keyClicks(dialog.line, " Our   Jira ")
    with qtbot.waitSignal(dialog.named, timeout=1000) as named:
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert named.args == ["Our Jira"]
