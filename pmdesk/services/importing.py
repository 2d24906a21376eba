"""Importing: files are read in a process of their own, recognised, merged, and applied as one Change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmdesk.domain.changes import Change, Edit
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import BaselineReason, Item
from pmdesk.services.baselines import baseline_edit
from pmdesk.services.identity import IncomingRow, doubts, keys_of, newest_of_each, own_keys
from pmdesk.services.import_reading import FILE_PATTERNS as FILE_PATTERNS
from pmdesk.services.import_reading import Cancelled as Cancelled
from pmdesk.services.import_reading import read_raw
from pmdesk.services.merging import Merge, Merger
from pmdesk.services.workspace import Workspace
from pmdesk.sheets.rows import name_of

if TYPE_CHECKING:
    from pmdesk.sheets.rows import TableImport


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What was found in one file: its format and dialect, rows with anything in them, and items."""

    path: str
    format: str
    dialect: str
    rows: int
    items: int


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that could not be read as an item, with its line and the reason."""

    file: str
    row: int
    reason: Message


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, and the Change that does it."""

    files: tuple[FileSummary, ...]
    created: int
    updated: int
    unchanged: int
    skipped: tuple[SkippedRow, ...]
    warnings: tuple[Message, ...]
    change: Change


def read_files(
    paths: Sequence[Path],
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[TableImport]:
    """Read and recognise files as nobody was asked about them; raises as `read_raw` does."""
    from pmdesk.sheets.dialects import read_import

    return [
        read_import(raw.path, raw.head, raw.rows) for raw in read_raw(paths, progress=progress, cancelled=cancelled)
    ]


def plan_import(
    workspace: Workspace, tables: Sequence[TableImport], items: Mapping[int, Item] | None = None
) -> ImportPlan:
    """Merge what was read into the backlog, without changing it.

    `items` is a copy of the backlog's, for planning beside the thread that edits them; the plan then holds
    only while nothing else was applied.
    """
    present = workspace.items if items is None else items
    rows = [row for table in tables for row in _incoming(table)]
    incoming = newest_of_each(rows)
    taken = [*keys_of(present.values()), *(row.values.get("key", "") for row in incoming)]
    new_keys = own_keys(workspace.settings.key_prefix, taken)
    new_ids = workspace.new_item_ids(len(incoming))
    merger = Merger(present, workspace.imported_values(), new_ids, new_keys)
    merge = merger.run(incoming)
    names = ", ".join(name_of(table.path) for table in tables)
    return ImportPlan(
        files=tuple(_summary(table) for table in tables),
        created=merge.created,
        updated=merge.updated,
        unchanged=merge.unchanged,
        skipped=tuple(SkippedRow(one.file, one.row, one.reason) for table in tables for one in table.refused),
        warnings=(*(said for table in tables for said in table.warnings), *doubts(rows), *merge.warnings),
        change=Change(_label(names), (*merge.edits, *_baseline_before(workspace, merge, items))),
    )


def _baseline_before(workspace: Workspace, merge: Merge, items: Mapping[int, Item] | None) -> Iterator[Edit]:
    """What makes the state before an import the baseline, where the import changes any item."""
    one = baseline_edit(workspace, BaselineReason.IMPORT, items) if merge.created or merge.updated else None
    if one is not None:
        yield one


def is_import(label: Message) -> bool:
    """Whether the Change with this label is an import."""
    return label.template == _label("").template


def _label(names: str) -> Message:
    return message("Import of {files}", files=names)


def _incoming(table: TableImport) -> list[IncomingRow]:
    headers = frozenset(table.extra_headers)
    return [IncomingRow(row.file, row.row, row.values, row.extra, headers) for row in table.rows]


def _summary(table: TableImport) -> FileSummary:
    items = len(newest_of_each(_incoming(table)))
    return FileSummary(str(table.path), table.format, table.dialect, table.row_count, items)
