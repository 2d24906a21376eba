"""What can still be read of a damaged file: from its tables row by row, and for what these lost from its change log.

The file itself is never opened, only a copy of it in a temporary folder.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pmdesk.domain.plain import from_plain, record_to_plain
from pmdesk.domain.records import RECORD_TYPES, ImportedValues, Item, Record, Settings, field_names
from pmdesk.storage.encoding import WITH_TABLES, RecordEncoder
from pmdesk.storage.paths import beside
from pmdesk.storage.rows import imported_records, logged_sides, read_records

_SECONDS = 120.0  # so long at most SQLite may walk in circles through a damaged file
_STEPS = 100_000
_MOST_STEPS_AT_ONCE = 4096
_MOST_ITEMS = 1_000_000
_NONSENSE = (KeyError, TypeError, ValueError)
_Fields = dict[str, Any]


@dataclass(slots=True)
class Salvaged:
    """What was read: records by type and id, and how many of the items came from the change log alone.

    `lost` are the ids of items that must have been there and could not be read. `unsettled` tells that the backlog's
    settings were lost, `imported_lost` that some of what the tracker gave was.
    """

    records: dict[str, dict[int, Record]] = field(default_factory=lambda: {kind: {} for kind in RECORD_TYPES})
    view_state: dict[str, Any] = field(default_factory=dict)
    from_log: int = 0
    lost: frozenset[int] = frozenset()
    unsettled: bool = False
    imported_lost: bool = False


def salvage(path: Path) -> Salvaged:
    """What can be read of a file. Raises sqlite3.Error, OSError where nothing can."""
    found: list[Salvaged] = []
    fault: Exception = FileNotFoundError(path)
    # What lies beside a file may be a log of its own, or that of another file which stood here before.
    logs = any(beside(path, suffix).exists() for suffix in ("-wal", "-journal"))
    for with_log in (True, False) if logs else (False,):
        try:
            with _copy_of(path, with_log) as connection:
                found.append(_Reader(connection).read())
                if _is_sound(connection):
                    break
        except (sqlite3.Error, OSError) as failed:
            fault = failed
    if not found:
        raise fault
    return max(found, key=lambda one: len(one.records[Item.TYPE]))


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


@contextmanager
def _copy_of(path: Path, with_log: bool) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory(prefix="pmdesk-") as folder:
        copy = Path(folder, "copy.pmdesk")
        for suffix in ("", "-wal", "-journal") if with_log else ("",):
            if beside(path, suffix).exists():
                shutil.copyfile(beside(path, suffix), beside(copy, suffix))
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            end = time.monotonic() + _SECONDS
            connection.set_progress_handler(lambda: int(time.monotonic() > end), 100_000)
            # Bytes that are no text any more shall spoil their own value only.
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            for pragma in ("writable_schema=ON", "trusted_schema=OFF", "cell_size_check=ON"):
                with suppress(sqlite3.Error):
                    connection.execute(f"PRAGMA {pragma}").fetchall()
            yield connection


class _Reader:
    """Reads one damaged database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found = Salvaged()
        self._steps = 0

    def read(self) -> Salvaged:
        """All that is there. Raises sqlite3.Error where not even its list of tables can be read."""
        tables = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")}
        if not tables & {Item.TYPE, "change_record"}:
            raise sqlite3.DatabaseError("no table of a backlog can be found")
        seen: set[int] = set()
        for kind in WITH_TABLES:
            if kind in tables:
                seen |= self._read_table(kind)
        self._take_from_log(seen)
        self._read_imported()
        self._read_view_state()
        return self._found

    def _read_table(self, kind: str) -> set[int]:
        """The records of one table; returns the ids of items that stand there, readable or not."""
        columns = self._columns(kind)
        held = self._found.records[kind]
        seen = set()
        for row in self._walk(kind, ["id", *columns]):
            if type(row[0]) is int:
                seen.add(row[0])
                with suppress(*_NONSENSE, AttributeError):
                    held[row[0]] = _record(kind, dict(zip(["id", *columns], row, strict=True)))
        return seen if kind == Item.TYPE else set()

    def _columns(self, table: str) -> list[str]:
        """Of the columns of today those that the table has."""
        with suppress(sqlite3.Error):
            have = {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")}
            return [name for name in field_names(table) if name in have and name != "id"]
        return []

    def _walk(self, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
        """Rows by their number; where one cannot be read, on behind it, in longer and longer steps."""
        names = ", ".join(f'{table}."{name}"' for name in columns)
        at, last, step = 0, self._last(table), 1
        while at <= last and self._steps < _STEPS:
            try:
                query = f"SELECT rowid, {names} FROM {table} WHERE rowid > ? ORDER BY rowid"
                for number, *row in self._connection.execute(query, [at]):
                    at, step = number, 1
                    yield tuple(row)
                return
            except sqlite3.Error:
                self._steps += 1
                at, step = at + step, min(2 * step, _MOST_STEPS_AT_ONCE)

    def _last(self, table: str) -> int:
        """The greatest number that a row may have."""
        for query in (
            f"SELECT max(rowid) FROM {table}",
            f"SELECT seq FROM sqlite_sequence WHERE name='{table}'",
        ):
            with suppress(sqlite3.Error):
                row = self._connection.execute(query).fetchone()
                if row and isinstance(row[0], int):
                    return row[0]
        return _MOST_ITEMS

    def _take_from_log(self, seen: set[int]) -> None:
        """Records that the tables lost, as the log leads to them; items that neither of them has are lost."""
        logged, deleted = self._replay()
        for kind in WITH_TABLES:
            held = self._found.records[kind]
            for number, fields in logged[kind].items():
                if number not in held:
                    with suppress(*_NONSENSE):
                        held[number] = RECORD_TYPES[kind](**{"id": number, **fields})
                        self._found.from_log += kind == Item.TYPE
        items, settings = self._found.records[Item.TYPE], self._found.records[Settings.TYPE]
        known = seen | set(logged[Item.TYPE])
        if self._steps:  # rows that nobody saw may have been there too
            known |= set(range(1, min(self._last(Item.TYPE), _MOST_ITEMS) + 1))
        self._found.lost = frozenset(known - set(items) - deleted)
        if Settings().id not in settings:
            self._found.unsettled = True
        self._found.records[Settings.TYPE] = {1: settings.get(1, Settings())}

    def _replay(self) -> tuple[dict[str, dict[int, _Fields]], set[int]]:
        """The fields to which the readable entries of the log lead, and the items that were deleted."""
        logged: dict[str, dict[int, _Fields]] = {kind: {} for kind in RECORD_TYPES}
        deleted: set[int] = set()
        rows = self._walk("change_record", ["seq", "position", "record_type", "record_id", "before", "after"])
        for _, _, kind, number, before, after in sorted(rows, key=_place):
            try:
                old, new = logged_sides(kind, number, before, after)
            except (*_NONSENSE, AttributeError):
                continue
            if new is None:
                logged[kind].pop(number, None)
                deleted |= {number} if kind == Item.TYPE else set()
            else:
                base = {} if old is None else logged[kind].get(number, {})
                logged[kind][number] = {**base, **new}
                deleted -= {number} if kind == Item.TYPE else set()
        return logged, deleted

    def _read_imported(self) -> None:
        """What the tracker gave, of items that are there."""
        items = self._found.records[Item.TYPE]
        held = self._found.records[ImportedValues.TYPE]
        try:
            rows = self._connection.execute("SELECT item_id, field, value FROM imported_value").fetchall()
        except sqlite3.Error:
            self._found.imported_lost = True
            return
        for row in rows:
            with suppress(*_NONSENSE):
                for number, record in imported_records([row]).items():
                    if number in items:
                        held[number] = _merged(held.get(number), record)

    def _read_view_state(self) -> None:
        with suppress(sqlite3.Error):
            for name, value in self._connection.execute("SELECT name, value FROM view_state").fetchall():
                with suppress(*_NONSENSE):
                    self._found.view_state[name] = json.loads(value)


def _record(kind: str, stored: Mapping[str, Any]) -> Record:
    """A record from some of its columns; the others are as its type fills them in.

    Raises KeyError, TypeError or ValueError where they make no sense: damage may put a number in the place of a text.
    """
    names = field_names(kind)
    whole = {**_blank(kind), **stored}
    (record,) = read_records(kind, [[whole[name] for name in names]])
    from_plain(kind, record_to_plain(record))
    return record  # type: ignore[no-any-return]


@cache
def _blank(kind: str) -> Mapping[str, Any]:
    """The columns of a record of which nothing is known."""
    make: Any = RECORD_TYPES[kind]
    rows, _ = RecordEncoder(kind).encode([make(1, "") if kind == Item.TYPE else make(1)])
    return dict(zip(field_names(kind), rows[0], strict=True))


def _place(row: tuple[Any, ...]) -> tuple[int, int]:
    return tuple(one if type(one) is int else 0 for one in row[:2])  # type: ignore[return-value]


def _merged(one: Record | None, other: ImportedValues) -> ImportedValues:
    if not isinstance(one, ImportedValues):
        return other
    title, description = other.title or one.title, other.description or one.description
    return ImportedValues(one.id, title, description, other.labels or one.labels)
