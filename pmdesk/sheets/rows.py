"""What passes between reading a file and importing it: rows as the file has them, then rows as items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmdesk.domain.messages import Message
from pmdesk.domain.numbers import NumberStyle

if TYPE_CHECKING:
    # The reader process starts sooner without the records.
    from pmdesk.domain.records import Moscow
    from pmdesk.domain.sheet_info import SheetInfo

Cell = str | float | int | bool | datetime | date | None


@dataclass(frozen=True, slots=True)
class TableHead:
    """What a file says about its table before the first row.

    `format` is csv, html, xlsx, xls, xlsb or ods; `sheet` is a workbook's, else empty, and `sheets` all of the
    workbook's. `column_ids` has one id per header, empty where the format gives none; ids that begin with `@` are
    columns the reader adds for what stands outside of the cells. `style` is how the file shows that it writes
    numbers, None where it does not. `beside` names the other sheets that are read of a workbook of PMDesk's own, each
    with its number of rows: they follow the table's. `row` is where the header stands, from 1.
    """

    format: str
    sheet: str
    header: tuple[str, ...]
    column_ids: tuple[str, ...]
    style: NumberStyle | None = None
    notes: tuple[Message, ...] = ()
    sheets: tuple[SheetInfo, ...] = ()
    beside: tuple[tuple[str, int], ...] = ()
    row: int = 1


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row under the header. `number` counts from 1: a CSV record's first line, or the row of the table.

    `problem` says why cells may not stand under their headers; the cells are kept as they came.
    """

    number: int
    cells: tuple[Cell, ...]
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """One file as it was read: nothing is recognised yet, so the header may also stand in one of the first rows.

    `beside` holds the rows of the sheets that the head names so.
    """

    path: Path
    head: TableHead
    rows: tuple[RawRow, ...]
    beside: Mapping[str, tuple[RawRow, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One issue: values typed as Item's fields, only those with a column in the file, and all other columns.

    `extra` leaves out headers with nothing in this row; a header with several values in it holds a tuple. `scores`
    has what the columns mapped to scores hold, in Item's units, and `rationale` as text; a cell with nothing in it,
    with an effort of 0, or with what cannot be is left out, so that it takes no score away.
    """

    file: str
    row: int
    values: Mapping[str, object]
    extra: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    scores: Mapping[str, float | Moscow | str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not be read as an issue, and why."""

    file: str
    row: int
    reason: Message


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row of a workbook that PMDesk wrote, against what was written.

    `item_id` and `key` are those of the item that the row was written for, 0 and empty for one that somebody added.
    `changes` has the fields whose cell says something else now: what was written and what stands there, as Item's
    values; None was not written.
    """

    row: int
    item_id: int
    key: str
    title: str
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A workbook that the backlog exported: its rows, one for each of the import's.

    `missing` has id and key of the items that were written and stand in no row any more.
    """

    rows: tuple[OwnRow, ...]
    missing: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TableImport:
    """One file as issues. `row_count` counts rows with anything in them: items and refused ones.

    `extra_headers` names every column that `extra` may hold: an emptied cell is not an absent column. `own` is there
    for a workbook that the backlog exported, and tells what was changed in it.
    """

    path: Path
    format: str
    dialect: str
    row_count: int
    rows: tuple[ImportedRow, ...]
    refused: tuple[RefusedRow, ...] = ()
    warnings: tuple[Message, ...] = ()
    extra_headers: tuple[str, ...] = ()
    own: OwnTable | None = None


def name_of(path: Path) -> str:
    """A file's name as text that can be stored and printed: on disk it may be bytes that are no text."""
    return path.name.encode("utf-8", "replace").decode()
