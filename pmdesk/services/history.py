"""Undo and redo over the change log: which entry each would take back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmdesk.domain.changes import LogEntry
from pmdesk.domain.messages import UserError

ReadHeads = Callable[[int], Sequence[LogEntry]]
_KEPT = 1000  # entries in memory; what lies deeper is read when undo comes there


class UndoStack:
    """Replays the heads of log entries. An entry that takes another back moves it to the other side.

    `read` gives the newest so many entries, oldest first. It is asked for more where nothing is left to take back of
    those known, until the log is known to its beginning.
    """

    def __init__(self, entries: Sequence[LogEntry] = (), read: ReadHeads | None = None) -> None:
        self._read = read
        self._known = 0  # so many of the newest entries led to what stands here
        self._ends = read is None
        self._undoable: list[LogEntry] = []
        self._redoable: list[LogEntry] = []
        self._replay(entries)

    def add(self, entry: LogEntry) -> None:
        """Take in the newest entry of the log."""
        self._follow(entry)
        self._forget_oldest()

    def _follow(self, entry: LogEntry) -> None:
        self._known += 1
        if entry.undoes_seq is None:
            self._undoable.append(entry)
            self._redoable.clear()
        elif self._undoable and self._undoable[-1].seq == entry.undoes_seq:
            self._undoable.pop()
            self._redoable.append(entry)
        elif self._redoable and self._redoable[-1].seq == entry.undoes_seq:
            self._redoable.pop()
            self._undoable.append(entry)
        else:  # it took back an entry older than those known, so that none of these may be taken back now
            self._undoable.clear()
            self._redoable.clear()

    @property
    def next_undo(self) -> LogEntry | None:
        """The entry that undo takes back next."""
        self._look_deeper()
        return self._undoable[-1] if self._undoable else None

    @property
    def next_redo(self) -> LogEntry | None:
        """The undoing entry that redo takes back next."""
        if not self._undoable:
            self._look_deeper()
        return self._redoable[-1] if self._redoable else None

    def back_to(self, seq: int) -> Sequence[LogEntry]:
        """The entries that undo takes back until this one is, newest first; none where it does not come to it."""
        while not self._ends and (not self._undoable or self._undoable[0].seq > seq):
            self._look_deeper(len(self._undoable) + 1)
        for place, entry in enumerate(reversed(self._undoable), 1):
            if entry.seq == seq:
                return self._undoable[: -place - 1 : -1]
            if entry.seq < seq:
                break
        return ()

    def oldest_needed(self, steps: int) -> int | None:
        """The oldest entry that so many steps of undo, and all of redo, come to; None where there is none."""
        if len(self._undoable) < steps:
            self._look_deeper(steps)
        newest = self._undoable[max(0, len(self._undoable) - steps) :]
        seqs = [entry.seq for entry in (*newest, *self._redoable)]
        undone = [entry.undoes_seq for entry in self._redoable if entry.undoes_seq is not None]
        return min([*seqs, *undone], default=None)

    def _forget_oldest(self) -> None:
        """A day of edits takes no more and more memory."""
        if self._read is not None and len(self._undoable) > 2 * _KEPT:
            del self._undoable[:-_KEPT]
            self._known, self._ends = _KEPT, False

    def _look_deeper(self, steps: int = 1) -> None:
        while len(self._undoable) < steps and not self._ends:
            entries = self._read_newest(max(4 * self._known, 4 * steps))
            self._ends = len(entries) <= self._known
            if not self._ends:
                self._replay(entries)

    def _read_newest(self, count: int) -> Sequence[LogEntry]:
        try:
            return self._read(count) if self._read is not None else ()
        except UserError:  # what is known can be taken back all the same
            return ()

    def _replay(self, entries: Sequence[LogEntry]) -> None:
        self._undoable, self._redoable, self._known = [], [], 0
        for entry in entries:
            self._follow(entry)
