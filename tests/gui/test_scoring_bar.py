"""The scoring bar: which item and factor is asked for, what it means, and the ways on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.domain.records import Settings
from pmdesk.gui.scoring_bar import ScoringBar, meaning_of
from tests.makers import make_item

ITEM = make_item(171, key="SHOP-171", title="Gift <b>cards</b>")


class Room(QWidget):
    """A window with the bar at its top."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = ScoringBar()
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        self.resize(1000, 300)


@pytest.fixture
def bar(qtbot: QtBot) -> ScoringBar:
    room = Room()
    qtbot.addWidget(room)
    room.show()
    room.activateWindow()
    qtbot.waitUntil(room.isActiveWindow)
    room.bar.room = room  # type: ignore[attr-defined]
    return room.bar


def test_it_is_hidden_until_something_is_asked(bar: ScoringBar) -> None:
    assert not bar.isVisible()


def test_it_names_item_and_factor_and_what_the_factor_means(bar: ScoringBar) -> None:
    bar.show_step(3, 12, ITEM, "confidence", Settings())
    assert bar.isVisible()
    assert bar.place.text() == "Scoring 3 of 12"
    assert bar.item.text() == "SHOP-171 Gift <b>cards</b>"
    assert bar.factor.text() == "— confidence"
    assert bar.meaning.text().startswith("How sure you are")
    assert (bar.progress.value(), bar.progress.maximum()) == (2, 12)
    assert "SHOP-171" in bar.accessibleDescription()


def test_progress_counts_what_is_scored(bar: ScoringBar) -> None:
    bar.show_step(12, 12, ITEM, "moscow", Settings(), scored=4)
    assert bar.progress.value() == 4
    assert bar.factor.text() == "— MoSCoW"


def test_impact_means_what_the_backlog_says() -> None:
    told = replace(Settings(), impact_meaning={"massive": "a reason\nto buy", "low": "nice", "high": " "})
    assert meaning_of("impact", told) == "Massive 3: a reason to buy · Low 0.5: nice"
    assert "3 massive" in meaning_of("impact", Settings())
    assert meaning_of("reach", told).startswith("How many people")


@pytest.mark.parametrize("name", ["skip", "previous", "done"])
def test_the_buttons_tell(qtbot: QtBot, bar: ScoringBar, name: str) -> None:
    bar.show_step(3, 12, ITEM, "reach", Settings())
    with qtbot.waitSignal(getattr(bar, name), timeout=1000):
        qtbot.mouseClick(getattr(bar, f"{name}_button"), Qt.MouseButton.LeftButton)


def test_escape_in_the_bar_is_done(qtbot: QtBot, bar: ScoringBar) -> None:
    bar.show_step(3, 12, ITEM, "reach", Settings())
    bar.skip_button.setFocus()
    with qtbot.waitSignal(bar.done, timeout=1000):
        qtbot.keyClick(bar.skip_button, Qt.Key.Key_Escape)


def test_at_the_beginning_there_is_no_way_back(bar: ScoringBar) -> None:
    bar.show_step(1, 12, ITEM, "reach", Settings(), has_previous=False)
    assert not bar.previous_button.isEnabled()
    bar.show_step(1, 12, ITEM, "impact", Settings())
    assert bar.previous_button.isEnabled()


def test_a_long_title_gives_way_and_the_meaning_wraps(qtbot: QtBot, bar: ScoringBar) -> None:
    told = replace(Settings(), impact_meaning={"massive": "words " * 30, "high": "words " * 30})
    bar.show_step(3, 12, replace(ITEM, title="long " * 80), "impact", told)
    bar.room.resize(560, 400)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bar.width() < 560 and not bar.progress.isVisible())
    qtbot.waitUntil(lambda: bar.meaning.height() >= bar.meaning.heightForWidth(bar.meaning.width()))
    parts = (bar.place, bar.factor, bar.done_button)
    qtbot.waitUntil(lambda: all(part.width() >= part.sizeHint().width() for part in parts))


def test_the_rows_below_stay_where_they_are_from_factor_to_factor(qtbot: QtBot, bar: ScoringBar) -> None:
    told = replace(Settings(), impact_meaning={"massive": "words " * 30, "high": "words " * 30})
    bar.show_step(3, 12, ITEM, "reach", told)
    before = bar.height()
    bar.show_step(3, 12, ITEM, "impact", told)
    qtbot.waitUntil(lambda: bar.height() > before)
    high = bar.height()
    bar.show_step(3, 12, ITEM, "confidence", told)
    qtbot.wait(20)
    assert bar.height() == high
