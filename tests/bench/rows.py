"""One row of the benchmark: a value and its floor, measured in turn in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Sampler = Callable[[], float]
FEWEST_SAMPLES = 5
MOST_SECONDS = 25.0  # a row that is far over its limit must not take the whole run's time


@dataclass(frozen=True, slots=True)
class Row:
    """Two medians, their ratio, and the limit that the ratio must keep. `fault` says what broke regardless of time."""

    name: str
    value: float
    floor: float
    limit: float
    samples: int
    p99: float
    unit: str = "ms"
    fault: str = ""

    @property
    def ratio(self) -> float:
        """Value over floor."""
        return self.value / self.floor

    @property
    def kept(self) -> bool:
        """Whether the ratio is within its limit and nothing broke."""
        return self.ratio <= self.limit and not self.fault

    def plain(self) -> dict[str, object]:
        """The row as bench.json holds it."""
        return {
            "name": self.name,
            "value": self.value,
            "floor": self.floor,
            "unit": self.unit,
            "ratio": self.ratio,
            "limit": self.limit,
            "samples": self.samples,
            "p99": self.p99,
        }


def timed(action: Callable[[], object]) -> Sampler:
    """A sampler that tells in milliseconds how long one call of an action takes."""

    def sample() -> float:
        start = time.perf_counter()
        action()
        return (time.perf_counter() - start) * 1000

    return sample


def measure(
    name: str, value: Sampler, floor: Sampler, limit: float, samples: int = 50, *, unit: str = "ms", warm: bool = True
) -> Row:
    """Measure both in turn, so that a machine whose speed drifts slows both; `warm` lets the first of each go."""
    if warm:
        value()
        floor()
    pairs: list[tuple[float, float]] = []
    end = time.monotonic() + MOST_SECONDS
    while len(pairs) < samples and (len(pairs) < FEWEST_SAMPLES or time.monotonic() < end):
        pairs.append((value(), floor()))
    return row_of(name, pairs, limit, unit)


def row_of(name: str, pairs: Sequence[tuple[float, float]], limit: float, unit: str = "ms") -> Row:
    """The row that pairs of value and floor make."""
    values = sorted(value for value, _ in pairs)
    floor = statistics.median(low for _, low in pairs)
    worst = values[min(len(values) - 1, int(len(values) * 0.99))]
    return Row(name, statistics.median(values), floor, limit, len(pairs), worst, unit)
