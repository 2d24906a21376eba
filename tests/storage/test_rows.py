"""Records survive the tables and the change log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmdesk.domain.changes import Change, change, changed_fields, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import ImportedValues, Item, Record, Settings, field_names
from pmdesk.storage.database import Database
from pmdesk.storage.encoding import RecordEncoder
from pmdesk.storage.loading import rows_of
from pmdesk.storage.rows import ROWS_AT_ONCE, imported_records, logged_values, read_records
from pmdesk.storage.writing import write_change
from tests.makers import make_item
from tests.strategies import full_imported_values, full_items, full_settings, records


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """The tables of a backlog in memory, without any record."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as driver:
        made = Database(driver)
        made.create(Settings())
        made.delete(Settings.TYPE, "id", [Settings().id])
        yield made


def written(database: Database, done: Change) -> int:
    """The place in the log of a change that stands alone in the tables."""
    database.driver.rollback()
    database.driver.execute("BEGIN")
    return write_change(database, done, "test", None, None)


def stored(database: Database, record_type: str) -> list[Any]:
    """All records of a type, as opening reads them."""
    return list(read_records(record_type, rows_of(database.driver, record_type)))


def values_given(database: Database) -> list[Any]:
    """Item id, field, value: what trackers gave."""
    return database.driver.execute("SELECT item_id, field, value FROM imported_value").fetchall()


def logged(database: Database, seq: int) -> list[tuple[Any, Any]]:
    """The values before and after, of each edit of one log entry."""
    query = "SELECT record_type, before, after FROM change_record WHERE seq=? ORDER BY position"
    rows = database.driver.execute(query, [seq])
    return [(logged_values(kind, before), logged_values(kind, after)) for kind, before, after in rows]


@given(item=full_items)
def test_items_survive_their_table(database: Database, item: Item) -> None:
    written(database, change(message("New"), [edit(None, item)]))
    (read,) = stored(database, Item.TYPE)
    assert read == item
    assert type(read.archived) is bool


@given(settings=full_settings)
def test_settings_survive_their_table(database: Database, settings: Settings) -> None:
    written(database, change(message("New"), [edit(None, settings)]))
    (read,) = stored(database, Settings.TYPE)
    assert read == settings


@given(base=full_imported_values)
def test_imported_values_survive_theirs(database: Database, base: ImportedValues) -> None:
    item = make_item(base.id)
    written(database, change(message("New"), [edit(None, item), edit(None, base)]))
    read = imported_records(values_given(database))
    assert read.get(base.id, ImportedValues(base.id)) == base


@given(record=records)
def test_a_created_and_a_deleted_record_stand_whole_in_the_log(database: Database, record: Record) -> None:
    created = written(database, change(message("New"), [edit(None, record)]))
    ((before, after),) = logged(database, created)
    assert before is None
    assert type(record)(id=record.id, **after) == record
    gone = write_change(database, change(message("Gone"), [edit(record, None)]), "test", None, None)
    ((before, after),) = logged(database, gone)
    assert after is None
    assert type(record)(id=record.id, **before) == record


@given(old=full_items, new=full_items)
def test_of_an_update_only_what_differs_is_logged(database: Database, old: Item, new: Item) -> None:
    new = replace(new, id=old.id)
    written(database, change(message("New"), [edit(None, old)]))
    done = change(message("Edit"), [edit(old, new)])
    seq = write_change(database, done, "test", None, None)
    names = changed_fields(old, new)
    assert logged(database, seq) == [
        tuple({name: getattr(side, name) for name in names} for side in (old, new)) for _ in done.edits
    ]
    (read,) = stored(database, Item.TYPE)
    assert read == new


@given(old=full_imported_values, data=st.data())
def test_updated_imported_values_leave_nothing_behind(
    database: Database, old: ImportedValues, data: st.DataObject
) -> None:
    new = replace(data.draw(full_imported_values), id=old.id)
    written(database, change(message("New"), [edit(None, make_item(old.id)), edit(None, old)]))
    write_change(database, change(message("Edit"), [edit(old, new)]), "test", None, None)
    assert imported_records(values_given(database)).get(old.id, ImportedValues(old.id)) == new


def test_what_many_items_share_is_held_once(database: Database) -> None:
    shared = {"status": "In progress", "labels": ("pay", "fees"), "confidence": 0.85, "extra": {"Votes": "many"}}
    items = [make_item(number, **shared) for number in (1, 2)]
    written(database, change(message("New"), [edit(None, item) for item in items]))
    first, second = stored(database, Item.TYPE)
    assert [first, second] == items
    assert all(getattr(first, name) is getattr(second, name) for name in shared)


def test_of_an_update_only_what_differs_is_written(database: Database) -> None:
    item = make_item(1, reach=1.0)
    written(database, change(message("New"), [edit(None, item)]))
    database.driver.execute("UPDATE item SET goal='Another program’s'")
    done = change(message("Edit"), [edit(item, replace(item, reach=2.0, labels=("a",)))])
    write_change(database, done, "test", None, None)
    (read,) = stored(database, Item.TYPE)
    assert read == replace(item, reach=2.0, labels=("a",), goal="Another program’s")


def test_edits_of_one_record_are_written_in_their_order(database: Database) -> None:
    steps = [
        make_item(1),
        make_item(1, reach=1.0),
        make_item(1, reach=2.0, effort=1.0),
        make_item(1, reach=3.0, effort=1.0),
    ]
    edits = [edit(before, after) for before, after in zip([None, *steps], steps, strict=False)]
    written(database, change(message("Edits"), edits))
    (read,) = stored(database, Item.TYPE)
    assert read == steps[-1]


@pytest.mark.parametrize("text", [' ["pay", "fees"]', '["pay", "fees"]\n'])
def test_space_around_a_list_changes_nothing(database: Database, text: str) -> None:
    written(database, change(message("New"), [edit(None, make_item(1))]))
    database.driver.execute("UPDATE item SET labels=?", [text])
    assert stored(database, Item.TYPE)[0].labels == ("pay", "fees")


@pytest.mark.parametrize("text", ["", "pay", '["pay"', '["pay"] fees', '["pay"]["fees"]', "null", "3", '{"pay": 1}'])
def test_what_is_no_list_is_refused(database: Database, text: str) -> None:
    written(database, change(message("New"), [edit(None, make_item(1))]))
    database.driver.execute("UPDATE item SET labels=?", [text])
    with pytest.raises((TypeError, ValueError)):
        stored(database, Item.TYPE)


def test_more_items_than_are_read_at_once_keep_their_order(database: Database) -> None:
    items = [make_item(number, title=str(number)) for number in range(1, 2 * ROWS_AT_ONCE + 4)]
    written(database, change(message("New"), [edit(None, item) for item in items]))
    assert stored(database, Item.TYPE) == items


WRONG = [
    ("title", 36),
    ("title", None),
    ("title", b"Pay"),
    ("status", 5),
    ("status", None),
    ("level", None),
    ("reach", "many"),
    ("archived", 7),
    ("archived", None),
    ("source_row", "two"),
    ("labels", None),
    ("labels", 5),
    ("created", 5),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_value_of_another_type_is_refused(name: str, value: object) -> None:
    """What damage makes of a value: SQLite itself minds a type only when it writes."""
    names = field_names(Item.TYPE)
    encoded, _ = RecordEncoder(Item.TYPE).encode([make_item(1, reach=1.0)])
    row = list(next(iter(encoded)))
    assert list(read_records(Item.TYPE, [tuple(row)])) == [make_item(1, reach=1.0)]
    row[names.index(name)] = value
    with pytest.raises((KeyError, TypeError, ValueError)):
        list(read_records(Item.TYPE, [tuple(row)]))
