"""Where a table's header stands, whose it is, and where a second export was appended below the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets.dialects import generic, jira
from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.dialects.columns import Column, Roles, columns_of
from pmdesk.sheets.rows import Cell, RawRow, TableHead

_DIALECTS = (jira, generic)
# Title rows, dates and filters above a header are at most this many.
_DEPTH = 30
_HEADERS_SHOWN = 5


@dataclass(slots=True)
class Table:
    """A recognised header and the rows under it."""

    dialect: str
    columns: tuple[Column, ...]
    roles: Roles
    rows: list[RawRow] = field(default_factory=list)

    def repeats_in(self, cells: Sequence[Cell]) -> bool:
        """Whether cells are a header again and no issue, which may have one cell that equals a header.

        The headers of key and title tell together; below, another export may have them in other columns.
        """
        texts = _texts(cells)
        marks = [self.columns[self.roles[role][0]] for role in ("key", "title") if role in self.roles]
        if len(marks) < 2:
            return all(texts[c.index : c.index + 1] == (c.header,) for c in self.columns if _is_written(c))
        placed = all(texts[mark.index : mark.index + 1] == (mark.header,) for mark in marks)
        return placed or (_is_elsewhere(marks, texts) and _recognised(texts, ("",) * len(texts), 0) is not None)


def find_tables(file: str, head: TableHead, rows: Sequence[RawRow]) -> tuple[list[Table], list[Message]]:
    """The tables in the rows, one a header, and what to say about them. Raises UserError if there is none."""
    filled = max((_filled(row.cells) for row in rows[:_DEPTH]), default=0)
    first = _recognised(head.header, head.column_ids, filled)
    if first is not None:
        return _split(file, first, rows)
    for place, row in enumerate(rows[:_DEPTH], start=1):
        first = _recognised(_texts(row.cells), ("",) * len(row.cells), filled)
        if first is not None:
            return _split(file, first, [_without_problem(row, len(first.columns)) for row in rows[place:]])
    shown = [f"“{text}”" for text in head.header if text and not text.startswith("@")]
    said = "“{file}” has no column with a title or an issue key; its columns begin with {headers}."
    raise UserError(message(said, file=file, headers=", ".join(shown[:_HEADERS_SHOWN])))


def _recognised(header: Sequence[str], ids: Sequence[str], widest: int) -> Table | None:
    if _filled(header) < min(2, widest):
        return None
    columns = columns_of(header, ids)
    found = ((dialect.NAME, dialect.roles(columns)) for dialect in _DIALECTS)
    return next((Table(name, columns, roles) for name, roles in found if roles), None)


def _split(file: str, table: Table, rows: Iterable[RawRow]) -> tuple[list[Table], list[Message]]:
    """Rows under their headers: a header in the middle begins a table of its own where it differs."""
    tables, notes = [table], []
    for row in rows:
        if not table.repeats_in(row.cells):
            table.rows.append(_without_problem(row, len(table.columns)) if len(tables) > 1 else row)
            continue
        said = "The header is repeated in line {row} of “{file}”; the line was skipped."
        notes.append(message(said, row=row.number, file=file))
        again = _recognised(_texts(row.cells), ("",) * len(row.cells), 0)
        if again is not None and [c.header for c in again.columns] != [c.header for c in table.columns]:
            table = again
            tables.append(table)
    return tables, notes


def _is_written(column: Column) -> bool:
    return bool(column.header) and not column.header.startswith("@")


def _is_elsewhere(marks: Iterable[Column], texts: Sequence[str]) -> bool:
    return {mark.header for mark in marks}.issubset(texts)


def _without_problem(row: RawRow, width: int) -> RawRow:
    """The row, not ragged any more where it fits its own header."""
    return replace(row, problem=None) if row.problem and len(row.cells) == width else row


def _texts(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(map(plain_text, cells))


def _filled(cells: Iterable[Cell]) -> int:
    return sum(cell is not None and cell != "" for cell in cells)
