"""A window whose backlog is backed up: prints the longest time, in milliseconds, for which its event loop stood still.

Meanwhile one edit is made and saved after another, as by a hand that is quick.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from itertools import cycle

from PySide6.QtCore import QTimer

from pmdesk.app import build_application, open_window
from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import message
from pmdesk.services.backups import Reason
from tests.bench.painting import Painted

_TICK_MILLISECONDS = 1
_EDIT_MILLISECONDS = 200


def main() -> None:
    """Open the backlog, back it up under edits, and tell of the longest gap."""
    app = build_application()
    window = open_window(sys.argv[1])
    Painted(app, window).settle(2000)
    workspace = window.backlog.workspace
    gaps, reaches = [0.0], cycle((5.0, 6.0))
    first = next(iter(workspace.items))
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    def edit_one() -> None:
        item = workspace.items[first]
        window.backlog.apply(change(message("Reach"), [edit(item, replace(item, reach=next(reaches)))]))

    edit_one()
    timer, hand = QTimer(interval=_TICK_MILLISECONDS), QTimer(interval=_EDIT_MILLISECONDS)
    timer.timeout.connect(tick)
    hand.timeout.connect(edit_one)
    for _ in range(50):
        app.processEvents()
    timer.start()
    hand.start()
    last = time.perf_counter()
    made = workspace.backups.make(Reason.USED)
    while not made.done():
        app.processEvents()
    timer.stop()
    hand.stop()
    if made.result() is None:
        raise RuntimeError("no backup was made")
    print(max(gaps), flush=True)
    window.close()


if __name__ == "__main__":
    main()
