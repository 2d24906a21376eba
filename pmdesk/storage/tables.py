"""The tables of a backlog file, made from the records they hold.

| table | holds |
|---|---|
| item | one row an item; lists and mappings as JSON |
| settings | the one Settings record |
| baseline | the one Baseline record, where one was set; its orders as JSON |
| last_import | the one LastImport record, where files were imported; its lists as JSON |
| imported_value | the base of the next merge: one row an item and shared field, as JSON |
| change | the head of each entry of the change log |
| change_record | its edits: for an update only the fields that differ |
| checkpoint | the one entry of the log up to which it is summed up, where it was |
| checkpoint_record | the records as they stood after that entry, as JSON: where replay starts |
| view_state | what the window shows: stored, but neither logged nor undoable |

A change of any of them raises SCHEMA_VERSION in `header.py`, which the file says as its user_version, and adds a step
to `migrations.py`. The columns that a step adds stand last, as the fields of their records do.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_type_hints

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.dialects.sqlite import REAL

from pmdesk.domain.records import RECORD_TYPES, Item, Record, Settings
from pmdesk.storage.encoding import WITH_TABLES

metadata = MetaData()


def _record_table(record: type[Record]) -> Table:
    hints = get_type_hints(record)
    columns = [_column(spec.name, hints[spec.name]) for spec in fields(record) if spec.name != "id"]
    return Table(
        record.TYPE,
        metadata,
        Column("id", Integer, primary_key=True),
        *columns,
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _column(name: str, hint: Any) -> Column[Any]:
    nullable = type(None) in get_args(hint)
    kinds = [kind for kind in get_args(hint) if kind is not type(None)] if nullable else [hint]
    sql_type = REAL if float in kinds else Integer if {int, bool} & set(kinds) else Text
    return Column(name, sql_type, nullable=nullable)


RECORDS = {name: _record_table(RECORD_TYPES[name]) for name in WITH_TABLES}
item, settings = RECORDS[Item.TYPE], RECORDS[Settings.TYPE]

imported_value = Table(
    "imported_value",
    metadata,
    Column("item_id", Integer, ForeignKey("item.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("time", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("format", Integer, nullable=False),
    Column("undoes_seq", Integer, ForeignKey("change.seq")),
    Index("change_undoing", "undoes_seq", sqlite_where=text("undoes_seq IS NOT NULL")),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

change_record = Table(
    "change_record",
    metadata,
    Column("seq", Integer, ForeignKey("change.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("record_type", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("change_record_of", "record_type", "record_id", "seq"),
    sqlite_strict=True,  # with rowids: without them its large values would make the file twice as large
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("time", Text, nullable=False),
    sqlite_strict=True,
)

checkpoint_record = Table(
    "checkpoint_record",
    metadata,
    Column("record_type", Text, primary_key=True),
    Column("record_id", Integer, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

view_state = Table(
    "view_state",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
