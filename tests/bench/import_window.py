"""A window that imports: prints the longest time, in milliseconds, for which its event loop stood still."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from pmdesk.app import build_application, open_window
from pmdesk.gui.importing.wizard import PREVIEW, ImportWizard
from tests.bench.painting import Painted

_TICK_MILLISECONDS = 1
_AT_MOST_SECONDS = 120.0


def main() -> None:
    """Open the backlog, import the file by the wizard as a hand would, and tell of the longest gap."""
    app = build_application()
    window = open_window(sys.argv[1])
    Painted(app, window).settle(1000)
    wizard = ImportWizard(window.backlog, window.theme, window)
    done: list[object] = []
    wizard.imported.connect(done.append)
    gaps = [0.0]
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    timer = QTimer(interval=_TICK_MILLISECONDS)
    timer.timeout.connect(tick)
    wizard.show()
    app.processEvents()
    timer.start()
    last = time.perf_counter()
    wizard.add_files([Path(sys.argv[2])])
    end = time.monotonic() + _AT_MOST_SECONDS
    while not done and time.monotonic() < end:
        app.processEvents()
        if wizard.next_button.isEnabled() and (wizard.entries or wizard.pages.currentIndex() == PREVIEW):
            wizard.go_on()
    for _ in range(50):
        app.processEvents()
    timer.stop()
    print(max(gaps), len(window.backlog.workspace.items), flush=True)
    wizard.stop()
    window.close()


if __name__ == "__main__":
    main()
