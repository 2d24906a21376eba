"""Acts on items, by their keys: new, duplicate, close, delete, open in the tracker, find, capacity, baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import Settings
from pmdesk.gui.capacity_dialog import CapacityDialog
from pmdesk.gui.find_replace import FindReplaceDialog
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.windows import Windows
from pmdesk.services import editing
from pmdesk.services.workspace import create_workspace
from tests.gui.conftest import shown
from tests.gui.grid.hands import (
    CONTROL,
    SHIFT,
    Key,
    at,
    click,
    editor,
    item,
    items,
    keys,
    press,
    put,
    takes_one_undo,
    value,
    write,
)
from tests.makers import scored_item

BOTH = CONTROL | SHIFT


def question(window: MainWindow) -> QMessageBox | None:
    found = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    return found[0] if found else None


# New and copied


def test_a_new_item_is_named_at_once_also_under_a_filter(window: MainWindow) -> None:
    window.page.filters.arrangementChanged.emit(window.model.arrangement.choosing("team", ("Risk",)))
    put(window, "SHOP-99", "effort")
    press(Key.Key_N, with_=CONTROL)
    assert editor(window) is not None
    assert editor(window).selectedText() == "New item"
    write("Pay by voice")
    press(Key.Key_Return)
    assert value(window, "PM-1", "title") == "Pay by voice"
    assert "PM-1" in keys(window)
    assert window.model.arrangement.chosen == {"team": ("Risk",)}
    press(Key.Key_F5)
    assert "PM-1" not in keys(window)


def test_new_items_can_be_typed_one_after_the_other(window: MainWindow) -> None:
    window.view.setFocus()
    for title in ("One", "Two", "Three"):
        press(Key.Key_N, with_=CONTROL)
        write(title)
    press(Key.Key_Return)
    assert [value(window, f"PM-{number}", "title") for number in (1, 2, 3)] == ["One", "Two", "Three"]


def test_several_items_are_duplicated_in_one_step(window: MainWindow) -> None:
    click(window, "SHOP-112", "title")
    click(window, "SHOP-3", "reach", CONTROL)
    before = items(window)
    press(Key.Key_D, with_=BOTH)
    assert value(window, "PM-1", "title") == f"{value(window, 'SHOP-112', 'title')} (copy)"
    assert value(window, "PM-2", "reach") == 4000.0
    assert at(window) == ("PM-1", "title")
    assert window.notices.text == "2 items copied."
    assert takes_one_undo(window, before)


# Closed, reopened, deleted


def test_several_items_are_closed_and_reopened_each_in_one_step(window: MainWindow) -> None:
    click(window, "SHOP-112", "title")
    click(window, "SHOP-3", "reach", CONTROL)
    before = items(window)
    press(Key.Key_R, with_=BOTH)
    assert [item(window, key).closed for key in ("SHOP-112", "SHOP-3")] == [True, True]
    assert "SHOP-112" not in keys(window)
    assert window.notices.text == "2 items are closed."
    assert takes_one_undo(window, before)
    window.actions_["actionClosed"].trigger()
    for key, with_ in (("SHOP-5", Qt.KeyboardModifier.NoModifier), ("SHOP-19", CONTROL)):
        click(window, key, "title", with_)
    before = items(window)
    press(Key.Key_R, with_=BOTH)
    assert [item(window, key).closed for key in ("SHOP-5", "SHOP-19")] == [False, False]
    assert window.notices.text == "2 items are open."
    assert takes_one_undo(window, before)


def test_one_item_is_closed_and_told_with_its_key(window: MainWindow) -> None:
    put(window, "SHOP-112", "title")
    press(Key.Key_R, with_=BOTH)
    assert item(window, "SHOP-112").closed
    assert window.notices.text == "SHOP-112 is closed."


def test_items_are_deleted_in_one_step(window: MainWindow) -> None:
    put(window, "SHOP-112", "title")
    press(Key.Key_Down, with_=SHIFT)
    before = items(window)
    press(Key.Key_Backspace, with_=CONTROL)
    assert len(items(window)) == len(before) - 2
    assert window.notices.text == "2 items deleted."
    assert takes_one_undo(window, before)


# Links


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked for."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toString()))
    return found


def with_tracker(window: MainWindow, address: str) -> None:
    workspace = window.backlog.workspace
    assert window.backlog.apply(editing.change_settings(workspace, replace(workspace.settings, tracker_url=address)))


def test_a_link_is_shown_and_opened_only_after_a_yes(window: MainWindow, opened: list[str], qtbot: QtBot) -> None:
    with_tracker(window, "https://shop.example")
    put(window, "SHOP-112", "title")
    press(Key.Key_O, with_=BOTH)
    asking = question(window)
    assert asking is not None
    assert asking.informativeText().endswith("/browse/SHOP-112")
    assert asking.textFormat() is Qt.TextFormat.PlainText
    assert opened == []
    address = asking.informativeText()
    QTest.mouseClick(asking.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    assert opened == []
    qtbot.waitUntil(lambda: question(window) is None)
    window.commands.items.open_link()
    QTest.mouseClick(question(window).button(QMessageBox.StandardButton.Open), Qt.MouseButton.LeftButton)
    assert opened == [address]


def test_only_web_addresses_are_opened(window: MainWindow, opened: list[str]) -> None:
    workspace = window.backlog.workspace
    edited = replace(item(window, "SHOP-112"), site="javascript://x")
    assert window.backlog.apply(change(message("Site"), [edit(item(window, "SHOP-112"), edited)]))
    put(window, "SHOP-112", "title")
    press(Key.Key_O, with_=BOTH)
    assert question(window) is None
    assert opened == []
    assert "SHOP-112" in window.notices.text
    assert workspace.items[edited.id].site == "javascript://x"


def test_an_item_of_ones_own_has_no_page(window: MainWindow, opened: list[str]) -> None:
    put(window, "SHOP-112", "title")
    press(Key.Key_D, with_=BOTH)
    press(Key.Key_O, with_=BOTH)
    assert "PM-1 was made in PMDesk, so no tracker has a page of it." in window.notices.text
    assert question(window) is None


# Find and replace


def test_find_and_replace_changes_titles_in_one_step(window: MainWindow, qtbot: QtBot) -> None:
    window.view.setFocus()
    before = items(window)
    press(Key.Key_H, with_=CONTROL)
    (dialog,) = window.findChildren(FindReplaceDialog)
    assert dialog.isVisible()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    write("Payment")
    press(Key.Key_Tab)
    write("Checkout")
    qtbot.waitUntil(dialog.replace_button.isEnabled)
    press(Key.Key_Return)
    changed = [one for one in items(window).values() if one.title != before[one.id].title]
    assert changed
    assert all("Checkout" in one.title for one in changed)
    assert not any("payment" in one.title.casefold() for one in items(window).values())
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert takes_one_undo(window, before)


# Capacity and baseline


def test_a_capacity_draws_a_line_below_what_fits(window: MainWindow) -> None:
    window.actions_["actionCapacity"].trigger()
    (dialog,) = window.findChildren(CapacityDialog)
    dialog.chosen.emit(8.0)
    dialog.close()
    # 3 + 2 + 0.5 + 2 = 7.5; the next item needs 2
    assert window.view.capacity.row() == 3
    assert window.view.capacity.text == "fits 4 items, 7.5 of 8 person-months"
    put(window, "SHOP-135", "effort")
    write("1")
    press(Key.Key_Return)
    assert window.view.capacity.text == "fits 3 items, 7 of 8 person-months"
    assert window.view.capacity.row() == 2
    window.page.filters._group_by("team")
    assert window.view.capacity.row() is None
    window.page.filters._group_by("")
    assert window.view.capacity.row() is not None
    window.actions_["actionUndo"].trigger()
    window.actions_["actionUndo"].trigger()
    assert window.view.capacity.row() is None


def test_the_line_is_seen_in_the_list(window: MainWindow) -> None:
    workspace = window.backlog.workspace
    without = window.view.viewport().grab().toImage()
    assert window.backlog.apply(editing.change_settings(workspace, replace(workspace.settings, capacity=8.0)))
    row = window.view.capacity.row()
    assert row == 3
    rect = window.view.visualRect(window.model.index(row, COLUMN_AT["title"]))
    shown = window.view.viewport().grab().toImage()
    differs = [y for y in range(rect.top() - 30, rect.bottom() + 30)
               if any(shown.pixel(x, y) != without.pixel(x, y) for x in range(0, shown.width(), 7))]  # fmt: skip
    assert differs
    assert abs(differs[len(differs) // 2] - rect.bottom()) < 16


def test_the_words_on_the_line_stand_below_the_efforts_and_cover_no_chip(window: MainWindow) -> None:
    workspace = window.backlog.workspace
    assert window.backlog.apply(editing.change_settings(workspace, replace(workspace.settings, capacity=8.0)))
    row = window.view.capacity.row()
    assert row is not None
    image, accent = window.view.viewport().grab().toImage(), window.theme.colour("accent")

    def covered(column: str) -> bool:
        """Whether the words reach into the row above the line, in a column."""
        rect = window.view.visualRect(window.model.index(row, COLUMN_AT[column]))
        return any(image.pixelColor(x, rect.bottom() - 5) == accent for x in range(rect.left(), rect.right()))

    assert [name for name in ("title", "confidence", "effort", "score", "moscow", "status") if covered(name)] == [
        "confidence", "effort",
    ]  # fmt: skip


def change_of(window: MainWindow, key: str) -> str:
    row = window.model.row_of(item(window, key).id)
    assert row is not None
    return str(window.model.index(row, COLUMN_AT["change"]).data() or "")


def test_ranks_are_compared_with_the_baseline_that_was_set(window: MainWindow) -> None:
    put(window, "SHOP-140", "reach")
    assert window.view.isColumnHidden(COLUMN_AT["change"])
    press(Key.Key_B, with_=CONTROL)
    assert not window.view.isColumnHidden(COLUMN_AT["change"])
    assert window.notices.text == "Rank changes are counted from now on."
    write("900k")
    press(Key.Key_Return, with_=CONTROL)
    assert change_of(window, "SHOP-140") == "▲ 4"
    assert change_of(window, "SHOP-112") == "▼ 1"
    assert change_of(window, "SHOP-77") == ""
    press(Key.Key_D, with_=BOTH)
    assert change_of(window, "PM-1") == "new"


def test_the_baseline_is_forgotten_from_its_remark(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_B, with_=CONTROL)
    assert window.page.filters.remarks.baseline.isVisible()
    QTest.mouseClick(window.page.filters.remarks.baseline, Qt.MouseButton.LeftButton)
    menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
    menu.actions()[-1].trigger()
    menu.close()
    assert window.backlog.workspace.baseline is None
    assert window.view.isColumnHidden(COLUMN_AT["change"])


# What is told once it is saved, and of mixed selections


@pytest.fixture
def many(qtbot: QtBot, windows: Windows, tmp_path: Path) -> MainWindow:
    """A window with 600 scored items: what is done with all of them is saved beside the window."""
    workspace = create_workspace(tmp_path / "many.pmdesk", Settings(name="Many"))
    made = [scored_item(number, key=f"M-{number}", title=f"Item {number}") for number in range(1, 601)]
    workspace.apply(change(message("Items"), [edit(None, one) for one in made]))
    workspace.close()
    return shown(qtbot, windows, tmp_path / "many.pmdesk")


def test_copies_of_many_items_are_shown_once_they_are_saved(qtbot: QtBot, many: MainWindow) -> None:
    many.view.selectAll()
    many.actions_["actionDuplicate"].trigger()
    assert many.backlog.is_busy
    qtbot.waitUntil(lambda: not many.backlog.is_busy)
    assert len(items(many)) == 1200
    assert "600 items copied" in many.notices.text
    assert many.view.current_item().id == 601


def test_many_items_are_called_deleted_only_once_they_are(
    qtbot: QtBot, many: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many.backlog._stop, "is_set", lambda: True)
    many.view.selectAll()
    many.actions_["actionDeleteItems"].trigger()
    many.model.arranged.emit()
    assert not many.actions_["actionUndo"].isEnabled()
    qtbot.waitUntil(lambda: not many.backlog.is_busy)
    assert len(items(many)) == 600
    assert "deleted" not in many.notices.text


def test_the_name_of_closing_tells_what_it_does_to_a_mixed_selection(window: MainWindow) -> None:
    first, second = (window.model.item_at(row) for row in (0, 1))
    window.backlog.apply(editing.set_closed(first, True))
    window.view.go_to(second.id, "reach")
    window.view.go_to(first.id, "reach")
    assert "open" in window.actions_["actionCloseItems"].text()
    rows = [window.model.row_of(one.id) for one in (second, first)]
    window.view.keeper.select([(row, row, COLUMN_AT["reach"], COLUMN_AT["reach"]) for row in rows])
    assert "Close" in window.actions_["actionCloseItems"].text()
    window.actions_["actionCloseItems"].trigger()
    assert all(window.backlog.workspace.items[one.id].closed for one in (first, second))


def test_closing_overrules_nothing_that_the_tracker_closed(window: MainWindow) -> None:
    there = window.backlog.workspace.items.values()
    done = next(one for one in there if one.closed and one.closed_by_user is None)
    window.model.reveal(done.id)
    window.view.go_to(window.model.item_id_at(0), "reach")
    row = window.model.row_of(done.id)
    window.view.keeper.select([(at, at, COLUMN_AT["reach"], COLUMN_AT["reach"]) for at in (0, row)])
    window.actions_["actionCloseItems"].trigger()
    assert window.backlog.workspace.items[done.id].closed_by_user is None


def test_the_inspector_duplicates_in_sight_of_a_filter(window: MainWindow) -> None:
    window.model.arrange(window.model.arrangement.choosing("status", ["Ready"]), wait=True)
    window.view.go_to(window.model.item_id_at(0), "reach")
    window.inspector.flush()
    window.inspector.page.duplicate_button.click()
    assert window.view.current_item().key == "PM-1"
    assert "copied" in window.notices.text
