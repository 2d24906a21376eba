"""A file that this process writes: one transaction at a time, only while it stands where it was opened."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pmdesk.domain.file_faults import FileFault, FileProblem
from pmdesk.storage.connecting import connect, transaction
from pmdesk.storage.faults import as_user_error
from pmdesk.storage.journal import hold_log, make_room, renew_log, start_journal, stop_journal, take_log_in
from pmdesk.storage.paths import beside
from pmdesk.storage.schema import remove_programs
from pmdesk.storage.witness import Place, Witness

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
_FEW = 3


class HeldFile:
    """The one connection to a file, used by one thread. Raises sqlite3.Error where the file cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.connection = connect(path)
        try:
            with transaction(self.connection):
                remove_programs(self.connection)
            logged = start_journal(self.connection, path)
        except BaseException:
            self.connection.close()
            raise
        self._witness = Witness(path)
        self._small_writes = 0 if logged else _FEW + 1
        mode = "a write-ahead log" if logged else "a rollback journal"
        logger.info("opened %s, SQLite %s, written through %s", path.name, sqlite3.sqlite_version, mode)

    def write(self, act: Callable[[], Result], *, large: bool = False) -> Result:
        """Do it in one transaction; where it fails all is as it was. Raises FileFault for the world's faults.

        After a `large` one `settle` is to be called, when nobody waits.
        """
        self._check_place()
        try:
            if not self._witness.log_is_there():
                renew_log(self.connection)
                self._witness.renew(log=True)
            if large:
                hold_log(self.connection)
                self._small_writes = 0
            self._small_writes += not large
            with transaction(self.connection):
                return act()
        except (sqlite3.Error, OSError) as fault:
            raise FileFault(as_user_error(fault, self._path).message, FileProblem.UNSAVED) from fault
        finally:
            self._witness.renew()

    @property
    def wants_room(self) -> bool:
        """Whether small changes follow each other, so that `make_room` is worth its time."""
        return self._small_writes == _FEW

    def make_room(self) -> None:
        """Make the next small changes quicker; for when nobody waits."""
        if self.place() is Place.SAME and self._witness.log_is_there():
            make_room(self._path)

    def place(self) -> Place:
        """Whether the file stands where it was opened."""
        return self._witness.place()

    def settle(self) -> None:
        """Take the log of a large write into the file."""
        if self._witness.place() is not Place.OVERWRITTEN:
            take_log_in(self.connection)
            self._witness.renew()

    def close(self) -> None:
        """Make it one plain file and let it go. Raises sqlite3.Error where that fails; it is let go all the same."""
        place = self._witness.place()
        try:
            if place is Place.SAME:
                stop_journal(self.connection)
        finally:
            if place is not Place.SAME:
                self._leave_no_log(place)
            self.connection.close()
            if place is not Place.SAME and self._witness.log_is_there():
                self._remove_log()

    def _check_place(self) -> None:
        place = self._witness.place()
        if place is Place.SAME:
            return
        if place is not Place.OVERWRITTEN:
            # In the old file, wherever it is now. A log that is left here would be applied to whatever comes here.
            take_log_in(self.connection)
        raise FileFault(self._witness.said(place), FileProblem.UNSAVED)

    def _leave_no_log(self, place: Place) -> None:
        """SQLite would write a log into what stands in the file's place now, here or when that is opened next."""
        if place is Place.OVERWRITTEN:
            with suppress(OSError):
                os.truncate(beside(self._path, "-wal"), 0)
        else:
            take_log_in(self.connection)

    def _remove_log(self) -> None:
        for suffix in ("-wal", "-shm"):
            with suppress(OSError):
                beside(self._path, suffix).unlink()
