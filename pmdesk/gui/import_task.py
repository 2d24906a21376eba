"""One import, off the GUI thread: files are read, merged into the backlog, and applied as one Change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import Message, message
from pmdesk.gui.background import Background
from pmdesk.gui.document import Document
from pmdesk.services import importing
from pmdesk.services.importing import ImportPlan

_TELL_MILLISECONDS = 100
_BROKEN = message("The import failed because of a fault inside PMDesk. Nothing was changed.")
_NOT_SAVED = message("The import could not be saved. Nothing was changed.")


class _Reading:
    """What the worker shares with the window: the rows read so far, and whether to stop. No Qt in it."""

    def __init__(self) -> None:
        self.rows = 0
        self.stop = Event()

    def count(self, rows: int) -> None:
        """Take note of the rows read so far."""
        self.rows = rows


class ImportTask(QObject):
    """Reads files and merges them in; ends with exactly one of `finished`, `failed` and `cancelled`.

    `finished` comes once everything is saved and shown. Edits made meanwhile are kept: the merge is planned anew.
    """

    progress = Signal(int)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._reading = _Reading()
        self._tables: Sequence[Any] = ()
        self._applying: ImportPlan | None = None
        self._refusal = _NOT_SAVED
        self._stale = self._ended = False
        self._told = 0
        self._work = Background("import", self)
        self._timer = QTimer(self, interval=_TELL_MILLISECONDS)
        self._connect()

    def start(self, paths: Sequence[Path]) -> None:
        """Begin to read; call it once."""
        reading, files = self._reading, list(paths)
        self._timer.start()
        self._work.start(_unless_cancelled(lambda: importing.read_files(files, reading.count, reading.stop.is_set)))

    def cancel(self) -> None:
        """Have the reading or the saving stopped; `cancelled` follows, unless all is saved already."""
        self._reading.stop.set()
        if self._applying is not None:
            self._document.cancel_saving()

    def stop(self) -> None:
        """Cancel, wait for the worker and tell nothing more: the window is closing."""
        self.cancel()
        self._end()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._tell_rows)
        self._work.succeeded.connect(self._go_on)
        self._work.failed.connect(self._fail)
        self._work.broke.connect(self._break)
        self._document.changed.connect(self._on_changed)
        self._document.refused.connect(self._on_refused)
        self._document.busy.connect(self._on_busy)

    # The steps: read, plan, apply

    def _go_on(self, result: Any) -> None:
        """The worker is done with a step: tables were read, or a plan was made."""
        if self._ended:
            return
        if self._reading.stop.is_set() or result is None:
            self._end()
            self.cancelled.emit()
        elif isinstance(result, ImportPlan):
            self._apply(result)
        else:
            self._tables = result
            self._tell_rows()
            self._plan()

    def _plan(self) -> None:
        """Merge in the worker, with a copy of the items as they are now."""
        if self._ended or self._document.is_busy:
            return
        self._stale = False
        workspace, tables, items = self._document.workspace, self._tables, dict(self._document.workspace.items)
        self._work.start(lambda: importing.plan_import(workspace, tables, items=items))

    def _apply(self, plan: ImportPlan) -> None:
        if self._stale or self._document.is_busy:
            self._plan()
            return
        self._timer.stop()
        self._applying = plan
        if not self._document.apply(plan.change):
            self._fail(self._refusal)

    # What the document says meanwhile

    def _on_changed(self, changes: ChangeSet) -> None:
        plan = self._applying
        if plan is None:
            self._stale = True
        elif changes.label == plan.change.label:
            self._end()
            self.finished.emit(plan)

    def _on_refused(self, said: Message) -> None:
        if self._applying is not None:
            self._refusal = said

    def _on_busy(self, busy: bool) -> None:
        """Saving ended: ours, which `changed` follows at once unless it failed, or one that we waited for."""
        if not busy and self._applying is not None:
            QTimer.singleShot(0, self, self._fail_to_save)
        elif not busy and self._tables and not self._work.running:
            QTimer.singleShot(0, self, self._plan)

    # The end

    def _fail_to_save(self) -> None:
        self._fail(self._refusal)

    def _fail(self, said: Message) -> None:
        if self._ended:
            return
        cancelled = self._reading.stop.is_set()
        self._end()
        if cancelled:
            self.cancelled.emit()
        else:
            self.failed.emit(said)

    def _break(self) -> None:
        self._fail(_BROKEN)

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self._timer.stop()
            self._work.stop()

    def _tell_rows(self) -> None:
        if self._reading.rows != self._told:
            self._told = self._reading.rows
            self.progress.emit(self._told)


def _unless_cancelled(read: Callable[[], Sequence[Any]]) -> Callable[[], Sequence[Any] | None]:
    """The reading, with None for one that was cancelled."""

    def work() -> Sequence[Any] | None:
        try:
            return read()
        except importing.Cancelled:
            return None

    return work
