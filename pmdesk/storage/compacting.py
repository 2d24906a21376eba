"""Summing up the beginning of the change log: a checkpoint moves forward, and before it only what still counts stays.

What stays before the checkpoint of each record that is still there: how it came, and for each of its values the last
edit that set it. So it stays known who gave each value, when, and in the place of which one. Replay starts at the
checkpoint, which holds every record as it stood then; undo does not reach behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from pmdesk.domain.plain import record_to_plain
from pmdesk.domain.records import Settings
from pmdesk.storage import tables
from pmdesk.storage.database import Database
from pmdesk.storage.encoding import dump

PIECE = 2000  # edits that are summed up in one transaction, unless one entry alone has more
_AT_ONCE = 400
_Fields = dict[str, Any]
_head, _log, _start, _held = tables.change, tables.change_record, tables.checkpoint, tables.checkpoint_record


@dataclass(slots=True)
class _Folded:
    """What becomes of the rows of some records: their keys are (seq, position)."""

    gone: list[dict[str, int]] = field(default_factory=list)
    cut: list[dict[str, Any]] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    released: list[dict[str, Any]] = field(default_factory=list)


def compact(database: Database, last: int, settings: Settings) -> bool:
    """Sum up a piece of the log, at most up to entry `last`, in the caller's transaction; whether there is more to do.

    `settings` are those of today. Raises sqlite3.Error, and KeyError, TypeError or ValueError where the log makes no
    sense.
    """
    start = database.run(select(func.ifnull(func.max(_start.c.seq), 0))).fetchone()[0]
    if start >= last:
        return False
    end = _end_of_piece(database, start, last)
    for kind, numbers in _touched(database, start, end):
        _sum_up(database, kind, numbers, start, end)
    _hold_settings(database, settings, end)
    _forget_heads(database, end)
    _move(database, end)
    return end < last


def _end_of_piece(database: Database, start: int, last: int) -> int:
    """The entry up to which a piece goes: whole entries, at least one."""
    rows = select(_log.c.seq).where(_log.c.seq > start).order_by(_log.c.seq, _log.c.position)
    beyond = database.run(rows.limit(1).offset(PIECE)).fetchone()
    first = database.run(rows.limit(1)).fetchone()
    return min(last, max(beyond[0] - 1, first[0])) if beyond else last


def _touched(database: Database, start: int, end: int) -> Iterable[tuple[str, list[int]]]:
    """The records that some entries touched, by type, some at a time."""
    query = select(_log.c.record_type, _log.c.record_id).distinct().where(_log.c.seq > start, _log.c.seq <= end)
    rows = database.run(query.order_by(_log.c.record_type, _log.c.record_id)).fetchall()
    for kind, of_kind in groupby(rows, lambda row: row[0]):
        numbers = [row[1] for row in of_kind]
        for place in range(0, len(numbers), _AT_ONCE):
            yield kind, numbers[place : place + _AT_ONCE]


def _sum_up(database: Database, kind: str, numbers: Sequence[int], start: int, end: int) -> None:
    columns = (_log.c.record_id, _log.c.seq, _log.c.position, _log.c.before, _log.c.after)
    of_them = (_log.c.record_type == kind, _log.c.record_id.in_(numbers), _log.c.seq <= end)
    rows = database.run(select(*columns).where(*of_them).order_by(*columns[:3])).fetchall()
    held_query = select(_held.c.record_id, _held.c.value).where(
        _held.c.record_type == kind, _held.c.record_id.in_(numbers)
    )
    held = {number: json.loads(value) for number, value in database.run(held_query)}
    folded = _Folded()
    for number, edits in groupby(rows, lambda row: row[0]):
        _fold(folded, kind, number, held.get(number), [tuple(row[1:]) for row in edits], start)
    _write(database, folded)


def _fold(
    folded: _Folded, kind: str, number: int, held: _Fields | None, rows: Sequence[tuple[Any, ...]], start: int
) -> None:
    """Sum up one record: where it stands after its rows, and what of them still counts."""
    state = held
    edits = [(seq, position, _load(before), _load(after)) for seq, position, before, after in rows]
    for seq, _, before, after in edits:
        if seq > start:
            state = None if after is None else after if before is None else {**(state or {}), **after}
    at = {"record_type": kind, "record_id": number}
    if state is None:
        folded.gone += [{"at_seq": seq, "at_position": position} for seq, position, *_ in edits]
        folded.released.append(at)
        return
    if kind != Settings.TYPE:  # which are held whole, for the log does not know them from the beginning
        folded.held.append({**at, "value": dump(state)})
    _keep_what_counts(folded, edits)


def _keep_what_counts(folded: _Folded, edits: Sequence[tuple[int, int, _Fields | None, _Fields | None]]) -> None:
    seen: set[str] = set()
    came = False
    for seq, position, before, after in reversed(edits):
        at = {"at_seq": seq, "at_position": position}
        if came:
            folded.gone.append(at)
        elif before is None:
            came = True
        else:
            kept = (after or {}).keys() - seen
            seen |= (after or {}).keys()
            if not kept:
                folded.gone.append(at)
            elif len(kept) < len(after or {}):
                folded.cut.append({**at, "before": _part(before, kept), "after": _part(after or {}, kept)})


def _part(fields: Mapping[str, Any], kept: set[str]) -> str:
    return dump({name: value for name, value in fields.items() if name in kept})


def _load(text: str | None) -> _Fields | None:
    if text is None:
        return None
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError(f"{text[:80]!r} holds no fields of a record")
    return fields


def _write(database: Database, folded: _Folded) -> None:
    row = (_log.c.seq == bindparam("at_seq"), _log.c.position == bindparam("at_position"))
    record = (_held.c.record_type == bindparam("record_type"), _held.c.record_id == bindparam("record_id"))
    for statement, rows in (
        (delete(_log).where(*row), folded.gone),
        (update(_log).where(*row).values(before=bindparam("before"), after=bindparam("after")), folded.cut),
        (insert(_held).prefix_with("OR REPLACE"), folded.held),
        (delete(_held).where(*record), folded.released),
    ):
        if rows:
            database.run(statement, rows)


def _hold_settings(database: Database, settings: Settings, end: int) -> None:
    """Hold the settings as they stood after entry `end`: those of today, but for what was changed since."""
    at = (_log.c.record_type == Settings.TYPE, _log.c.record_id == settings.id, _log.c.seq > end)
    query = select(_log.c.before).where(*at).order_by(_log.c.seq.desc(), _log.c.position.desc())
    state: _Fields = dict(record_to_plain(settings))
    for (before,) in database.run(query):
        state.update(_load(before) or {})
    row = {"record_type": Settings.TYPE, "record_id": settings.id, "value": dump(state)}
    database.run(insert(_held).prefix_with("OR REPLACE"), [row])


def _forget_heads(database: Database, end: int) -> None:
    """Remove the heads of entries of which nothing stays, but for those that an entry which stays took back."""
    undoing = _head.alias()
    empty = ~exists().where(_log.c.seq == _head.c.seq)
    referred = exists().where(undoing.c.undoes_seq == _head.c.seq)
    statement = delete(_head).where(_head.c.seq <= end, empty, ~referred)
    while database.run(statement).rowcount:
        pass


def _move(database: Database, end: int) -> None:
    database.run(delete(_start))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    database.run(insert(_start), [{"id": 1, "seq": end, "time": now}])
