"""The edits that take entries of the change log back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pmdesk.domain.changes import Edit, LogEntry, edit
from pmdesk.domain.records import RECORD_TYPES, ImportedValues, Record

if TYPE_CHECKING:  # storage takes long to import
    from pmdesk.storage.backlog_file import BacklogFile, LoggedEdit

Find = Callable[[str, int], Record | None]
_At = tuple[str, int]


class TakingBack:
    """Takes entries back one after the other, newest first; `edits` lead from what is now to where that comes out.

    `find` knows the records as they are now, but for imported values, which are read where they are needed.
    """

    def __init__(self, store: BacklogFile, find: Find) -> None:
        self._store, self._find = store, find
        self._now: dict[_At, Record | None] = {}
        self._then: dict[_At, Record | None] = {}

    def take_back(self, entry: LogEntry) -> None:
        """Take one more entry back. Raises UserError where the log makes no sense at it."""
        logged = self._store.log.logged_edits(entry.seq)
        self._look_up(logged)
        try:
            for one in reversed(logged):
                at = (one.record_type, one.id)
                self._then[at] = _inverse(one, self._then[at])
        except (TypeError, ValueError) as fault:
            raise self._store.log.damaged(entry.seq) from fault

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What leads there in one step."""
        pairs = ((self._now[at], then) for at, then in self._then.items())
        return tuple(edit(now, then) for now, then in pairs if now is not None or then is not None)

    def _look_up(self, logged: Sequence[LoggedEdit]) -> None:
        new = [one for one in reversed(logged) if (one.record_type, one.id) not in self._now]
        imported = [one.id for one in new if one.record_type == ImportedValues.TYPE]
        bases = self._store.imported_values(imported) if imported else {}
        for one in new:
            known = bases.get(one.id) if one.record_type == ImportedValues.TYPE else self._find(one.record_type, one.id)
            self._now[one.record_type, one.id] = self._then[one.record_type, one.id] = known


def _inverse(logged: LoggedEdit, now: Record | None) -> Record | None:
    """The record before an edit. Raises TypeError or ValueError where that edit cannot have led to what is now."""
    if logged.before is None:
        if now is None:
            raise ValueError("what was created is not there")
        return None
    if now is None:
        return RECORD_TYPES[logged.record_type](id=logged.id, **logged.before)
    return replace(now, **logged.before)
