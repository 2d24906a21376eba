"""The one thread that touches an open file: it does what it is given in order, one thing at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")


class _Work(NamedTuple):
    act: Callable[[], Any]
    future: Future[Any]
    patient: bool


class Writer:
    """Does pieces of work. One that takes long may call `serve` between its steps, so that others need not wait."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._guard = Lock()
        self._waiting: deque[_Work] = deque()

    def submit(self, act: Callable[[], Result], *, patient: bool = False) -> Future[Result]:
        """What the work returns or raises, once it is done. `patient` work is never done in the midst of other."""
        future: Future[Result] = Future()
        with self._guard:
            self._waiting.append(_Work(act, future, patient))
        self._pool.submit(self._do_next)
        return future

    def serve(self) -> None:
        """Do what waits, up to the first patient work; called on the thread itself."""
        while (work := self._take(patient=False)) is not None:
            _do(work)

    def shutdown(self) -> None:
        """Wait for all that was given; take no more."""
        self._pool.shutdown()

    def _do_next(self) -> None:
        work = self._take(patient=True)
        if work is not None:
            _do(work)

    def _take(self, *, patient: bool) -> _Work | None:
        with self._guard:
            if not self._waiting or (self._waiting[0].patient and not patient):
                return None
            return self._waiting.popleft()


def _do(work: _Work) -> None:
    try:
        result = work.act()
    except BaseException as fault:  # noqa: BLE001 - whoever waits for it gets it
        work.future.set_exception(fault)
    else:
        work.future.set_result(result)
