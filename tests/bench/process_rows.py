"""The rows about a process of its own: how soon it paints, and how much memory it takes."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.processes import command, environment
from tests.bench.rows import Row, row_of
from tests.bench.stage import Stage

STARTED = 10_000
REMEMBERED = 100_000
KIBIBYTE = 1024
_STARTS = 15
_OPENINGS = 3


def starts(stage: Stage) -> Iterator[Row]:
    """From the start of the process to the first paint, and to all rows; against a bare QTableView's paint."""
    backlog = stage.backlog(STARTED)
    samples: list[tuple[dict[str, float], float]] = []
    for _ in range(_STARTS + 1):
        app = _times(stage.home(), "start", backlog, STARTED)
        samples.append((app, _times(stage.home(), "bare")["painted"]))
    warm = samples[1:]  # the first start wrote settings and filled the disk's cache
    yield row_of("first_paint", [(app["painted"], floor) for app, floor in warm], 2.0)
    yield row_of("populated", [(app["populated"], floor) for app, floor in warm], 4.0)


def memory(stage: Stage) -> Row:
    """Resident bytes of each of 100,000 items above the window of an empty backlog, in KiB."""
    full, empty = stage.backlog(REMEMBERED), stage.folder / "empty.pmdesk"
    taken = sorted((_resident(stage, full) - _resident(stage, empty)) / REMEMBERED for _ in range(_OPENINGS))
    return Row("memory_100k", statistics.median(taken), KIBIBYTE, 3.0, _OPENINGS, taken[-1], "bytes")


def _times(home: Path, module: str, *arguments: object) -> dict[str, float]:
    """What a process prints as `name time`, in milliseconds since it was started."""
    start = time.perf_counter()
    lines = printed(home, module, *arguments)
    return {name: (float(at) - start) * 1000 for name, at in map(str.split, lines)}


def _resident(stage: Stage, backlog: Path) -> int:
    (line,) = printed(stage.home(), "memory", backlog)
    return int(line)


def printed(home: Path, module: str, *arguments: object) -> list[str]:
    """What a module of tests.bench prints, line by line."""
    done = subprocess.run(
        command(module, *arguments), env=environment(home), check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return done.stdout.splitlines()
