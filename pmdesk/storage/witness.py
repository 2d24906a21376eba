"""Whether the file that was opened still stands where it stood: asked before each write, by `stat` alone.

To open it again would be no way: closing that would drop the lock which this process has on it.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from pmdesk.domain.messages import Message, message
from pmdesk.storage.paths import beside

_Mark = tuple[int, int]


class Place(StrEnum):
    """What stands where a file was opened: the same, nothing, another file, or the same with another's content."""

    SAME = "same"
    GONE = "gone"
    REPLACED = "replaced"
    OVERWRITTEN = "overwritten"


class Witness:
    """Knows an open file again, by its identity and size; and the write-ahead log beside it, by its identity."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at, self._log_at = os.fspath(path), os.fspath(beside(path, "-wal"))
        self._mark, self._size = _look(self._at)
        self.renew(log=True)

    def renew(self, *, log: bool = False) -> None:
        """This process has just written the file: it may have another size, and, after `log`, another log."""
        mark, size = _look(self._at)
        if mark == self._mark:
            self._size = size
        if log:
            self._log_mark, _ = _look(self._log_at)

    def place(self) -> Place:
        """What stands there now."""
        mark, size = _look(self._at)
        if mark is None:
            return Place.GONE
        if mark != self._mark:
            return Place.REPLACED
        return Place.SAME if size == self._size else Place.OVERWRITTEN

    def log_is_there(self) -> bool:
        """Whether the log is the one that this process writes; where none was, none can be lost."""
        return self._log_mark is None or _look(self._log_at)[0] == self._log_mark

    def said(self, place: Place) -> Message:
        """What is said of a file that does not stand in its place."""
        if place is Place.GONE:
            said = (
                "“{name}” is no longer where it was: moved, renamed or deleted. Nothing was saved to it; put it back "
                "and try again, or save a copy."
            )
        else:
            said = (
                "Another program has replaced “{name}” while it was open here. Nothing was written to it; save a copy "
                "to keep what you see."
            )
        return message(said, name=self._path.name)


def _look(path: str) -> tuple[_Mark | None, int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - three times as fast, and this is done at each edit
    except (OSError, ValueError):
        return None, 0
    return (found.st_dev, found.st_ino), found.st_size
