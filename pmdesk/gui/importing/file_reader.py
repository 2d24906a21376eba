"""Reads the files of an import one after the other, off the GUI thread, and recognises what they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from pmdesk.domain.messages import Message, message
from pmdesk.gui.background import Background
from pmdesk.gui.importing.file_entry import ReadFile, issues_of
from pmdesk.services import import_mapping, import_reading
from pmdesk.services.collector import collector_at_rest
from pmdesk.services.workspace import Workspace

_TELL_MILLISECONDS = 100
_BROKEN = message("The file could not be read because of a fault inside PMDesk. Remove it, or try another format.")


@dataclass(slots=True)
class _Job:
    """What the worker shares with the window: one file, the rows read so far, and whether to stop. No Qt in it."""

    path: Path
    sheet: str
    rows: int = 0
    stop: Event = field(default_factory=Event)

    def count(self, rows: int) -> None:
        self.rows = rows


class FileReader(QObject):
    """Takes files to read. Each ends with `read` or `refused`, unless dropped; `counted` tells rows meanwhile."""

    counted = Signal(object, int)
    read = Signal(object, object)
    refused = Signal(object, object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._waiting: deque[_Job] = deque()
        self._job: _Job | None = None
        self._work = Background("import-reading", self)
        self._work.succeeded.connect(self._take)
        self._work.failed.connect(self._refuse)
        self._work.broke.connect(lambda: self._refuse(_BROKEN))
        self._timer = QTimer(self, interval=_TELL_MILLISECONDS)
        self._timer.timeout.connect(self._tell)

    @property
    def under_way(self) -> bool:
        """Whether a worker is reading, be it something that nobody wants any more."""
        return self._work.running

    def cancel(self) -> None:
        """Stop reading without waiting; nothing more is told."""
        self._waiting.clear()
        if self._job is not None:
            self._job.stop.set()

    def add(self, path: Path, sheet: str = "") -> None:
        """Read a file after those that wait; one that is read already in another way is dropped first."""
        self.drop(path)
        self._waiting.append(_Job(path, sheet))
        self._begin()

    def drop(self, path: Path) -> None:
        """Stop reading a file, or never begin; nothing is told of it any more."""
        self._waiting = deque(job for job in self._waiting if job.path != path)
        if self._job is not None and self._job.path == path:
            self._job.stop.set()

    def stop(self) -> None:
        """Stop everything, wait for the worker and tell nothing more."""
        self.cancel()
        self._timer.stop()
        self._work.stop()

    def release(self) -> None:
        """End without waiting: for when nothing is under way."""
        self._timer.stop()
        self._work.release()

    def _begin(self) -> None:
        if self._job is None and self._waiting:
            self._job = job = self._waiting.popleft()
            self._timer.start()
            self._work.start(_reading(self._workspace, job))

    def _take(self, read: ReadFile | None) -> None:
        job = self._end()
        if read is not None and not job.stop.is_set():
            self.read.emit(job.path, read)
        self._begin()

    def _refuse(self, said: Message) -> None:
        job = self._end()
        if not job.stop.is_set():
            self.refused.emit(job.path, said)
        self._begin()

    def _end(self) -> _Job:
        job, self._job = self._job, None
        self._timer.stop()
        if job is None:
            raise RuntimeError("nothing was being read")
        return job

    def _tell(self) -> None:
        if self._job is not None and self._job.rows:
            self.counted.emit(self._job.path, self._job.rows)


def _reading(workspace: Workspace, job: _Job) -> Callable[[], ReadFile | None]:
    """What the worker does for one file; None for one that was dropped."""
    sheets = {job.path: job.sheet} if job.sheet else {}

    def work() -> ReadFile | None:
        with collector_at_rest():
            try:
                (raw,) = import_reading.read_raw([job.path], sheets, job.count, job.stop.is_set)
            except import_reading.Cancelled:
                return None
            proposal = import_mapping.propose(workspace, raw)
            if job.stop.is_set():
                return None
            return ReadFile(raw, proposal, issues_of(raw, proposal.mapping, workspace.settings))

    return work
