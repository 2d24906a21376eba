"""The tables through SQLAlchemy: asked over the one connection, with the driver's own faults."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmdesk.domain.records import Settings
from pmdesk.storage.connecting import connect
from pmdesk.storage.database import Database, create_file


@pytest.fixture
def database(backlog_path: Path) -> Iterator[Database]:
    """The tables of a file without items."""
    create_file(backlog_path, Settings())
    with closing(connect(backlog_path)) as driver:
        yield Database(driver)


def test_a_query_leaves_no_transaction_open(database: Database) -> None:
    assert database.logged_edits(None) == []
    assert not database.driver.in_transaction


def test_what_a_query_meets_is_told_as_the_drivers_fault(database: Database) -> None:
    database.driver.execute("DROP TABLE change_record")
    with pytest.raises(sqlite3.OperationalError, match="no such table: change_record"):
        database.logged_edits(None)


def test_a_file_cannot_be_made_twice_over_one_connection(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE constraint failed: settings.id"):
        database.create(Settings())
    assert not database.driver.in_transaction
