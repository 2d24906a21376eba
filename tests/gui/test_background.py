"""Work off the GUI thread: results come back later and on the GUI thread, however quick the work is."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pmdesk.domain.messages import UserError, message
from pmdesk.gui.background import Background
from pmdesk.gui.importing.latest import Latest


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def background(owner: QObject) -> Iterator[Background]:
    made = Background("test", owner)
    yield made
    made.stop()


@pytest.fixture
def latest(owner: QObject) -> Iterator[Latest]:
    made = Latest("test", owner)
    yield made
    made.stop()


def test_results_never_come_before_start_returns(qtbot: QtBot, background: Background) -> None:
    for _ in range(200):
        told: list[object] = []
        background.succeeded.connect(told.append)
        background.start(lambda: 1)
        assert told == []
        qtbot.waitUntil(lambda told=told: told == [1], timeout=1000)  # type: ignore[misc]
        background.succeeded.disconnect(told.append)


def test_faults_of_the_world_are_told_and_ours_are_raised(qtbot: QtBot, background: Background) -> None:
    def refuse() -> None:
        raise UserError(message("No."))

    def fail() -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(background.failed, timeout=1000) as failed:
        background.start(refuse)
    assert failed.args == [message("No.")]
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(background.broke, timeout=1000):
        background.start(fail)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]


def test_only_the_newest_asking_is_answered(qtbot: QtBot, latest: Latest) -> None:
    go_on, told = threading.Event(), list[object]()
    latest.answered.connect(told.append)
    latest.ask(lambda: go_on.wait(2) and "first")
    latest.ask(lambda: "second")
    latest.ask(lambda: "third")
    assert latest.running
    go_on.set()
    qtbot.waitUntil(lambda: not latest.under_way, timeout=2000)
    assert told == ["third"]
    assert not latest.running


def test_what_was_dropped_is_not_answered_and_the_next_is(qtbot: QtBot, latest: Latest) -> None:
    go_on, told = threading.Event(), list[object]()
    latest.answered.connect(told.append)
    latest.ask(lambda: go_on.wait(2) and "first")
    latest.drop()
    assert not latest.running
    go_on.set()
    qtbot.waitUntil(lambda: not latest.under_way, timeout=2000)
    assert told == []
    latest.ask(lambda: "second")
    qtbot.waitUntil(lambda: told == ["second"], timeout=1000)


def test_what_is_asked_after_a_drop_is_answered_though_the_first_still_runs(qtbot: QtBot, latest: Latest) -> None:
    go_on, told = threading.Event(), list[object]()
    latest.answered.connect(told.append)
    latest.ask(lambda: go_on.wait(2) and "first")
    latest.drop()
    latest.ask(lambda: "second")
    go_on.set()
    qtbot.waitUntil(lambda: told == ["second"], timeout=1000)


def test_a_fault_of_ours_in_what_nobody_wants_any_more_does_not_stop_the_next(qtbot: QtBot, latest: Latest) -> None:
    go_on, told = threading.Event(), list[object]()

    def fail() -> None:
        go_on.wait(2)
        raise ZeroDivisionError

    latest.answered.connect(told.append)
    with qtbot.captureExceptions() as raised, qtbot.assertNotEmitted(latest.broke):
        latest.ask(fail)
        latest.ask(lambda: "second")
        go_on.set()
        qtbot.waitUntil(lambda: told == ["second"], timeout=1000)
    assert len(raised) == 1
