"""The rows about the backlog's file: one edit on the disk, opening, a large change, a backup."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import statistics
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from threading import Event

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import ImportedValues, Item, Settings
from pmdesk.services.collector import collector_at_rest
from pmdesk.services.workspace import create_workspace, open_workspace
from pmdesk.storage.backups import BackupFolder, Reason
from pmdesk.storage.connecting import connect
from pmdesk.storage.database import create_file
from pmdesk.storage.encoding import RecordEncoder
from tests.bench.process_rows import printed
from tests.bench.rows import Row, Sampler, measure, timed
from tests.bench.stage import Stage

LARGE = 100_000
_REACHES = (1.0, 19_999.0, 700.0)
_FEW = 3


def commit(stage: Stage) -> Row:
    """One edit acknowledged, against one 4 KiB write and fsync on the same disk."""
    workspace = open_workspace(stage.backlog(1000))
    reaches = cycle(_REACHES)

    def act() -> None:
        item = workspace.items[500]
        workspace.apply(change(message("Reach"), [edit(item, replace(item, reach=next(reaches)))]))

    row = measure("commit", timed(act), stage.fsync(), 2.0, samples=200)
    workspace.close()
    return row


def load(stage: Stage) -> Row:
    """Opening 100,000 items into memory, against sqlite3 fetching the same columns."""
    path = stage.backlog(LARGE)

    def open_it() -> None:
        opened.append(open_workspace(path))

    def fetch() -> None:
        with closing(sqlite3.connect(path)) as connection:
            fetched.append(connection.execute("SELECT * FROM item").fetchall())

    opened: list[object] = []
    fetched: list[object] = []

    def let_go() -> None:
        for one in opened:
            one.close()  # type: ignore[attr-defined]
        opened.clear()
        fetched.clear()

    return measure("load_100k", _undisturbed(open_it, let_go), _undisturbed(fetch, let_go), 2.5, samples=7)


def insert(stage: Stage) -> Row:
    """One Change with 100,000 new items, log and imported values included, against executemany of the bare items."""
    items = stage.items(LARGE)
    numbers = count()
    made = change(message("Import"), [edit(None, one) for one in (*items, *map(_imported, items))])
    rows, _ = RecordEncoder(Item.TYPE).encode(items)

    def value() -> float:
        workspace = create_workspace(stage.folder / f"insert-{next(numbers)}.pmdesk", Settings())
        took = _undisturbed(lambda: workspace.apply(made))()
        workspace.close()
        workspace.path.unlink()
        return took

    def floor() -> float:
        path = stage.folder / f"bare-{next(numbers)}.pmdesk"
        create_file(path, Settings())
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            took = _undisturbed(lambda: _insert_all(connection, rows))()
        path.unlink()
        return took

    return measure("insert_100k", value, floor, 6.0, samples=_FEW, warm=False)


def backup(stage: Stage) -> Row:
    """A backup of 100,000 items and its check, against SQLite's backup alone; the window meanwhile must not stop."""
    path = stage.backlog(LARGE)
    folder = BackupFolder(stage.folder / "backups", path)
    with closing(open_workspace(path)) as workspace:
        store = workspace._store

        def make() -> None:
            shutil.rmtree(folder.path, ignore_errors=True)
            draft = store.begin_draft(folder, Reason.USED, Event(), alone=False).result()
            assert draft is not None
            folder.keep(draft)

        def bare() -> None:
            target = stage.folder / "bare-backup.db"
            target.unlink(missing_ok=True)
            store._run(lambda: _copy_bare(store._connection, target))

        row = measure("backup_100k", timed(make), timed(bare), 3.0, samples=5)
    gap = statistics.median(float(printed(stage.home(), "backup_window", path)[0]) for _ in range(_FEW))
    return replace(row, fault=f"the window stopped for {gap:.0f} ms" if gap > 100 else "")


def _copy_bare(source: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _imported(item: Item) -> ImportedValues:
    return ImportedValues(item.id, item.title, item.description, item.labels)


def _insert_all(connection: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO item VALUES ({','.join('?' * len(rows[0]))})", rows)
    connection.execute("COMMIT")


def _undisturbed(act: Callable[[], object], after: Callable[[], object] = lambda: None) -> Sampler:
    """Milliseconds with the collector at rest, as the app has it while it opens and imports."""
    timer = timed(act)

    def sample() -> float:
        gc.collect()
        with collector_at_rest():
            took = timer()
        after()
        return took

    return sample
