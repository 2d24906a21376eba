"""Looking at a path, which may fail by itself: forbidden folders, endless links, names too long."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from pmdesk.domain.messages import UserError, message


def is_there(path: Path) -> bool:
    """Whether something stands at `path`. Raises UserError where nobody can tell."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as fault:
        raise unreadable(path, fault) from fault
    return True


def resolved(path: Path) -> Path:
    """The one absolute path behind all its names. Raises UserError where links lead nowhere."""
    try:
        return path.resolve()
    except RuntimeError as fault:  # how Python 3.11 tells of a loop
        raise unreadable(path, OSError(errno.ELOOP, os.strerror(errno.ELOOP))) from fault
    except (OSError, ValueError) as fault:
        raise unreadable(path, fault) from fault


def unreadable(path: Path, fault: Exception) -> UserError:
    """The sentence for a path that cannot be looked at."""
    reason = getattr(fault, "strerror", None) or str(fault)
    return UserError(message("“{name}” cannot be read: {reason}.", name=str(path), reason=reason))


def beside(path: Path, suffix: str) -> Path:
    """The file that SQLite keeps beside another, like "-wal"."""
    return path.with_name(path.name + suffix)


def may_write(path: Path) -> bool:
    """Whether a file is meant to be written: not marked as read-only, and this user may."""
    try:
        return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)
    except OSError:
        return True


def sync(path: Path) -> None:
    """Wait until a file's content is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Wait until the name of a new file is on the disk, where a system can be told so. Raises OSError."""
    if os.name == "posix":
        sync(path.parent)
