"""The old part of the log is summed up while nobody waits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmdesk.domain.records import Settings
from pmdesk.gui.document import Document
from pmdesk.gui.log_keeper import LogKeeper
from pmdesk.services import compacting, editing
from pmdesk.services.checking import check
from pmdesk.services.workspace import create_workspace, open_workspace
from pmdesk.storage import compacting as pieces
from tests.makers import make_item, put


@pytest.fixture
def old(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Document]:
    """A backlog whose twenty edits are years old."""
    monkeypatch.setattr(compacting, "UNDO_STEPS", 1)
    monkeypatch.setattr(pieces, "PIECE", 5)
    made = create_workspace(tmp_path / "old.pmdesk", Settings())
    put(made, make_item(1))
    for reach in range(1, 21):
        made.apply(editing.set_values([made.items[1]], {"reach": float(reach)}))
    made.close()
    with sqlite3.connect(made.path) as connection:
        connection.execute("UPDATE change SET time='2020-01-01T00:00:00+00:00'")
    connection.close()
    document = Document(open_workspace(made.path))
    yield document
    document.close()


def test_piece_by_piece_while_edits_go_on(qtbot: QtBot, old: Document) -> None:
    keeper = LogKeeper(old)
    keeper.timer.setInterval(1)
    qtbot.waitUntil(lambda: old.workspace.log.start > 0)
    old.apply(editing.set_values([old.workspace.items[1]], {"reach": 99.0}))
    qtbot.waitUntil(lambda: not keeper.timer.isActive(), timeout=10_000)
    assert old.workspace.log.start == 20
    assert check(old.workspace) == []
    old.undo()
    assert old.workspace.items[1].reach == 20.0


def test_a_damaged_log_is_left_and_nothing_is_told(
    qtbot: QtBot, old: Document, caplog: pytest.LogCaptureFixture
) -> None:
    refused: list[object] = []
    old.refused.connect(refused.append)
    old.workspace._store._run(lambda: old.workspace._store._pragma("UPDATE change_record SET after='[' WHERE seq=3"))
    keeper = LogKeeper(old)
    keeper.timer.setInterval(1)
    qtbot.waitUntil(lambda: not keeper.timer.isActive())
    assert old.workspace.log.start == 0
    assert refused == []
    assert "the change log is not summed up: The change log of “old.pmdesk” is damaged" in caplog.text


def test_nothing_is_done_where_nothing_is_old(qtbot: QtBot, document: Document) -> None:
    keeper = LogKeeper(document)
    keeper.timer.setInterval(1)
    qtbot.waitUntil(lambda: not keeper.timer.isActive())
    assert document.workspace.log.start == 0
