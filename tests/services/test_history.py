"""Undo and redo over the log's heads."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pmdesk.domain.changes import LogEntry
from pmdesk.domain.messages import message
from pmdesk.services import history
from pmdesk.services.history import UndoStack


def stack_of(entries: Iterable[tuple[int, int | None]]) -> UndoStack:
    """A stack over (seq, seq that it takes back)."""
    return UndoStack(LogEntry(seq, message("Edit"), undoes) for seq, undoes in entries)


def nexts(stack: UndoStack) -> tuple[int | None, int | None]:
    """The entries that undo and redo would take back."""
    undo, redo = stack.next_undo, stack.next_redo
    return (undo and undo.seq, redo and redo.seq)


@pytest.mark.parametrize(
    ("entries", "undo", "redo"),
    [
        ([], None, None),
        ([(1, None), (2, None)], 2, None),
        ([(1, None), (2, None), (3, 2)], 1, 3),
        ([(1, None), (2, None), (3, 2), (4, 1)], None, 4),
        ([(1, None), (2, None), (3, 2), (4, 3)], 4, None),
        ([(1, None), (2, None), (3, 2), (4, 1), (5, 4)], 5, 3),
        ([(1, None), (2, 1), (3, None)], 3, None),
        ([(1, None), (2, 1), (3, 2), (4, 3)], None, 4),
    ],
)
def test_what_is_next(entries: list[tuple[int, int | None]], undo: int | None, redo: int | None) -> None:
    assert nexts(stack_of(entries)) == (undo, redo)


def test_nothing_is_offered_across_an_entry_that_took_back_an_older_one_than_is_known() -> None:
    """Entries 1 and 2 are no longer read; redoing 7 over the undone 2 would mix two states."""
    older_than_known = [(3, None), (4, None), (5, 4), (6, 3), (7, 2)]
    assert nexts(stack_of(older_than_known)) == (None, None)
    assert nexts(stack_of([*older_than_known, (8, None)])) == (8, None)


def test_a_long_day_is_not_kept_in_memory_but_can_be_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_KEPT", 10)
    log = [LogEntry(seq, message("Edit")) for seq in range(1, 101)]
    stack = UndoStack((), lambda count: log[-count:])
    for entry in log:
        stack.add(entry)
    assert len(stack._undoable) <= 20
    for seq in range(100, 0, -1):
        assert nexts(stack)[0] == seq
        log.append(LogEntry(len(log) + 1, message("Edit"), seq))
        stack.add(log[-1])
    assert nexts(stack) == (None, 200)
    assert len(stack._redoable) == 100
