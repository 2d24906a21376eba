"""Summing up the beginning of the change log: a checkpoint moves forward, and before it only what still counts stays.

What stays before the checkpoint of each record that is still there: how it came, and for each of its values the last
edit that set it. So it stays known who gave each value, when, and in the place of which one. Replay starts at the
checkpoint, which holds every record as it stood then; undo does not reach behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from pmdesk.storage import tables
from pmdesk.storage.database import Database

_RECORDS_AT_ONCE = 500
_PARAMETERS = 400
At = tuple[str, int]
Row = Mapping[str, Any]
_head, _log, _start, _held = tables.change, tables.change_record, tables.checkpoint, tables.checkpoint_record


def oldest_entry(database: Database) -> tuple[int, str] | None:
    """The first entry behind the checkpoint, and its time."""
    behind = select(func.ifnull(func.max(_start.c.seq), 0)).scalar_subquery()
    query = select(_head.c.seq, _head.c.time).where(_head.c.seq > behind).order_by(_head.c.seq).limit(1)
    found = database.fetch(query)
    return (found[0][0], found[0][1]) if found else None
