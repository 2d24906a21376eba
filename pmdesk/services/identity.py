"""Which rows and items are one issue: by site and issue id, else by key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any, Generic, TypeVar

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Item

Thing = TypeVar("Thing")
# Longer numbers are no count of issues, and an int may not have any length.
_LONGEST = 18
# Exports have a column for each value of these, and not always all of them.
LISTS = ("labels", "components")
# Every issue has these, so that an empty cell tells nothing.
_NEVER_EMPTY = ("key", "site", "issue_id", "title", "created", "updated")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells an issue from others. `keys` begins with the one it has now; empty texts are not known."""

    site: str
    issue_id: str
    keys: tuple[str, ...]
    created: datetime | None

    def same_issue(self, other: Identity) -> bool:
        """Whether both are one issue.

        A CSV names no site: there an equal id counts when a key or the creation date agrees, for another site
        may have given the same id.
        """
        sites = {self.site, other.site} - {""}
        if len(sites) > 1:
            return False
        same_key = not set(self.keys).isdisjoint(other.keys)
        if not (self.issue_id and other.issue_id):
            return same_key
        if self.issue_id != other.issue_id:
            return False
        sure = same_key or bool(self.site and other.site)
        return sure or self.created is None or other.created is None or self.created == other.created


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One issue as the files give it: values of the fields that have a column, the other columns as extra.

    `scores` are values of fields that are the user's, from columns that were mapped to them; None is no value.
    `by_pmdesk` says that PMDesk wrote the file: it has the items made in PMDesk, too, and is not the tracker's word.
    `identity` tells its issue from others; `age` sorts rows from the oldest to the newest, whatever the order of the
    files. Both are asked for again and again, and so are made once.
    """

    file: str
    row: int
    values: Mapping[str, Any]
    extra: Mapping[str, str | tuple[str, ...]]
    extra_headers: frozenset[str]
    scores: Mapping[str, Any] = field(default_factory=dict)
    by_pmdesk: bool = False
    identity: Identity = field(init=False, compare=False, repr=False)
    age: tuple[str, str, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        given = self.values.get
        key, updated = given("key", ""), given("updated")
        identity = Identity(given("site", ""), given("issue_id", ""), (key,) if key else (), given("created"))
        object.__setattr__(self, "identity", identity)
        object.__setattr__(self, "age", (updated.isoformat() if updated else "", self.file, self.row))

    def over(self, older: IncomingRow) -> IncomingRow:
        """This row laid over an older one of the same issue: columns that only the older has stay.

        Where both tell the issue as it was at one time, nothing was taken from it between them: an export that has a
        list shorter, or a cell empty, left something out.
        """
        values, extra = {**older.values, **self.values}, laid_over(older.extra, self)
        if self.age[0] and self.age[0] == older.age[0]:
            values |= {name: united(older.values.get(name), self.values.get(name)) for name in LISTS if name in values}
            extra = {**older.extra, **self.extra}
        return IncomingRow(
            self.file,
            self.row,
            values,
            extra,
            older.extra_headers | self.extra_headers,
            {**older.scores, **{name: value for name, value in self.scores.items() if value is not None}},
            self.by_pmdesk and older.by_pmdesk,
        )


def united(older: tuple[str, ...] | None, newer: tuple[str, ...] | None) -> tuple[str, ...]:
    """Two lists of one thing at one time, each value once."""
    return tuple(dict.fromkeys((*(older or ()), *(newer or ()))))


def laid_over(extra: Mapping[str, str | tuple[str, ...]], row: IncomingRow) -> dict[str, str | tuple[str, ...]]:
    """Extra values with those of a newer row over them; a column that the row's file lacks stays."""
    if row.extra_headers.issuperset(extra):
        return dict(row.extra)
    kept = {name: value for name, value in extra.items() if name not in row.extra_headers}
    return {**kept, **row.extra}


def identity_of(item: Item) -> Identity:
    """What tells an item's issue from others; its former keys count too."""
    return Identity(item.site, item.issue_id, tuple(filter(None, (item.key, *item.former_keys))), item.created)


def keys_of(items: Iterable[Item]) -> Iterator[str]:
    """All keys that items have or had."""
    return (key for item in items for key in (item.key, *item.former_keys))


def maybe_ours(item: Item, known_title: str | None, row: IncomingRow, prefix: str) -> bool:
    """Whether the key of an item may be one of PMDesk's own, as rows without a key get it, and not the row's.

    A tracker's project may have the same prefix; `known_title` is the one that the item came with.
    """
    if not prefix or not row.identity.issue_id or not item.key.startswith(f"{prefix}-"):
        return False
    tracked = item.issue_id or item.site or item.created or item.updated
    return not tracked and row.values.get("title") not in (item.title, known_title)


def own_keys(prefix: str, taken: Iterable[str]) -> Iterator[str]:
    """The next keys of PMDesk's own, like PM-12, PM-13 and so on, behind those that are taken."""
    start = f"{prefix}-"
    ends = (key.removeprefix(start) for key in taken if key.startswith(start))
    last = max((int(end) for end in ends if end.isdecimal() and len(end) <= _LONGEST), default=0)
    return (f"{start}{number}" for number in count(last + 1))


class Matcher(Generic[Thing]):
    """Finds things by identity: equal ids first, then the key they have now, then one they had."""

    def __init__(self) -> None:
        self._by_id: dict[str, list[tuple[Identity, Thing]]] = defaultdict(list)
        self._by_key: dict[str, list[tuple[Identity, Thing]]] = defaultdict(list)
        self._by_former_key: dict[str, list[tuple[Identity, Thing]]] = defaultdict(list)

    def add(self, identity: Identity, thing: Thing) -> None:
        """Have a thing found from now on; it may be added again when more is known of it."""
        if identity.issue_id:
            self._by_id[identity.issue_id].append((identity, thing))
        for place, key in enumerate(identity.keys):
            (self._by_former_key if place else self._by_key)[key].append((identity, thing))

    def find(self, identity: Identity) -> Thing | None:
        """The thing with this identity."""
        tables = (self._by_key, self._by_former_key)
        by_key = [pair for table in tables for key in identity.keys for pair in table.get(key, ())]
        candidates = [*self._by_id.get(identity.issue_id, ()), *by_key]
        return next((thing for known, thing in candidates if known.same_issue(identity)), None)

    def stranger(self, identity: Identity) -> Thing | None:
        """A thing with the same issue id which may be another site's issue, given that nothing was found."""
        same_id = self._by_id.get(identity.issue_id, ())
        return next((thing for known, thing in same_id if not (known.site and identity.site)), None)


def newest_of_each(rows: Iterable[IncomingRow]) -> list[IncomingRow]:
    """One row an issue, newer ones laid over older ones; the order of the files does not matter."""
    by_age = sorted(map(_without_gaps, rows), key=lambda row: row.age)
    if _stand_apart(by_age):
        return by_age
    found: list[IncomingRow] = []
    places: Matcher[int] = Matcher()
    for row in by_age:
        identity = row.identity
        place = places.find(identity)
        if place is None:
            place = len(found)
            found.append(row)
        else:
            found[place] = row.over(found[place])
            identity = found[place].identity
        places.add(identity, place)
    return found


def _stand_apart(rows: Sequence[IncomingRow]) -> bool:
    """Whether each row has an id and a key that no other has, as in nearly every export: then no two are one issue."""
    ids = {row.identity.issue_id for row in rows}
    keys = {row.identity.keys for row in rows}
    return len(ids) == len(keys) == len(rows) and not ({""} & ids or {()} & keys)


def _without_gaps(row: IncomingRow) -> IncomingRow:
    gaps = [name for name in _NEVER_EMPTY if not row.values.get(name, True)]
    return replace(row, values={name: row.values[name] for name in row.values if name not in gaps}) if gaps else row


def doubts(rows: Sequence[IncomingRow]) -> Iterator[Message]:
    """What to say about rows that tell their issue badly: by a key that others have, or not at all."""
    for file in dict.fromkeys(row.file for row in rows):
        yield from _repeated_keys(file, [row for row in rows if row.file == file])
    bare = sum(not row.values.get("key") and not row.values.get("issue_id") for row in rows)
    if bare:
        said = "{count} rows have neither an issue key nor an id, so importing them again adds them again."
        one = "One row has neither an issue key nor an id, so importing it again adds it again."
        yield message(said, one=one, count=bare)


def _repeated_keys(file: str, rows: Iterable[IncomingRow]) -> Iterator[Message]:
    by_key: dict[str, list[IncomingRow]] = defaultdict(list)
    for row in rows:
        if row.values.get("key") and not row.values.get("issue_id"):
            by_key[row.values["key"]].append(row)
    found = [same for same in by_key.values() if len({row.values.get("title") for row in same}) > 1]
    if found:
        yield _said_of_repeated(file, len(found), sorted(found[0], key=lambda row: row.age))


def _said_of_repeated(file: str, count: int, rows: Sequence[IncomingRow]) -> Message:
    kept = rows[-1]
    other = next(row for row in rows if row.values.get("title") != kept.values.get("title"))
    many = (
        "{count} keys in “{file}” stand for rows with different titles, and only the last row of each was kept; "
        "the first is {key} in lines {row} and {kept}."
    )
    one = "{key} stands in lines {row} and {kept} of “{file}” with different titles; only line {kept} was kept."
    return message(many, one=one, count=count, file=file, key=kept.values["key"], row=other.row, kept=kept.row)
