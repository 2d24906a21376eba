"""One backlog file: created, opened, locked, read, and written one Change at a time.

There is one connection, which one thread at a time may use. The file is opened exclusively, written through a
write-ahead log with every commit on the disk before it counts, and is one plain file again after `close`.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from pmdesk.domain.changes import Change, LogEntry
from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import ImportedValues, Settings
from pmdesk.storage.backups import BackupFolder, Draft, Reason
from pmdesk.storage.change_log import NONSENSE, ChangeLog, LoggedEdit
from pmdesk.storage.copies import Records, check_target, copy_file, copy_memory
from pmdesk.storage.copying import back_up
from pmdesk.storage.faults import MissingRows, as_user_error, damage_met, read_only
from pmdesk.storage.header import check_header, check_present, damaged
from pmdesk.storage.held_file import HeldFile
from pmdesk.storage.loading import Content, read_heads
from pmdesk.storage.lock import FileLock, NotLockable
from pmdesk.storage.opening import Keep, load, load_copy
from pmdesk.storage.paths import is_there, may_write, resolved
from pmdesk.storage.rows import imported_records
from pmdesk.storage.witness import Place
from pmdesk.storage.writer import Turn, Writer
from pmdesk.storage.writing import CHUNK, Cancelled, Progress, write_change, write_view_state

if TYPE_CHECKING:
    from pmdesk.storage.database import Database

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
# Importing holds up whatever else the process does, so it waits until the rows are on the screen, or for its need.
QUIET_SECONDS = 0.5


def _keep_nothing(_: sqlite3.Connection) -> None:
    """Before a migration, where nobody keeps backups."""


class BacklogFile:
    """An open backlog file. Every method waits until it is done; the world's faults become UserError.

    A file that may not be written, or is opened `read_only`, is copied into memory and left alone.
    """

    def __init__(self, path: Path, *, read_only: bool = False, before_migration: Keep = _keep_nothing) -> None:
        """Open an existing backlog. Nothing is written to a file that is refused."""
        self.path = resolved(path)
        check_present(self.path)
        self._lock = None if read_only or not may_write(self.path) else _lock(self.path)
        self.read_only = self._lock is None
        self._closed = False
        self._thread = Writer("backlog-file")
        self._asked = Event()
        self._driver: sqlite3.Connection | None = None
        self._wrapped: Database | None = None
        self._held: HeldFile | None = None
        self.log = ChangeLog(lambda work: self._run(lambda: work(self._database)), self.path)
        try:
            version = check_header(self.path).user_version
            self.content = self._run(lambda: self._open(version, before_migration))
        except BaseException:
            self._shut()
            raise
        self._asked.clear()
        self._thread.submit(self._warm_up)

    @classmethod
    def create(cls, path: Path, settings: Settings) -> BacklogFile:
        """Make a new backlog at `path` and open it. Raises UserError where something stands there already."""
        if is_there(path):
            raise UserError(message("“{name}” exists already; choose another name.", name=path.name))
        from pmdesk.storage.database import create_file

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            create_file(path, settings)
        except (OSError, sqlite3.Error) as fault:
            raise as_user_error(fault, path) from fault
        return cls(path)

    def write(
        self,
        change: Change,
        *,
        actor: str,
        undoes_seq: int | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Write one Change durably, log included, in one transaction; returns its place in the log."""
        return self.begin_write(change, actor=actor, undoes_seq=undoes_seq, progress=progress).result()

    def begin_write(
        self,
        change: Change,
        *,
        actor: str,
        undoes_seq: int | None = None,
        progress: Progress | None = None,
    ) -> Future[int]:
        """The same without waiting. `progress` gets records written and in all; what it raises undoes all."""

        def write() -> int:
            return write_change(self._database, change, actor, undoes_seq, progress)

        if len(change.edits) > CHUNK:
            return self._submit(lambda: self._written(write, large=True))
        return self._at_once(lambda: self._written(write))

    def newest_heads(self, count: int) -> tuple[LogEntry, ...]:
        """The heads of the newest so many entries of the change log that can be taken back, oldest first.

        None where one of them makes no sense.
        """
        try:
            return self._run(lambda: read_heads(self._connection, count))
        except NONSENSE:
            return ()

    def imported_values(self, item_ids: Iterable[int] | None = None) -> dict[int, ImportedValues]:
        """What the tracker last gave for the shared fields, by item: of all items, or of those named."""
        wanted = None if item_ids is None else set(item_ids)
        rows = self._run(lambda: self._database.imported_values(wanted))
        try:
            return imported_records(rows)
        except NONSENSE as fault:
            raise self._damage_met(fault) from fault

    def begin_compacting(self, last: int, settings: Settings) -> Future[bool]:
        """Start to sum up a piece of the change log, at most up to an entry; tells whether there is more to do.

        `settings` are those of today. A log that makes no sense is left as it is, and raises UserError.
        """

        def work() -> bool:
            from pmdesk.storage.compacting import compact

            try:
                return self._written(lambda: compact(self._database, last, settings))
            except NONSENSE as fault:
                raise self.log.damaged(last) from fault

        return self._submit(work)

    def save_view_state(self, name: str, value: Any) -> None:
        """Keep one thing of the view, as JSON; neither logged nor undoable."""
        text = json.dumps(value)
        if not self.read_only:
            self._run(lambda: self._written(lambda: write_view_state(self._database, name, text)))

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Write a plain, complete copy to `target`, replacing it in one step; what is written meanwhile goes along."""
        final = check_target(self.path, target)
        if self.place is Place.OVERWRITTEN:
            raise damaged(self.path)

        def step(done: int, total: int) -> None:
            if progress is not None:
                progress(done, total)
            self._thread.serve()

        def copy(temporary: Path) -> None:
            self._thread.submit(lambda: back_up(self._connection, temporary, step), Turn.LAST).result()

        self._telling_faults(lambda: copy_file(copy, final))

    def copy_memory(self, target: Path, records: Records, view_state: Mapping[str, Any], actor: str) -> None:
        """Write some records to `target` as a backlog with a new history, for where the file cannot be read."""
        copy_memory(check_target(self.path, target), records, view_state, actor)

    def begin_draft(self, folder: BackupFolder, reason: Reason, stop: Event, *, alone: bool) -> Future[Draft | None]:
        """Start to copy the content for a backup; None where the newest one holds the same.

        What is written meanwhile goes along, unless it is to be `alone`; setting `stop` has it broken off (Cancelled).
        """

        def step() -> None:
            if stop.is_set():
                raise Cancelled
            if not alone:
                self._thread.serve()

        def draft() -> Draft | None:
            return self._telling_faults(lambda: folder.draft(self._connection, reason, step))

        return self._thread.submit(draft, Turn.IN_ORDER if alone else Turn.LAST)

    @property
    def place(self) -> Place:
        """What stands where the file was opened; of one that is only read, what was read."""
        return self._held.place() if self._held is not None else Place.SAME

    def integrity_faults(self) -> list[str]:
        """What SQLite's own checks find wrong with the file; empty when it is sound."""
        checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
        found = self._run(lambda: [str(row) for check in checks for row in self._pragma(check)])
        return [line for line in found if line != "('ok',)"]

    def close(self) -> None:
        """Wait for what is being written, make it one plain file again, and give it free."""
        if self._closed:
            return
        self._asked.set()  # nothing is to be made ready any more
        try:
            self._thread.submit(lambda: self._telling_faults(self._let_go), Turn.IN_ORDER).result()
        finally:
            self._shut()

    def _shut(self) -> None:
        self._closed = True
        self._asked.set()
        self._thread.submit(self._let_go, Turn.IN_ORDER).result()
        self._thread.shutdown()
        if self._lock is not None:
            self._lock.release()

    def _let_go(self) -> None:
        held, driver, self._held, self._driver = self._held, self._driver, None, None
        if held is not None:
            held.close()
        elif driver is not None:
            driver.close()

    def _run(self, work: Callable[[], Result]) -> Result:
        return self._at_once(work).result()

    def _at_once(self, work: Callable[[], Result]) -> Future[Result]:
        self._asked.set()
        return self._thread.at_once(lambda: self._telling_faults(work))

    def _submit(self, work: Callable[[], Result]) -> Future[Result]:
        self._asked.set()
        return self._thread.submit(lambda: self._telling_faults(work))

    def _telling_faults(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except (sqlite3.Error, OSError) as fault:
            raise as_user_error(fault, self.path) from fault
        except MissingRows as fault:
            raise self._damage_met(fault) from fault

    def _damage_met(self, fault: Exception) -> FileFault:
        """What is said of damage that comes to light only now."""
        logger.warning("%s: %r", self.path.name, fault)
        return FileFault(damage_met(self.path), FileProblem.DAMAGED)

    def _written(self, write: Callable[[], Result], *, large: bool = False) -> Result:
        if self._held is None:
            raise FileFault(read_only(self.path), FileProblem.UNSAVED)
        if large:
            self._thread.submit(self._held.settle)
        elif self._held.wants_room:
            self._thread.submit(self._held.make_room, Turn.LAST)
        return self._held.write(write, large=large)

    def _open(self, version: int, before_migration: Keep) -> Content:
        if self.read_only:
            self._driver, content = load_copy(self.path, version)
            logger.info("opened %s to be read only, SQLite %s", self.path.name, sqlite3.sqlite_version)
            return content
        content = load(self.path, version, before_migration)
        self._held = HeldFile(self.path)
        self._driver = self._held.connection
        return content

    def _warm_up(self) -> None:
        """Have ready what the first edit needs, unless something is asked before: that then waits for no more."""
        if not self._asked.wait(QUIET_SECONDS):
            _ = self._database

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._driver is None:
            raise RuntimeError("the backlog is not open")
        return self._driver

    @property
    def _database(self) -> Database:
        """The tables of the one connection; only work that has its turn may ask."""
        if self._wrapped is None:
            from pmdesk.storage.database import Database

            self._wrapped = Database(self._connection)
        return self._wrapped

    def _pragma(self, statement: str) -> list[Any]:
        return self._connection.execute(statement).fetchall()


def _lock(path: Path) -> FileLock | None:
    """The lock; None where nothing may be written beside the file."""
    try:
        return FileLock(path)
    except NotLockable:
        return None


__all__ = ["BacklogFile", "Cancelled", "Content", "LoggedEdit"]
