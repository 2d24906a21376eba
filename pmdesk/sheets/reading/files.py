"""Reading a file's bytes, with the faults of the user's disk told in a sentence."""

from __future__ import annotations

from pathlib import Path

from pmdesk.domain.messages import UserError, message
from pmdesk.sheets.rows import name_of


def read_bytes(path: Path) -> bytes:
    """All bytes of the file at `path`. Raises UserError if missing, a folder, forbidden or unreadable."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(message("There is no file “{file}”.", file=name_of(path))) from None
    except PermissionError as error:
        # Windows answers so for folders too.
        raise _folder(path) if path.is_dir() else _unreadable(path, error) from None
    except IsADirectoryError:
        raise _folder(path) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _folder(path: Path) -> UserError:
    return UserError(message("“{file}” is a folder; choose a file in it.", file=name_of(path)))


def _unreadable(path: Path, error: OSError) -> UserError:
    reason = error.strerror or type(error).__name__
    return UserError(message("“{file}” could not be read: {reason}.", file=name_of(path), reason=reason))
