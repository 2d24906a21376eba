"""The floor of an import: a process that reads a workbook by calamine alone; prints its time and its memory."""

from __future__ import annotations

import resource
import sys
import time

from python_calamine import CalamineWorkbook

from tests.bench.memory import resident_bytes


def main() -> None:
    """Read all cells of the first sheet and keep them; print the milliseconds and the bytes that this took."""
    idle = resident_bytes()
    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
    took = (time.perf_counter() - start) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(took, peak - idle, len(rows), flush=True)


if __name__ == "__main__":
    main()
