"""The cells that refuse what is pasted, told before anything is pasted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from pmdesk.domain.messages import message
from pmdesk.gui.paste_dialog import PasteReportDialog
from pmdesk.gui.theme import Theme
from pmdesk.services.pasting import PastePlan, RefusedCell
from tests.makers import make_item

Show = Callable[..., PasteReportDialog]
REASON = message("It is computed; nobody types it.")


def plan_of(*refused: RefusedCell, good: int = 9, lost_rows: int = 0, lost_columns: int = 0) -> PastePlan:
    cells = tuple((make_item(number), "reach", 1.0) for number in range(1, good + 1))
    return PastePlan(cells, refused, message("Paste"), lost_rows, lost_columns)


def cell(text: str = "12", key: str = "SHOP-1") -> RefusedCell:
    return RefusedCell(key, message("Score"), text, REASON)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Show:
    def shown(plan: PastePlan) -> PasteReportDialog:
        made = PasteReportDialog(plan, theme)
        qtbot.addWidget(made)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return shown


def lines(dialog: PasteReportDialog) -> list[str]:
    model = dialog.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def texts(dialog: PasteReportDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_it_counts_and_lists_the_refused_cells_as_plain_text(show: Show) -> None:
    dialog = show(plan_of(cell("<b>12</b>"), cell("", key="<i>A</i>"), cell()))
    assert "9 of 12 cells can be pasted. Nothing has been pasted yet." in texts(dialog)
    assert dialog.paste_button.text() == "Paste the 9 good ones"
    assert lines(dialog) == [
        "Cells that stay as they are",
        "SHOP-1 · Score: “<b>12</b>”\nIt is computed; nobody types it.",
        "<i>A</i> · Score: (empty)\nIt is computed; nobody types it.",
        "SHOP-1 · Score: “12”\nIt is computed; nobody types it.",
    ]


def test_a_text_is_told_once_and_a_long_one_in_short(show: Show) -> None:
    number = message("“{text}” is not a number here.", text="x" * 40)
    dialog = show(plan_of(RefusedCell("A-1", message("Reach"), "x" * 90, number), cell("y" * 999)))
    assert lines(dialog)[1] == f"A-1 · Reach: “{'x' * 40}” is not a number here."
    assert f"“{'y' * 120}…”" in lines(dialog)[2]


def test_one_good_cell_is_told_as_one(show: Show) -> None:
    assert show(plan_of(cell(), good=1)).paste_button.text() == "Paste the good one"


def test_what_falls_off_the_end_is_told(show: Show) -> None:
    dialog = show(plan_of(lost_rows=1200, lost_columns=1))
    assert lines(dialog) == [
        "What would fall off the end",
        "1,200 rows stand below the last item.",
        "1 column stands beside the last one.",
    ]


def test_of_very_many_only_the_first_are_listed(show: Show) -> None:
    found = lines(show(plan_of(*[cell()] * 30_000)))
    assert (len(found), found[-1]) == (502, "And 29,500 more cells.")


@pytest.mark.parametrize(
    ("key", "result"),
    [(Qt.Key.Key_Escape, QDialog.DialogCode.Rejected), (Qt.Key.Key_Return, QDialog.DialogCode.Accepted)],
)
def test_keys_decide(qtbot: QtBot, show: Show, key: Qt.Key, result: QDialog.DialogCode) -> None:
    dialog = show(plan_of(cell()))
    assert dialog.paste_button.hasFocus()
    qtbot.keyClick(dialog, key)
    assert not dialog.isVisible()
    assert dialog.result() == result


def test_buttons_decide(qtbot: QtBot, show: Show) -> None:
    for name, result in (
        ("nothing_button", QDialog.DialogCode.Rejected),
        ("paste_button", QDialog.DialogCode.Accepted),
    ):
        dialog = show(plan_of(cell()))
        qtbot.mouseClick(getattr(dialog, name), Qt.MouseButton.LeftButton)
        assert dialog.result() == result


def test_with_nothing_good_there_is_nothing_to_paste(qtbot: QtBot, show: Show) -> None:
    dialog = show(plan_of(cell(), good=0))
    assert not dialog.paste_button.isVisible()
    assert "0 of 1 cell can be pasted. Nothing has been pasted yet." in texts(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_every_control_is_named_and_reached_by_tab(qtbot: QtBot, show: Show) -> None:
    dialog = show(plan_of(cell()))
    assert dialog.list.accessibleName()
    for button in (dialog.paste_button, dialog.nothing_button):
        assert button.toolTip()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Tab)
    assert dialog.nothing_button.hasFocus()
    qtbot.keyClick(dialog.nothing_button, Qt.Key.Key_Tab)
    assert dialog.paste_button.hasFocus()
