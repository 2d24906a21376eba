"""Writing a file so that it is there as a whole or not at all, and what a disk's faults mean to people."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from pmdesk.domain.messages import Message, UserError, message

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR}
_WINDOWS_IN_USE = {32, 33}


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of `target` in one step once the block ends well.

    Else `target` stays as it was, and nothing lies beside it. Raises UserError for every fault of the disk.
    """
    try:
        final = Path(os.path.realpath(target))
        _refuse_protected(final)
        temporary = final.parent / f".pmdesk-{uuid4().hex}.tmp"
        try:
            with temporary.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            _put(temporary, final)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as fault:
        raise disk_error(fault, target) from fault


def disk_error(fault: OSError, target: Path) -> UserError:
    """The sentence for a fault while `target` was looked at or written."""
    return UserError(_sentence(fault, target))


def _refuse_protected(final: Path) -> None:
    """A folder that may be written lets a protected file be replaced; its owner meant otherwise."""
    if final.exists() and not os.access(final, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(final))


def _put(temporary: Path, final: Path) -> None:
    if final.exists():
        shutil.copymode(final, temporary)
    temporary.replace(final)


def _sentence(fault: OSError, target: Path) -> Message:
    name, folder = target.name, str(target.parent)
    if fault.errno in _FULL:
        return message("The disk is full, so “{name}” was not written; make room and try again.", name=name)
    if getattr(fault, "winerror", None) in _WINDOWS_IN_USE:
        return message("“{name}” is open in another program; close it there and try again.", name=name)
    if fault.errno in _NO_FOLDER and not target.parent.is_dir():
        return message("There is no folder “{folder}”; choose one that exists.", folder=folder)
    if fault.errno == errno.EROFS or isinstance(fault, PermissionError):
        return _no_permission(target)
    reason = fault.strerror or str(fault)
    return message("“{name}” could not be written: {reason}.", name=name, reason=reason)


def _no_permission(target: Path) -> Message:
    try:
        exists = target.exists()
    except OSError:
        exists = False
    if exists:
        return message(
            "“{name}” cannot be replaced: it is open in another program, such as Excel, or protected; "
            "close it there, or choose another name.",
            name=target.name,
        )
    return message("PMDesk may not write in “{folder}”; choose another folder.", folder=str(target.parent))
