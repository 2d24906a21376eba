"""Whole files: built under another name, copied by SQLite's own means, put in place in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from pmdesk.storage.connecting import connect
from pmdesk.storage.faults import as_user_error, is_damage
from pmdesk.storage.header import check_header
from pmdesk.storage.paths import beside, sync, sync_folder
from pmdesk.storage.writing import Progress

PAGES_AT_ONCE = 500


def copy_into(source: sqlite3.Connection, target: Path, progress: Progress | None) -> None:
    """Write a complete copy of an open backlog to `target`; `progress` gets pages copied and in all."""
    with put_in_place(target) as temporary:
        back_up(source, temporary, progress)
        check_copy(temporary)
        sync(temporary)
    sync_folder(target)


def back_up(source: sqlite3.Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy an open backlog, by SQLite's own means, into a new plain file; it is not on the disk before it is synced."""
    tell = None if progress is None else lambda _, left, total: progress(total - left, total)
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        # Half a copy is worth nothing, so that nothing need bring it back.
        for pragma in ("synchronous=OFF", "journal_mode=OFF"):
            copy.execute(f"PRAGMA {pragma}").fetchall()
        source.backup(copy, pages=PAGES_AT_ONCE, progress=tell)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        copy.close()


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
