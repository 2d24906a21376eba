"""Copies of an open backlog at another place: of the whole file, or of what is in memory where that cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pmdesk.domain.file_faults import FileProblem, problem_of
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.records import Record
from pmdesk.storage.copying import check_copy, put_in_place
from pmdesk.storage.faults import sqlite_code
from pmdesk.storage.lock import FileLock
from pmdesk.storage.paths import resolved, sync, sync_folder

Records = Mapping[str, Mapping[int, Record]]
_UNREADABLE = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def check_target(own: Path, target: Path) -> Path:
    """Where a copy is to stand. Raises UserError where that is the backlog itself."""
    final = resolved(target)
    if final == own or _is_same(final, own):
        raise UserError(message("“{name}” is this backlog itself; choose another name.", name=target.name))
    return final


def copy_file(copy: Callable[[Path], object], target: Path) -> None:
    """Have a complete copy stand at `target`, in one step, once it is checked; `copy` makes it under another name.

    Raises UserError, and what makes no sense in a copy as sqlite3.Error or ValueError.
    """
    lock = FileLock(target)
    try:
        with put_in_place(target) as temporary:
            copy(temporary)
            check_copy(temporary)
            sync(temporary)
        sync_folder(target)
    finally:
        lock.release()


def copy_memory(target: Path, records: Records, view_state: Mapping[str, Any], actor: str) -> None:
    """Write some records as a backlog with a new history. Raises UserError."""
    from pmdesk.storage.database import create_filled

    lock = FileLock(target)
    try:
        create_filled(target, records, view_state, actor, message("Copied without its history"))
    finally:
        lock.release()


def may_be_unreadable(fault: UserError) -> bool:
    """Whether a copy may have failed because its source can no longer be read."""
    cause = fault.__cause__
    return problem_of(fault) is FileProblem.DAMAGED or (cause is not None and sqlite_code(cause) in _UNREADABLE)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
