"""What the first bytes of a file say, read before any connection: is it a backlog, and of which version."""

from __future__ import annotations

import stat
import struct
from dataclasses import dataclass
from pathlib import Path

from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.domain.messages import UserError, message
from pmdesk.storage.encryption import is_encrypted
from pmdesk.storage.paths import unreadable

APPLICATION_ID = 0x504D4453
SCHEMA_VERSION = 4
HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\0"
_LOOKED_AT = 4096


@dataclass(frozen=True, slots=True)
class Header:
    """The parts of SQLite's file header that matter here (sqlite.org/fileformat.html, section 1.3)."""

    application_id: int
    user_version: int
    page_size: int
    page_count: int
    count_is_valid: bool


def check_present(path: Path) -> None:
    """Raise UserError where no file is. Never opens it: closing it would drop a lock this process has."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UserError(message("There is no file “{name}”.", name=str(path))) from None
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if stat.S_ISDIR(mode):
        raise UserError(message("“{name}” is a folder, not a PMDesk backlog.", name=str(path)))


def check_header(path: Path) -> Header:
    """The header. Raises UserError where the file is unreadable, no backlog, of a newer version or cut short."""
    size, start = _first_bytes(path)
    if size == 0:
        raise UserError(
            message("“{name}” is empty, so it is not a PMDesk backlog; it was left as it is.", name=path.name)
        )
    if not start.startswith(_MAGIC):
        raise _encrypted(path) if is_encrypted(start) else _not_a_backlog(path)
    if len(start) < HEADER_BYTES:
        raise _cut_short(path, size, HEADER_BYTES)
    header = _parse(start)
    if header.application_id != APPLICATION_ID:
        raise _not_a_backlog(path)
    if header.user_version > SCHEMA_VERSION:
        raise UserError(
            message(
                "“{name}” was made by a newer PMDesk; update PMDesk to open it. It was left as it is.",
                name=path.name,
            )
        )
    if header.user_version < 1:
        raise damaged(path)
    if header.count_is_valid and size < header.page_size * header.page_count:
        raise _cut_short(path, size, header.page_size * header.page_count)
    return header


def damaged(path: Path) -> FileFault:
    """What is said of a backlog whose content cannot be read."""
    said = message("“{name}” is damaged and cannot be opened; it was left as it is.", name=path.name)
    return FileFault(said, FileProblem.DAMAGED)


def _cut_short(path: Path, size: int, whole: int) -> FileFault:
    said = message(
        "“{name}” is cut short: {percent} % of it are there, as if copying it was broken off; it was left as it is.",
        name=path.name,
        percent=100 * size // whole,
    )
    return FileFault(said, FileProblem.DAMAGED)


def log_damaged(path: Path, seq: int) -> UserError:
    """What is said of a backlog whose change log makes no sense at one entry."""
    return UserError(
        message(
            "The change log of “{name}” is damaged at entry {number}; nothing was changed.",
            name=path.name,
            number=seq,
        )
    )


def _encrypted(path: Path) -> UserError:
    said = "“{name}” is encrypted, so PMDesk cannot read it; decrypt it and open that. It was left as it is."
    return UserError(message(said, name=path.name))


def _not_a_backlog(path: Path) -> UserError:
    return UserError(message("“{name}” is not a PMDesk backlog; it was left as it is.", name=path.name))


def _first_bytes(path: Path) -> tuple[int, bytes]:
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
        return path.stat().st_size, start
    except OSError as fault:
        raise unreadable(path, fault) from fault


def _parse(start: bytes) -> Header:
    page_size, write_version, _read_version = struct.unpack(">HBB", start[16:20])
    changes, pages = struct.unpack(">II", start[24:32])
    user_version, _vacuum, application_id = struct.unpack(">III", start[60:72])
    (valid_for,) = struct.unpack(">I", start[92:96])
    rollback_mode = write_version == 1
    return Header(
        application_id,
        user_version,
        65536 if page_size == 1 else page_size,
        pages,
        rollback_mode and changes == valid_for,
    )
