"""Records survive the tables and the change log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select, update

from pmdesk.domain.changes import Change, change, changed_fields, edit
from pmdesk.domain.messages import message
from pmdesk.domain.records import ImportedValues, Item, Record, Settings
from pmdesk.storage import tables
from pmdesk.storage.rows import imported_records, logged_values, record_reader
from pmdesk.storage.writing import write_change
from tests.makers import make_item
from tests.strategies import full_imported_values, full_items, full_settings, records


@pytest.fixture(scope="module")
def database() -> Iterator[Connection]:
    """The tables of a backlog in memory."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        tables.metadata.create_all(connection)
        yield connection
        connection.rollback()
    engine.dispose()


def written(database: Connection, done: Change) -> int:
    """The place in the log of a change that stands alone in the tables."""
    database.rollback()
    database.begin()
    return write_change(database, done, "test", None, None)


def logged(database: Connection, seq: int) -> list[tuple[Any, Any]]:
    """The values before and after, of each edit of one log entry."""
    log = tables.change_record.c
    rows = database.execute(select(log.record_type, log.before, log.after).where(log.seq == seq).order_by(log.position))
    return [(logged_values(kind, before), logged_values(kind, after)) for kind, before, after in rows]


@given(item=full_items)
def test_items_survive_their_table(database: Connection, item: Item) -> None:
    written(database, change(message("New"), [edit(None, item)]))
    (read,) = map(record_reader(Item.TYPE), database.execute(select(tables.item)))
    assert read == item
    assert type(read.archived) is bool


@given(settings=full_settings)
def test_settings_survive_their_table(database: Connection, settings: Settings) -> None:
    written(database, change(message("New"), [edit(None, settings)]))
    (read,) = map(record_reader(Settings.TYPE), database.execute(select(tables.settings)))
    assert read == settings


@given(base=full_imported_values)
def test_imported_values_survive_theirs(database: Connection, base: ImportedValues) -> None:
    item = make_item(base.id)
    written(database, change(message("New"), [edit(None, item), edit(None, base)]))
    stored = tables.imported_value.c
    read = imported_records(tuple(row) for row in database.execute(select(stored.item_id, stored.field, stored.value)))
    assert read.get(base.id, ImportedValues(base.id)) == base


@given(record=records)
def test_a_created_and_a_deleted_record_stand_whole_in_the_log(database: Connection, record: Record) -> None:
    created = written(database, change(message("New"), [edit(None, record)]))
    ((before, after),) = logged(database, created)
    assert before is None
    assert type(record)(id=record.id, **after) == record
    gone = write_change(database, change(message("Gone"), [edit(record, None)]), "test", None, None)
    ((before, after),) = logged(database, gone)
    assert after is None
    assert type(record)(id=record.id, **before) == record


@given(old=full_items, new=full_items)
def test_of_an_update_only_what_differs_is_logged(database: Connection, old: Item, new: Item) -> None:
    new = replace(new, id=old.id)
    written(database, change(message("New"), [edit(None, old)]))
    done = change(message("Edit"), [edit(old, new)])
    seq = write_change(database, done, "test", None, None)
    names = changed_fields(old, new)
    assert logged(database, seq) == [
        tuple({name: getattr(side, name) for name in names} for side in (old, new)) for _ in done.edits
    ]
    (read,) = map(record_reader(Item.TYPE), database.execute(select(tables.item)))
    assert read == new


@given(old=full_imported_values, data=st.data())
def test_updated_imported_values_leave_nothing_behind(
    database: Connection, old: ImportedValues, data: st.DataObject
) -> None:
    new = replace(data.draw(full_imported_values), id=old.id)
    written(database, change(message("New"), [edit(None, make_item(old.id)), edit(None, old)]))
    write_change(database, change(message("Edit"), [edit(old, new)]), "test", None, None)
    stored = tables.imported_value.c
    rows = [tuple(row) for row in database.execute(select(stored.item_id, stored.field, stored.value))]
    assert imported_records(rows).get(old.id, ImportedValues(old.id)) == new


def test_what_many_items_share_is_held_once(database: Connection) -> None:
    shared = {"status": "In progress", "labels": ("pay", "fees"), "confidence": 0.85, "extra": {"Votes": "many"}}
    items = [make_item(number, **shared) for number in (1, 2)]
    written(database, change(message("New"), [edit(None, item) for item in items]))
    first, second = map(record_reader(Item.TYPE), database.execute(select(tables.item)))
    assert [first, second] == items
    assert all(getattr(first, name) is getattr(second, name) for name in shared)


def test_of_an_update_only_what_differs_is_written(database: Connection) -> None:
    item = make_item(1, reach=1.0)
    written(database, change(message("New"), [edit(None, item)]))
    database.execute(update(tables.item).values(goal="Another program’s"))
    done = change(message("Edit"), [edit(item, replace(item, reach=2.0, labels=("a",)))])
    write_change(database, done, "test", None, None)
    (read,) = map(record_reader(Item.TYPE), database.execute(select(tables.item)))
    assert read == replace(item, reach=2.0, labels=("a",), goal="Another program’s")


def test_edits_of_one_record_are_written_in_their_order(database: Connection) -> None:
    steps = [
        make_item(1),
        make_item(1, reach=1.0),
        make_item(1, reach=2.0, effort=1.0),
        make_item(1, reach=3.0, effort=1.0),
    ]
    edits = [edit(before, after) for before, after in zip([None, *steps], steps, strict=False)]
    written(database, change(message("Edits"), edits))
    (read,) = map(record_reader(Item.TYPE), database.execute(select(tables.item)))
    assert read == steps[-1]
