"""The backlog's settings: one Change, and numbers that are never relabelled silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import Change
from pmdesk.domain.messages import message
from pmdesk.domain.records import EffortUnit, Level, ReachPeriod
from pmdesk.gui.document import Document
from pmdesk.gui.rescale_choice import RescaleChoice
from pmdesk.gui.settings_dialog import SettingsDialog
from pmdesk.gui.theme import Theme
from pmdesk.services import editing
from pmdesk.services.levels import type_counts

Open = Callable[[Document], SettingsDialog]


@pytest.fixture
def open_on(qtbot: QtBot, theme: Theme) -> Open:
    def opened(document: Document) -> SettingsDialog:
        made = SettingsDialog(document, theme)
        qtbot.addWidget(made)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return opened


@pytest.fixture
def dialog(open_on: Open, document: Document) -> SettingsDialog:
    return open_on(document)


def retype(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def pick(qtbot: QtBot, box: QComboBox, key: Qt.Key, times: int = 1) -> None:
    box.setFocus()
    for _ in range(times):
        qtbot.keyClick(box, key)


def words(choice: RescaleChoice) -> list[str]:
    return [label.text() for label in choice.findChildren(QLabel)]


def save(qtbot: QtBot, dialog: SettingsDialog) -> None:
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)


def test_it_shows_the_settings(dialog: SettingsDialog, document: Document) -> None:
    assert dialog.name.text() == "Stallpay"
    assert dialog.vision.text() == "Any small shop takes any payment within a day"
    assert dialog.period.currentText() == "per quarter"
    assert dialog.unit.currentText() == "person-months"
    assert dialog.level.currentText() == "Stories, tasks, bugs and ideas"
    assert dialog.settings == document.workspace.settings
    assert not dialog.reach_choice.isVisible()
    assert not dialog.effort_choice.isVisible()
    assert dialog.save_button.isEnabled()


def test_saving_is_one_change(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    retype(qtbot, dialog.name, "Market")
    retype(qtbot, dialog.vision, "Sell anything anywhere")
    retype(qtbot, dialog.meanings["massive"], "Half of all shops would notice")
    pick(qtbot, dialog.level, Qt.Key.Key_Up)
    with qtbot.waitSignal(document.changed, timeout=2000) as told:
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settings = document.workspace.settings
    assert (settings.name, settings.vision) == ("Market", "Sell anything anywhere")
    assert settings.ranked_level is Level.EPIC
    assert dict(settings.impact_meaning) == {"massive": "Half of all shops would notice"}
    assert told.args is not None
    assert told.args[0].settings
    assert not dialog.isVisible()
    document.undo()
    assert document.workspace.settings.name == "Stallpay"


def test_cancel_and_escape_change_nothing(qtbot: QtBot, open_on: Open, document: Document) -> None:
    for leave in (Qt.Key.Key_Escape, None):
        dialog = open_on(document)
        retype(qtbot, dialog.name, "Market")
        with qtbot.assertNotEmitted(document.changed):
            if leave:
                qtbot.keyClick(dialog.name, leave)
            else:
                (cancel,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "Cancel"]
                qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()
    assert document.workspace.settings.name == "Stallpay"


def test_saving_what_is_there_changes_nothing(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    with qtbot.assertNotEmitted(document.changed):
        save(qtbot, dialog)
    assert not dialog.isVisible()


def test_a_new_period_asks_what_becomes_of_the_numbers(qtbot: QtBot, dialog: SettingsDialog) -> None:
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    assert dialog.reach_choice.isVisible()
    assert not dialog.effort_choice.isVisible()
    assert dialog.reach_choice.factor_field.text() == "1/3"
    assert "SHOP-112: 9,000 per quarter becomes 3,000 per month." in words(dialog.reach_choice)
    assert not dialog.save_button.isEnabled()
    assert dialog.reason.text() == "Choose what is to become of the reach numbers."
    assert dialog.save_button.toolTip() == dialog.reason.text()


def test_enter_does_not_save_before_the_answer(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    with qtbot.assertNotEmitted(document.changed):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_going_back_to_the_old_period_asks_no_more(qtbot: QtBot, dialog: SettingsDialog) -> None:
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    pick(qtbot, dialog.period, Qt.Key.Key_Down)
    assert not dialog.reach_choice.isVisible()
    assert dialog.save_button.isEnabled()
    assert dialog.reason.text() == ""


def test_converting_multiplies_the_numbers(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    (item,) = document.workspace.find("SHOP-112")
    pick(qtbot, dialog.period, Qt.Key.Key_Down)
    assert dialog.reach_choice.factor_field.text() == "4"
    qtbot.keyClick(dialog.reach_choice.convert, Qt.Key.Key_Space)
    save(qtbot, dialog)
    workspace = document.workspace
    assert workspace.settings.reach_period is ReachPeriod.YEAR
    assert workspace.items[item.id].reach == 36_000
    document.undo()
    assert workspace.items[item.id] == item
    assert workspace.settings.reach_period is ReachPeriod.QUARTER


def test_a_third_is_exact(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.reach_choice.convert, Qt.Key.Key_Space)
    save(qtbot, dialog)
    assert document.workspace.find("SHOP-112")[0].reach == 3000


def test_clearing_empties_the_numbers(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.reach_choice.clear, Qt.Key.Key_Space)
    assert dialog.save_button.isEnabled()
    save(qtbot, dialog)
    assert not editing.has_numbers(document.workspace, "reach")
    assert editing.has_numbers(document.workspace, "effort")


def test_person_months_become_points_by_a_typed_factor(
    qtbot: QtBot, dialog: SettingsDialog, document: Document
) -> None:
    pick(qtbot, dialog.unit, Qt.Key.Key_Down)
    choice = dialog.effort_choice
    assert choice.factor_field.text() == ""
    qtbot.keyClick(choice.convert, Qt.Key.Key_Space)
    assert dialog.reason.text() == "Type the factor that turns person-months into story points."
    retype(qtbot, choice.factor_field, "2.5")
    assert "SHOP-112: 3 person-months becomes 7.5 story points." in words(choice)
    assert dialog.save_button.isEnabled()
    save(qtbot, dialog)
    assert document.workspace.settings.effort_unit is EffortUnit.POINTS
    assert document.workspace.find("SHOP-112")[0].effort == 7.5


def test_typing_a_factor_chooses_to_convert(qtbot: QtBot, dialog: SettingsDialog) -> None:
    pick(qtbot, dialog.unit, Qt.Key.Key_Down)
    retype(qtbot, dialog.effort_choice.factor_field, "8")
    assert dialog.effort_choice.convert.isChecked()
    assert dialog.effort_choice.rescale == 8


@pytest.mark.parametrize("text", ["0", "-3", "x", "1/0", "1/3/5", "1e300"])
def test_a_factor_that_cannot_be_is_refused_in_words(qtbot: QtBot, dialog: SettingsDialog, text: str) -> None:
    pick(qtbot, dialog.unit, Qt.Key.Key_Down)
    retype(qtbot, dialog.effort_choice.factor_field, text)
    assert not dialog.save_button.isEnabled()
    assert dialog.reason.text()
    assert dialog.effort_choice.factor_field.property("invalid")


def test_both_units_may_change_at_once(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    pick(qtbot, dialog.unit, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.reach_choice.convert, Qt.Key.Key_Space)
    assert not dialog.save_button.isEnabled()
    qtbot.keyClick(dialog.effort_choice.clear, Qt.Key.Key_Space)
    save(qtbot, dialog)
    item = document.workspace.find("SHOP-112")[0]
    assert (item.reach, item.effort) == (3000, None)


def test_without_numbers_nothing_is_asked(qtbot: QtBot, open_on: Open, empty_document: Document) -> None:
    dialog = open_on(empty_document)
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    pick(qtbot, dialog.unit, Qt.Key.Key_Down)
    assert not dialog.reach_choice.isVisible()
    save(qtbot, dialog)
    settings = empty_document.workspace.settings
    assert (settings.reach_period, settings.effort_unit) == (ReachPeriod.MONTH, EffortUnit.POINTS)


def test_numbers_that_come_while_it_is_open_are_asked_about(
    qtbot: QtBot, open_on: Open, empty_document: Document
) -> None:
    dialog = open_on(empty_document)
    pick(qtbot, dialog.period, Qt.Key.Key_Up)
    empty_document.apply(editing.new_item(empty_document.workspace, "Gift cards", reach=900.0))
    assert dialog.reach_choice.isVisible()
    assert not dialog.save_button.isEnabled()


def test_a_refusal_is_told_and_the_dialog_stays(
    qtbot: QtBot, dialog: SettingsDialog, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(change: Change) -> bool:
        document.refuse(message("The disk is full."))
        return False

    monkeypatch.setattr(document, "apply", refuse)
    retype(qtbot, dialog.name, "Market")
    save(qtbot, dialog)
    assert dialog.isVisible()
    assert dialog.reason.text() == "The disk is full."


def test_every_control_has_a_name_and_a_tooltip(dialog: SettingsDialog) -> None:
    lines = [dialog.name, dialog.vision, *dialog.meanings.values()]
    for control in (*lines, dialog.period, dialog.unit, dialog.level):
        assert control.accessibleName()
        assert control.toolTip()


def test_tab_follows_the_form(qtbot: QtBot, dialog: SettingsDialog) -> None:
    expected = [
        dialog.name, dialog.vision, dialog.period, dialog.unit, dialog.capacity, dialog.level, dialog.types,
        dialog.tracker,
        *dialog.meanings.values(),
    ]  # fmt: skip
    dialog.name.setFocus()
    for place, control in enumerate(expected):
        assert dialog.focusWidget() is control, place
        qtbot.keyClick(control, Qt.Key.Key_Tab)


# Capacity and the tracker's address


def test_capacity_and_address_are_kept_as_they_are_stored(
    qtbot: QtBot, dialog: SettingsDialog, document: Document, open_on: Open
) -> None:
    retype(qtbot, dialog.capacity, "1,200.5")
    retype(qtbot, dialog.tracker, " https://shop.example/browse/SHOP-1 ")
    save(qtbot, dialog)
    settings = document.workspace.settings
    assert (settings.capacity, settings.tracker_url) == (1200.5, "https://shop.example")
    again = open_on(document)
    assert (again.capacity.text(), again.tracker.text()) == ("1200.5", "https://shop.example")
    retype(qtbot, again.capacity, "")
    retype(qtbot, again.tracker, "")
    save(qtbot, again)
    settings = document.workspace.settings
    assert (settings.capacity, settings.tracker_url) == (None, "")


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("capacity", "0", "The capacity is a number above 0"),
        ("capacity", "-3", "The capacity is a number above 0"),
        ("capacity", "much", "“much”"),
        ("tracker", "ftp://shop.example", "The tracker’s address begins with"),
        ("tracker", "javascript:alert(1)", "The tracker’s address begins with"),
        ("tracker", "shop", "The tracker’s address begins with"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_place(
    qtbot: QtBot, dialog: SettingsDialog, document: Document, name: str, wrong: str, said: str
) -> None:
    before = document.workspace.settings
    line: QLineEdit = getattr(dialog, name)
    retype(qtbot, line, wrong)
    assert said in dialog.reason.text()
    assert line.property("invalid") is True
    assert not dialog.save_button.isEnabled()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert document.workspace.settings == before
    retype(qtbot, line, "")
    assert dialog.save_button.isEnabled()
    assert line.property("invalid") is False


def test_another_unit_never_relabels_the_capacity(qtbot: QtBot, document: Document, open_on: Open) -> None:
    document.apply(editing.change_settings(document.workspace, replace(document.workspace.settings, capacity=30.0)))
    dialog = open_on(document)
    pick(qtbot, dialog.unit, Qt.Key.Key_Down)
    assert dialog.capacity.text() == ""
    assert dialog.capacity.placeholderText() == "was 30 person-months"
    assert dialog.capacity.unit == "story points"
    pick(qtbot, dialog.unit, Qt.Key.Key_Up)
    assert dialog.capacity.text() == "30"


def test_types_that_are_ranked_move_the_items(qtbot: QtBot, dialog: SettingsDialog, document: Document) -> None:
    before = dict(document.workspace.items)
    kinds = dict(type_counts(before.values()))
    assert dialog.level.isEnabled()
    dialog.types.setFocus()
    qtbot.keyClick(dialog.types, Qt.Key.Key_Down)
    qtbot.keyClicks(dialog.types.menu_.line, "bug")
    qtbot.keyClick(dialog.types.menu_.line, Qt.Key.Key_Return)
    assert not dialog.level.isEnabled()
    save(qtbot, dialog)
    ranked = [item for item in document.workspace.items.values() if item.level is Level.STANDARD and item.from_tracker]
    assert document.workspace.settings.ranked_types == ("Bug",)
    assert len(ranked) == kinds["Bug"]
    document.undo()
    assert dict(document.workspace.items) == before
