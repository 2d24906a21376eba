"""What is known of painting: when a widget was painted, how long the event loop was blocked, how large a view is."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

SECONDS_AT_MOST = 120
_IDLE_MS = 0.2
_PAINTED = QEvent.Type.User


class PaintWatch(QObject):
    """Calls `seen` at each paint of the watched widget at which `counts` holds, once that paint is over."""

    def __init__(self, widget: QWidget, seen: Callable[[], None], counts: Callable[[], bool] = lambda: True) -> None:
        super().__init__(widget)
        self._seen = seen
        self._counts = counts
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every event of the widget, keep none."""
        if event.type() is QEvent.Type.Paint and self._counts():
            # The event loop takes up posted events before timers: right after the paint that is just beginning.
            QCoreApplication.postEvent(self, QEvent(_PAINTED), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        """Tell of a paint that is over."""
        if event.type() == _PAINTED:
            self._seen()
            return True
        return super().event(event)


class Painted:
    """Runs acts and the event loop until a widget is painted as it should be at last."""

    def __init__(self, app: QApplication, widget: QWidget) -> None:
        self._app = app
        self._done, self._at = False, 0.0
        self._wanted: Callable[[], bool] = lambda: True
        self._watch = PaintWatch(widget, self._note, self._is_wanted)
        self.longest_block = 0.0

    def _note(self) -> None:
        if not self._done:
            self._done, self._at = True, time.perf_counter()

    def _is_wanted(self) -> bool:
        return self._wanted()

    def milliseconds(self, act: Callable[[], object], wanted: Callable[[], bool] = lambda: True) -> float:
        """How long it takes from an act until a paint at which `wanted` holds is over.

        `longest_block` is then the longest time, in milliseconds, in which no key would have been heard.
        """
        QCoreApplication.sendPostedEvents(self._watch)  # of a paint that came before
        self._wanted, self._done = wanted, False
        start = time.perf_counter()
        act()
        # A real key is taken up in the same turn of the loop as what it posts.
        self.longest_block = (time.perf_counter() - start) * 1000 + self._pass()
        while not self._done:
            self.longest_block = max(self.longest_block, self._pass())
            if time.perf_counter() - start > SECONDS_AT_MOST:
                raise TimeoutError("nothing was painted")
        return (self._at - start) * 1000

    def settle(self, milliseconds: float = 30) -> None:
        """Let the event loop run between two samples."""
        end = time.perf_counter() + milliseconds / 1000
        while time.perf_counter() < end:
            self._pass()

    def _pass(self) -> float:
        """One turn of the event loop; an idle one leaves time to other threads, as a waiting loop does."""
        start = time.perf_counter()
        self._app.processEvents()
        took = (time.perf_counter() - start) * 1000
        if took < _IDLE_MS:
            time.sleep(_IDLE_MS / 1000)
        return took


def fit_viewport(window: QWidget, view: QAbstractItemView, width: int, height: int) -> None:
    """Make a window so large that the viewport of the view in it has this size. Raises RuntimeError where it cannot."""
    for _ in range(10):
        QApplication.processEvents()
        size = view.viewport().size()
        if (size.width(), size.height()) == (width, height):
            return
        window.resize(window.width() + width - size.width(), window.height() + height - size.height())
    raise RuntimeError(f"the viewport is {size.width()} x {size.height()}")
