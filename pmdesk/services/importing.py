"""Importing: files are read in a process of their own, recognised, merged, and applied as one Change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmdesk.domain.changes import Edit
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import BaselineReason, Item
from pmdesk.services.baselines import baseline_edit
from pmdesk.services.coming_back import Returns
from pmdesk.services.identity import IncomingRow, doubts, keys_of, newest_of_each, own_keys
from pmdesk.services.import_plan import ImportOptions, PlannedRow, RowKind, import_label
from pmdesk.services.import_plan import is_import as is_import
from pmdesk.services.import_reading import FILE_PATTERNS as FILE_PATTERNS
from pmdesk.services.import_reading import Cancelled as Cancelled
from pmdesk.services.import_reading import read_raw
from pmdesk.services.last_import import missing_items
from pmdesk.services.levels import levels_of, ranked_types_edits, ranked_types_notes
from pmdesk.services.merging import Merge, Merger
from pmdesk.services.planned_import import FileSummary as FileSummary
from pmdesk.services.planned_import import ImportPlan as ImportPlan
from pmdesk.services.planned_import import SkippedRow as SkippedRow
from pmdesk.services.round_trip import merge_own, own_among
from pmdesk.services.workspace import Workspace
from pmdesk.sheets.rows import name_of

if TYPE_CHECKING:
    from pmdesk.sheets.rows import TableImport

NO_OPTIONS = ImportOptions()
_PMDESK = "pmdesk"
_CLOSED = message("It is closed already.")


def read_files(
    paths: Sequence[Path],
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[TableImport]:
    """Read and recognise files as nobody was asked about them; raises as `read_raw` does."""
    from pmdesk.sheets.dialects import read_import

    return [read_import(raw) for raw in read_raw(paths, progress=progress, cancelled=cancelled)]


def plan_import(
    workspace: Workspace,
    tables: Sequence[TableImport],
    options: ImportOptions = NO_OPTIONS,
    items: Mapping[int, Item] | None = None,
) -> ImportPlan:
    """Merge what was read into the backlog, without changing it.

    `items` is a copy of the backlog's, for planning beside the thread that edits them; the plan then holds
    only while nothing else was applied.
    """
    own = own_among(workspace, tables, options)
    if own is not None:
        return _plan_own(workspace, own, items)
    present = workspace.items if items is None else items
    settings, bases = workspace.settings, workspace.imported_values()
    incoming = [_incoming(table) for table in tables]
    of_files = [newest_of_each(some) for some in incoming]
    rows = of_files[0] if len(of_files) == 1 else newest_of_each(row for some in of_files for row in some)
    taken = [*keys_of(present.values()), *(row.values.get("key", "") for row in rows)]
    merger = Merger(
        present,
        bases,
        workspace.new_item_ids(len(rows)),
        own_keys(settings.key_prefix, taken),
        levels=levels_of(settings, options.ranked_types),
        take_scores=options.take_scores,
        own_prefix=settings.key_prefix,
        returns=Returns(workspace),
    )
    merge = merger.run(rows)
    lines = tuple(_lines(tables, merge, missing_items(present, rows, merge.met) if options.whole else ()))
    return ImportPlan(
        label=_label(tables),
        files=tuple(_summary(table, len(some)) for table, some in zip(tables, of_files, strict=True)),
        rows=lines,
        notes=(
            *(said for table in tables for said in table.warnings),
            *doubts([row for some in incoming for row in some]),
            *merge.warnings,
            *ranked_types_notes(settings, options.ranked_types, _types_of(present, rows)),
        ),
        items=present,
        bases=bases,
        settings=tuple(ranked_types_edits(settings, options.ranked_types, present, merge.met)),
        **_of_all(workspace, tables, lines, items),
    )


def _types_of(items: Mapping[int, Item], rows: Iterable[IncomingRow]) -> Iterator[str]:
    """The tracker's types that items have or get, each as often as there are such."""
    yield from (item.type for item in items.values() if item.from_tracker)
    yield from (row.values.get("type", "") for row in rows)


def _plan_own(workspace: Workspace, table: TableImport, items: Mapping[int, Item] | None) -> ImportPlan:
    """The plan for a workbook that this backlog exported."""
    present = workspace.items if items is None else items
    merge = merge_own(workspace, table, present)
    lines = tuple(_lines([table], merge, ()))
    return ImportPlan(
        label=_label([table]),
        files=(_summary(table, len(table.rows)),),
        rows=lines,
        notes=(*table.warnings, *merge.warnings),
        items=present,
        bases={},
        **_of_all(workspace, [table], lines, items),
    )


def _label(tables: Sequence[TableImport]) -> Message:
    return import_label(", ".join(name_of(table.path) for table in tables))


def _of_all(
    workspace: Workspace, tables: Sequence[TableImport], lines: Iterable[PlannedRow], items: Mapping[int, Item] | None
) -> dict[str, Any]:
    """What every plan knows: of which files and when, the import before it, and the ranks of before."""
    return {
        "names": tuple(name_of(table.path) for table in tables),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "last": workspace.last_import,
        "baseline": _baseline_before(workspace, lines, items),
    }


def _lines(tables: Sequence[TableImport], merge: Merge, gone: Iterable[Item]) -> Iterator[PlannedRow]:
    """The lines of the preview: rows of the files, then items that are gone, then rows that are no items."""
    yield from merge.rows
    numbers = count(len(merge.rows))
    for item in gone:
        place = (item.id, item.source_file, item.source_row)
        reason = _CLOSED if item.closed else None
        yield PlannedRow(next(numbers), RowKind.GONE, item.key, item.title, *place, reason=reason)
    for table in tables:
        for one in table.refused:
            yield PlannedRow(next(numbers), RowKind.REFUSED, "", "", 0, one.file, one.row, reason=one.reason)


def _baseline_before(
    workspace: Workspace, lines: Iterable[PlannedRow], items: Mapping[int, Item] | None
) -> Edit | None:
    """What makes the state before an import the baseline, where the import may change any item."""
    some = any(line.kind not in (RowKind.UNCHANGED, RowKind.REFUSED) for line in lines)
    return baseline_edit(workspace, BaselineReason.IMPORT, items) if some else None


def _incoming(table: TableImport) -> list[IncomingRow]:
    headers, own = frozenset(table.extra_headers), table.dialect == _PMDESK
    return [IncomingRow(row.file, row.row, row.values, row.extra, headers, row.scores, own) for row in table.rows]


def _summary(table: TableImport, items: int) -> FileSummary:
    return FileSummary(str(table.path), table.format, table.dialect, table.row_count, items)
