"""The export dialog: what it offers for each kind of file, and what it tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.gui.exporting.choice import ExportChoice, Scope
from pmdesk.gui.exporting.dialog import ExportDialog
from pmdesk.services.export_kinds import Kind, Paper
from pmdesk.services.exporting import ExportOptions

Open = Callable[..., ExportDialog]
SCOPE = Scope(28, frozenset({1, 2, 3}), frozenset({2}), ("status", "team"))


@pytest.fixture
def told() -> list[ExportChoice]:
    return []


@pytest.fixture
def opened(qtbot: QtBot, told: list[ExportChoice]) -> Open:
    window = QWidget()
    qtbot.addWidget(window)

    def open_with(choice: ExportChoice | None = None, scope: Scope = SCOPE, framework: str = "rice") -> ExportDialog:
        made = ExportDialog(scope, framework, choice or ExportChoice(), window)
        made.chosen.connect(told.append)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    open_with.window = window  # type: ignore[attr-defined]
    return open_with


def _texts(box: QComboBox) -> list[str]:
    return [box.itemText(place) for place in range(box.count())]


def _pick(box: QComboBox, text: str) -> None:
    box.setCurrentIndex(_texts(box).index(text))


def test_enter_takes_what_is_offered(qtbot: QtBot, opened: Open, told: list) -> None:
    dialog = opened(scope=Scope(28, None, frozenset(), ("status",)), framework="moscow")
    assert _texts(dialog.items) == ["All in play (28)"]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert told == [ExportChoice(options=ExportOptions(framework="moscow", fields=("status",)))]


def test_escape_writes_nothing(qtbot: QtBot, opened: Open, told: list) -> None:
    qtbot.keyClick(opened(), Qt.Key.Key_Escape)
    assert told == []


def test_what_the_filters_show_comes_first(opened: Open) -> None:
    dialog = opened()
    assert _texts(dialog.items) == ["What the filters show (3)", "All in play (28)", "The selected rows (1)"]
    assert dialog.choice.options.item_ids == {1, 2, 3}
    _pick(dialog.items, "The selected rows (1)")
    assert dialog.choice.options.item_ids == {2}
    _pick(dialog.items, "All in play (28)")
    assert dialog.choice.options.item_ids is None


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (Kind.WORKBOOK, {"columns", "descriptions"}),
        (Kind.CSV, {"columns", "descriptions"}),
        (Kind.JIRA, set()),
        (Kind.PAGE, set()),
        (Kind.PDF, {"paper"}),
    ],
)
def test_each_kind_asks_for_what_makes_a_difference(opened: Open, kind: Kind, shown: set[str]) -> None:
    dialog = opened()
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))
    assert {name for name in ("columns", "descriptions", "paper") if getattr(dialog, name).isVisible()} == shown
    assert dialog.about.text().endswith(".")
    assert dialog.about.height() >= dialog.about.heightForWidth(dialog.about.width())


def test_all_that_is_chosen_is_told(qtbot: QtBot, opened: Open, told: list) -> None:
    dialog = opened()
    _pick(dialog.kind, "CSV for scripts (.csv)")
    _pick(dialog.columns, "All")
    _pick(dialog.framework, "MoSCoW")
    for box in (dialog.descriptions, dialog.only_changed):
        qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    options = ExportOptions("moscow", True, ("status", "team"), frozenset({1, 2, 3}), True)
    assert [(one.kind, one.options, one.only_changed) for one in told] == [(Kind.CSV, options, True)]


def test_it_begins_with_the_choice_given(opened: Open) -> None:
    given = ExportChoice(Kind.PDF, ExportOptions(all_columns=True), paper=Paper.LETTER)
    dialog = opened(given)
    assert (dialog.choice.kind, dialog.choice.paper, dialog.choice.options.all_columns) == (
        Kind.PDF,
        Paper.LETTER,
        True,
    )


def test_descriptions_are_asked_for_lists_alone(opened: Open) -> None:
    dialog = opened()
    dialog.descriptions.setChecked(True)
    assert dialog.choice.options.with_descriptions
    _pick(dialog.kind, "Report as a web page (.html)")
    assert not dialog.choice.options.with_descriptions


def test_every_control_has_a_name_and_a_tooltip(opened: Open) -> None:
    dialog = opened()
    for control in (dialog.kind, dialog.framework, dialog.items, dialog.columns, dialog.paper):
        assert control.accessibleName()
        assert control.toolTip()
    for control in (dialog.only_changed, dialog.descriptions, dialog.cancel_button, dialog.export_button):
        assert control.text()
        assert control.toolTip()
