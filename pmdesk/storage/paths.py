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
