"""Files read off the GUI thread, one after the other: recognised, refused, dropped, stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pmdesk.domain.messages import UserError, message
from pmdesk.gui.document import Document
from pmdesk.gui.importing.file_reader import FileReader
from pmdesk.services import import_reading

EXPORTS = Path(__file__).parents[2] / "data" / "jira-exports"
CSV, OTHER = EXPORTS / "cloud-en.csv", EXPORTS / "cloud-fr.csv"
BAD = message("“{file}” could not be read.", file="a.csv")


class HeldUp:
    """Stands before the reading: waits until it is let go or cancelled, and notes what was asked for."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.asked: list[tuple[str, str]] = []
        self.threads: set[str] = set()
        self._read = import_reading.read_raw

    def __call__(
        self,
        paths: Sequence[Path],
        sheets: Mapping[Path, str],
        progress: Callable[[int], None],
        cancelled: Callable[[], bool],
    ) -> list[Any]:
        self.asked.append((paths[0].name, sheets.get(paths[0], "")))
        self.threads.add(threading.current_thread().name)
        progress(7)
        self.begun.set()
        while not self.let_go.wait(0.005):
            if cancelled():
                raise import_reading.Cancelled
        return self._read(paths, sheets, progress, cancelled)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> HeldUp:
    made = HeldUp()
    monkeypatch.setattr(import_reading, "read_raw", made)
    return made


@pytest.fixture
def reader(empty_document: Document) -> Iterator[FileReader]:
    before = set(threading.enumerate())
    owner = QObject()
    made = FileReader(empty_document.workspace, owner)
    made.told = told = []  # type: ignore[attr-defined]
    made.read.connect(lambda path, read: told.append((path.name, read.issues.items)))
    made.refused.connect(lambda path, said: told.append((path.name, str(said))))
    yield made
    made.stop()
    assert set(threading.enumerate()) <= before


def told(reader: FileReader) -> list[tuple[str, object]]:
    return reader.told  # type: ignore[attr-defined]


def test_a_file_is_read_and_recognised(qtbot: QtBot, reader: FileReader) -> None:
    with qtbot.waitSignal(reader.read, timeout=20_000) as read:
        reader.add(CSV)
    assert read.args is not None
    path, found = read.args
    assert (path, found.proposal.dialect, found.proposal.rows, found.issues.items) == (CSV, "jira", 51, 51)


def test_files_are_read_in_turn_and_rows_are_counted(qtbot: QtBot, reader: FileReader, held: HeldUp) -> None:
    with qtbot.waitSignal(reader.counted, timeout=2000) as counted:
        reader.add(CSV)
        reader.add(OTHER, "Sheet")
    assert counted.args == [CSV, 7]
    assert held.asked == [("cloud-en.csv", "")]
    held.let_go.set()
    qtbot.waitUntil(lambda: len(told(reader)) == 2, timeout=20_000)
    assert told(reader)[0] == ("cloud-en.csv", 51)
    assert held.asked[1] == ("cloud-fr.csv", "Sheet")
    assert threading.current_thread().name not in held.threads


def test_a_file_that_is_dropped_is_told_of_no_more(qtbot: QtBot, reader: FileReader, held: HeldUp) -> None:
    reader.add(CSV)
    reader.add(OTHER)
    assert held.begun.wait(2)
    reader.drop(CSV)
    held.let_go.set()
    qtbot.waitUntil(lambda: bool(told(reader)), timeout=20_000)
    assert [name for name, _ in told(reader)] == ["cloud-fr.csv"]


def test_a_file_that_waits_is_never_begun_once_dropped(qtbot: QtBot, reader: FileReader, held: HeldUp) -> None:
    reader.add(CSV)
    reader.add(OTHER)
    reader.drop(OTHER)
    held.let_go.set()
    qtbot.waitUntil(lambda: bool(told(reader)), timeout=20_000)
    qtbot.wait(50)
    assert held.asked == [("cloud-en.csv", "")]


def test_a_fault_of_the_file_is_told(qtbot: QtBot, reader: FileReader, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise UserError(BAD)

    monkeypatch.setattr(import_reading, "read_raw", fail)
    with qtbot.waitSignal(reader.refused, timeout=2000) as refused:
        reader.add(CSV)
    assert refused.args == [CSV, BAD]


def test_a_fault_of_ours_is_raised_and_ends_the_reading(
    qtbot: QtBot, reader: FileReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(import_reading, "read_raw", fail)
    with qtbot.captureExceptions() as raised:
        reader.add(CSV)
        qtbot.waitUntil(lambda: bool(raised), timeout=2000)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]
    assert "fault inside PMDesk" in str(told(reader)[0][1])


def test_stopping_waits_and_tells_nothing(qtbot: QtBot, reader: FileReader, held: HeldUp) -> None:
    reader.add(CSV)
    assert held.begun.wait(2)
    reader.cancel()
    qtbot.waitUntil(lambda: not reader.under_way, timeout=2000)
    qtbot.wait(20)
    assert told(reader) == []
