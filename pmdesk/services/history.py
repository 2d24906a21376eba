"""Undo and redo over the change log: which entry each would take back."""

from __future__ import annotations

from collections.abc import Iterable

from pmdesk.domain.changes import LogEntry


class UndoStack:
    """Replays the heads of log entries. An entry that takes another back moves it to the other side."""

    def __init__(self, entries: Iterable[LogEntry] = ()) -> None:
        self._undoable: list[LogEntry] = []
        self._redoable: list[LogEntry] = []
        for entry in entries:
            self.add(entry)

    def add(self, entry: LogEntry) -> None:
        """Take in the newest entry of the log."""
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
        return self._undoable[-1] if self._undoable else None

    @property
    def next_redo(self) -> LogEntry | None:
        """The undoing entry that redo takes back next."""
        return self._redoable[-1] if self._redoable else None
