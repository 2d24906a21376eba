"""The sidecar lock: a file beside the backlog that names the process which holds it.

The operating system's lock on the sidecar decides, so that one left by a killed process counts for nothing;
its text only tells people who holds the backlog. Where a file system has no locks, host and process decide.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import socket
import sys
from datetime import datetime
from pathlib import Path

from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.domain.messages import UserError, message

logger = logging.getLogger(__name__)

# Windows locks bytes against reading too, so the locked byte lies far behind the text.
_LOCKED_BYTE = 1 << 30
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class NotLockable(UserError):
    """Nothing may be written beside a backlog."""


class FileLock:
    """Holds a backlog for this process until `release`. Raises UserError naming another holder."""

    def __init__(self, backlog: Path) -> None:
        self._backlog = backlog
        self._path = backlog.with_name(backlog.name + ".lock")
        self._descriptor: int | None = self._acquire()

    def release(self) -> None:
        """Give the backlog free; a second call does nothing."""
        if self._descriptor is not None:
            self._let_go(self._descriptor)
            self._descriptor = None

    def _let_go(self, descriptor: int) -> None:
        if sys.platform == "win32":
            os.close(descriptor)
            self._remove()
        else:
            self._remove()
            os.close(descriptor)

    def _remove(self) -> None:
        """A sidecar that cannot be removed holds nobody up: nobody has a lock on it."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as fault:
            logger.warning("the lock beside %s could not be removed: %s", self._backlog.name, fault)

    def _acquire(self) -> int:
        while True:
            descriptor = self._open()
            try:
                _lock(descriptor)
            except (BlockingIOError, PermissionError):
                os.close(descriptor)
                raise self._held() from None
            except OSError as fault:
                logger.warning("no file locks beside %s: %s", self._backlog, fault)
                self._refuse_living_holder(descriptor)
            if self._is_current(descriptor):
                self._sign(descriptor)
                return descriptor
            os.close(descriptor)

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as fault:
            said = self._unwritable(fault).message
            raise (NotLockable(said) if fault.errno in _FORBIDDEN else UserError(said)) from fault

    def _sign(self, descriptor: int) -> None:
        try:
            self._write_holder(descriptor)
        except OSError as fault:
            self._let_go(descriptor)
            raise self._unwritable(fault) from fault

    def _unwritable(self, fault: OSError) -> UserError:
        return UserError(
            message(
                "“{name}” cannot be used, because nothing can be written in its folder: {reason}.",
                name=self._backlog.name,
                reason=fault.strerror or str(fault),
            )
        )

    def _is_current(self, descriptor: int) -> bool:
        """Whether the opened sidecar is still the one in the folder: its holder may just have removed it."""
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    def _write_holder(self, descriptor: int) -> None:
        holder = {
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": datetime.now().astimezone().isoformat(timespec="minutes"),
        }
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(holder).encode())

    def _holder(self) -> dict[str, object]:
        try:
            holder = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return holder if isinstance(holder, dict) else {}

    def _held(self) -> FileFault:
        holder = self._holder()
        said = message(
            "“{name}” is open in another PMDesk (process {process} on {host}); close it there first.",
            name=self._backlog.name,
            process=str(holder.get("process", "?")),
            host=str(holder.get("host", "?")),
        )
        return FileFault(said, FileProblem.HELD)

    def _refuse_living_holder(self, descriptor: int) -> None:
        holder = self._holder()
        elsewhere = holder.get("host") not in (None, socket.gethostname())
        process = holder.get("process")
        if elsewhere or (isinstance(process, int) and process != os.getpid() and _lives(process)):
            os.close(descriptor)
            raise self._held()


def _lives(process: int) -> bool:
    if sys.platform == "win32":  # signal 0 is Ctrl+C there; a lock file without locks counts as held
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
