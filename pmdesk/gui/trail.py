"""The last actions of the user, for a report of a fault: names of commands and kinds of changes, no item's text."""

from __future__ import annotations

from collections import deque
from datetime import datetime

_KEPT = 20


class Trail:
    """Keeps the newest actions with the time of day."""

    def __init__(self) -> None:
        self._steps: deque[str] = deque(maxlen=_KEPT)

    def add(self, step: str, *_: object) -> None:
        """Note an action: a name of ours, never a text of the user's; what else a signal brings does not count."""
        self._steps.append(f"{datetime.now().astimezone():%H:%M:%S} {step}")

    def lines(self) -> list[str]:
        """The actions, oldest first."""
        return list(self._steps)
