"""Whole files: built under another name, copied by SQLite's own means, put in place in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from pmdesk.storage.faults import as_user_error, is_damage
from pmdesk.storage.paths import beside
from pmdesk.storage.writing import Progress


def copy_into(source: sqlite3.Connection, target: Path, progress: Progress | None) -> None:
    """Write a complete copy of an open backlog to `target`; `progress` gets pages copied and in all."""
    with put_in_place(target) as temporary:
        back_up(source, temporary, progress)


def back_up(source: sqlite3.Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy an open backlog, by SQLite's own means, into a new plain file."""
    tell = None if progress is None else lambda _, left, total: progress(total - left, total)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy, pages=500, progress=tell)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """Another name to build a file under, so that nobody ever meets half of it; then it replaces `path`."""
    temporary = path.with_name(f".pmdesk-{uuid4().hex}.tmp")
    try:
        yield temporary
        _forget_log(path)
        temporary.replace(path)
    except (OSError, sqlite3.Error) as fault:
        if is_damage(fault):  # of what is copied
            raise
        raise as_user_error(fault, path) from fault
    finally:
        for suffix in ("", "-journal"):
            beside(temporary, suffix).unlink(missing_ok=True)


def _forget_log(path: Path) -> None:
    """Remove the log that a killed process left of the file replaced: SQLite would apply it to the new one."""
    for suffix in ("-wal", "-shm", "-journal"):
        beside(path, suffix).unlink(missing_ok=True)
