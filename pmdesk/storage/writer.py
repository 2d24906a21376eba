"""Whatever touches an open file is done here: one thing at a time and in order, on a thread of its own if need be."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum
from threading import Lock
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")


class Turn(Enum):
    """When a piece of work is done: in the midst of longer work too; never so, but before all that comes after it;
    or never so, and whatever else waits may go before."""

    SOON = "soon"
    IN_ORDER = "in order"
    LAST = "last"


class _Work(NamedTuple):
    act: Callable[[], Any]
    future: Future[Any]
    turn: Turn


class Writer:
    """Does pieces of work. One that takes long may call `serve` between its steps, so that others need not wait."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._guard = Lock()
        self._turn = Lock()  # held by whoever does a piece of work
        self._waiting: deque[_Work] = deque()

    def submit(self, act: Callable[[], Result], turn: Turn = Turn.SOON) -> Future[Result]:
        """What the work returns or raises, once it is done."""
        future: Future[Result] = Future()
        with self._guard:
            self._waiting.append(_Work(act, future, turn))
        self._pool.submit(self._do_next)
        return future

    def at_once(self, act: Callable[[], Result]) -> Future[Result]:
        """The same; where nothing is under way it is done here and now, for two switches of threads take as long."""
        if self._waiting or not self._turn.acquire(blocking=False):
            return self.submit(act)
        future: Future[Result] = Future()
        try:
            _do(_Work(act, future, Turn.SOON))
        finally:
            self._turn.release()
        return future

    def serve(self) -> None:
        """Do what waits, up to the first work that keeps its order; called on the thread itself."""
        while (work := self._take_soon()) is not None:
            _do(work)

    def shutdown(self) -> None:
        """Wait for all that was given; take no more."""
        self._pool.shutdown()

    def _do_next(self) -> None:
        with self._turn:
            with self._guard:
                work = self._waiting.popleft() if self._waiting else None
            if work is not None:
                _do(work)

    def _take_soon(self) -> _Work | None:
        with self._guard:
            for work in self._waiting:
                if work.turn is Turn.IN_ORDER:
                    return None
                if work.turn is Turn.SOON:
                    self._waiting.remove(work)
                    return work
        return None


def _do(work: _Work) -> None:
    try:
        result = work.act()
    except BaseException as fault:  # noqa: BLE001 - whoever waits for it gets it
        work.future.set_exception(fault)
    else:
        work.future.set_result(result)
