"""The memory of a window: opens the backlog that it is given, and prints the process's resident bytes."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from pmdesk.app import build_application, open_window
from tests.bench.painting import Painted


def resident_bytes() -> int:
    """The bytes of this process that lie in memory. Needs Linux's /proc."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Open, paint, tell."""
    app = build_application()
    window = open_window(sys.argv[1])
    Painted(app, window).settle(1000)
    gc.collect()
    print(resident_bytes(), flush=True)
    window.close()


if __name__ == "__main__":
    main()
