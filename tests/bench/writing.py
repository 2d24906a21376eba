"""A process that exports one backlog: obeys `run` and `bare`, which tell the milliseconds, and `peak`.

`bare` writes the cells of the last workbook by openpyxl's write-only sheets. `peak` is the most memory that this
process held during one export above what it held idle, in bytes.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import Any

from pmdesk.services.collector import collector_at_rest
from pmdesk.services.exporting import USUAL, workbook_content, write
from pmdesk.services.workspace import open_workspace
from pmdesk.sheets import own_workbook
from tests.bench.memory import resident_bytes
from tests.bench.processes import serve

_STREAMED = (own_workbook.BACKLOG, own_workbook.DATA)


class Writing:
    """One open backlog and the workbook that is made of it."""

    def __init__(self, backlog: Path) -> None:
        with collector_at_rest():  # as a window has it
            self._workspace = open_workspace(backlog)
        self._target = backlog.with_suffix(".xlsx")
        self._cells: dict[str, list[tuple[Any, ...]]] = {}

    def run(self) -> dict[str, float]:
        """Export; how long it took and how many items there are."""
        start = time.perf_counter()
        report = write(workbook_content(self._workspace, USUAL), self._target)
        return {"took": (time.perf_counter() - start) * 1000, "items": report.items}

    def bare(self) -> float:
        """Write the same cells without any style."""
        from openpyxl import Workbook

        cells = self._cells or self._read()
        start = time.perf_counter()
        book = Workbook(write_only=True)
        for title, rows in cells.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(self._target.with_name("bare.xlsx"))
        return (time.perf_counter() - start) * 1000

    def peak(self) -> int:
        """Needs Linux's /proc, where the mark of the most that was ever held can be set back."""
        self._cells.clear()
        gc.collect()
        idle = resident_bytes()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self.run()
        status = Path("/proc/self/status").read_text(encoding="ascii")
        (most,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(most) * 1024 - idle

    def _read(self) -> dict[str, list[tuple[Any, ...]]]:
        """Formulas as formulas, as the workbook has them."""
        from openpyxl import load_workbook

        book = load_workbook(self._target, read_only=True)
        self._cells = {title: list(book[title].iter_rows(values_only=True)) for title in _STREAMED}
        book.close()
        return self._cells


def main() -> None:
    """Serve."""
    writing = Writing(Path(sys.argv[1]))
    serve({"run": writing.run, "bare": writing.bare, "peak": writing.peak})


if __name__ == "__main__":
    main()
