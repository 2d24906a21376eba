"""A Change on its way to the file, and what is made ready of the state after it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import NamedTuple

from pmdesk.domain.changes import Change, ChangeSet
from pmdesk.services.standing import Standing


class Ahead(NamedTuple):
    """How the items will stand after a Change, and what it did."""

    standing: Standing
    outcome: ChangeSet


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A Change on its way to the file: hand it to `Workspace.finish` once its future is done.

    `ahead` is what the writer's thread made ready of the state after a large Change, once that was written.
    """

    change: Change
    undoes_seq: int | None
    future: Future[int] = field(default_factory=Future)
    ahead: Future[Ahead | None] = field(default_factory=Future)

    def look_ahead(self, ahead_of: Callable[[Change, int], Ahead | None], written: Future[int]) -> None:
        """Once the Change is written, make ready what memory needs for it; on the writer's thread."""
        fault = written.exception()
        if fault is not None:
            self.future.set_exception(fault)
            return
        try:
            self.ahead.set_result(ahead_of(self.change, written.result()))
        except BaseException as own:  # noqa: BLE001 - raised where it is asked for; the Change is written all the same
            self.ahead.set_exception(own)
        self.future.set_result(written.result())
