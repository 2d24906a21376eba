"""Backups of one backlog: whole copies in the user's data folder, with date, reason and count of items in their names.

A copy is made under another name, checked, synced and only then named. The oldest go: the 20 newest stay, and
the last one of each of 14 days and of 8 weeks.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

from pmdesk.domain.messages import UserError, message
from pmdesk.storage.copying import back_up, check_copy
from pmdesk.storage.paths import beside, resolved, sync, sync_folder

logger = logging.getLogger(__name__)
NEWEST, DAYS, WEEKS = 20, 14, 8
_SUFFIX = ".pmdesk"
_TIME = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"(?P<time>\d{8}-\d{6})Z_(?P<reason>[a-z]+)_(?P<state>[0-9a-f-]+)_(?P<items>\d+)\.pmdesk")
_UNSAFE = re.compile(r"[^\w-]+")
_LONGEST = 40
_LEFT_SECONDS = 24 * 3600


class Reason(StrEnum):
    """What a backup was made for."""

    OPENED = "opened"
    USED = "used"
    MIGRATION = "migration"
    IMPORT = "import"
    RESTORE = "restore"
    SALVAGE = "salvage"
    MISPLACED = "misplaced"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: when it was made (UTC), what for, how many items it holds. `state` tells equal contents."""

    path: Path
    time: datetime
    reason: Reason
    items: int
    state: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A copy that is not checked yet, and what it is to be."""

    path: Path
    backup: Backup


class BackupFolder:
    """The backups of the backlog that stands at one place."""

    def __init__(self, base: Path, backlog: Path) -> None:
        """`base` is the folder of all backups; nothing is made before there is something to keep."""
        backlog = resolved(backlog)
        digest = hashlib.sha256(str(backlog).encode(errors="surrogateescape")).hexdigest()[:12]
        name = _UNSAFE.sub("-", backlog.stem)[:_LONGEST].strip("-")
        self.path = base / f"{name or 'backlog'}-{digest}"
        self._backlog = backlog

    def all(self) -> list[Backup]:
        """Newest first; what has another name is nobody's business here."""
        try:
            found = [backup for path in self.path.iterdir() if (backup := parse(path)) is not None]
        except OSError:
            return []
        return sorted(found, key=lambda one: (one.time, one.path.name), reverse=True)

    def draft(self, source: sqlite3.Connection, reason: Reason, step: Callable[[], None]) -> Draft | None:
        """Copy an open backlog; None where the newest backup holds the same. `step` is called between pieces.

        Raises UserError where the folder or the disk will not have it.
        """
        state, items = _state(source)
        newest = next(iter(self.all()), None)
        if newest is not None and newest.state == state:
            return None
        return self.draft_by(lambda temporary: back_up(source, temporary, lambda *_: step()), reason, state, items)

    def draft_by(self, write: Callable[[Path], object], reason: Reason, state: str, items: int) -> Draft:
        """A copy that is written by `write`, under another name. Raises UserError, and what `write` raises."""
        time = datetime.now(UTC).replace(microsecond=0)
        newest = next(iter(self.all()), None)
        if newest is not None and newest.time >= time:  # a clock that went back must not make the newest look old
            time = newest.time + timedelta(seconds=1)
        name = f"{time.strftime(_TIME)}Z_{reason}_{state}_{items}{_SUFFIX}"
        temporary = self.path / f".{uuid4().hex}.tmp"
        try:
            self._prepare()
            write(temporary)
        except BaseException as fault:
            _remove(temporary)
            if isinstance(fault, OSError | sqlite3.Error):
                raise self._failed(fault) from fault
            raise
        return Draft(temporary, Backup(self.path / name, time, reason, items, state))

    def keep(self, draft: Draft) -> Backup:
        """Check a copy, have it on the disk, give it its name, and let the oldest go. Raises UserError."""
        try:
            check_copy(draft.path)
            sync(draft.path)
            draft.path.replace(draft.backup.path)
            sync_folder(draft.backup.path)
        except (OSError, sqlite3.Error, ValueError) as fault:
            raise self._failed(fault) from fault
        finally:
            _remove(draft.path)
        self._thin()
        logger.info("backup of %s: %s", self._backlog.name, draft.backup.path.name)
        return draft.backup

    def keep_old(self, source: sqlite3.Connection) -> None:
        """Make a backup of a file that is about to be led on to today's version; a fault is logged."""
        try:
            draft = self.draft(source, Reason.MIGRATION, lambda: None)
            if draft is not None:
                self.keep(draft)
        except UserError as fault:
            logger.warning("%s", fault)

    def newest_good(self) -> Backup | None:
        """The newest backup in which nothing is found wrong."""
        return next((one for one in self.all() if _is_good(one.path)), None)

    def _prepare(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        for left in self.path.glob(".*.tmp"):  # by a process that was killed
            if datetime.now(UTC).timestamp() - left.stat().st_mtime > _LEFT_SECONDS:
                _remove(left)
        origin = self.path / "backlog.txt"
        if not origin.exists():
            origin.write_text(f"{self._backlog}\n", encoding="utf-8", errors="surrogateescape")

    def _thin(self) -> None:
        backups = self.all()
        for one in set(backups) - set(kept(backups)):
            with suppress(OSError):
                one.path.unlink()

    def _failed(self, fault: Exception) -> UserError:
        reason = getattr(fault, "strerror", None) or str(fault)
        said = "No backup of “{name}” could be made in “{folder}”: {reason}."
        return UserError(message(said, name=self._backlog.name, folder=str(self.path), reason=reason))


def kept(backups: Iterable[Backup]) -> list[Backup]:
    """Of some backups, newest first, those that stay."""
    some = list(backups)
    days = {one.time.date(): one for one in reversed(some)}
    weeks = {one.time.isocalendar()[:2]: one for one in reversed(some)}
    chosen = [*some[:NEWEST], *_last(days, DAYS), *_last(weeks, WEEKS)]
    return [one for one in some if one in chosen]


def _last(by_period: Mapping[Any, Backup], count: int) -> list[Backup]:
    return sorted(by_period.values(), key=lambda one: one.time, reverse=True)[:count]


def parse(path: Path) -> Backup | None:
    """The backup that a file is, by its name."""
    found = _NAME.fullmatch(path.name)
    if found is None or found["reason"] not in set(Reason):
        return None
    try:
        time = datetime.strptime(found["time"], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, time, Reason(found["reason"]), int(found["items"]), found["state"])


def _state(source: sqlite3.Connection) -> tuple[str, int]:
    """What tells a content from another: the newest entry of its log; and how many items there are."""
    newest = source.execute("SELECT seq, time, label FROM change ORDER BY seq DESC LIMIT 1").fetchone()
    (items,) = source.execute("SELECT count(*) FROM item").fetchone()
    seq = newest[0] if newest else 0
    return f"{seq}-{hashlib.sha256(repr(newest).encode()).hexdigest()[:8]}", items


def _is_good(path: Path) -> bool:
    try:
        check_copy(path)
    except (OSError, sqlite3.Error, ValueError, UserError):
        return False
    return True


def _remove(path: Path) -> None:
    for suffix in ("", "-journal"):
        with suppress(OSError):
            beside(path, suffix).unlink(missing_ok=True)
