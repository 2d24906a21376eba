"""A workbook that the backlog exported, through the wizard: it maps itself, and only what was changed comes in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.gui.document import Document
from pmdesk.gui.importing.preview_texts import spoken
from pmdesk.gui.importing.wizard import COLUMNS, PREVIEW, ImportWizard
from pmdesk.services.editing import set_values
from pmdesk.services.import_plan import RowKind, Side
from tests.exported import export_again
from tests.gui.importing.test_wizard import Read, counts, enter, finish, page_of
from tests.round_trip import exported
from tests.typed_workbook import type_into

REACH = "Reach per quarter"


@pytest.fixture
def workbook(document: Document, tmp_path: Path) -> Path:
    """The sample's workbook with two items changed, one of them in the backlog too, one row gone and one new."""
    path = exported(document.workspace, tmp_path)
    (item,) = document.workspace.find("SHOP-171")
    document.apply(set_values([item], {"reach": 77.0}))
    typed = {"SHOP-171": {REACH: 99, "MoSCoW": "Must"}, "SHOP-112": {"Impact": "Massive", "Status": "Done"}}
    return type_into(path, typed, without=("SHOP-87",), new=({"Title": "Tips on the pay page"},))


def told(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def test_it_comes_in_by_two_keys_and_goes_in_one_step(
    qtbot: QtBot, wizard: ImportWizard, read: Read, workbook: Path, document: Document
) -> None:
    before = dict(document.workspace.items)
    read(workbook)
    said = "It was exported from this backlog: only what was changed in it since then comes in."
    qtbot.waitUntil(lambda: said in told(wizard.files.card(workbook)))
    assert not wizard.files.whole.isVisibleTo(wizard)
    enter(qtbot, wizard)
    qtbot.waitUntil(lambda: page_of(wizard) == PREVIEW, timeout=5000)
    found = counts(wizard)
    assert (found[RowKind.CONFLICT], found[RowKind.CHANGED], found[RowKind.NEW]) == (1, 1, 1)
    assert RowKind.GONE not in found
    qtbot.keyClick(wizard.preview.view, Qt.Key.Key_T)
    assert wizard.preview.details.theirs.label.text().casefold() == "reach: theirs, in the workbook"
    assert wizard.preview.details.base.label.text().casefold() == "reach: as it was exported"
    assert wizard.preview.preview is not None
    heard = spoken(wizard.preview.preview.lines[0], True, Side.THEIRS)
    assert "conflict: yours 77, the file’s 99, the file’s is taken" in heard
    assert wizard.preview.words.text() == "Only what was changed in the workbook since its export comes in."
    done = finish(qtbot, wizard)
    (gift,), (tap,) = document.workspace.find("SHOP-171"), document.workspace.find("SHOP-112")
    assert (gift.reach, gift.moscow, tap.impact) == (99.0, "must", 3.0)
    assert (done.outcome.created, done.outcome.updated) == (1, 2)
    assert sorted(str(said).split(" (")[0] for said in done.plan.notes) == [
        "SHOP-87 is no longer in “out.xlsx”; it stays in the backlog as it is.",
        "“Status” of SHOP-112 was edited in “out.xlsx”, but the field follows the tracker; the edit was left out.",
    ]
    document.undo()
    assert document.workspace.items == before


def test_its_columns_ask_nothing_and_offer_no_scores(
    qtbot: QtBot, wizard: ImportWizard, read: Read, workbook: Path
) -> None:
    read(workbook)
    wizard.columns_button.click()
    assert page_of(wizard) == COLUMNS
    assert wizard.mapping.take_scores.isHidden()
    assert wizard.mapping.state.text() == "Everything was recognised and nothing is asked: you can go on."


def test_with_another_file_it_is_refused_in_words(
    qtbot: QtBot, wizard: ImportWizard, read: Read, workbook: Path, tmp_path: Path
) -> None:
    read(workbook, export_again(tmp_path / "newer.csv"))
    assert wizard.files.whole.isVisibleTo(wizard)
    with qtbot.waitSignal(wizard.planner.failed, timeout=20_000):
        enter(qtbot, wizard)
        if page_of(wizard) == COLUMNS:
            enter(qtbot, wizard)
    words = " ".join(told(wizard))
    assert "“out.xlsx” was exported from this backlog; import it alone, before or after the other files." in words
