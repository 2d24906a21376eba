"""Why a file costs too much to be read, or its reading failed: one sentence each, with the way out."""

from __future__ import annotations

from pathlib import Path

from pmdesk.domain.messages import UserError, message
from pmdesk.sheets.reading.limits import MEBIBYTE, Limits
from pmdesk.sheets.rows import name_of


def too_large(path: Path, limits: Limits) -> UserError:
    """The file needs more memory than one may."""
    said = "“{file}” is too large to be read: it takes more than {size} MB of memory; export it in parts."
    return UserError(message(said, file=name_of(path), size=limits.memory // MEBIBYTE))


def too_many_cells(path: Path, limits: Limits) -> UserError:
    """The table has more cells than one may."""
    said = "“{file}” is too large to be read: it has more than {cells} million cells; export it in parts."
    return UserError(message(said, file=name_of(path), cells=round(limits.cells / 1e6)))


def too_long_row(path: Path, row: int) -> UserError:
    """One row is longer than what may pass at once."""
    return UserError(message("Row {row} of “{file}” is too long to be read.", row=row, file=name_of(path)))


def too_slow(path: Path, seconds: float) -> UserError:
    """The reader gave no sign for too long, or took too long."""
    said = "“{file}” could not be read within {seconds} seconds; it may be damaged, so export it again."
    return UserError(message(said, file=name_of(path), seconds=round(seconds)))


def ended(path: Path) -> UserError:
    """The reader died of the file, or was ended from outside."""
    said = "“{file}” could not be read: its reader ended half-way; the file may be damaged, so export it again."
    return UserError(message(said, file=name_of(path)))
