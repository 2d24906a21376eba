"""A workbook that PMDesk wrote comes back: what its columns are used for, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pmdesk.domain.mapping import IGNORED, SCORES, ColumnMapping, FileMapping, Question, fitted
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import ReachPeriod, Settings
from pmdesk.sheets import own_workbook
from pmdesk.sheets.dialects import pmdesk
from pmdesk.sheets.dialects.cells import Conventions
from pmdesk.sheets.dialects.columns import Column, filled_cells
from pmdesk.sheets.dialects.conventions import decide
from pmdesk.sheets.dialects.pmdesk_columns import OwnSheet, own_sheet
from pmdesk.sheets.dialects.pmdesk_computed import said_of_computed
from pmdesk.sheets.dialects.pmdesk_data import DATES, Exported, comes_back, exported
from pmdesk.sheets.dialects.pmdesk_rows import OwnRows, read_rows
from pmdesk.sheets.dialects.pmdesk_scales import scales_of
from pmdesk.sheets.dialects.score_proposals import MONTHS
from pmdesk.sheets.rows import Cell, ImportedRow, OwnTable, RawTable, TableImport, name_of

_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A workbook that PMDesk wrote: its list, and what was exported."""

    raw: RawTable
    written: Exported
    sheet: OwnSheet

    @property
    def file(self) -> str:
        """Its name."""
        return name_of(self.raw.path)

    def natural(self, settings: Settings) -> list[ColumnMapping]:
        """What each column is used for where nobody was asked: fields that may come back, and nothing else."""
        uses = {index: name for name, index in self.sheet.fields.items() if comes_back(name)}
        return [self._natural(column, uses.get(column.index, IGNORED), settings) for column in self.sheet.columns]

    def _natural(self, column: Column, use: str, settings: Settings) -> ColumnMapping:
        """A column with its use, in the units that the backlog has by now; efforts of another unit are left out."""
        if use == "effort" and self.written.effort_unit not in ("", settings.effort_unit):
            return ColumnMapping(column.header, IGNORED)
        factor = 1.0
        if use == "reach" and self.written.reach_period in MONTHS:
            factor = MONTHS[settings.reach_period] / MONTHS[ReachPeriod(self.written.reach_period)]
        return ColumnMapping(column.header, use, factor=factor)

    def mapped(self, mapping: FileMapping, settings: Settings) -> list[ColumnMapping]:
        """What each column is used for by a mapping; one that it does not name, by what it is."""
        found = fitted(mapping, [column.header for column in self.sheet.columns])
        return [one or own for one, own in zip(found, self.natural(settings), strict=True)]

    def conventions(self, columns: Sequence[ColumnMapping], mapping: FileMapping) -> tuple[Conventions, list[Question]]:
        """How numbers and dates are written that somebody typed as text, and what they leave open."""
        read = [index for index, column in enumerate(columns) if column.use in SCORES or column.use in DATES]
        filled: list[list[Cell]] = filled_cells([self.sheet.grid[index] for index in read])
        texts = [[cell for cell in cells if isinstance(cell, str)] for cells in filled]
        return decide(self.file, self.raw.head, texts, mapping)


def own_file(raw: RawTable) -> OwnFile | None:
    """The workbook, if PMDesk wrote it and it still says what was exported.

    Raises UserError where a newer PMDesk wrote it.
    """
    written = exported(raw) if raw.beside else None
    if written is None:
        return None
    if written.format > own_workbook.FORMAT:
        said = "“{file}” was exported by a newer PMDesk; update PMDesk to import it."
        raise UserError(message(said, file=name_of(raw.path)))
    sheet = own_sheet(raw, written)
    return OwnFile(raw, written, sheet) if sheet.ids is not None or "key" in sheet.fields else None


def other_backlog(raw: RawTable) -> Iterator[Message]:
    """What to say about a workbook that is read like any other, though PMDesk wrote it."""
    if own_file(raw) is not None:
        said = "“{file}” was exported from another backlog; its items are found by their keys."
        yield message(said, file=name_of(raw.path))


def read_own(own: OwnFile, mapping: FileMapping) -> TableImport:
    """The rows of the workbook by its mapping, with what was changed in each since the export."""
    columns = [
        one or ColumnMapping(column.header, IGNORED)
        for one, column in zip(
            fitted(mapping, [column.header for column in own.sheet.columns]), own.sheet.columns, strict=True
        )
    ]
    conventions, questions = own.conventions(columns, mapping)
    scales = scales_of(own.raw.beside.get(own_workbook.SCALES, ()))
    found = read_rows(own.file, own.sheet, own.written, columns, scales, conventions)
    in_units = all(column.factor == 1.0 for column in columns)
    computed = said_of_computed(own.file, own.sheet, own.written, found.rows, scales) if in_units else ()
    return TableImport(
        path=own.raw.path,
        format=own.raw.head.format,
        dialect=pmdesk.NAME,
        row_count=len(found.rows) + len(found.refused),
        rows=tuple(ImportedRow(own.file, row.row, {"key": row.key, "title": row.title}) for row in found.rows),
        refused=tuple(found.refused),
        warnings=(*(asked.assumed for asked in questions), *found.warnings, *notes_of(own, columns), *computed),
        own=OwnTable(tuple(found.rows), tuple(_missing(own, found))),
    )


def _missing(own: OwnFile, found: OwnRows) -> Iterator[tuple[int, str]]:
    there = {row.item_id for row in found.rows}
    return ((item_id, key) for item_id, key in own.written.keys().items() if item_id not in there)


def notes_of(own: OwnFile, columns: Sequence[ColumnMapping]) -> Iterator[Message]:
    """What to say about columns that somebody added, and that nothing comes of."""
    known = {*own.sheet.known, *(c.index for c in own.sheet.columns if c.header in own.written.extra)}
    added = [
        column.header
        for column, mapped in zip(own.sheet.columns, columns, strict=True)
        if column.index not in known and mapped.use == IGNORED and column.header and any(own.sheet.grid[column.index])
    ]
    if added:
        names = ", ".join(f"“{header}”" for header in added[:_NAMES_SHOWN]) + (", …" if added[_NAMES_SHOWN:] else "")
        many = "{count} columns of “{file}” are not PMDesk’s and are left out: {columns}."
        one = "{columns} is not a column of PMDesk’s and is left out of “{file}”."
        yield message(many, one=one, count=len(added), file=own.file, columns=names)
