"""What undo and redo would apply: the way back over the change log, as Changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmdesk.domain.changes import Change, LogEntry, change
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Record
from pmdesk.services.history import UndoStack
from pmdesk.services.taking_back import TakingBack

if TYPE_CHECKING:  # storage takes long to import
    from pmdesk.storage.backlog_file import BacklogFile


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What undo or redo would apply, and the log entry that it takes back."""

    change: Change
    undoes_seq: int


class Undoing:
    """Knows what can be taken back of an open backlog, and makes the Changes that do it; it applies none.

    `log` are the newest entries, oldest first; `records` those in memory, by type and id, as they are at any time.
    """

    def __init__(
        self, store: BacklogFile, log: Sequence[LogEntry], records: Mapping[str, Mapping[int, Record]]
    ) -> None:
        self._store = store
        self._records = records
        self._stack = UndoStack(log, store.newest_heads)

    def add(self, entry: LogEntry) -> None:
        """Take in the newest entry of the log."""
        self._stack.add(entry)

    @property
    def undo_label(self) -> Message | None:
        """What undo would take back."""
        entry = self._stack.next_undo
        return entry.label if entry else None

    @property
    def redo_label(self) -> Message | None:
        """What redo would bring back."""
        entry = self._stack.next_redo
        return entry.label if entry else None

    def undo_step(self) -> UndoStep | None:
        """What undo would apply now."""
        return self._step(self._stack.next_undo)

    def redo_step(self) -> UndoStep | None:
        """What redo would apply now."""
        return self._step(self._stack.next_redo)

    def goes_back_to(self, seq: int) -> int:
        """How many changes undo takes back to come to before an entry of the log; 0 where it does not come there."""
        return len(self._stack.back_to(seq))

    def back_to(self, seq: int) -> Change:
        """The one Change that leads back to before an entry that undo comes to."""
        entries = self._stack.back_to(seq)
        back = TakingBack(self._store, self._find)
        for entry in entries:
            back.take_back(entry)
        label = message("Back to before “{label}”", label=str(entries[-1].label)) if entries else message("Undo")
        return change(label, back.edits)

    def oldest_needed(self, steps: int) -> int | None:
        """The oldest entry of the log that so many steps of undo, and redo, come to."""
        return self._stack.oldest_needed(steps)

    def _step(self, entry: LogEntry | None) -> UndoStep | None:
        if entry is None:
            return None
        back = TakingBack(self._store, self._find)
        back.take_back(entry)
        return UndoStep(Change(entry.label, back.edits), entry.seq)

    def _find(self, record_type: str, record_id: int) -> Record | None:
        held: Mapping[int, Record] = self._records.get(record_type, {})
        return held.get(record_id)
