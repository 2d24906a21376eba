"""A table as issues: what its columns mean, how the file writes dates and numbers, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from pmdesk.domain.messages import Message, message
from pmdesk.sheets.dialects import jira
from pmdesk.sheets.dialects.cells import Conventions, styles
from pmdesk.sheets.dialects.columns import filled_cells
from pmdesk.sheets.dialects.dates import order_of
from pmdesk.sheets.dialects.extras import Extras
from pmdesk.sheets.dialects.heading import Table, find_tables
from pmdesk.sheets.dialects.parents import Draft, with_parents
from pmdesk.sheets.dialects.row_reader import RowReader
from pmdesk.sheets.rows import Cell, RawRow, RefusedRow, TableHead, TableImport, name_of

# Jira exports at most this many issues and does not say that there are more.
_JIRA_STOPS_AT = 1000
_TOLD_OF_EACH = 20

Columns = list[list[Cell]]


def read_import(path: Path, head: TableHead, rows: Iterable[RawRow]) -> TableImport:
    """The issues in a table read from `path`. Raises UserError where no column holds a title or a key."""
    file = name_of(path)
    tables, notes = find_tables(file, head, list(rows))
    filled = [filled_cells(table.rows, len(table.columns)) for table in tables]
    conventions, said = _conventions(file, head, list(chain(*filled)))
    warnings = [*head.notes, *notes, *said]
    drafts: list[Draft] = []
    refused: list[RefusedRow] = []
    headers: dict[str, None] = {}
    for table, columns in zip(tables, filled, strict=True):
        reader, names = _reader(file, head.format, table, columns, conventions)
        headers |= dict.fromkeys(names)
        warnings += _read_rows(reader, table.rows, drafts, refused)
    count = len(drafts) + len(refused)
    warnings += _cut(file, count)
    return TableImport(
        path=path,
        format=head.format,
        dialect=tables[0].dialect,
        row_count=count,
        rows=with_parents(drafts),
        refused=tuple(refused),
        warnings=tuple(_condensed(file, warnings)),
        extra_headers=tuple(headers),
    )


def _conventions(file: str, head: TableHead, columns: Sequence[Sequence[Cell]]) -> tuple[Conventions, list[Message]]:
    texts = (cell.strip() for column in columns if column for cell in _dates(column))
    order, assumed = order_of(texts)
    said = "The dates in “{file}” do not show whether the day or the month comes first; day first was assumed."
    warnings = [message(said, file=file)] if assumed else []
    return Conventions(order, styles(head.style, columns), java=head.format != "html"), warnings


def _dates(column: Sequence[Cell]) -> Iterable[str]:
    """The column's texts if it begins like a column of dates."""
    first = column[0]
    if not isinstance(first, str) or not first.strip()[:1].isdigit():
        return ()
    return (cell for cell in column if isinstance(cell, str))


def _reader(
    file: str, format_name: str, table: Table, filled: Columns, conventions: Conventions
) -> tuple[RowReader, list[str]]:
    """The reader of a table's rows, and the headers it may find extra values under."""
    rank = jira.rank_column(filled) if table.dialect == jira.NAME else None
    if rank is not None:
        table.roles = {**table.roles, "tracker_order": (rank,)}
    extras = Extras(
        table.columns, table.roles, filled, conventions, lambda column: jira.csv_header(column, table.columns)
    )
    sprint = [table.columns[index].header for index in table.roles.get("sprint", ())[:1]]
    return RowReader(file, format_name, table, conventions, extras), [*extras.headers, *sprint]


def _read_rows(
    reader: RowReader, rows: Iterable[RawRow], drafts: list[Draft], refused: list[RefusedRow]
) -> list[Message]:
    """Sort rows into issues and refused ones; returns what to say about rows that are neither, or mended."""
    said: list[Message] = []
    for row in rows:
        found = reader.read(row)
        if isinstance(found, Message):
            said.append(found)
        elif isinstance(found, RefusedRow):
            refused.append(found)
        else:
            drafts.append(found)
            said += [row.problem] if row.problem else []
    return said + reader.warnings()


def _cut(file: str, count: int) -> list[Message]:
    if count != _JIRA_STOPS_AT:
        return []
    said = "“{file}” holds exactly {rows} rows: Jira probably cut the list there, so export the rest as well."
    return [message(said, file=file, rows=_JIRA_STOPS_AT)]


def _condensed(file: str, warnings: Sequence[Message]) -> Iterable[Message]:
    """The warnings, of each sort only the first ones and then how many more there are."""
    told: Counter[str] = Counter()
    for said in warnings:
        told[said.template] += 1
        if told[said.template] <= _TOLD_OF_EACH:
            yield said
    more = sum(count - _TOLD_OF_EACH for count in told.values() if count > _TOLD_OF_EACH)
    if more:
        text = "“{file}” gives rise to {count} more warnings of these sorts."
        yield message(text, one="“{file}” gives rise to one more warning of these sorts.", file=file, count=more)
