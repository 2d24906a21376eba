"""A backlog's tables through SQLAlchemy Core, over a connection that is open already; imported at the first need."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ClauseElement,
    Connection,
    Select,
    bindparam,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from pmdesk.domain.changes import change, edit
from pmdesk.domain.messages import Message
from pmdesk.domain.records import Item, Record, Settings
from pmdesk.storage import tables
from pmdesk.storage.connecting import connect, transaction
from pmdesk.storage.copying import put_in_place
from pmdesk.storage.encoding import RecordEncoder, Row
from pmdesk.storage.header import APPLICATION_ID, SCHEMA_VERSION
from pmdesk.storage.paths import sync, sync_folder
from pmdesk.storage.writing import write_change, write_view_state

_MOST_PARAMETERS = 30_000
_DIALECT = sqlite.dialect()


class _Statement:
    """A statement made once and run by the driver: making one of fifty columns takes longer than running it."""

    def __init__(self, statement: Any, names: Sequence[str]) -> None:
        """`names` is the order in which rows hold their values. Raises ValueError where it is not the statement's."""
        compiled = statement.compile(dialect=_DIALECT)
        self._sql = str(compiled)
        if list(names) != compiled.positiontup:
            raise ValueError(f"{self._sql} takes {compiled.positiontup}, not {names}")

    def once(self, driver: sqlite3.Connection, row: Row) -> sqlite3.Cursor:
        """The driver's cursor, after the statement ran for a row with a value for each name. Raises sqlite3.Error."""
        return driver.execute(self._sql, row)

    def each(self, driver: sqlite3.Connection, rows: Iterable[Row]) -> sqlite3.Cursor:
        """The same for many rows."""
        return driver.executemany(self._sql, rows)


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
            rows, _ = RecordEncoder(Settings.TYPE).encode([settings])
            self.insert(Settings.TYPE, rows)

    def add(self, table: str, row: Row) -> int:
        """Add a row with all its columns, in the order of the table; returns the number that SQLite gave it."""
        return _insert(table).once(self.driver, row).lastrowid or 0

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows with all their columns, in the order of the table."""
        _insert(table).each(self.driver, rows)

    def replace(self, table: str, row: Row) -> None:
        """Add a row in the place of one with the same key."""
        _replace(table).once(self.driver, row)

    def update(self, table: str, names: tuple[str, ...], rows: Sequence[Row]) -> int:
        """Write only the columns named, of rows that hold these and their id; returns how many rows were found."""
        statement = _update(table, names)
        cursor = statement.once(self.driver, rows[0]) if len(rows) == 1 else statement.each(self.driver, rows)
        return cursor.rowcount

    def delete(self, table: str, column: str, values: Sequence[int]) -> int:
        """Remove the rows with one of these values in a column; returns how many were found."""
        return _delete(table, column).each(self.driver, zip(values)).rowcount

    def logged_edits(self, seq: int | None) -> list[tuple[Any, ...]]:
        """Entry, record type, record id, before, after: of one entry of the change log, or of all, oldest first."""
        log = tables.change_record.c
        query = select(log.seq, log.record_type, log.record_id, log.before, log.after).order_by(log.seq, log.position)
        return self.fetch(query if seq is None else query.where(log.seq == seq))

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
        return self.fetch(query)

    def imported_values(self, item_ids: Collection[int] | None) -> list[tuple[Any, ...]]:
        """Item id, field, value: of all items, or of those named."""
        stored = tables.imported_value.c
        query = select(stored.item_id, stored.field, stored.value)
        if item_ids is not None and len(item_ids) <= _MOST_PARAMETERS:
            query = query.where(stored.item_id.in_(item_ids))
        return [row for row in self.fetch(query) if item_ids is None or row[0] in item_ids]

    def run(self, statement: ClauseElement, rows: Sequence[Mapping[str, Any]] | None = None) -> sqlite3.Cursor:
        """The driver's cursor after a statement ran, once or for each row, in the transaction of the caller."""
        compiled: Any = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        sql, names = str(compiled), compiled.positiontup
        if rows is None:
            return self.driver.execute(sql, [compiled.params[name] for name in names])
        return self.driver.executemany(sql, [[row[name] for name in names] for row in rows])

    def fetch(self, query: Select[Any]) -> list[tuple[Any, ...]]:
        """The rows that a query finds."""
        with _driver_faults(), self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]


def create_file(path: Path, settings: Settings) -> None:
    """Make a backlog without items at `path`."""
    with put_in_place(path) as temporary:
        temporary.touch()
        with closing(connect(temporary.absolute())) as driver:
            Database(driver).create(settings)


def create_filled(
    path: Path, records: Mapping[str, Mapping[int, Record]], view_state: Mapping[str, Any], actor: str, label: Message
) -> None:
    """Make a backlog at `path` that holds some records, settings among them; its log begins with one entry."""
    settings = next(one for one in records[Settings.TYPE].values() if isinstance(one, Settings))
    others = [one for kind, held in records.items() if kind != Settings.TYPE for one in held.values()]
    with put_in_place(path) as temporary:
        temporary.touch()
        with closing(connect(temporary.absolute())) as driver:
            database = Database(driver)
            database.create(settings)
            with transaction(driver):
                write_change(database, change(label, [edit(None, one) for one in others]), actor, None, None)
                for name, value in view_state.items():
                    write_view_state(database, name, json.dumps(value))
        sync(temporary)
    sync_folder(path)


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
    into = tables.metadata.tables[table]
    return _Statement(insert(into), into.columns.keys())


@cache
def _replace(table: str) -> _Statement:
    into = tables.metadata.tables[table]
    return _Statement(insert(into).prefix_with("OR REPLACE"), into.columns.keys())


@cache
def _delete(table: str, column: str) -> _Statement:
    into = tables.metadata.tables[table]
    return _Statement(delete(into).where(into.c[column] == bindparam(column)), [column])


@lru_cache(maxsize=256)
def _update(table: str, names: tuple[str, ...]) -> _Statement:
    into = tables.metadata.tables[table]
    values: dict[str, Any] = {name: bindparam(name) for name in names} or {"id": into.c.id}
    return _Statement(update(into).values(values).where(into.c.id == bindparam("at_id")), [*names, "at_id"])
