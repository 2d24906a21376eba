"""One import off the GUI thread: how it ends, and that what is edited meanwhile is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from pmdesk.domain.messages import UserError, message
from pmdesk.gui.document import Document
from pmdesk.gui.import_task import ImportTask
from pmdesk.services import editing, importing
from pmdesk.services.importing import ImportPlan
from tests.makers import incoming

PATHS = [Path("export.csv")]
EXPORTS = Path(__file__).parent.parent / "data" / "jira-exports"


def table(count: int = 3) -> Any:
    rows = [
        incoming(f"SHOP-{number}", number + 1, title=f"Issue {number}", issue_id=str(10_000 + number))
        for number in range(1, count + 1)
    ]
    return SimpleNamespace(
        path=PATHS[0], format="csv", dialect="jira", row_count=count, rows=rows, refused=(), warnings=(),
        extra_headers=(),
    )  # fmt: skip


class Reader:
    """Stands for the reading: says how many rows there are, then waits until it is let go or cancelled."""

    def __init__(self, count: int = 3) -> None:
        self.count = count
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.threads: list[str] = []

    def __call__(self, paths: list[Path], progress: Callable[[int], None], cancelled: Callable[[], bool]) -> list[Any]:
        self.threads.append(threading.current_thread().name)
        progress(self.count)
        self.begun.set()
        while not self.let_go.wait(0.005):
            if cancelled():
                raise importing.Cancelled
        return [table(self.count)]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr(importing, "read_files", made)
    return made


@pytest.fixture
def task(empty_document: Document) -> Iterator[ImportTask]:
    before = set(threading.enumerate())
    made = ImportTask(empty_document)
    yield made
    made.stop()
    assert set(threading.enumerate()) <= before


def ends(task: ImportTask) -> list[str]:
    """A list that grows by the name of each end."""
    told: list[str] = []
    task.finished.connect(lambda _: told.append("finished"))
    task.failed.connect(lambda _: told.append("failed"))
    task.cancelled.connect(lambda: told.append("cancelled"))
    return told


def test_it_reads_merges_and_applies(qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document) -> None:
    told = ends(task)
    with qtbot.waitSignal(task.progress, timeout=2000) as rows:
        task.start(PATHS)
    assert rows.args == [3]
    with qtbot.waitSignals([empty_document.changed, task.finished], timeout=2000):
        reader.let_go.set()
    items = empty_document.workspace.items.values()
    assert sorted(item.key for item in items) == ["SHOP-1", "SHOP-2", "SHOP-3"]
    assert told == ["finished"]
    assert reader.threads != [threading.current_thread().name]
    empty_document.undo()
    assert not empty_document.workspace.items


def test_a_second_import_of_the_same_changes_nothing(
    qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document
) -> None:
    reader.let_go.set()
    with qtbot.waitSignal(task.finished, timeout=2000):
        task.start(PATHS)
    again = ImportTask(empty_document)
    with qtbot.waitSignal(again.finished, timeout=2000) as told:
        again.start(PATHS)
    assert told.args is not None
    plan: ImportPlan = told.args[0]
    assert (plan.created, plan.updated, plan.unchanged) == (0, 0, 3)


def test_a_large_import_is_told_once_it_is_saved(
    qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document
) -> None:
    reader.count = 700
    reader.let_go.set()
    busy: list[bool] = []
    empty_document.busy.connect(busy.append)
    with qtbot.waitSignal(task.finished, timeout=10_000):
        task.start(PATHS)
    assert busy == [True, False]
    assert len(empty_document.workspace.items) == 700


def test_cancelling_stops_the_reading(qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document) -> None:
    told = ends(task)
    task.start(PATHS)
    assert reader.begun.wait(2)
    with qtbot.waitSignal(task.cancelled, timeout=2000):
        task.cancel()
    assert told == ["cancelled"]
    assert not empty_document.workspace.items


def test_cancelling_between_reading_and_merging_changes_nothing(
    qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document
) -> None:
    reader.let_go.set()
    task.start(PATHS)
    assert reader.begun.wait(2)
    with qtbot.waitSignal(task.cancelled, timeout=2000):
        task.cancel()
    assert not empty_document.workspace.items


def test_a_fault_of_the_file_is_told(qtbot: QtBot, task: ImportTask, monkeypatch: pytest.MonkeyPatch) -> None:
    said = message("“{file}” could not be read.", file="export.csv")

    def fail(*_: object) -> None:
        raise UserError(said)

    monkeypatch.setattr(importing, "read_files", fail)
    told = ends(task)
    with qtbot.waitSignal(task.failed, timeout=2000) as failed:
        task.start(PATHS)
    assert failed.args == [said]
    assert told == ["failed"]


def test_a_fault_of_ours_is_raised_on_the_gui_thread(
    qtbot: QtBot, task: ImportTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(importing, "read_files", fail)
    told = ends(task)
    with qtbot.captureExceptions() as raised:
        task.start(PATHS)
        qtbot.waitUntil(lambda: bool(raised), timeout=2000)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]
    assert told == ["failed"]


@pytest.mark.parametrize("count", [3, 700])
def test_what_cannot_be_saved_fails_with_its_reason(
    qtbot: QtBot,
    task: ImportTask,
    reader: Reader,
    empty_document: Document,
    monkeypatch: pytest.MonkeyPatch,
    count: int,
) -> None:
    def full(*_: object) -> None:
        raise UserError(message("The disk is full."))

    monkeypatch.setattr("pmdesk.storage.backlog_file.write_change", full)
    reader.count = count
    reader.let_go.set()
    told = ends(task)
    with qtbot.waitSignal(task.failed, timeout=5000) as failed:
        task.start(PATHS)
    assert failed.args is not None
    assert str(failed.args[0]) == "The disk is full."
    assert told == ["failed"]
    assert not empty_document.workspace.items


def test_an_edit_during_the_merge_is_kept(
    qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first merge is held up until an item has been scored; the import then starts from the scored item."""
    workspace = empty_document.workspace
    reader.let_go.set()
    with qtbot.waitSignal(task.finished, timeout=2000):
        task.start(PATHS)
    planning, go_on = threading.Event(), threading.Event()
    plan_import, plans = importing.plan_import, []

    def held_up(*arguments: Any, **options: Any) -> ImportPlan:
        plan = plan_import(*arguments, **options)
        plans.append(plan)
        planning.set()
        assert go_on.wait(2)
        return plan

    monkeypatch.setattr(importing, "plan_import", held_up)
    again = ImportTask(empty_document)
    changed = table()
    changed.rows[0] = incoming("SHOP-1", 2, title="A new title", issue_id="10001")
    monkeypatch.setattr(importing, "read_files", lambda *_: [changed])
    again.start(PATHS)
    qtbot.waitUntil(planning.is_set, timeout=2000)
    (item,) = workspace.find("SHOP-1")
    assert empty_document.apply(editing.set_values([item], {"reach": 9000.0}))
    with qtbot.waitSignal(again.finished, timeout=2000):
        go_on.set()
    (item,) = workspace.find("SHOP-1")
    assert (item.title, item.reach) == ("A new title", 9000.0)
    assert len(plans) == 2


def test_it_waits_while_a_large_change_is_saved(
    qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document
) -> None:
    """An import that comes while a change is on its way is neither refused nor lost."""
    from pmdesk.domain.changes import change, edit
    from tests.makers import make_item

    many = change(message("Items"), [edit(None, make_item(1000 + place)) for place in range(600)])
    assert empty_document.apply(many)
    assert empty_document.is_busy
    reader.let_go.set()
    with qtbot.waitSignal(task.finished, timeout=10_000):
        task.start(PATHS)
    assert len(empty_document.workspace.items) == 603


def test_stopping_waits_and_tells_nothing(
    qtbot: QtBot, task: ImportTask, reader: Reader, empty_document: Document
) -> None:
    told = ends(task)
    task.start(PATHS)
    assert reader.begun.wait(2)
    task.stop()
    assert not [one for one in threading.enumerate() if one.name.startswith("import")]
    qtbot.wait(50)
    assert told == []
    assert not empty_document.workspace.items


def test_a_real_export_is_read_in_a_process_of_its_own(
    qtbot: QtBot, task: ImportTask, empty_document: Document
) -> None:
    with qtbot.waitSignal(task.finished, timeout=20_000) as told:
        task.start([EXPORTS / "cloud-en.csv"])
    assert told.args is not None
    plan: ImportPlan = told.args[0]
    assert plan.created == len(empty_document.workspace.items) > 20


def test_a_real_reading_is_cancelled(qtbot: QtBot, task: ImportTask, empty_document: Document) -> None:
    task.start([EXPORTS / "cloud-en.csv"])
    with qtbot.waitSignal(task.cancelled, timeout=20_000):
        task.cancel()
    assert not empty_document.workspace.items
