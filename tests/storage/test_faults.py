"""The faults of a disk and a database, told in one sentence each."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from pmdesk.storage.faults import as_user_error, is_damage, sqlite_code

PATH = Path("/somewhere/shop.pmdesk")


def fault_of(code: int) -> sqlite3.OperationalError:
    """A fault as SQLite raises it."""
    fault = sqlite3.OperationalError("database went wrong")
    fault.sqlite_errorcode = code
    return fault


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (fault_of(sqlite3.SQLITE_FULL), "The disk is full"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (fault_of(sqlite3.SQLITE_BUSY), "in use by another program"),
        (fault_of(sqlite3.SQLITE_READONLY), "cannot be written"),
        (fault_of(sqlite3.SQLITE_IOERR | 3 << 8), "could not be read or written: database went wrong"),
        (fault_of(sqlite3.SQLITE_CORRUPT | 1 << 8), "is damaged"),
        (PermissionError(errno.EACCES, "Permission denied"), "could not be read or written: Permission denied"),
    ],
)
def test_each_has_its_sentence(fault: Exception, said: str) -> None:
    sentence = str(as_user_error(fault, PATH))
    assert said in sentence
    assert "“shop.pmdesk”" in sentence


def test_the_code_tells_damage_from_other_faults() -> None:
    damage = fault_of(sqlite3.SQLITE_CORRUPT | 2 << 8)
    assert sqlite_code(damage) == sqlite3.SQLITE_CORRUPT
    assert is_damage(damage)
    assert not is_damage(fault_of(sqlite3.SQLITE_BUSY))
    assert sqlite_code(OSError()) is None
