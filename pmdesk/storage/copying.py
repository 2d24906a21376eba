"""Whole files: built under another name, copied by SQLite's own means, put in place in one step."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from pmdesk.storage.connecting import connect
from pmdesk.storage.faults import as_user_error, is_damage
from pmdesk.storage.header import check_header
from pmdesk.storage.paths import beside
from pmdesk.storage.writing import Progress

PAGES_AT_ONCE = 500
_STEPS_UNSYNCED = 4


def back_up(source: sqlite3.Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy an open backlog, by SQLite's own means, into a new plain file; it is not on the disk before it is synced."""
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        # Half a copy is worth nothing, so that nothing need bring it back.
        for pragma in ("synchronous=OFF", "journal_mode=OFF"):
            copy.execute(f"PRAGMA {pragma}").fetchall()
        with target.open("rb+") as file:
            source.backup(copy, pages=PAGES_AT_ONCE, progress=_Steps(file.fileno(), progress))
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        copy.close()


class _Steps:
    """What follows each step of a copy: what was copied goes to the disk soon, and the caller is told.

    All of it at the end would hold up the next commit of the backlog for as long as it takes.
    """

    def __init__(self, descriptor: int, progress: Progress | None) -> None:
        self._descriptor, self._progress = descriptor, progress
        self._steps = 0

    def __call__(self, _: int, left: int, total: int) -> None:
        self._steps += 1
        if self._steps % _STEPS_UNSYNCED == 0:
            os.fsync(self._descriptor)
        if self._progress is not None:
            self._progress(total - left, total)


def check_copy(path: Path) -> None:
    """Raise sqlite3.Error, ValueError or UserError where a closed file is no sound backlog, as far as a look tells."""
    check_header(path)
    with closing(connect(path, "ro")) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise ValueError(found)


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
