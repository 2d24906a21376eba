"""A backlog's tables through SQLAlchemy Core, over a connection that is open already; imported at the first need."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, bindparam, create_engine, delete, event, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from pmdesk.domain.records import Item, Settings
from pmdesk.storage import tables
from pmdesk.storage.connecting import connect
from pmdesk.storage.copying import put_in_place
from pmdesk.storage.header import APPLICATION_ID, SCHEMA_VERSION
from pmdesk.storage.rows import Row, record_row

_MOST_PARAMETERS = 30_000
_DIALECT = sqlite.dialect()


class _Statement:
    """A statement made once and run by the driver: making one of fifty columns takes longer than running it."""

    def __init__(self, statement: Any) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self._sql, self._names = str(compiled), tuple(compiled.positiontup)

    def run(self, driver: sqlite3.Connection, rows: Sequence[Row]) -> sqlite3.Cursor:
        """The driver's cursor, after the statement ran for each row. Raises sqlite3.Error."""
        values = [[row[name] for name in self._names] for row in rows]
        return driver.execute(self._sql, values[0]) if len(values) == 1 else driver.executemany(self._sql, values)


class Database:
    """What is asked of the tables and written to them. Every fault is the driver's own, an sqlite3.Error."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self.driver = driver
        self._engine = create_engine("sqlite+pysqlite://", creator=lambda: driver, poolclass=StaticPool)
        event.listen(self._engine, "begin", _begin)

    def create(self, settings: Settings) -> None:
        """Make the tables of a backlog without items."""
        with _driver_faults(), self._engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
            tables.metadata.create_all(connection)
            connection.execute(insert(tables.settings), [record_row(settings)])

    def insert(self, table: str, rows: Sequence[Row]) -> int:
        """Add rows; returns the number that SQLite gave the row, where it is one."""
        return _insert(table).run(self.driver, rows).lastrowid or 0

    def replace(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows in the place of those with the same keys."""
        _replace(table).run(self.driver, rows)

    def update(self, table: str, names: frozenset[str], rows: Sequence[Row]) -> int:
        """Write only the columns named, of rows that hold these and their `at_id`; returns how many rows were found."""
        return _update(table, names).run(self.driver, rows).rowcount

    def delete(self, table: str, column: str, values: Sequence[int]) -> int:
        """Remove the rows with one of these values in a column; returns how many were found."""
        return _delete(table, column).run(self.driver, [{column: value} for value in values]).rowcount

    def logged_edits(self, seq: int | None) -> list[tuple[Any, ...]]:
        """Entry, record type, record id, before, after: of one entry of the change log, or of all, oldest first."""
        log = tables.change_record.c
        query = select(log.seq, log.record_type, log.record_id, log.before, log.after).order_by(log.seq, log.position)
        return self._fetch(query if seq is None else query.where(log.seq == seq))

    def item_history(self, item_id: int, limit: int) -> list[tuple[Any, ...]]:
        """Entry, time, actor, label, entry undone, before, after: the newest entries that touched an item."""
        head, log = tables.change.c, tables.change_record.c
        query = (
            select(head.seq, head.time, head.actor, head.label, head.undoes_seq, log.before, log.after)
            .join_from(tables.change_record, tables.change)
            .where(log.record_type == Item.TYPE, log.record_id == item_id)
            .order_by(log.seq.desc())
            .limit(limit)
        )
        return self._fetch(query)

    def imported_values(self, item_ids: Collection[int] | None) -> list[tuple[Any, ...]]:
        """Item id, field, value: of all items, or of those named."""
        stored = tables.imported_value.c
        query = select(stored.item_id, stored.field, stored.value)
        if item_ids is not None and len(item_ids) <= _MOST_PARAMETERS:
            query = query.where(stored.item_id.in_(item_ids))
        return [row for row in self._fetch(query) if item_ids is None or row[0] in item_ids]

    def _fetch(self, query: Select[Any]) -> list[tuple[Any, ...]]:
        with _driver_faults(), self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]


def create_file(path: Path, settings: Settings) -> None:
    """Make a backlog without items at `path`."""
    with put_in_place(path) as temporary:
        temporary.touch()
        with closing(connect(temporary.absolute())) as driver:
            Database(driver).create(settings)


@contextmanager
def _driver_faults() -> Iterator[None]:
    """SQLAlchemy's faults as those of the driver behind them: the only kind that the rest of storage knows."""
    try:
        yield
    except DBAPIError as fault:
        if fault.orig is None:
            raise
        raise fault.orig from fault


def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN")


@cache
def _insert(table: str) -> _Statement:
    return _Statement(insert(tables.metadata.tables[table]))


@cache
def _replace(table: str) -> _Statement:
    return _Statement(insert(tables.metadata.tables[table]).prefix_with("OR REPLACE"))


@cache
def _delete(table: str, column: str) -> _Statement:
    into = tables.metadata.tables[table]
    return _Statement(delete(into).where(into.c[column] == bindparam(column)))


@lru_cache(maxsize=256)
def _update(table: str, names: frozenset[str]) -> _Statement:
    into = tables.metadata.tables[table]
    values: dict[str, Any] = {name: bindparam(name) for name in names} or {"id": into.c.id}
    return _Statement(update(into).values(values).where(into.c.id == bindparam("at_id")))
