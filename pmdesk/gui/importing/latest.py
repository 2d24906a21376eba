"""Work off the GUI thread of which only the newest asking counts: what was asked before it is not answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pmdesk.gui.background import Background


class Latest(QObject):
    """Runs one piece of work at a time. `answered` brings the result of the newest, `failed` its Message.

    `broke` comes before any other exception, which is raised again on the GUI thread.
    """

    answered = Signal(object)
    failed = Signal(object)
    broke = Signal()

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._next: Callable[[], object] | None = None
        self._dropped = False
        self._work = Background(name, self)
        self._work.succeeded.connect(lambda result: self._end(self.answered, result))
        self._work.failed.connect(lambda said: self._end(self.failed, said))
        self._work.broke.connect(self._break)

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._next is not None or (self._work.running and not self._dropped)

    @property
    def under_way(self) -> bool:
        """Whether a worker is at work, be it on something that nobody wants any more."""
        return self._work.running

    def ask(self, work: Callable[[], object]) -> None:
        """Have work done; what is under way is no longer wanted."""
        if self._work.running:
            self._next = work
        else:
            self._begin(work)

    def drop(self) -> None:
        """Want no answer to what was asked so far."""
        self._next, self._dropped = None, self._work.running

    def stop(self) -> None:
        """Wait for what is under way, and answer nothing more."""
        self._next = None
        self._work.stop()

    def release(self) -> None:
        """End without waiting: for when nothing is under way."""
        self._work.release()

    def _begin(self, work: Callable[[], object]) -> None:
        self._next, self._dropped = None, False
        self._work.start(work)

    def _end(self, told: object, result: object) -> None:
        if self._next is not None:
            self._begin(self._next)
        elif self._dropped:
            self._dropped = False
        else:
            told.emit(result)  # type: ignore[attr-defined]

    def _break(self) -> None:
        if self._next is not None:
            self._begin(self._next)
        elif not self._dropped:
            self.broke.emit()
        self._dropped = False
