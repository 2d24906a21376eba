"""Start scoring, by the keyboard alone: where the walk leads, what holds meanwhile, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from pmdesk.domain.records import Moscow, Settings
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.windows import Windows
from pmdesk.services.workspace import create_workspace
from tests.gui.conftest import shown
from tests.gui.grid.hands import CONTROL, SHIFT, Key, at, editor, keys, press, put, value, write
from tests.makers import make_item, scored_item
from tests.makers import put as put_items

UNSCORED = ["SHOP-173", "SHOP-157", "SHOP-160", "SHOP-168", "SHOP-171", "SHOP-146", "SHOP-162", "SHOP-175"]


def give(text: str, end: Qt.Key = Key.Key_Return) -> None:
    write(text)
    press(end)


def bar(window: MainWindow) -> str:
    """What the scoring bar says; empty while it is hidden."""
    scoring = window.page.scoring
    return f"{scoring.place.text()} · {scoring.item.text()} {scoring.factor.text()}" if scoring.isVisible() else ""


def test_the_walk_asks_for_every_missing_factor_in_tracker_order(window: MainWindow) -> None:
    put(window, "SHOP-112", "title")
    order = keys(window)
    press(Key.Key_F8)
    assert window.model.held
    assert window.actions_["actionHoldOrder"].isChecked()
    assert window.actions_["actionScoring"].isChecked()
    assert at(window) == ("SHOP-173", "effort")
    assert bar(window).startswith("Scoring 1 of 8 · SHOP-173 ")
    assert bar(window).endswith("— effort")
    give("1")
    assert at(window) == ("SHOP-157", "impact")
    give("h", Key.Key_Tab)
    assert at(window) == ("SHOP-157", "confidence")
    give("80")
    assert at(window) == ("SHOP-160", "confidence")
    assert bar(window).startswith("Scoring 3 of 8 · SHOP-160 ")
    assert window.page.scoring.progress.value() == 2
    assert keys(window) == order


def test_the_order_is_applied_once_at_the_end(window: MainWindow) -> None:
    put(window, "SHOP-112", "title")
    order = keys(window)
    press(Key.Key_F8)
    give("0.1")
    for text in ("ma", "100", "100"):
        give(text)
    assert keys(window) == order
    assert window.model.data(window.model.index(order.index("SHOP-173"), 0)) == "1"
    layouts: list[int] = []
    window.model.modelReset.connect(lambda: layouts.append(1))
    press(Key.Key_Escape)
    assert layouts == [1]
    assert keys(window)[0] == "SHOP-173"
    assert not window.model.held
    assert not window.actions_["actionScoring"].isChecked()
    assert bar(window) == ""
    assert window.notices.text == "3 of 8 items scored."
    assert window.view.hasFocus()
    press(Key.Key_Escape)
    assert not window.model.held


def test_an_order_that_was_held_before_stays_held(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_L, with_=CONTROL)
    press(Key.Key_F8)
    give("0.1")
    press(Key.Key_F8)
    assert not window.commands.scoring.running
    assert window.model.held
    assert keys(window).index("SHOP-173") == 20


def test_escape_in_an_editor_ends_the_edit_only(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    write("9")
    press(Key.Key_Escape)
    assert editor(window) is None
    assert window.commands.scoring.running
    assert value(window, "SHOP-173", "effort") is None
    press(Key.Key_Escape)
    assert not window.commands.scoring.running


def test_shift_goes_back_to_correct_and_enter_alone_passes_a_factor_by(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    give("1")
    give("h")
    assert at(window) == ("SHOP-157", "confidence")
    press(Key.Key_Return, with_=SHIFT)
    assert at(window) == ("SHOP-157", "impact")
    press(Key.Key_Backtab, with_=SHIFT)
    assert at(window) == ("SHOP-173", "effort")
    press(Key.Key_Return, with_=SHIFT)
    assert at(window) == ("SHOP-173", "effort")
    give("2")
    assert value(window, "SHOP-173", "effort") == 2.0
    assert at(window) == ("SHOP-157", "confidence")
    press(Key.Key_Return)
    assert at(window) == ("SHOP-160", "confidence")
    assert value(window, "SHOP-157", "confidence") is None


def test_the_bars_buttons_skip_go_back_and_end(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    scoring = window.page.scoring
    assert not scoring.previous_button.isEnabled()
    QTest.mouseClick(scoring.skip_button, Qt.MouseButton.LeftButton)
    assert at(window) == ("SHOP-157", "impact")
    assert window.view.hasFocus()
    QTest.mouseClick(scoring.previous_button, Qt.MouseButton.LeftButton)
    assert at(window) == ("SHOP-173", "effort")
    QTest.mouseClick(scoring.done_button, Qt.MouseButton.LeftButton)
    assert not window.commands.scoring.running
    assert window.notices.text == "0 of 8 items scored."


def test_the_bar_is_reached_by_f6(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    for _ in range(4):
        press(Key.Key_F6)
        if window.page.scoring.skip_button.hasFocus():
            break
    press(Key.Key_Space)
    assert at(window) == ("SHOP-157", "impact")
    assert window.view.hasFocus()


def test_under_moscow_one_letter_and_enter_each(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_2, with_=CONTROL)
    walk = ["SHOP-93", "SHOP-109", "SHOP-160", "SHOP-162", "SHOP-168"]
    asked = []
    press(Key.Key_F8)
    for letter in "mscwm":
        asked.append(at(window))
        give(letter)
    assert sorted(asked) == [(key, "moscow") for key in sorted(walk)]
    given = [value(window, key, "moscow") for key, _ in asked]
    assert given == [Moscow.MUST, Moscow.SHOULD, Moscow.COULD, Moscow.WONT, Moscow.MUST]
    assert window.notices.text == "5 of 5 items scored."


def test_another_framework_ends_the_walk(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    press(Key.Key_2, with_=CONTROL)
    assert not window.commands.scoring.running
    assert bar(window) == ""
    assert not window.model.held


def test_undo_on_the_way_brings_the_factor_back_to_be_asked_for(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    give("1")
    press(Key.Key_Z, with_=CONTROL)
    assert at(window) == ("SHOP-173", "effort")
    assert value(window, "SHOP-173", "effort") is None
    assert bar(window).startswith("Scoring 1 of 8")
    assert window.page.scoring.progress.value() == 0


def test_a_hidden_column_is_shown_when_it_is_asked_for(window: MainWindow) -> None:
    window.view.columns.show_column(COLUMN_AT["effort"], False)
    window.view.setFocus()
    press(Key.Key_F8)
    assert at(window) == ("SHOP-173", "effort")
    assert not window.view.isColumnHidden(COLUMN_AT["effort"])


@pytest.fixture
def thirty(qtbot: QtBot, windows: Windows, tmp_path: Path) -> MainWindow:
    """Thirty items without any score after two that have one."""
    made = create_workspace(tmp_path / "thirty.pmdesk", Settings(name="Thirty"))
    put_items(made, scored_item(1), scored_item(2), *(make_item(number) for number in range(3, 33)))
    made.close()
    return shown(qtbot, windows, tmp_path / "thirty.pmdesk")


def test_thirty_items_are_scored_without_the_mouse(thirty: MainWindow) -> None:
    press(Key.Key_F8)
    for number in range(3, 33):
        assert at(thirty) == (f"SHOP-{number}", "reach")
        for text in (f"{number}00", "h", "80", "2"):
            give(text)
    assert not thirty.commands.scoring.running
    assert thirty.notices.text == "30 of 30 items scored."
    assert keys(thirty)[:2] == ["SHOP-32", "SHOP-31"]
    scored = thirty.backlog.workspace.ranking
    assert all(scored.rank(one.id) for one in thirty.backlog.workspace.items.values())
    press(Key.Key_F8)
    assert thirty.notices.text == "Everything in play is scored."
    assert not thirty.actions_["actionScoring"].isChecked()


def test_a_window_that_closes_ends_the_walk_and_forgets_that_the_order_was_held(
    thirty: MainWindow, windows: Windows, qtbot: QtBot
) -> None:
    path = thirty.backlog.path
    press(Key.Key_F8)
    thirty.close()
    assert not shown(qtbot, windows, path).model.held


def test_the_walk_goes_through_what_the_filters_show(window: MainWindow) -> None:
    window.page.search("SHOP-16")
    assert {"SHOP-160", "SHOP-168", "SHOP-162"} <= set(keys(window))
    shown_keys = keys(window)
    window.view.setFocus()
    press(Key.Key_F8)
    assert bar(window).startswith("Scoring 1 of 3 · SHOP-160 ")
    visited = []
    while window.commands.scoring.running:
        visited.append(at(window)[0])
        press(Key.Key_Return)
    assert list(dict.fromkeys(visited)) == ["SHOP-160", "SHOP-168", "SHOP-162"]
    assert keys(window) == shown_keys
    assert window.model.arrangement.text == "SHOP-16"


def test_with_everything_shown_scored_the_others_are_a_click_away(window: MainWindow) -> None:
    window.page.search("SHOP-112")
    window.view.setFocus()
    press(Key.Key_F8)
    assert not window.commands.scoring.running
    assert not window.actions_["actionScoring"].isChecked()
    assert window.notices.text == "Everything shown is scored; the filters hide 8 items that are not."
    assert window.model.arrangement.text == "SHOP-112"
    (score_them,) = [one for one in window.notices.findChildren(QPushButton) if one.text() == "Score them"]
    QTest.mouseClick(score_them, Qt.MouseButton.LeftButton)
    assert bar(window).startswith("Scoring 1 of 8 · SHOP-173 ")
    assert window.model.arrangement.text == ""
    assert window.actions_["actionScoring"].isChecked()


def test_filters_set_on_the_way_are_left_for_the_next_item_and_that_is_said(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    window.page.search("SHOP-173")
    window.view.setFocus()
    assert at(window) == ("SHOP-173", "effort")
    give("1")
    assert at(window) == ("SHOP-157", "impact")
    assert window.notices.text == "The filters hid SHOP-157, so everything is shown again."
    assert window.model.arrangement.text == ""
