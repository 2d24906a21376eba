"""The app's eye on a running reader: how long it is silent, how long it takes, and on macOS its memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pmdesk.sheets.reading import refusals
from pmdesk.sheets.reading.limits import Limits

_LOOK_SECONDS = 0.25
_KIBIBYTE = 1024


class Watch:
    """One reader of `path`, by its process id. `check` raises UserError once it costs more than the limits."""

    def __init__(self, path: Path, pid: int, limits: Limits, memory_of: Callable[[int], int] | None = None) -> None:
        self._path = path
        self._pid = pid
        self._limits = limits
        # Elsewhere the reader confines itself.
        self._memory_of = memory_of or (resident if sys.platform == "darwin" else None)
        self._begun = self._heard = self._looked = time.monotonic()

    def heard(self) -> None:
        """The reader gave a sign."""
        self._heard = time.monotonic()

    def check(self) -> None:
        """Raise UserError if the reader is silent or at work for too long, or grew too large."""
        now = time.monotonic()
        if now - self._heard > self._limits.silence:
            raise refusals.too_slow(self._path, self._limits.silence)
        if now - self._begun > self._limits.time:
            raise refusals.too_slow(self._path, self._limits.time)
        if self._memory_of is not None and now - self._looked > _LOOK_SECONDS:
            self._looked = now
            if self._memory_of(self._pid) > self._limits.memory:
                raise refusals.too_large(self._path, self._limits)


def resident(pid: int) -> int:
    """The bytes of memory that a process holds, by `ps`; 0 where it is gone already."""
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    kibibytes = shown.stdout.strip()
    return int(kibibytes) * _KIBIBYTE if kibibytes.isdigit() else 0
