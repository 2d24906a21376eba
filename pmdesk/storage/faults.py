"""The faults of a disk and a database, told in one sentence each."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from pmdesk.domain.messages import Message, UserError, message

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA, sqlite3.SQLITE_ERROR}
_DAMAGE |= {sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH}


def sqlite_code(fault: BaseException) -> int | None:
    """SQLite's primary result code behind a fault, if there is one."""
    code = getattr(fault, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def is_damage(fault: BaseException) -> bool:
    """Whether a fault while reading means that the file's content is broken: also where Python cannot decode a text."""
    code = sqlite_code(fault)
    return code in _DAMAGE or (code is None and isinstance(fault, sqlite3.OperationalError))


def as_user_error(fault: BaseException, path: Path) -> UserError:
    """The sentence for a fault of the user's world; nothing of the backlog was changed by it."""
    return UserError(_sentence(fault, path))


def _sentence(fault: BaseException, path: Path) -> Message:
    code = sqlite_code(fault)
    if code == sqlite3.SQLITE_FULL or getattr(fault, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return message(
            "The disk is full, so “{name}” was not saved; make room and try again, or save a copy elsewhere.",
            name=path.name,
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return message("“{name}” is in use by another program; close it there first.", name=path.name)
    if code == sqlite3.SQLITE_READONLY:
        return message("“{name}” cannot be written; save a copy elsewhere.", name=path.name)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damage_met(path)
    reason = getattr(fault, "strerror", None) or str(fault)
    return message("“{name}” could not be read or written: {reason}.", name=path.name, reason=reason)


class MissingRows(Exception):
    """Rows that the backlog in memory was made from are not there any more: the file is damaged."""


def damage_met(path: Path) -> Message:
    """What is said where damage comes to light in a backlog that is open."""
    return message("“{name}” is damaged; save a copy and open that.", name=path.name)


def read_only(path: Path) -> Message:
    """What is said of an edit in a backlog that is only read."""
    return message("“{name}” is open read-only, so nothing can be changed; save a copy to work on.", name=path.name)
