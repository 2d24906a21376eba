"""What reading one file may cost, and how a process confines itself: a bomb ends the reader, not the computer."""

from __future__ import annotations

import sys
from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    `memory` is in bytes; `silence` and `time` are seconds, without a sign of the reader and for all of the file;
    `cells` counts those of the table.
    """

    memory: int = 1024 * MEBIBYTE
    silence: float = 120.0
    time: float = 600.0
    cells: int = 20_000_000


LIMITS = Limits()


def confine(limits: Limits = LIMITS) -> None:
    """Hold this process to the limits where its system can: memory beyond them is not given, or ends it.

    macOS counts no process's memory against a limit; there the parent watches.
    """
    if sys.platform == "win32":
        from pmdesk.sheets.reading.windows_job import confine_by_job

        confine_by_job(limits)
    else:
        _confine_by_resources(limits)


if sys.platform != "win32":

    def _confine_by_resources(limits: Limits) -> None:
        import resource

        if sys.platform == "linux":
            _lower(resource.RLIMIT_AS, limits.memory)
        # The parent may have died; what it left behind ends all the same, and leaves no dump of what it read.
        _lower(resource.RLIMIT_CPU, int(limits.time))
        _lower(resource.RLIMIT_CORE, 0)

    def _lower(kind: int, value: int) -> None:
        import resource

        _, most = resource.getrlimit(kind)
        value = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(kind, (value, value))
