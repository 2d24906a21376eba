"""The start of the app as `python -m pmdesk BACKLOG` makes it, watched.

Started as a process with a backlog and its number of items: prints `painted` and `populated`, each with the time of
the system's monotonic clock, then closes the window.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from pmdesk import app

_build_application = app.build_application


def _tell(name: str) -> None:
    print(name, time.perf_counter(), flush=True)


def _watched_application() -> Any:
    """The application; the app imports the window right after it, so the import here only comes a moment earlier."""
    application = _build_application()
    from pmdesk.gui.windows import Windows

    begin = Windows.start

    def start(self: Windows, *arguments: Any, **options: Any) -> Any:
        window = begin(self, *arguments, **options)
        _watch(window)
        return window

    Windows.start = start
    return application


def _watch(window: Any) -> None:
    from PySide6.QtCore import QTimer

    from tests.bench.painting import PaintWatch

    items, told = int(sys.argv[2]), set()

    def tell(name: str) -> None:
        if name not in told:
            told.add(name)
            _tell(name)

    def close() -> None:
        tell("populated")
        QTimer.singleShot(0, window.close)

    def watch_rows() -> None:
        PaintWatch(window.view.viewport(), close, lambda: window.model.rowCount() == items)

    PaintWatch(window, lambda: tell("painted"))
    window.attached.connect(watch_rows)


if __name__ == "__main__":
    app.build_application = _watched_application
    sys.exit(app.main(sys.argv[1:2]))
