"""The change log as it is looked at: entries page by page, newest first, and the way that it leads to the present."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pmdesk.domain.messages import Message, UserError
from pmdesk.domain.records import RECORD_TYPES, Item
from pmdesk.storage.header import log_damaged
from pmdesk.storage.loading import read_label
from pmdesk.storage.rows import logged_sides, logged_values

if TYPE_CHECKING:  # it imports SQLAlchemy, which opening a backlog does without
    from pmdesk.storage.database import Database

Result = TypeVar("Result")
NONSENSE = (KeyError, TypeError, ValueError)
FEW = 3  # edits of an entry that are read along with it
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class LoggedEdit:
    """One edit of a log entry: the fields that changed, before and after; None where there was no record.

    `undoing` tells, in an item's history, an edit that undo or redo made.
    """

    record_type: str
    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    undoing: bool = False


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One entry of the log: when (ISO, UTC), who, what it is called, and which entry it took back.

    `redoing`: what it took back was itself undo, so that it brought something back.
    `counts` says how many records of which types it touched. `edits` holds what it did to records of the kinds asked
    for, where these are FEW or less (else it is None); where one item was asked for, what it did to that.
    """

    seq: int
    time: str
    actor: str
    label: Message
    undoes_seq: int | None
    redoing: bool
    counts: Mapping[str, int]
    edits: tuple[LoggedEdit, ...] | None


class ChangeLog:
    """The log of one open backlog. `ask` has some work done with its tables and waits for what it returns.

    What makes no sense in it is a UserError that names the entry.
    """

    def __init__(self, ask: Callable[[Callable[[Database], Any]], Any], path: Path) -> None:
        self._ask, self._path = ask, path

    def entries(
        self, kinds: Collection[str], before: int | None = None, limit: int = 100, item_id: int | None = None
    ) -> list[LoggedEntry]:
        """The newest entries older than `before`, newest first; of one item only those that touched it."""

        def read(database: Database) -> tuple[Any, Any, Any, Any]:
            from pmdesk.storage import log_queries

            heads = log_queries.heads(database, before, limit, item_id)
            depths = log_queries.depths(database, [head[0] for head in heads if head[4] is not None])
            counts = _by_entry(log_queries.counts(database, [head[0] for head in heads]))
            few = [head[0] for head in heads if item_id or _total(counts.get(head[0], ()), kinds) <= FEW]
            return (
                heads,
                depths,
                counts,
                dict.fromkeys(few, ()) | _by_entry(log_queries.edits(database, few, kinds=kinds, item_id=item_id)),
            )

        heads, depths, counts, edits = self._ask(read)
        return [
            self._entry(head, depths.get(head[0], 0), dict(counts.get(head[0], ())), edits.get(head[0]))
            for head in heads
        ]

    def edits(
        self, seq: int, kinds: Collection[str], after: int = -1, limit: int = 200, item_id: int | None = None
    ) -> list[tuple[int, LoggedEdit]]:
        """Edits of an entry with their positions, from behind a position on."""

        def read(database: Database) -> Any:
            from pmdesk.storage import log_queries

            return log_queries.edits(database, [seq], kinds=kinds, item_id=item_id, after=after, limit=limit)

        return [(row[1], self._edit(row[0], row[2:])) for row in self._ask(read)]

    def logged_edits(self, seq: int | None = None) -> tuple[LoggedEdit, ...]:
        """All edits of one entry, or of the whole log, oldest first."""
        return tuple(self._edit(row[0], row[1:]) for row in self._ask(lambda database: database.logged_edits(seq)))

    def item_history(self, item_id: int, limit: int) -> list[tuple[str, str, Message, LoggedEdit]]:
        """The newest entries that touched an item: time (ISO, UTC), actor, label, what they did to it."""
        rows = self._ask(lambda database: database.item_history(item_id, limit))
        return [self._item_entry(item_id, *row) for row in rows]

    def damaged(self, seq: int) -> UserError:
        """What is said of an entry that makes no sense."""
        return log_damaged(self._path, seq)

    def last_values(self, item_id: int) -> Mapping[str, Any]:
        """A deleted item's fields as they were last; empty where the log does not know it."""

        def read(database: Database) -> Any:
            from pmdesk.storage import log_queries

            return log_queries.last_side(database, item_id)

        rows = self._ask(read)
        return (logged_values(Item.TYPE, rows[0][0]) or {}) if rows else {}

    @property
    def newest(self) -> int:
        """The number of the newest entry; 0 where there is none."""
        from pmdesk.storage import log_queries

        return int(self._ask(log_queries.newest))

    @property
    def oldest(self) -> tuple[int, str] | None:
        """The oldest entry that is not summed up, with its time; None where there is none."""
        from pmdesk.storage import log_queries

        rows = self._ask(log_queries.oldest)
        return (int(rows[0][0]), str(rows[0][1])) if rows else None

    def first_since(self, time: str) -> int | None:
        """The first entry that is not summed up and was made at a time (ISO, UTC) or later."""

        def read(database: Database) -> int | None:
            from pmdesk.storage import log_queries

            return log_queries.first_since(database, time)

        found: int | None = self._ask(read)
        return found

    @property
    def start(self) -> int:
        """The entry up to which the log is summed up; 0 where it is whole."""
        from pmdesk.storage import log_queries

        return int(self._ask(log_queries.checkpoint))

    def records_at_start(self) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
        """The records as they stood where replay starts: type, id, fields. Raises UserError on nonsense."""
        for kind in RECORD_TYPES:
            last = 0
            while rows := self._ask(partial(_held, kind=kind, last=last)):
                yield from ((kind, number, self._whole(kind, number, value)) for number, value in rows)
                last = rows[-1][0]

    def edits_since_start(self, on_damage: Callable[[int], None] | None = None) -> Iterator[tuple[int, LoggedEdit]]:
        """Entry and edit of all that was done since, oldest first, read piece by piece.

        `on_damage` gets the number of the entry of each edit that makes no sense; without it, that is a UserError.
        """
        at = (self.start, _MOST)
        while rows := self._ask(partial(_behind, seq=at[0], position=at[1])):
            for row in rows:
                try:
                    yield row[0], self._edit(row[0], row[2:])
                except UserError:
                    if on_damage is None:
                        raise
                    on_damage(row[0])
            at = rows[-1][:2]

    def _entry(
        self, head: Sequence[Any], depth: int, counts: Mapping[str, int], edits: Sequence[Any] | None
    ) -> LoggedEntry:
        seq, time, actor, label, undoes = head
        try:
            said = read_label(label)
        except NONSENSE as fault:
            raise log_damaged(self._path, seq) from fault
        undoing = undoes is not None
        read = None if edits is None else tuple(self._edit(seq, one[1:], undoing=undoing) for one in edits)
        return LoggedEntry(seq, time, actor, said, undoes, depth > 0 and depth % 2 == 0, counts, read)

    def _item_entry(
        self, item_id: int, seq: int, time: str, actor: str, label: str, undoes: int | None, *sides: str | None
    ) -> tuple[str, str, Message, LoggedEdit]:
        edit = self._edit(seq, (Item.TYPE, item_id, *sides), undoing=undoes is not None)
        try:
            return time, actor, read_label(label), edit
        except NONSENSE as fault:
            raise log_damaged(self._path, seq) from fault

    def _edit(self, seq: int, row: Sequence[Any], *, undoing: bool = False) -> LoggedEdit:
        kind, number, before, after = row
        try:
            return LoggedEdit(kind, number, *logged_sides(kind, number, before, after), undoing)
        except NONSENSE as fault:
            raise log_damaged(self._path, seq) from fault

    def _whole(self, kind: str, number: int, value: str) -> Mapping[str, Any]:
        try:
            fields = logged_values(kind, value) or {}
            RECORD_TYPES[kind](id=number, **fields)
        except NONSENSE as fault:
            raise log_damaged(self._path, self.start) from fault
        return fields


_MOST = 2**62  # behind every position


def _held(database: Database, kind: str, last: int) -> list[tuple[Any, ...]]:
    from pmdesk.storage import log_queries

    return log_queries.checkpoint_records(database, kind, last, AT_ONCE)


def _behind(database: Database, seq: int, position: int) -> list[tuple[Any, ...]]:
    from pmdesk.storage import log_queries

    return log_queries.edits_behind(database, seq, position, AT_ONCE)


def _by_entry(rows: Sequence[Sequence[Any]]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(tuple(row[1:]))
    return grouped


def _total(counts: Sequence[Sequence[Any]], kinds: Collection[str]) -> int:
    return sum(number for kind, number in counts if kind in kinds)
