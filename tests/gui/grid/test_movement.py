"""What slides and is lit for a moment after a row went elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pmdesk.gui.grid import movement
from pmdesk.gui.grid.movement import Movement

HEIGHT = 30


@pytest.fixture
def moving(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> Movement:
    monkeypatch.setattr(movement, "FLASH_MS", 40)
    monkeypatch.setattr(movement, "SLIDE_MS", 40)
    made = Movement(qapp)
    yield made
    made.finish()
    made.deleteLater()


def offsets(moving: Movement, rows: int = 8) -> list[int]:
    return [moving.offset(row, HEIGHT) for row in range(rows)]


def test_rows_that_one_passed_on_its_way_up_come_from_above(moving: Movement) -> None:
    moving.note_shifts([(5, 2)])
    assert offsets(moving) == [0, 0, 0, -HEIGHT, -HEIGHT, -HEIGHT, 0, 0]


def test_rows_that_one_passed_on_its_way_down_come_from_below(moving: Movement) -> None:
    moving.note_shifts([(2, 5)])
    assert offsets(moving) == [0, 0, HEIGHT, HEIGHT, HEIGHT, 0, 0, 0]


def test_they_come_to_rest(qtbot: QtBot, moving: Movement) -> None:
    moving.note_shifts([(2, 5)])
    with qtbot.waitSignal(moving.changed):
        pass
    qtbot.waitUntil(lambda: not any(offsets(moving)))


def test_several_at_once_do_not_slide_and_stop_what_does(moving: Movement) -> None:
    moving.note_shifts([(2, 5)])
    moving.note_shifts([(2, 5), (1, 3)])
    assert not any(offsets(moving))


def test_a_second_shift_begins_anew(moving: Movement) -> None:
    moving.note_shifts([(2, 5)])
    moving.note_shifts([(1, 0)])
    assert offsets(moving, 4) == [0, -HEIGHT, 0, 0]


def test_moved_items_are_lit_for_a_moment(qtbot: QtBot, moving: Movement) -> None:
    moving.light([7, 9])
    assert moving.flashing == {7, 9}
    qtbot.waitUntil(lambda: not moving.flashing)


def test_nothing_lit_puts_out_what_is(moving: Movement) -> None:
    moving.light([7])
    moving.light([])
    assert not moving.flashing


def test_it_can_be_turned_off(moving: Movement) -> None:
    moving.enabled = False
    moving.note_shifts([(2, 5)])
    moving.light([7])
    assert not any(offsets(moving))
    assert not moving.flashing


def test_all_is_brought_to_rest_at_once(qtbot: QtBot, moving: Movement) -> None:
    moving.note_shifts([(2, 5)])
    moving.light([7])
    with qtbot.waitSignal(moving.changed, timeout=1000):
        moving.finish()
    assert not any(offsets(moving))
    assert not moving.flashing
