"""Work that takes a while, off the GUI thread: values go in, values come back, never Qt or database objects."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from pmdesk.domain.messages import UserError


class Background(QObject):
    """Runs one piece of work at a time. `succeeded` brings its result, `failed` the Message of a UserError.

    Any other exception is raised again on the GUI thread, where the app logs and tells it; `broke` comes before.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    broke = Signal()
    _done = Signal(object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._running: Future[Any] | None = None
        # Work may be done before `start` returns; its result still comes after.
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self._running is not None

    def start(self, work: Callable[[], object]) -> None:
        """Begin; a second call waits for the first."""
        self._running = self._threads.submit(work)
        self._running.add_done_callback(self._done.emit)

    def stop(self) -> None:
        """Wait for what is under way and take no more; nothing is told any more."""
        self._done.disconnect(self._finish)
        self._threads.shutdown(cancel_futures=True)

    def release(self) -> None:
        """Take no more, and do not wait: for when nothing is under way. Nothing is told any more."""
        self._done.disconnect(self._finish)
        self._threads.shutdown(wait=False)

    def _finish(self, done: Future[Any]) -> None:
        self._running = None
        try:
            result = done.result()
        except UserError as fault:
            self.failed.emit(fault.message)
        except CancelledError:
            return
        except BaseException:
            self.broke.emit()
            raise
        else:
            self.succeeded.emit(result)
