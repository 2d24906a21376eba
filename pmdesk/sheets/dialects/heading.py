"""Where a table's header stands, whose it is, and where a second export was appended below the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pmdesk.domain.mapping import FileMapping, shape_of
from pmdesk.domain.messages import Message, message
from pmdesk.sheets.dialects import generic, jira, pmdesk
from pmdesk.sheets.dialects.cells import looks_numeric, plain_text
from pmdesk.sheets.dialects.columns import Column, Roles, columns_of
from pmdesk.sheets.rows import Cell, RawRow, TableHead

_DIALECTS = (pmdesk, jira, generic)
# Title rows, dates and filters above a header are at most this many.
DEPTH = 30


@dataclass(slots=True)
class Table:
    """A header and the rows under it; `roles` are those its dialect knows, none where nobody's header it is.

    `header_row` counts from 1, as the rows do.
    """

    dialect: str
    columns: tuple[Column, ...]
    roles: Roles
    rows: list[RawRow] = field(default_factory=list)
    header_row: int = 1

    @property
    def width(self) -> int:
        """How many columns there are, those beside the cells too."""
        return len(self.columns)

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that stand in the file: those the reader adds for what stands beside the cells come last."""
        return tuple(column for column in self.columns if not column.id.startswith("@"))

    def repeats_in(self, cells: Sequence[Cell]) -> bool:
        """Whether cells are a header again and no issue, which may have one cell that equals a header.

        The headers of key and title tell together; below, another export may have them in other columns.
        """
        marks = [self.columns[self.roles[role][0]] for role in ("key", "title") if role in self.roles]
        if len(marks) < 2:
            texts = _texts(cells)
            return all(texts[c.index : c.index + 1] == (c.header,) for c in self.columns if _is_written(c))
        if any(mark.header not in cells for mark in marks):
            return False
        texts = _texts(cells)
        placed = all(texts[mark.index : mark.index + 1] == (mark.header,) for mark in marks)
        return placed or _recognised(texts, ("",) * len(texts), 0) is not None


def find_tables(
    file: str, head: TableHead, rows: Sequence[RawRow], mapping: FileMapping | None = None
) -> tuple[list[Table], list[Message]]:
    """The tables in the rows, one a header, and what to say about them.

    The header is the one that `mapping` fits, else one that a dialect knows; where there is none, the first row that
    looks like a header, without any roles.
    """
    row = _header_row(head, rows)
    for header, ids, place in _candidates(head, rows) if mapping is not None else ():
        if mapping is not None and mapping_fits(mapping, header):
            known = _recognised(header, ids, 0) or _by_marks(header, ids, rows[place:])
            return _split(file, *_below(known or Table(generic.NAME, columns_of(header, ids), {}), rows, place, row))
    filled = max((_filled(row.cells) for row in rows[:DEPTH]), default=0)
    found = _known(head, rows, filled)
    if found is not None:
        return _split(file, *_below(found[0], rows, found[1], row))
    header, ids, place = _likeliest(head, rows, filled)
    table = Table(generic.NAME, columns_of(header, ids), {})
    return _split(file, *_below(table, rows, place, row))


def mapping_fits(mapping: FileMapping, header: Sequence[str]) -> bool:
    """Whether a header is the one that was mapped, or has its titles or keys and half of its columns at least."""
    shape, wanted = shape_of(header), shape_of(column.header for column in mapping.columns)
    marks = shape_of(column.header for column in mapping.columns if column.use in ("title", "key"))
    if not wanted or not wanted & shape:
        return False
    return wanted == shape or (bool(marks) and marks <= shape and 2 * len(wanted & shape) >= len(wanted))


def _known(head: TableHead, rows: Sequence[RawRow], filled: int) -> tuple[Table, int] | None:
    """The first header that a dialect knows, with the number of rows above and with it.

    One that is narrower than the rows, with titles alone, may be a line above: `Title: Our roadmap`.
    """
    doubtful: tuple[Table, int] | None = None
    for header, ids, place in _candidates(head, rows):
        found = _recognised(header, ids, filled) or _by_marks(header, ids, rows[place:])
        if found is None or (doubtful and len(found.roles) < 2):
            continue
        if doubtful or len(found.roles) > 1 or _filled(header) >= filled:
            return found, place
        doubtful = found, place
    return doubtful


Candidate = tuple[tuple[str, ...], tuple[str, ...], int]


def _candidates(head: TableHead, rows: Sequence[RawRow]) -> Iterable[Candidate]:
    """Headers that may be the table's, each with its ids and the number of rows above and with it."""
    yield head.header, head.column_ids, 0
    for place, row in enumerate(rows[:DEPTH], start=1):
        yield _texts(row.cells), ("",) * len(row.cells), place


def _header_row(head: TableHead, rows: Sequence[RawRow]) -> int:
    """The line of the file's first row: HTML counts its rows, and a CSV's may follow a line `sep=;`."""
    return max(1, rows[0].number - 1) if rows and head.format == "csv" else head.row


def _below(table: Table, rows: Sequence[RawRow], place: int, first_row: int) -> tuple[Table, list[RawRow]]:
    """The table and the rows under its header, which stands in the row at `place` - 1, or above all.

    They are not ragged where they fit it.
    """
    table.header_row = rows[place - 1].number if place else first_row
    below = [_without_problem(row, table.width) if place else row for row in rows[place:]]
    whole = _with_second_line(table, below[0].cells) if below else None
    return (whole, below[1:]) if whole is not None else (table, below)


def _with_second_line(table: Table, cells: Sequence[Cell]) -> Table | None:
    """The table with the header that it has with these cells below it; None where they are no second line of it.

    Merged cells leave such headers: key and title stand in the first line alone, and below it are texts where the
    first line has nothing, or the name of a group.
    """
    texts, first = _texts(cells), [column.header for column in table.columns]
    marks = [place for role in ("key", "title") for place in table.roles.get(role, ())]
    filled = [place for place, text in enumerate(texts) if text]
    if not marks or len(texts) != len(first) or len(filled) < 2 or not any(not first[place] for place in filled):
        return None
    if any(texts[place] for place in marks) or any(looks_numeric(texts[place]) for place in filled):
        return None
    header = [second or above for second, above in zip(texts, first, strict=True)]
    whole = _recognised(header, [column.id for column in table.columns], 0)
    return whole and replace(whole, header_row=table.header_row)


def _likeliest(head: TableHead, rows: Sequence[RawRow], filled: int) -> Candidate:
    """The first row of different texts, and no numbers, that is nearly as wide as the rows below."""
    candidates = list(_candidates(head, rows))
    for candidate in candidates:
        texts = [text for text in candidate[0] if text]
        wide = len(texts) >= max(1, 0.6 * filled)
        if wide and len(set(texts)) == len(texts) and not any(map(looks_numeric, texts)):
            return candidate
    return candidates[0]


def _recognised(header: Sequence[str], ids: Sequence[str], widest: int) -> Table | None:
    if _filled(header) < min(2, widest):
        return None
    columns = columns_of(header, ids)
    found = ((dialect.NAME, dialect.roles(columns)) for dialect in _DIALECTS)
    return next((Table(name, columns, roles) for name, roles in found if roles), None)


def _by_marks(header: Sequence[str], ids: Sequence[str], rows: Sequence[RawRow]) -> Table | None:
    """Jira's CSV in a language whose headers nobody has told: by the values, which have no language."""
    roles = jira.roles_by_marks(header, [row.cells for row in rows[:DEPTH]])
    return Table(jira.NAME, columns_of(header, ids), roles) if roles else None


def _split(file: str, table: Table, rows: Iterable[RawRow]) -> tuple[list[Table], list[Message]]:
    """Rows under their headers: a header in the middle begins a table of its own where it differs."""
    tables, notes = [table], []
    for row in rows:
        if not table.repeats_in(row.cells):
            table.rows.append(_without_problem(row, table.width) if len(tables) > 1 else row)
            continue
        said = "The header is repeated in line {row} of “{file}”; the line was skipped."
        notes.append(message(said, row=row.number, file=file))
        again = _recognised(_texts(row.cells), ("",) * len(row.cells), 0)
        if again is not None and [c.header for c in again.columns] != [c.header for c in table.columns]:
            table = again
            table.header_row = row.number
            tables.append(table)
    return tables, notes


def _is_written(column: Column) -> bool:
    return bool(column.header) and not column.header.startswith("@")


def _without_problem(row: RawRow, width: int) -> RawRow:
    """The row, not ragged any more where it fits its own header."""
    return replace(row, problem=None) if row.problem and len(row.cells) == width else row


def _texts(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(map(plain_text, cells))


def _filled(cells: Iterable[Cell]) -> int:
    return sum(cell is not None and cell != "" for cell in cells)
