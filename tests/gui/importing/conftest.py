"""What the tests of the import wizard share: rows of a plan, and the wizard over the sample backlog."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pmdesk.domain.changes import edit
from pmdesk.domain.messages import message
from pmdesk.gui.document import Document
from pmdesk.gui.importing import planning
from pmdesk.gui.importing.planning import Preview
from pmdesk.gui.importing.wizard import ImportWizard
from pmdesk.gui.theme import Theme
from pmdesk.services.import_plan import Conflict, FieldChange, PlannedRow, RowKind
from tests.makers import tracker_item

REFUSED = message("Line {row} has too few cells.", row=70)


def planned_rows() -> tuple[PlannedRow, ...]:
    """One row of each kind; the conflict is about the title, and the status changes with it."""
    new = tracker_item(9, type="Story", status="Open", extra={"Votes": "3"})
    return (
        PlannedRow(0, RowKind.NEW, "SHOP-9", "Item 9", 9, "a.csv", 2, edits=(edit(None, new),)),
        PlannedRow(
            1, RowKind.CHANGED, "SHOP-1", "Item 1", 1, "a.csv", 3,
            (FieldChange("status", "Open", "Ready"), FieldChange("extra", {"Votes": "1"}, {"Votes": "2", "Team": "A"})),
        ),
        PlannedRow(
            2, RowKind.CONFLICT, "SHOP-2", "Theirs", 2, "a.csv", 4,
            (FieldChange("status", "Open", "Done"),), (Conflict("title", "Base", "Mine", "Theirs"),),
        ),
        PlannedRow(3, RowKind.UNCHANGED, "SHOP-3", "Item 3", 3, "a.csv", 5),
        PlannedRow(4, RowKind.GONE, "SHOP-4", "Item 4", 4, "old.csv", 6),
        PlannedRow(5, RowKind.REFUSED, "", "", 0, "a.csv", 70, reason=REFUSED),
    )  # fmt: skip


def preview_of(rows: Sequence[PlannedRow], notes: Sequence[Any] = ()) -> Preview:
    """A preview of some rows, with what the page asks their plan for."""
    counts = {kind: sum(row.kind is kind for row in rows) for kind in RowKind}
    plan: Any = SimpleNamespace(rows=tuple(rows), counts=counts, notes=tuple(notes), files=(), skipped=(), settings=())
    return planning.preview_of(plan)


@pytest.fixture
def wizard(qtbot: QtBot, document: Document, theme: Theme) -> Iterator[ImportWizard]:
    """The wizard over the sample backlog, without a window. No thread may outlive it."""
    before = set(threading.enumerate())
    made = ImportWizard(document, theme)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    if isValid(made):
        made.leave()
    qtbot.waitUntil(lambda: not isValid(made) or made.is_retired, timeout=20_000)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before, timeout=5000)


@pytest.fixture
def read(qtbot: QtBot, wizard: ImportWizard) -> Callable[..., None]:
    """Has files read in the wizard."""

    def read(*paths: Path) -> None:
        wizard.add_files(paths)
        qtbot.waitUntil(lambda: not wizard.files.reading, timeout=20_000)

    return read
