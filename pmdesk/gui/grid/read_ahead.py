"""Makes the rows above and below the ones in sight ready while nobody waits, so that a page appears at once."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView
    from pmdesk.gui.grid.painter import GridPainter

_AFTER = 20  # milliseconds of rest
_SLICE_SECONDS = 0.004


class ReadAhead(QObject):
    """Works in short slices once the grid has been at rest; a change in between begins anew."""

    def __init__(self, view: BacklogView, painter: GridPainter) -> None:
        super().__init__(view)
        self._view, self._painter = view, painter
        self._shown = range(0)
        self._work: Iterator[None] = iter(())
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._go_on)
        view.model().dataChanged.connect(self._begin)
        view.model().modelReset.connect(self._begin)

    def note(self, shown: range) -> None:
        """These rows are in sight now."""
        if shown != self._shown:
            self._shown = shown
            self._begin()

    def _begin(self) -> None:
        self._work = self._pages()
        self._wait.start(_AFTER)

    def _pages(self) -> Iterator[None]:
        """The page below, then the page above."""
        shown, count = self._shown, self._view.model().rowCount()
        below = range(shown.stop, min(shown.stop + len(shown), count))
        above = range(max(0, shown.start - len(shown)), min(shown.start, count))
        places = self._view.places.columns()
        for rows in (below, above):
            yield from self._painter.get_ready(rows, places)

    def _go_on(self) -> None:
        slice_ends = perf_counter() + _SLICE_SECONDS
        for _ in self._work:
            if perf_counter() > slice_ends:
                self._wait.start(0)
                return
