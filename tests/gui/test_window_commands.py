"""Ways through the window by the keyboard: palette, shortcut sheet, panes, views, undo, movement, files dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.domain.arrangement import Arrangement
from pmdesk.gui.command_palette import CommandPalette
from pmdesk.gui.grid.bands import band_label
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.problem_page import ProblemPage
from pmdesk.gui.shortcut_sheet import ShortcutSheet, grid_keys, shortcut_groups
from pmdesk.gui.windows import Windows
from pmdesk.services.saved_views import SavedView, save_view
from tests.gui.grid.hands import (
    CONTROL,
    SHIFT,
    Key,
    at,
    cell,
    editor,
    focused,
    item,
    items,
    keys,
    press,
    put,
    selected,
    value,
    write,
)

ALT = Qt.KeyboardModifier.AltModifier


# The palette and the sheet


def palette(window: MainWindow, qtbot: QtBot) -> CommandPalette:
    press(Key.Key_K, with_=CONTROL)
    (found,) = window.findChildren(CommandPalette)
    assert found.isVisible()
    qtbot.waitUntil(found.line.hasFocus)
    return found


def test_the_palette_runs_an_action_where_the_keyboard_was(window: MainWindow, qtbot: QtBot) -> None:
    put(window, "SHOP-87", "impact")
    offered = palette(window, qtbot)
    QTest.keyClicks(offered.line, "fill down")
    assert offered.rows.rows[0].keys == ("Ctrl+D",)
    QTest.keyClick(offered.line, Key.Key_Return)
    assert not offered.isVisible()
    assert value(window, "SHOP-87", "impact") == 2.0
    assert window.view.hasFocus()


def test_the_palette_jumps_to_an_item_by_its_number_and_its_words(window: MainWindow, qtbot: QtBot) -> None:
    put(window, "SHOP-87", "impact")
    for typed, key in (("140", "SHOP-140"), ("refund portal", "SHOP-3"), ("shop-5", "SHOP-5")):
        offered = palette(window, qtbot)
        QTest.keyClicks(offered.line, typed)
        QTest.keyClick(offered.line, Key.Key_Return)
        assert at(window)[0] == key
        assert window.view.hasFocus()


def test_every_action_of_the_window_is_in_the_palette(window: MainWindow, qtbot: QtBot) -> None:
    window.view.setFocus()
    offered = palette(window, qtbot)
    listed = {row.action.objectName() for row in offered.rows.rows if row.action is not None}
    of_the_list = {name for name in listed if ":" in name}
    assert listed - of_the_list == {action.objectName() for action in window.actions_.all()}
    press(Key.Key_Escape)


def run(window: MainWindow, qtbot: QtBot, command: str) -> None:
    """Type a command into the palette and press Enter; it must be the first that is offered."""
    offered = palette(window, qtbot)
    QTest.keyClicks(offered.line, command.translate(dict.fromkeys(map(ord, "“”…"))))  # which no keyboard has
    assert offered.rows.rows[0].text == command
    QTest.keyClick(offered.line, Qt.Key.Key_Return)


def test_the_palette_sorts_by_any_column_and_groups_by_any_field(window: MainWindow, qtbot: QtBot) -> None:
    run(window, qtbot, "Sort by Title")
    assert (window.model.arrangement.sort, window.model.arrangement.descending) == ("title", False)
    run(window, qtbot, "Sort by Title")
    assert (window.model.arrangement.sort, window.model.arrangement.descending) == ("title", True)
    run(window, qtbot, "Sort by Effort")
    assert (window.model.arrangement.sort, window.model.arrangement.descending) == ("effort", True)
    run(window, qtbot, "Group by MoSCoW")
    assert window.model.arrangement.group_by == "moscow"
    run(window, qtbot, "Group by MoSCoW")
    assert window.model.arrangement.group_by == ""


def test_the_palette_folds_the_group_of_the_cursor_and_unfolds_it(window: MainWindow, qtbot: QtBot) -> None:
    run(window, qtbot, "Group by MoSCoW")
    window.view.put_cursor(window.model.index(0, COLUMN_AT["title"]))
    rows = window.model.rowCount()
    band = window.model.rows.band_of_row(0)
    name, _ = band_label(window.backlog, window.model, band)
    run(window, qtbot, f"Fold group “{name}”")
    assert window.model.rowCount() == rows - band.count
    run(window, qtbot, f"Unfold group “{name}”")
    assert window.model.rowCount() == rows


def test_the_palette_shows_and_hides_columns(window: MainWindow, qtbot: QtBot) -> None:
    run(window, qtbot, "Show column Sprint")
    place = COLUMN_AT["sprint"]
    assert place in window.view.columns.shown()
    rect = window.view.visualRect(window.view.currentIndex().siblingAtColumn(place))
    assert window.view.viewport().rect().contains(rect)
    run(window, qtbot, "Hide column Sprint")
    assert place not in window.view.columns.shown()
    assert "Hide column Title" not in [row.text for row in palette(window, qtbot).rows.rows]


def test_the_palette_shows_saved_views(window: MainWindow, qtbot: QtBot) -> None:
    arrangement = Arrangement(chosen={"moscow": ("must",)})
    save_view(window.backlog.workspace, SavedView("Musts & more", arrangement))
    run(window, qtbot, "Show view “Musts & more”")
    assert window.model.arrangement == arrangement


def test_the_palette_opens_the_values_of_a_filter(window: MainWindow, qtbot: QtBot) -> None:
    run(window, qtbot, "Filter by status…")
    menu = window.page.filters.menu
    assert menu.isVisible()
    assert menu.row == 0
    QTest.keyClick(menu.line, Qt.Key.Key_Space)
    QTest.keyClick(menu.line, Qt.Key.Key_Return)
    assert len(window.model.arrangement.chosen["status"]) == 1


@pytest.mark.parametrize("key", [Key.Key_F, Key.Key_G, Key.Key_V])
def test_a_menu_opened_by_its_key_has_its_first_entry_marked(window: MainWindow, key: Qt.Key) -> None:
    press(key, with_=CONTROL | SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.activeAction() is next(one for one in menu.actions() if one.isEnabled() and not one.isSeparator())
    menu.close()


def test_the_palette_opens_where_no_backlog_could_be(windows: Windows, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pmdesk"
    broken.write_text("no backlog")
    opened = windows.start(broken)
    qtbot.waitUntil(lambda: isinstance(opened.pages.currentWidget(), ProblemPage), timeout=20_000)
    opened.actions_["actionPalette"].trigger()
    (offered,) = opened.findChildren(CommandPalette)
    assert offered.isVisible()
    offered.close()
    opened.actions_["actionNextPane"].trigger()
    opened.actions_["actionViewBacklog"].trigger()


def test_f1_shows_the_keys_of_the_grid_and_of_every_action(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F1)
    (sheet,) = window.findChildren(ShortcutSheet)
    assert sheet.isVisible()
    said = " ".join(row.searched for group in sheet.groups for row in group.rows)
    for action in window.actions_.all():
        keys = action.shortcut().toString()
        assert keys.casefold() in said, keys
    sheet.close()


def test_the_sheet_tells_each_key_of_the_grid_once() -> None:
    told = [key for line, _ in grid_keys() for key in line.split(" / ")]
    assert len(told) == len(set(told))
    assert {"Enter", "Tab", "Esc", "F2", "Shift+Space", "Ctrl+Enter"} <= set(told)


# Panes and views


def pane(window: MainWindow) -> str:
    focus = window.focusWidget()
    parts: dict[str, QWidget] = {
        "list": window.view, "inspector": window.inspector, "filters": window.page.filters,
        "search": window.top_bar.search,
    }  # fmt: skip
    return next(name for name, part in parts.items() if part is focus or part.isAncestorOf(focus))


def test_f6_goes_round_the_parts_of_the_window(window: MainWindow) -> None:
    window.view.setFocus()
    seen = []
    for _ in range(5):
        seen.append(pane(window))
        press(Key.Key_F6)
    assert seen == ["list", "inspector", "filters", "search", "list"]
    window.view.setFocus()
    press(Key.Key_J, with_=CONTROL)
    assert not window.inspector.isVisible()
    press(Key.Key_F6)
    assert pane(window) == "filters"


def test_alt_1_leads_to_the_list_which_stays_chosen(window: MainWindow) -> None:
    window.top_bar.search.setFocus()
    press(Key.Key_1, with_=ALT)
    assert window.view.hasFocus()
    assert window.actions_["actionViewBacklog"].isChecked()
    press(Key.Key_1, with_=ALT)
    assert window.actions_["actionViewBacklog"].isChecked()
    assert window.rail.isVisible()


def test_tab_outside_the_list_reaches_every_part(window: MainWindow) -> None:
    window.top_bar.search.setFocus()
    reached = set()
    for _ in range(80):
        reached.add(_part_of(window))
        if window.view.hasFocus():
            break
        press(Key.Key_Tab)
    assert {"search", "filters", "list"} <= reached
    window.inspector.editor("reach").box.setFocus()
    for _ in range(40):
        press(Key.Key_Tab)
        if _part_of(window) != "inspector":
            break
    assert _part_of(window) != "inspector"


def _part_of(window: MainWindow) -> str:
    try:
        return pane(window)
    except StopIteration:
        return "elsewhere"


def test_the_main_parts_have_names_for_screen_readers(window: MainWindow) -> None:
    for part in (window.view, window.top_bar.search, window.page.scoring):
        assert part.accessibleName(), part.objectName()
    put(window, "SHOP-112", "reach")
    spoken = window.model.data(window.view.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert "Reach" in spoken
    assert "9,000" in spoken
    spoken = window.model.data(cell(window, "SHOP-171", "reach"), Qt.ItemDataRole.AccessibleTextRole)
    assert "missing" in spoken
    press(Key.Key_F2)
    put(window, "SHOP-112", "reach")
    press(Key.Key_F2)
    assert editor(window).accessibleName() == "Reach"
    press(Key.Key_Escape)


def test_no_two_actions_and_no_key_of_the_grid_share_a_shortcut(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for action in window.actions_.all():
        for sequence in action.shortcuts():
            name = sequence.toString()
            assert name not in seen, (action.objectName(), seen.get(name))
            seen[name] = action.objectName()
    own = {"Tab", "Return", "Del", "Backspace", "Home", "End", "Ctrl+Home", "Ctrl+End", "Ctrl+Up", "Ctrl+Down",
           "Ctrl+Left", "Ctrl+Right", "Shift+Space", "Ctrl+Space", "Ctrl+A", "F2", "Esc", "Ctrl+Return",
           "Alt+Up", "Alt+Down"}  # fmt: skip
    assert not own & set(seen)


def test_no_two_entries_of_a_menu_share_a_letter(window: MainWindow) -> None:
    for menu in (one.menu() for one in window.menus.actions()):
        assert isinstance(menu, QMenu)
        letters = [one.text()[one.text().index("&") + 1].casefold() for one in menu.actions()
                   if "&" in one.text().replace("&&", "") and one.isVisible()]  # fmt: skip
        assert len(letters) == len(set(letters)), (menu.title(), sorted(letters))


# Undo, hold, movement


def test_undo_and_redo_go_to_what_they_change(window: MainWindow) -> None:
    put(window, "SHOP-131", "reach")
    write("900k")
    press(Key.Key_Return)
    put(window, "SHOP-87", "impact")
    press(Key.Key_Z, with_=CONTROL)
    assert at(window) == ("SHOP-131", "reach")
    put(window, "SHOP-87", "impact")
    press(Key.Key_Y, with_=CONTROL)
    assert at(window) == ("SHOP-131", "reach")
    assert value(window, "SHOP-131", "reach") == 900_000.0


def test_redo_has_both_of_its_usual_keys(window: MainWindow) -> None:
    put(window, "SHOP-131", "reach")
    write("900k")
    press(Key.Key_Return)
    for key, with_ in ((Key.Key_Y, CONTROL), (Key.Key_Z, CONTROL | SHIFT)):
        press(Key.Key_Z, with_=CONTROL)
        assert value(window, "SHOP-131", "reach") != 900_000.0
        press(key, with_=with_)
        assert value(window, "SHOP-131", "reach") == 900_000.0
    (told,) = [row.keys for _, rows in shortcut_groups(window.actions_.all()) for row in rows
               if row.what.startswith("Redo")]  # fmt: skip
    assert told == ("Ctrl+Y", "Ctrl+Shift+Z")


def test_a_moved_row_is_tinted_and_the_others_slide_unless_movement_is_off(window: MainWindow) -> None:
    movement = window.view.movement
    put(window, "SHOP-131", "reach")
    write("900k")
    press(Key.Key_Return)
    assert len(movement.flashing) == 1
    assert movement._shift is not None
    window.actions_["actionMovement"].trigger()
    assert movement.flashing == frozenset()
    assert movement._shift is None
    put(window, "SHOP-93", "reach")
    write("990k")
    press(Key.Key_Return)
    assert keys(window)[0] == "SHOP-93"
    assert movement.flashing == frozenset()
    assert movement._shift is None
    window.actions_["actionMovement"].trigger()
    put(window, "SHOP-150", "reach")
    write("999k")
    press(Key.Key_Return)
    assert len(movement.flashing) == 1


def test_the_framework_is_switched_by_its_key_and_selection_and_cursor_stay(window: MainWindow) -> None:
    put(window, "SHOP-87", "impact")
    press(Key.Key_Down, with_=SHIFT)
    cells = selected(window)
    press(Key.Key_2, with_=CONTROL)
    assert window.backlog.workspace.framework.name == "moscow"
    assert (at(window), selected(window)) == (("SHOP-87", "impact"), cells)
    press(Key.Key_1, with_=CONTROL)
    assert window.backlog.workspace.framework.name == "rice"


def test_the_menus_and_the_context_menu_act_on_the_selection(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QPoint] = []
    monkeypatch.setattr(window.menus.context, "popup", shown.append)
    put(window, "SHOP-112", "reach")
    where = window.view.visualRect(cell(window, "SHOP-87", "reach")).center()
    window.view.customContextMenuRequested.emit(where)
    assert shown == [window.view.viewport().mapToGlobal(where)]
    before = items(window)
    next(one for one in window.menus.context.actions() if one.objectName() == "actionClear").trigger()
    assert value(window, "SHOP-112", "reach") is None
    window.actions_["actionUndo"].trigger()
    assert items(window) == before


# Files dropped


def test_a_file_dropped_on_the_list_is_imported(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken: list[list[Path]] = []
    monkeypatch.setattr(window.file_tasks, "start_import", taken.append)
    path = tmp_path / "export.csv"
    path.write_text("Summary\nOne\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    point, buttons, none = QPoint(200, 200), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    assert not window.view.viewport().acceptDrops()
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, data, buttons, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(point), Qt.DropAction.CopyAction, data, buttons, none)
    QApplication.sendEvent(window, drop)
    assert taken == [[path]]
    assert focused() is not None


def test_undo_leaves_the_filters(window: MainWindow) -> None:
    put(window, "SHOP-112", "reach")
    press(Key.Key_F2)
    focused().selectAll()
    write("5")
    press(Key.Key_Return)
    window.model.arrange(window.model.arrangement.choosing("team", ["Risk"]), wait=True)
    assert window.model.row_of(item(window, "SHOP-112").id) is None
    press(Key.Key_Z, with_=CONTROL)
    assert window.model.arrangement.chosen == {"team": ("Risk",)}
    assert window.view.current_item().key == "SHOP-112"


def test_a_walk_that_is_cut_off_leaves_no_held_order(window: MainWindow) -> None:
    before = window.backlog.workspace.view_state("hold_order")
    window.actions_["actionScoring"].trigger()
    assert window.model.held
    assert window.backlog.workspace.view_state("hold_order") == before
    window.commands.scoring.end()
    assert not window.model.held
