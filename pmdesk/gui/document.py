"""The document: the one adapter between a Workspace and the window; `changed` is the only data signal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from pmdesk.domain.changes import Change, ChangeSet
from pmdesk.domain.file_faults import FileProblem, problem_of
from pmdesk.domain.messages import Message, UserError
from pmdesk.services.backups import Reason
from pmdesk.services.pending_change import PendingChange
from pmdesk.services.undoing import UndoStep
from pmdesk.services.workspace import LARGE_CHANGE, Workspace

if TYPE_CHECKING:
    from pmdesk.gui.background import Background

_FIRST_BACKUP_MS = 5000


class Document(QObject):
    """An open backlog as the window sees it.

    Faults of the user's world are emitted as `refused`, never raised: the window tells them. Of a Change that could
    not be saved `retry` does it again, as long as nothing else was refused or changed. A large Change is written while
    the window stays alive: `busy` tells when it starts and ends, `saving` how many records of how many. `warned` tells
    of a backup that could not be made.
    """

    changed = Signal(object)
    refused = Signal(object)
    warned = Signal(object)
    busy = Signal(bool)
    saving = Signal(int, int)
    _written = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._stop = threading.Event()
        self._closed = False
        self._then: Callable[[], object] | None = None
        self._again: Callable[[], object] | None = None
        self.retry: Callable[[], object] | None = None
        self.unsaved = False
        self.is_busy = False
        self._making: Background | None = None
        self._written.connect(self._finish)
        if workspace.backups is not None:
            workspace.backups.on_fault = self.warned.emit
            QTimer.singleShot(_FIRST_BACKUP_MS, self, self._back_up)

    @property
    def path(self) -> Path:
        """The backlog's file."""
        return self.workspace.path

    def apply(self, change: Change, undoes_seq: int | None = None, then: Callable[[], object] | None = None) -> bool:
        """Apply a Change; True once it is saved, or, where it is large, once it is on its way.

        `then` is called once it is saved and told, at once or later; never where it fails or is cancelled.
        """
        self._again = partial(self.apply, change, undoes_seq, then)
        if len(change.edits) > LARGE_CHANGE:
            return self._begin(change, undoes_seq, then)
        told = self._tell(self._tried(lambda: self.workspace.apply(change, undoes_seq), self._again))
        if told and then is not None:
            then()
        return told

    def work_out(self, make: Callable[[], Change], size: int, then: Callable[[], object] | None = None) -> None:
        """Apply a Change that is yet to be made, of about so many records, unless there turns out to be nothing in it.

        Where it is large, it is made on a thread: `make` must then hold values alone. `then` is as in `apply`.
        """
        if size <= LARGE_CHANGE:
            made = self._tried(make)
            if made is not None:
                self._take_made(made, then)
            return
        self._stop.clear()
        self.is_busy, self._then = True, then
        self.busy.emit(True)
        self.saving.emit(0, size)
        self._workshop().start(make)

    def _workshop(self) -> Background:
        if self._making is None:
            from pmdesk.gui.background import Background

            self._making = Background("making-a-change", self)
            self._making.succeeded.connect(self._finish_making)
            self._making.failed.connect(self._give_up_making)
            self._making.broke.connect(self._give_up_making)
        return self._making

    def _finish_making(self, made: Change) -> None:
        self.is_busy = False
        then, self._then = self._then, None
        if not self._stop.is_set():
            self._take_made(made, then)
        if not self.is_busy:
            self.busy.emit(False)

    def _give_up_making(self, said: Message | None = None) -> None:
        self.is_busy, self._then = False, None
        self.busy.emit(False)
        if said is not None:
            self.refuse(said)

    def _take_made(self, made: Change, then: Callable[[], object] | None) -> None:
        if made.edits:
            self.apply(made, then=then)

    def undo(self) -> bool:
        """Take the newest change back."""
        return self._take(self.workspace.undoing.undo_step)

    def redo(self) -> bool:
        """Bring back what undo took."""
        return self._take(self.workspace.undoing.redo_step)

    def set_framework(self, name: str) -> bool:
        """Rank by another framework."""
        if name == self.workspace.framework.name:
            return True
        return self._tell(self._tried(lambda: self.workspace.set_framework(name)))

    def keep(self, name: str, value: Any) -> None:
        """Keep one thing of the view in the backlog."""
        self._tried(lambda: self.workspace.set_view_state(name, value), partial(self.keep, name, value))

    def refuse(self, said: Message) -> None:
        """Tell the user why something cannot be."""
        self.unsaved, self.retry = False, None
        self.refused.emit(said)

    def close(self) -> None:
        """Let the backlog go, once what is being written is; a fault is told, the window closes all the same."""
        self._closed = True
        if self._making is not None:
            self._making.stop()
        if self.workspace.backups is not None:
            self.workspace.backups.on_fault = _tell_nobody
        self._tried(self.workspace.close)

    def _take(self, step_of: Callable[[], UndoStep | None]) -> bool:
        step = self._tried(step_of)
        return step is not None and self.apply(step.change, step.undoes_seq)

    def _begin(self, change: Change, undoes_seq: int | None, then: Callable[[], object] | None) -> bool:
        self._stop.clear()
        pending = self._tried(lambda: self.workspace.begin(change, undoes_seq, self._count), self._again)
        if pending is None:
            return False
        self.is_busy, self._then = True, then
        self.busy.emit(True)
        pending.future.add_done_callback(lambda _: self._written.emit(pending))
        return True

    def cancel_saving(self) -> None:
        """Take a large Change back that is being written; one that is already written stays."""
        self._stop.set()

    def _count(self, done: int, total: int) -> None:
        """Called on the writer's thread; raising has everything taken back."""
        if self._stop.is_set():
            raise CancelledError
        self.saving.emit(done, total)

    def _finish(self, pending: PendingChange) -> None:
        if self._closed:
            return
        applied = self._tried(lambda: self.workspace.finish(pending), self._again)
        then, self._then = self._then, None
        self.is_busy = False
        told = self._tell(applied)
        self.busy.emit(False)
        if told and then is not None:
            then()

    def _back_up(self) -> None:
        """Keep what was there at opening, if it is not kept yet: once the window has come to rest."""
        if self.workspace.backups is not None and not self._closed:
            self.workspace.backups.make(Reason.OPENED)

    def _tell(self, applied: ChangeSet | None) -> bool:
        if applied is not None:
            self.unsaved, self.retry = False, None
            self.changed.emit(applied)
        return applied is not None

    def _tried(self, act: Callable[[], Any], again: Callable[[], object] | None = None) -> Any:
        try:
            return act()
        except UserError as fault:
            self.unsaved = problem_of(fault) is FileProblem.UNSAVED
            self.retry = again if self.unsaved and not self.workspace.read_only else None
            self.refused.emit(fault.message)
        except CancelledError:
            pass
        return None


def _tell_nobody(_: Message) -> None:
    """The window is gone; the log has it."""
