"""A table's columns: their headers as people wrote them, and as they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmdesk.sheets.dialects.jira_names import CUSTOM_FIELD
from pmdesk.sheets.rows import Cell, RawRow

# Which columns play which role; several only where the role is a list.
Roles = Mapping[str, tuple[int, ...]]
LIST_ROLES = frozenset({"sprint", "labels", "components"})
NOISE_ROLE = "noise"


def fold(text: str) -> str:
    """`text` for comparing: without case, kinds of space and apostrophe, and ways to write an accent."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())


_WRAPPERS = "|".join(sorted({re.escape(fold(word)) for words in CUSTOM_FIELD.values() for word in words}))
_CUSTOM = re.compile(rf"(?:{_WRAPPERS}) ?\((.*)\)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `id` is the HTML's, or empty.

    `name` is the header folded and, of a custom field, without the words around its own name.
    """

    index: int
    header: str
    name: str
    custom: bool
    id: str = ""


def columns_of(header: Sequence[str], ids: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a header and the ids beside it."""
    return tuple(map(_column, range(len(header)), header, ids))


def _column(index: int, header: str, column_id: str) -> Column:
    name = fold(header)
    wrapped = _CUSTOM.fullmatch(name)
    custom = wrapped is not None or column_id.startswith("customfield_")
    return Column(index, header, wrapped[1].strip() if wrapped else name, custom, column_id)


def gather(found: Sequence[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """Roles with their columns, in order; where a role is one value, only the first column plays it."""
    roles: dict[str, tuple[int, ...]] = {}
    for role, index in found:
        if role and (role in LIST_ROLES or role == NOISE_ROLE or role not in roles):
            roles[role] = (*roles.get(role, ()), index)
    return roles


def grid_of(rows: Sequence[RawRow], width: int) -> list[tuple[Cell, ...]]:
    """The cells column by column; rows that end early are filled up, surplus cells left out."""
    if not rows:
        return [()] * width
    whole = (row.cells if len(row.cells) == width else _fitted(row.cells, width) for row in rows)
    return list(zip(*whole, strict=True))


def _fitted(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return (*cells[:width], *(None,) * (width - len(cells)))


def filled_cells(grid: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """For each column the cells with something in them, from top to bottom."""
    return [[cell for cell in cells if cell is not None and cell != ""] for cells in grid]
