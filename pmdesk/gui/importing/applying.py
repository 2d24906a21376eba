"""Applies the Change of an import through the document, and tells how that ended."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import Message, message
from pmdesk.gui.document import Document
from pmdesk.services.backups import Reason
from pmdesk.services.collector import rest_collector, wake_collector
from pmdesk.services.planned_import import Outcome

_NOT_SAVED = message("The import could not be saved. Nothing was changed.")
_CANCELLED = message("Saving was cancelled. Nothing was changed.")


class Applying(QObject):
    """One import on its way: `done` brings the Outcome once it is saved and shown, else `failed` says why not."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._outcome: Outcome | None = None
        self._reason = _NOT_SAVED
        self.running = False
        document.changed.connect(self._on_changed)
        document.refused.connect(self._on_refused)
        document.busy.connect(self._on_busy)

    def start(self) -> None:
        """Begin; the Change is still being made."""
        self.running, self._outcome, self._reason = True, None, _NOT_SAVED

    def apply(self, outcome: Outcome) -> None:
        """Apply the Change of an outcome; one without edits is done already."""
        if not self.running:
            return
        self._outcome = outcome
        rest_collector()
        if not outcome.change.edits:
            self._finish(outcome)
            return
        backups = self._document.workspace.backups
        if backups is not None:
            backups.before(Reason.IMPORT)
        if not self._document.apply(outcome.change):
            self._fail()

    def cancel(self) -> None:
        """Have the saving stopped; `failed` follows, unless all is saved already."""
        self._reason = _CANCELLED
        if self._outcome is not None:
            self._document.cancel_saving()
        else:
            self._fail()

    def end(self) -> None:
        """Tell nothing more."""
        self._rest()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.running and self._outcome is not None and changes.label is self._outcome.change.label:
            # The window has just taken thousands of items in: what follows waits for its next breath.
            outcome = self._outcome
            QTimer.singleShot(0, self, lambda: self._finish(outcome))

    def _on_refused(self, said: Message) -> None:
        if self.running and self._outcome is not None:
            self._reason = said

    def _on_busy(self, busy: bool) -> None:
        """Saving ended: `changed` came before, unless it failed."""
        if not busy and self.running and self._outcome is not None:
            QTimer.singleShot(0, self, self._fail)

    def _finish(self, outcome: Outcome) -> None:
        if self.running:
            self._rest()
            self.done.emit(outcome)

    def _fail(self) -> None:
        if self.running:
            self._rest()
            self.failed.emit(self._reason)

    def _rest(self) -> None:
        """Nothing is under way any more. The many records that came in are not for the collector to walk over."""
        self.running = False
        if self._outcome is not None:
            self._outcome = None
            wake_collector()
