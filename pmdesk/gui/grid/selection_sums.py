"""What the selected items add up to, summed beside the work of the window however many they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pmdesk.domain.totals import millionths, of_millionths

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_model import BacklogModel
    from pmdesk.gui.grid.backlog_view import BacklogView

_AFTER = 60  # milliseconds: a selection that is still being made is not summed cell by cell
_CHUNK, _SLICE_SECONDS = 2000, 0.01


@dataclass(frozen=True, slots=True)
class Sums:
    """How many items, the people or events that they reach, and their effort, each in the backlog's units."""

    count: int = 0
    reach: float = 0.0
    effort: float = 0.0


class SelectionSums(QObject):
    """Sums the selection of one view some time after `start`, in short slices; `summed` tells the result."""

    summed = Signal(object)

    def __init__(self, view: BacklogView, model: BacklogModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._work: Iterator[Sums | None] = iter(())
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._go_on)

    def start(self) -> None:
        """Sum anew; what was being summed is dropped."""
        self._work = self._sum()
        self._wait.start(_AFTER)

    def _go_on(self) -> None:
        slice_ends = perf_counter() + _SLICE_SECONDS
        for sums in self._work:
            if sums is not None:
                self.summed.emit(sums)
            elif perf_counter() > slice_ends:
                self._wait.start(0)
                return

    def _sum(self) -> Iterator[Sums | None]:
        count, reach, effort = 0, 0, 0
        for span in self._view.selected_spans():
            for start in range(span.start, span.stop, _CHUNK):
                items = self._model.items_in(range(start, min(start + _CHUNK, span.stop)))
                count += len(items)
                reach += sum(millionths(item.reach) for item in items if item.reach)
                effort += sum(millionths(item.effort) for item in items if item.effort)
                yield None
        yield Sums(count, of_millionths(reach), of_millionths(effort))
