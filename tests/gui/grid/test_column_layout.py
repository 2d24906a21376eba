"""The widths of the columns: over a change of size, for long ranks, and for a title that is read across a room."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from pmdesk.gui.grid.backlog_view import BacklogView
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.theme import COMFORTABLE, COMPACT, DENSITIES, PADDING, PRESENTATION, Density, list_font

TITLE, STATUS, RANK = (COLUMN_AT[name] for name in ("title", "status", "rank"))


@pytest.fixture
def view(window: MainWindow) -> BacklogView:
    return window.view


def others(view: BacklogView) -> int:
    return sum(view.columnWidth(place) for place in view.columns.shown() if place != TITLE)


def test_the_title_takes_what_the_others_leave_after_any_change_of_size(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    window.resize(1800, 900)
    for density in (COMPACT, PRESENTATION, COMFORTABLE):
        window.theme.set_density(density)
        for shown in (False, True):
            view.columns.show_column(STATUS, shown)
            qtbot.waitUntil(lambda: view.columnWidth(TITLE) + others(view) == view.viewport().width(), timeout=1000)


def test_a_width_that_the_user_gave_the_title_grows_with_the_size(window: MainWindow, view: BacklogView) -> None:
    view.horizontalHeader().resizeSection(TITLE, 300)
    window.theme.set_density(PRESENTATION)
    assert view.columnWidth(TITLE) == round(300 * PRESENTATION.width_factor)
    window.theme.set_density(COMFORTABLE)
    assert view.columnWidth(TITLE) == pytest.approx(300, abs=1)


def test_a_title_is_read_across_a_room_before_the_last_column_is_in_sight(
    window: MainWindow, view: BacklogView
) -> None:
    window.theme.set_density(PRESENTATION)
    window.resize(1024, 700)
    assert view.columnWidth(TITLE) >= 290


def test_every_column_but_the_key_is_in_sight_on_a_projector(
    qtbot: QtBot, window: MainWindow, view: BacklogView
) -> None:
    window.theme.set_density(PRESENTATION)
    qtbot.waitUntil(lambda: view.columnWidth(TITLE) + others(view) == view.viewport().width(), timeout=1000)
    assert STATUS in view.columns.shown()
    assert view.columnWidth(TITLE) > 320


def test_ranks_in_their_strong_font_fit_their_column(window: MainWindow, view: BacklogView) -> None:
    widest = "12345 · 23456 of 23456"
    view.columns.fit_ranks(widest)
    needed = QFontMetrics(list_font(weight=QFont.Weight.DemiBold)).horizontalAdvance(widest)
    assert view.columnWidth(RANK) >= needed + 2 * PADDING


@pytest.mark.parametrize("density", DENSITIES.values(), ids=DENSITIES)
def test_headers_fit_their_columns(window: MainWindow, view: BacklogView, density: Density) -> None:
    window.theme.set_density(density)
    header, settings = view.horizontalHeader(), window.backlog.workspace.settings
    for place in view.columns.shown():
        words = header.fontMetrics().horizontalAdvance(COLUMNS[place].header(settings))
        assert view.columnWidth(place) >= words + 2 * PADDING, COLUMNS[place].name
