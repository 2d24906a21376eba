"""The filter bar: chips show the arrangement and change it, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.domain.arrangement import Arrangement
from pmdesk.gui.chip_strip import Chip
from pmdesk.gui.document import Document
from pmdesk.gui.filter_bar import FilterBar
from pmdesk.gui.theme import COMFORTABLE, FILTER_BAR_HEIGHT, PRESENTATION, Theme, points
from pmdesk.services.saved_views import SavedView, save_view

READY = Arrangement(chosen={"status": ("Ready",)})


class Room(QWidget):
    """A window with a filter bar that keeps what the bar tells."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self.bar = FilterBar(document, theme, lambda: {"order": ["key"]}, {"filter": "Ctrl+Shift+L"})
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        self.resize(1300, 300)
        self.told: list[Arrangement] = []
        self.bar.arrangementChanged.connect(self.told.append)


@pytest.fixture
def room(qtbot: QtBot, document: Document, theme: Theme) -> Iterator[Room]:
    made = Room(document, theme)
    qtbot.addWidget(made)
    made.bar.show_arrangement(Arrangement(), 26, 12)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    for popup in (made.bar.menu, made.bar.views):
        popup.close()


@pytest.fixture
def bar(room: Room) -> FilterBar:
    return room.bar


def press(qtbot: QtBot, chip: Chip) -> None:
    qtbot.mouseClick(chip.button, Qt.MouseButton.LeftButton)


def cross(qtbot: QtBot, chip: Chip) -> None:
    qtbot.mouseClick(chip.cross, Qt.MouseButton.LeftButton)


def chips(bar: FilterBar) -> list[str]:
    return [one.text for one in bar.strip.widgets() if isinstance(one, Chip) and not one.isHidden()]


def open_menu(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(qtbot: QtBot, menu: QMenu, text: str) -> None:
    (place,) = [action for action in menu.actions() if action.text() == text]
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(place).center())


def test_without_a_filter_everything_in_play_is_shown(bar: FilterBar) -> None:
    assert chips(bar) == [
        "In play · 26", "Status", "MoSCoW", "Unscored · 12", "Assignee", "+ filter", "Group by", "Views",
    ]  # fmt: skip
    assert bar.height() == FILTER_BAR_HEIGHT
    assert bar.all.active
    assert not bar.unscored.active
    assert not bar.remarks.isVisible()
    assert not bar.matching.isVisible()


def test_showing_an_arrangement_tells_nothing(room: Room, bar: FilterBar) -> None:
    bar.show_arrangement(READY, 26, 12, 8)
    assert room.told == []
    assert not bar.all.active
    assert bar.fields["status"].text == "Status: Ready"
    assert bar.fields["status"].active
    assert bar.matching.text() == "8 of 26"


def test_unscored_is_on_and_off(qtbot: QtBot, room: Room, bar: FilterBar) -> None:
    press(qtbot, bar.unscored)
    assert bar.unscored.active
    assert not bar.all.active
    press(qtbot, bar.unscored)
    assert [one.unscored for one in room.told] == [True, False]
    assert bar.all.active


def test_unscored_is_called_as_the_framework_calls_it(bar: FilterBar, document: Document) -> None:
    document.set_framework("moscow")
    bar.show_arrangement(Arrangement(), 26, 3)
    assert bar.unscored.text == "No category · 3"
    assert "ranked once they have one" in bar.unscored.button.toolTip()


def test_in_play_clears_search_and_filters_and_keeps_order_and_groups(qtbot: QtBot, room: Room, bar: FilterBar) -> None:
    chosen = {"status": ("Ready",), "labels": ("x",)}
    bar.show_arrangement(Arrangement("card", chosen, unscored=True, sort="reach", group_by="team"), 26, 12, 1)
    press(qtbot, bar.all)
    assert room.told == [Arrangement(sort="reach", group_by="team")]
    assert "Labels: x" not in chips(bar)
    press(qtbot, bar.all)
    assert len(room.told) == 1
    assert bar.all.active


def test_a_value_is_chosen_by_keys_alone(qtbot: QtBot, room: Room, bar: FilterBar) -> None:
    bar.all.button.setFocus()
    qtbot.keyClick(bar.all.button, Qt.Key.Key_Tab)
    assert bar.fields["status"].button.hasFocus()
    qtbot.keyClick(bar.fields["status"].button, Qt.Key.Key_Return)
    assert bar.menu.isVisible()
    qtbot.keyClicks(bar.menu.line, "rea")
    qtbot.keyClick(bar.menu.line, Qt.Key.Key_Return)
    assert room.told == [READY]
    assert bar.fields["status"].button.hasFocus()
    qtbot.keyClick(bar.fields["status"].button, Qt.Key.Key_Delete)
    assert room.told == [READY, Arrangement()]
    assert bar.fields["status"].text == "Status"


def test_several_values_are_counted_and_named_in_the_tooltip(bar: FilterBar) -> None:
    bar.show_arrangement(READY.choosing("status", ["Ready", "<b>Idea</b>", ""]), 26, 12)
    assert bar.fields["status"].text == "Status: 3"
    tip = bar.fields["status"].button.toolTip()
    assert "· Ready\n· &lt;b&gt;Idea&lt;/b&gt;\n· None" in tip


def test_another_field_gets_a_chip_of_its_own(qtbot: QtBot, room: Room, bar: FilterBar) -> None:
    press(qtbot, bar.add)
    choose(qtbot, open_menu(qtbot), "Type")
    qtbot.waitUntil(bar.menu.isVisible)
    qtbot.keyClick(bar.menu.line, Qt.Key.Key_Space)
    qtbot.keyClick(bar.menu.line, Qt.Key.Key_Return)
    (told,) = room.told
    assert list(told.chosen) == ["type"]
    words = chips(bar)
    assert words[words.index("+ filter") - 1] == f"Type: {told.chosen['type'][0]}"
    cross(qtbot, bar.fields["type"])
    assert room.told[-1] == Arrangement()
    assert "type" not in bar.fields
    assert bar.add.button.hasFocus()


def test_a_chip_opens_its_values_with_the_chosen_ones_ticked(qtbot: QtBot, room: Room, bar: FilterBar) -> None:
    bar.show_arrangement(READY, 26, 12)
    press(qtbot, bar.fields["status"])
    assert bar.menu.values.ticked == ("Ready",)
    qtbot.keyClick(bar.menu.line, Qt.Key.Key_Escape)
    assert room.told == []
    assert bar.fields["status"].active


def test_group_by_a_field_and_back(qtbot: QtBot, room: Room, bar: FilterBar) -> None:
    press(qtbot, bar.group)
    choose(qtbot, open_menu(qtbot), "Status")
    assert room.told == [Arrangement(group_by="status")]
    assert bar.group.text == "Grouped by Status"
    assert bar.all.active
    cross(qtbot, bar.group)
    assert room.told[-1] == Arrangement()
    press(qtbot, bar.group)
    menu = open_menu(qtbot)
    assert [one.text() for one in menu.actions() if one.isChecked()] == ["No groups"]
    qtbot.keyClick(menu, Qt.Key.Key_Escape)


def test_the_way_back_to_rank_order(qtbot: QtBot, bar: FilterBar) -> None:
    bar.show_arrangement(Arrangement(sort="effort", descending=True), 26, 12)
    assert bar.remarks.sort.words == "Sorted by Effort ↓ · Back to rank order"
    with qtbot.waitSignal(bar.rankOrderRequested, timeout=1000):
        qtbot.mouseClick(bar.remarks.sort, Qt.MouseButton.LeftButton)
    bar.show_arrangement(Arrangement(), 26, 12)
    assert not bar.remarks.sort.isVisible()


def test_items_that_no_longer_match(qtbot: QtBot, bar: FilterBar) -> None:
    bar.set_stale(3)
    assert bar.remarks.stale.words == "3 no longer match · Apply again"
    bar.set_stale(1)
    assert bar.remarks.stale.words == "1 no longer matches · Apply again"
    bar.remarks.stale.setFocus()
    with qtbot.waitSignal(bar.applyAgain, timeout=1000):
        qtbot.keyClick(bar.remarks.stale, Qt.Key.Key_Return)
    bar.set_stale(0)
    assert not bar.remarks.stale.isVisible()


def test_the_baseline(qtbot: QtBot, bar: FilterBar) -> None:
    bar.set_baseline("Monday’s import")
    assert bar.remarks.baseline.words == "Changes since Monday’s import"
    with qtbot.waitSignal(bar.baselineRequested, timeout=1000):
        qtbot.mouseClick(bar.remarks.baseline, Qt.MouseButton.LeftButton)
    assert bar.remarks.baseline.toolTip()
    bar.set_baseline("")
    assert not bar.remarks.baseline.isVisible()


def test_remarks_that_are_not_there_take_no_room(qtbot: QtBot, room: Room, bar: FilterBar) -> None:
    """The baseline is named in full as soon as its words fit beside the chips."""
    bar.show_arrangement(Arrangement(), 26, 12)
    bar.set_baseline("Monday’s import")
    chips, remark = bar.strip.wanted, bar.remarks.baseline.width_of(short=False)
    room.resize(chips + remark + 2 * 14 + 8, 200)
    qtbot.waitUntil(lambda: bar.remarks.baseline.words == "Changes since Monday’s import", timeout=1000)
    room.resize(chips + remark + 2 * 14 + 7, 200)
    qtbot.waitUntil(lambda: bar.remarks.baseline.words == "Changes", timeout=1000)


def test_the_bar_is_larger_on_a_projector(qtbot: QtBot, bar: FilterBar, theme: Theme) -> None:
    bar.set_baseline("Monday’s import")
    chip, remark = bar.all.button.height(), bar.remarks.baseline.sizeHint()
    theme.set_density(PRESENTATION)
    qtbot.waitUntil(lambda: bar.all.button.height() > chip, timeout=1000)
    assert bar.height() > FILTER_BAR_HEIGHT
    assert bar.all.button.font().pointSizeF() == pytest.approx(points(PRESENTATION.bar_pixels), abs=0.01)
    assert bar.remarks.baseline.sizeHint().width() > remark.width()
    assert bar.remarks.baseline.sizeHint().height() > remark.height()
    theme.set_density(COMFORTABLE)
    qtbot.waitUntil(lambda: bar.all.button.height() == chip, timeout=1000)


def test_tab_reaches_everything_in_the_order_of_the_row(qtbot: QtBot, bar: FilterBar) -> None:
    bar.show_arrangement(Arrangement(chosen={"team": ("Pay",), "status": ("Ready",)}, sort="reach"), 26, 12)
    bar.set_baseline("Monday’s import")
    bar.all.button.setFocus()
    names = []
    for _ in range(13):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.toolTip()
        names.append(focus.accessibleName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert names == [
        "In play · 26", "Status: Ready", "Show all values of Status again", "MoSCoW", "Unscored · 12", "Assignee",
        "Team: Pay", "Show all values of Team again", "+ filter", "Group by", "Views",
        "Sorted by Reach per quarter ↑ · Back to rank order", "Changes since Monday’s import",
    ]  # fmt: skip


def test_shortcuts_that_exist_are_named(bar: FilterBar) -> None:
    assert "(Ctrl+Shift+L)" in bar.add.button.toolTip()
    assert "(" not in bar.group.button.toolTip()


@pytest.mark.parametrize("width", [460, 640, 900])
def test_too_narrow_a_row_scrolls_and_cuts_nothing_off(qtbot: QtBot, room: Room, bar: FilterBar, width: int) -> None:
    bar.set_stale(3)
    bar.set_baseline("Monday’s import")
    bar.show_arrangement(Arrangement(chosen={"status": ("Ready",), "team": ("Pay",)}, sort="reach"), 26, 12, 3)
    room.resize(width, 200)
    qtbot.waitUntil(lambda: bar.width() == width)
    qtbot.waitUntil(lambda: bar.strip.on.isVisible() and bar.remarks.width() == bar.remarks.sizeHint().width())
    for remark in bar.remarks.buttons:
        assert remark.width() >= remark.sizeHint().width()
        assert bar.rect().contains(remark.mapTo(bar, remark.rect().bottomRight()))
    bar.all.button.setFocus()
    while not bar.views_button.button.hasFocus():
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    right = bar.views_button.mapTo(bar.strip, QPoint(bar.views_button.width() // 2, 0)).x()
    assert 0 < right < bar.strip.width()
    assert not bar.strip.on.isEnabled()
    qtbot.mouseClick(bar.strip.back, Qt.MouseButton.LeftButton)
    assert bar.strip.on.isEnabled()


def test_a_wide_row_has_no_arrows(bar: FilterBar) -> None:
    assert not bar.strip.on.isVisible()
    assert not bar.strip.back.isVisible()


def test_a_long_value_is_shortened_on_the_chip_and_whole_in_its_tooltip(bar: FilterBar) -> None:
    name = "Somebody with a name that is longer than any chip & more"
    bar.show_arrangement(Arrangement(chosen={"assignee": (name,)}), 26, 12)
    chip = bar.fields["assignee"]
    assert chip.button.text().endswith("…")
    assert chip.text == f"Assignee: {name}"
    assert "chip &amp; more" in chip.button.toolTip()


def test_a_saved_view_is_chosen(qtbot: QtBot, bar: FilterBar, document: Document) -> None:
    view = SavedView("Ready", READY)
    save_view(document.workspace, view)
    press(qtbot, bar.views_button)
    with qtbot.waitSignal(bar.viewChosen, timeout=1000) as chosen:
        choose(qtbot, open_menu(qtbot), "Ready")
    assert chosen.args == [view]


def test_a_chip_looks_hovered_no_more_once_its_list_is_left(qtbot: QtBot, bar: FilterBar) -> None:
    chip = bar.fields["status"]
    press(qtbot, chip)
    chip.button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QCursor.setPos(bar.mapToGlobal(QPoint(5, 200)))
    qtbot.keyClick(bar.menu.line, Qt.Key.Key_Escape)
    assert not chip.button.underMouse()


def test_a_view_of_the_last_import_is_a_chip_while_it_is_on(qtbot: QtBot, room: Room) -> None:
    bar = room.bar
    assert bar.imported.isHidden()
    bar.show_arrangement(Arrangement(last_import="changed"), 26, 12, 3)
    assert "Changed by the last import" in chips(bar)
    assert bar.imported.active
    cross(qtbot, bar.imported)
    assert (room.told[-1], bar.imported.isHidden()) == (Arrangement(), True)
    bar.show_arrangement(Arrangement(last_import="gone"), 26, 12, 3)
    press(qtbot, bar.all)
    assert room.told[-1] == Arrangement()
