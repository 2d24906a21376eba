"""One row of the benchmark: a value and its floor, measured in turn in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Action = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """Medians in milliseconds, their ratio, and the limit that the ratio must keep."""

    name: str
    value: float
    floor: float
    limit: float
    samples: int
    p99: float

    @property
    def ratio(self) -> float:
        """Value over floor."""
        return self.value / self.floor if self.floor else float("inf")

    @property
    def kept(self) -> bool:
        """Whether the ratio is within its limit."""
        return self.ratio <= self.limit

    def plain(self) -> dict[str, object]:
        """The row as bench.json holds it."""
        return {
            "name": self.name,
            "value": self.value,
            "floor": self.floor,
            "unit": "ms",
            "ratio": self.ratio,
            "limit": self.limit,
            "samples": self.samples,
            "p99": self.p99,
        }


def milliseconds(action: Action) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def measure(name: str, action: Action, floor: Action, limit: float, samples: int = 50) -> Row:
    """Measure both in turn, so that a machine whose speed drifts slows both."""
    action()
    floor()
    pairs = [(milliseconds(action), milliseconds(floor)) for _ in range(samples)]
    values = sorted(value for value, _ in pairs)
    return Row(
        name,
        statistics.median(values),
        statistics.median(low for _, low in pairs),
        limit,
        samples,
        values[min(len(values) - 1, int(len(values) * 0.99))],
    )
