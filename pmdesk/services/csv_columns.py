"""What stands in the columns of a CSV: the list for scripts, and the file that goes back to Jira's importer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.frameworks import rice
from pmdesk.domain.numbers import significant
from pmdesk.domain.plain import to_plain
from pmdesk.domain.records import Item, Moscow
from pmdesk.sheets.own_csv import ID_HEADER, RANK_HEADER
from pmdesk.sheets.writing.content import RankedItem

Value = str | float | None
Column = tuple[str, Callable[[RankedItem], Value]]
DESCRIPTION, EXTRA = "description", "extra"
_CORE = ("key", "title", *rice.FACTORS)
_AFTER_SCORE = ("moscow",)


def list_columns(fields: Sequence[str]) -> list[Column]:
    """The list for scripts: the names that `pmdesk rank --json` has, then these fields, then the item's number.

    Confidence is a fraction, a category its plain name; lists are parted by commas, days and times in ISO form.
    """
    shown = [name for name in fields if name not in (*_CORE, *_AFTER_SCORE, EXTRA)]
    return [
        ("rank", lambda row: row.rank),
        *map(_of_field, _CORE),
        ("score", lambda row: _score(row.item)),
        *map(_of_field, (*_AFTER_SCORE, *shown)),
        (ID_HEADER, lambda row: row.item.id),
    ]


def with_extra(columns: Sequence[Column], rows: Iterable[RankedItem]) -> list[Column]:
    """The columns with those of the tracker that have no field, before the last one.

    Where items have several values under one header it is repeated, as in the tracker's own CSV.
    """
    widths: dict[str, int] = {}
    for row in rows:
        for header, value in row.item.extra.items():
            widths[header] = max(widths.get(header, 1), len(value) if isinstance(value, tuple) else 1)
    extra = [_of_extra(header, place) for header, width in widths.items() for place in range(width)]
    return [*columns[:-1], *extra, columns[-1]]


def every_field(with_descriptions: bool) -> list[str]:
    """All fields that have a column of their own."""
    return [name for name in FIELDS if name != EXTRA and (with_descriptions or name != DESCRIPTION)]


def jira_columns() -> list[Column]:
    """What Jira's importer takes: plain headers, for it stumbles over punctuation, and the key that names the issue."""
    return [
        ("Issue Key", lambda row: row.item.key),
        ("Summary", lambda row: row.item.title),
        ("RICE score", lambda row: _score(row.item)),
        (RANK_HEADER, lambda row: row.rank),
        ("Reach", lambda row: row.item.reach),
        ("Impact", lambda row: row.item.impact),
        ("Confidence", lambda row: row.item.confidence),
        ("Effort", lambda row: row.item.effort),
        ("MoSCoW", lambda row: _JIRA_CATEGORIES[row.item.moscow] if row.item.moscow else None),
        ("Rationale", lambda row: row.item.rationale),
    ]


def cells(columns: Sequence[Column], rows: Iterable[RankedItem]) -> Iterator[list[Value]]:
    """The rows of the file."""
    return ([value(row) for _, value in columns] for row in rows)


_JIRA_CATEGORIES = {Moscow.MUST: "Must", Moscow.SHOULD: "Should", Moscow.COULD: "Could", Moscow.WONT: "Won't"}


def _score(item: Item) -> float | None:
    """The score without the dust of binary fractions: in the digits that ties are told by."""
    points = rice.score(item)
    return None if points is None else significant(points, rice.TIE_DIGITS)


def _of_field(name: str) -> Column:
    return name, lambda row: _plain(getattr(row.item, name))


def _of_extra(header: str, place: int) -> Column:
    def value(row: RankedItem) -> Value:
        found = row.item.extra.get(header, ())
        values = (found,) if isinstance(found, str) else found
        return values[place] if place < len(values) else None

    return header, value


def _plain(value: Any) -> Value:
    plain = to_plain(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list):
        return ", ".join(map(str, plain))
    return plain if isinstance(plain, str | float | int) else None
