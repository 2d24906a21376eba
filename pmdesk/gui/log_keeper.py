"""Sums up the old part of the change log while nobody waits: a piece at a time, on the writer's thread."""

from __future__ import annotations

import logging
from concurrent.futures import Future

from PySide6.QtCore import QObject, QTimer

from pmdesk.domain.messages import UserError
from pmdesk.gui.document import Document
from pmdesk.services.compacting import last_to_sum_up

logger = logging.getLogger(__name__)
FIRST_MS, NEXT_MS = 20_000, 250


class LogKeeper(QObject):
    """Begins some time after a backlog was opened, and ends with its work. A fault only goes to the log."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._last = 0
        self._piece: Future[bool] | None = None
        self.timer = QTimer(self, interval=FIRST_MS)
        self.timer.timeout.connect(self._go_on)
        if not document.workspace.read_only:
            self.timer.start()

    def _go_on(self) -> None:
        if self._document.is_busy or (self._piece is not None and not self._piece.done()):
            return
        try:
            if self._is_done():
                self.timer.stop()
                return
        except UserError as fault:
            logger.warning("the change log is not summed up: %s", fault)
            self.timer.stop()
            return
        self._piece = self._document.workspace.sum_up_piece(self._last)
        self.timer.setInterval(NEXT_MS)

    def _is_done(self) -> bool:
        if self._piece is not None:
            return not self._piece.result()
        self._last = last_to_sum_up(self._document.workspace)
        return self._last == 0
