"""Backups of an open backlog, made as it is used; the list of them, and what one holds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from uuid import uuid4

from pmdesk.domain.messages import Message, UserError
from pmdesk.storage.backups import Backup, BackupFolder, Draft, Reason, parse
from pmdesk.storage.writing import Cancelled

if TYPE_CHECKING:
    from pmdesk.storage.backlog_file import BacklogFile

logger = logging.getLogger(__name__)
SECONDS_BETWEEN = 30 * 60.0


class BackupKeeper:
    """Makes the backups of one open backlog, on a thread of its own: nothing waits for it but `close`.

    What goes wrong is logged and told to `on_fault` on that thread, once until a backup succeeds again.
    """

    def __init__(self, store: BacklogFile, folder: BackupFolder) -> None:
        self.folder = folder
        self.on_fault: Callable[[Message], object] = lambda _: None
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="backups")
        self._stop = Event()
        self._last = time.monotonic()
        self._failing = False
        self._making: Future[Backup | None] | None = None

    def make(self, reason: Reason) -> Future[Backup | None]:
        """Make one while work goes on; None where nothing changed since the newest, or it failed.

        While one is made already that is what comes of it.
        """
        if self._making is None or self._making.done():
            self._making = self._begin(reason, alone=False)
        return self._making

    def before(self, reason: Reason) -> Future[Backup | None]:
        """Make one of what is stored now: what is written from now on waits until the content is copied."""
        return self._begin(reason, alone=True)

    def keep(self, write: Callable[[Path], object], items: int) -> Future[Backup | None]:
        """Keep what `write` writes to a path, where the file itself can no longer be copied."""
        return self._keep(lambda: self.folder.draft_by(write, Reason.MISPLACED, uuid4().hex, items))

    def before_work(self) -> None:
        """Make one of what is stored now, unless the newest is young: for commands, of which many may follow."""
        newest = next(iter(self.folder.all()), None)
        if newest is None or abs((datetime.now(UTC) - newest.time).total_seconds()) >= SECONDS_BETWEEN:
            self.before(Reason.OPENED)

    def changed(self) -> None:
        """Something was saved: time for a backup, if the last one was made long enough ago."""
        if time.monotonic() - self._last >= SECONDS_BETWEEN:
            self.make(Reason.USED)

    def close(self) -> None:
        """Break off what is under way and was asked for by nobody; wait for the rest."""
        self._stop.set()
        self._thread.shutdown()

    def _begin(self, reason: Reason, *, alone: bool) -> Future[Backup | None]:
        self._last = time.monotonic()
        stop = Event() if alone else self._stop
        draft = self._store.begin_draft(self.folder, reason, stop, alone=alone)

        return self._keep(draft.result)

    def _keep(self, draft: Callable[[], Draft | None]) -> Future[Backup | None]:
        def keep() -> Backup | None:
            try:
                copied = draft()
                made = self.folder.keep(copied) if copied is not None else None
            except Cancelled:
                return None
            except UserError as fault:
                self._tell(fault.message)
                return None
            self._failing = False
            return made

        return self._thread.submit(keep)

    def _tell(self, said: Message) -> None:
        logger.warning("%s", said)
        if not self._failing:
            self._failing = True
            self.on_fault(said)


def backups_of(base: Path, backlog: Path) -> list[Backup]:
    """The backups of the backlog that stands, or stood, at a path; newest first."""
    return BackupFolder(base, backlog).all()


def backup_at(path: Path) -> Backup | None:
    """The backup that a file is, by its name."""
    return parse(path)


__all__ = ["Backup", "BackupFolder", "BackupKeeper", "Reason", "backup_at", "backups_of"]
