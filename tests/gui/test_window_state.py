"""What a window remembers: density for the user, panels, held order; and presentation, there and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.gui.capacity_dialog import CapacityDialog
from pmdesk.gui.command_palette import CommandPalette
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.theme import COMFORTABLE, COMPACT, DENSITIES, PRESENTATION, Density
from pmdesk.gui.widgets import ElidedLabel
from pmdesk.gui.windows import Windows
from pmdesk.services.editing import change_settings
from pmdesk.services.summary import summarize
from tests.gui.conftest import shown
from tests.gui.grid.hands import CONTROL, Key, at, cell, press, put


def test_presentation_hides_what_a_room_need_not_see_and_comes_back(window: MainWindow) -> None:
    put(window, "SHOP-140", "effort")
    window.actions_["actionDensityCompact"].trigger()
    rows = window.view.visualRect(cell(window, "SHOP-140", "effort")).height()
    assert rows == COMPACT.row
    press(Key.Key_F11, with_=CONTROL)
    assert window.theme.density is PRESENTATION
    assert window.view.visualRect(cell(window, "SHOP-140", "effort")).height() == PRESENTATION.row
    assert window.view.isColumnHidden(COLUMN_AT["key"])
    assert not window.rail.isVisible()
    assert not window.inspector.isVisible()
    assert window.actions_["actionDensityPresentation"].isChecked()
    assert at(window) == ("SHOP-140", "effort")
    assert window.view.viewport().rect().contains(window.view.visualRect(window.view.currentIndex()))
    press(Key.Key_F11, with_=CONTROL)
    assert window.theme.density is COMPACT
    assert not window.view.isColumnHidden(COLUMN_AT["key"])
    assert window.rail.isVisible()
    assert window.inspector.isVisible()
    assert window.actions_["actionDensityCompact"].isChecked()


def test_every_bar_is_larger_on_a_projector(window: MainWindow, qtbot: QtBot) -> None:
    window.view.setFocus()
    press(Key.Key_F8)
    bars = (window.top_bar, window.page.filters, window.page.scoring, window.status)
    before = {bar.objectName(): (bar.height(), largest_text(bar)) for bar in bars}
    press(Key.Key_F11, with_=CONTROL)
    for bar in bars:
        height, text = before[bar.objectName()]
        qtbot.waitUntil(lambda bar=bar, height=height: bar.height() > height, timeout=1000)
        assert largest_text(bar) > text, bar.objectName()
    press(Key.Key_F11, with_=CONTROL)


@pytest.mark.parametrize("density", DENSITIES.values(), ids=DENSITIES)
def test_a_window_is_no_wider_than_a_small_projector(window: MainWindow, qtbot: QtBot, density: Density) -> None:
    settings = window.backlog.workspace.settings
    long = replace(settings, name="A backlog with a name as long as anybody would write one", vision="Far " * 40)
    assert window.backlog.apply(change_settings(window.backlog.workspace, long))
    window.theme.set_density(density)
    window.actions_["actionInspector"].setChecked(False)
    qtbot.wait(1)
    window.resize(1024, 700)
    qtbot.wait(1)
    assert window.width() == 1024
    for bar in (window.top_bar, window.page.filters, window.status):
        assert bar.minimumSizeHint().width() <= 1024, bar.objectName()
    window.theme.set_density(COMFORTABLE)


@pytest.mark.parametrize("size", [(936, 552), (696, 402)], ids=["1440x900 at 150 %", "1440x900 at 200 %"])
@pytest.mark.parametrize("density", DENSITIES.values(), ids=DENSITIES)
def test_a_window_fits_a_laptops_screen_at_large_scales(
    window: MainWindow, qtbot: QtBot, density: Density, size: tuple[int, int]
) -> None:
    window.theme.set_density(density)

    def fits() -> bool:  # bars give way once they have become narrower
        window.resize(*size)
        return (window.width(), window.height()) == size

    qtbot.waitUntil(fits)
    hold = next(one for one in window.top_bar.findChildren(QToolButton) if one.defaultAction().text() == "&Hold order")
    assert hold.isVisible()
    assert window.top_bar.rect().contains(hold.geometry())
    window.theme.set_density(COMFORTABLE)


def test_menus_dialogs_and_the_palette_are_read_across_the_room_too(window: MainWindow) -> None:
    before = sizes(window)
    press(Key.Key_F11, with_=CONTROL)
    assert all(now > then for now, then in zip(sizes(window), before, strict=True))
    press(Key.Key_F11, with_=CONTROL)
    assert sizes(window) == before


def sizes(window: MainWindow) -> list[float]:
    """The type of a menu and of a dialog, and a row of the palette."""
    press(Key.Key_K, with_=CONTROL)
    (palette,) = window.findChildren(CommandPalette)
    row = palette.list.visualRect(palette.list.currentIndex()).height()
    palette.close()
    dialog = CapacityDialog(window.backlog.workspace.settings, window)
    dialog.ensurePolished()
    label = dialog.findChildren(QPushButton)[0]
    label.ensurePolished()
    window.menus.context.ensurePolished()
    found = [window.menus.context.font().pointSizeF(), label.font().pointSizeF(), float(row)]
    dialog.deleteLater()
    return found


def test_counts_and_the_sums_of_the_selection_are_easy_to_read(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = replace(summarize(window.backlog.workspace), in_play=5000, unranked=1200)
    monkeypatch.setattr("pmdesk.services.summary.summarize", lambda _: many)
    window.status.show_backlog(window.backlog)
    said = [label.text() for label in window.status.findChildren(QLabel)]
    assert "5,000 in play" in said
    assert "1,200 unscored" in said
    sums = window.status._parts["selection"]
    assert sums.font().bold() or sums.font().weight() >= QFont.Weight.DemiBold


def test_what_the_status_bar_cannot_show_is_told_in_its_tooltip(window: MainWindow, qtbot: QtBot) -> None:
    window.theme.set_density(PRESENTATION)
    window.resize(1024, 700)
    qtbot.wait(1)
    window.status.resize(700, window.status.height())
    window.status.grab()
    cut = [label for label in window.status.findChildren(ElidedLabel) if label.width() < label.sizeHint().width()]
    assert cut
    assert all(label.text().split()[0] in label.toolTip() for label in cut)
    window.theme.set_density(COMFORTABLE)


def largest_text(bar: QWidget) -> float:
    return max(label.font().pointSizeF() for label in bar.findChildren(QLabel))


def test_editing_works_in_presentation(window: MainWindow) -> None:
    put(window, "SHOP-140", "effort")
    press(Key.Key_F11, with_=CONTROL)
    press(Key.Key_F2)
    editor = window.view.viewport().findChild(type(window.view.focusWidget()), "cellEditor")
    assert editor is not None
    assert editor.height() >= PRESENTATION.row - 2
    assert editor.font().pointSizeF() > window.font().pointSizeF()
    press(Key.Key_Escape)
    press(Key.Key_F11, with_=CONTROL)


def test_the_density_is_kept_for_the_user(window: MainWindow, windows: Windows, qtbot: QtBot, sample: Path) -> None:
    window.actions_["actionDensityCompact"].trigger()
    window.close()
    again = shown(qtbot, windows, sample)
    assert again.theme.density is COMPACT
    assert windows.remembered("density") == "compact"
    assert again.actions_["actionDensityCompact"].isChecked()
    again.actions_["actionDensityComfortable"].trigger()
    assert again.theme.density is COMFORTABLE


def test_full_screen_comes_and_goes(window: MainWindow) -> None:
    window.view.setFocus()
    press(Key.Key_F11)
    assert window.isFullScreen()
    assert window.actions_["actionFullScreen"].isChecked()
    press(Key.Key_F11)
    assert not window.isFullScreen()


def test_panels_and_movement_are_remembered(window: MainWindow, windows: Windows, qtbot: QtBot, sample: Path) -> None:
    window.view.setFocus()
    press(Key.Key_J, with_=CONTROL)
    window.actions_["actionMovement"].trigger()
    assert not window.actions_["actionMovement"].isChecked()
    window.close()
    again = shown(qtbot, windows, sample)
    assert not again.inspector.isVisible()
    assert not again.view.movement.enabled
    assert not again.actions_["actionMovement"].isChecked()


def test_a_held_order_is_remembered_with_the_backlog(
    window: MainWindow, windows: Windows, qtbot: QtBot, sample: Path
) -> None:
    window.view.setFocus()
    press(Key.Key_L, with_=CONTROL)
    window.close()
    again = shown(qtbot, windows, sample)
    assert again.model.held
    assert again.actions_["actionHoldOrder"].isChecked()
    press(Key.Key_L, with_=CONTROL)
    again.close()
    assert not shown(qtbot, windows, sample).model.held


def test_a_window_closed_while_presenting_keeps_the_columns_of_the_user(
    window: MainWindow, windows: Windows, qtbot: QtBot, sample: Path
) -> None:
    window.view.setFocus()
    press(Key.Key_F11, with_=CONTROL)
    window.close()
    again = shown(qtbot, windows, sample)
    assert again.theme.density is PRESENTATION
    again.view.setFocus()
    press(Key.Key_F11, with_=CONTROL)
    assert again.theme.density is COMFORTABLE
    assert not again.view.isColumnHidden(COLUMN_AT["key"])
    assert again.view.columnWidth(COLUMN_AT["reach"]) == 126


def test_leaving_presentation_in_any_window_gives_back_the_size_before(
    window: MainWindow, windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window.actions_["actionDensityCompact"].trigger()
    window.backlog.workspace.copy_to(tmp_path / "second.pmdesk")
    second = shown(qtbot, windows, tmp_path / "second.pmdesk")
    window.actions_["actionDensityPresentation"].trigger()
    assert second.actions_["actionDensityPresentation"].isChecked()
    second.actions_["actionDensityPresentation"].trigger()
    assert window.theme.density is COMPACT
    for one in (window, second):
        assert one.actions_["actionDensityCompact"].isChecked()


def test_the_size_before_presentation_outlives_a_restart(
    window: MainWindow, windows: Windows, qtbot: QtBot, sample: Path
) -> None:
    window.actions_["actionDensityCompact"].trigger()
    window.actions_["actionDensityPresentation"].trigger()
    window.close()
    again = shown(qtbot, windows, sample)
    again.actions_["actionDensityPresentation"].trigger()
    assert again.theme.density is COMPACT


def test_columns_are_kept_without_a_farewell(qtbot: QtBot, window: MainWindow) -> None:
    header = window.view.horizontalHeader()
    header.resizeSection(COLUMN_AT["status"], 201)
    stored = lambda: window.backlog.workspace.view_state("columns") or {"widths": {}}  # noqa: E731
    qtbot.waitUntil(lambda: stored()["widths"].get("status") == 201)


@pytest.mark.parametrize(
    "stored", [{"widths": []}, {"widths": {"title": "x", "reach": -5}}, {"order": ["key"], "hidden": 5}, {"order": 5}]
)
def test_columns_that_make_no_sense_are_left_as_they_are(window: MainWindow, stored: dict[str, object]) -> None:
    before = window.view.columns.state()["widths"]["reach"]
    window.view.columns.restore(stored)
    assert window.view.columns.state()["widths"]["reach"] == before


def test_key_and_title_keep_the_order_that_they_were_given(window: MainWindow) -> None:
    columns, header = window.view.columns, window.view.horizontalHeader()
    header.moveSection(header.visualIndex(COLUMN_AT["title"]), header.visualIndex(COLUMN_AT["key"]))
    before = columns.state()
    header.moveSection(header.visualIndex(COLUMN_AT["title"]), header.visualIndex(COLUMN_AT["key"]))
    columns.restore(before)
    assert columns.state()["order"][:4] == before["order"][:4]


def test_a_visit_to_presentation_leaves_the_widths_as_they_were(window: MainWindow) -> None:
    before = window.view.columns.state()["widths"]
    for _ in range(4):
        window.actions_["actionDensityPresentation"].trigger()
    assert window.view.columns.state()["widths"]["key"] == before["key"]
