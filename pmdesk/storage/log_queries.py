"""What is asked of the change log beyond undo: its entries page by page, their edits, and its checkpoint."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, literal, select

from pmdesk.domain.records import Item
from pmdesk.storage import tables
from pmdesk.storage.database import Database

Rows = list[tuple[Any, ...]]
_head, _log, _start, _held = (
    table.c for table in (tables.change, tables.change_record, tables.checkpoint, tables.checkpoint_record)
)


def heads(database: Database, before: int | None, limit: int, item_id: int | None = None) -> Rows:
    """Entry, time, actor, label, entry taken back: the newest ones older than `before`; of one item, where given."""
    query = select(_head.seq, _head.time, _head.actor, _head.label, _head.undoes_seq)
    if item_id is not None:
        touching = select(_log.seq).where(_log.record_type == Item.TYPE, _log.record_id == item_id)
        query = query.where(_head.seq.in_(touching))
    if before is not None:
        query = query.where(_head.seq < before)
    return database.fetch(query.order_by(_head.seq.desc()).limit(limit))


def depths(database: Database, entries: Sequence[int]) -> dict[int, int]:
    """How many steps of taking back lead from each of some entries to a plain change: undo 1, redo 2, and so on."""
    undone = tables.change.alias().c
    first = select(_head.seq.label("entry"), _head.undoes_seq.label("at"), literal(1).label("depth"))
    chain = first.where(_head.seq.in_(entries), _head.undoes_seq.is_not(None)).cte(recursive=True)
    further = select(chain.c.entry, undone.undoes_seq, chain.c.depth + 1).where(
        undone.seq == chain.c.at, undone.undoes_seq.is_not(None)
    )
    chain = chain.union_all(further)
    return dict(database.fetch(select(chain.c.entry, func.max(chain.c.depth)).group_by(chain.c.entry)))


def counts(database: Database, entries: Sequence[int]) -> Rows:
    """Entry, record type, number of edits."""
    query = select(_log.seq, _log.record_type, func.count()).where(_log.seq.in_(entries))
    return database.fetch(query.group_by(_log.seq, _log.record_type))


def edits(
    database: Database,
    entries: Sequence[int],
    *,
    kinds: Collection[str],
    item_id: int | None = None,
    after: int = -1,
    limit: int | None = None,
) -> Rows:
    """Entry, position, record type, record id, before, after: of some kinds in some entries, from behind a position."""
    query = _edits().where(_log.seq.in_(entries), _log.position > after, _log.record_type.in_(kinds))
    if item_id is not None:
        query = query.where(_log.record_type == Item.TYPE, _log.record_id == item_id)
    return database.fetch(query if limit is None else query.limit(limit))


def edits_behind(database: Database, seq: int, position: int, limit: int) -> Rows:
    """The same of the whole log, from behind one edit on."""
    later = (_log.seq > seq) | ((_log.seq == seq) & (_log.position > position))
    return database.fetch(_edits().where(_log.seq >= seq, later).limit(limit))


def last_side(database: Database, item_id: int) -> Rows:
    """The newest `before` of an item that was deleted, as JSON."""
    of_it = (_log.record_type == Item.TYPE, _log.record_id == item_id, _log.after.is_(None))
    return database.fetch(select(_log.before).where(*of_it).order_by(_log.seq.desc()).limit(1))


def checkpoint(database: Database) -> int:
    """The entry up to which the log is summed up; 0 where it is whole."""
    return int(next(iter(database.fetch(select(_start.seq))), (0,))[0])


def checkpoint_records(database: Database, record_type: str, after: int, limit: int) -> Rows:
    """Record id, value: of the records of one type in the checkpoint, from behind an id on."""
    query = select(_held.record_id, _held.value).where(_held.record_type == record_type, _held.record_id > after)
    return database.fetch(query.order_by(_held.record_id).limit(limit))


def newest(database: Database) -> int:
    """The newest entry; 0 where there is none."""
    return int(database.fetch(select(func.max(_head.seq)))[0][0] or 0)


def oldest(database: Database) -> Rows:
    """The first entry behind the checkpoint, and its time."""
    query = select(_head.seq, _head.time).where(_head.seq > _behind_start())
    return database.fetch(query.order_by(_head.seq).limit(1))


def first_since(database: Database, time: str) -> int | None:
    """The first entry behind the checkpoint that was made at a time or later."""
    query = select(func.min(_head.seq)).where(_head.seq > _behind_start(), _head.time >= time)
    found = database.fetch(query)[0][0]
    return None if found is None else int(found)


def _behind_start() -> Any:
    return select(func.ifnull(func.max(_start.seq), 0)).scalar_subquery()


def _edits() -> Select[Any]:
    columns = (_log.seq, _log.position, _log.record_type, _log.record_id, _log.before, _log.after)
    return select(*columns).order_by(_log.seq, _log.position)
