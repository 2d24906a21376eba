"""One file before it is read as items: its tables, what its columns seem to be, how it writes dates and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from pmdesk.domain.mapping import EXTRA, ColumnMapping, FileMapping, Question
from pmdesk.domain.messages import Message
from pmdesk.domain.records import Settings
from pmdesk.sheets.dialects import pmdesk
from pmdesk.sheets.dialects.asides import without_footers
from pmdesk.sheets.dialects.cells import Conventions
from pmdesk.sheets.dialects.columns import filled_cells, grid_of
from pmdesk.sheets.dialects.conventions import decide
from pmdesk.sheets.dialects.extras import is_release
from pmdesk.sheets.dialects.field_values import Grid
from pmdesk.sheets.dialects.heading import Table, find_tables, mapping_fits
from pmdesk.sheets.dialects.score_proposals import Proposer, ScoreProposals
from pmdesk.sheets.dialects.uses import natural_uses
from pmdesk.sheets.rows import Cell, RawTable, name_of

NO_ANSWERS = FileMapping()


@dataclass(slots=True)
class Sheet:
    """One table of the file: its cells column by column, all and those with something in them, and natural uses."""

    table: Table
    grid: Grid
    filled: list[list[Cell]]
    natural: list[str]

    def scores(self, conventions: Conventions, settings: Settings) -> ScoreProposals:
        """The scores that its columns may hold."""
        own = self.table.dialect == pmdesk.NAME
        free = [column for column in self.table.written if self.natural[column.index] == EXTRA]
        priorities = [column for column in self.table.written if self.natural[column.index] == "priority"]
        return Proposer(free, priorities, self.filled, conventions, settings, own).run()

    def proposed(self, scores: ScoreProposals) -> FileMapping:
        """What nobody was asked about: the natural uses, and scores."""
        columns = (
            scores.mappings.get(column.index, ColumnMapping(column.header, self.natural[column.index]))
            for column in self.table.written
        )
        return FileMapping(tuple(columns))


@dataclass(slots=True)
class Recognised:
    """A file's tables in their order, with its conventions, what they leave open, and notes on the reading.

    `by_mapping` says that the first header is one that the mapping given is for.
    """

    file: str
    sheets: list[Sheet]
    conventions: Conventions
    questions: list[Question]
    notes: list[Message]
    by_mapping: bool = False


def recognise(raw: RawTable, mapping: FileMapping | None = None) -> Recognised:
    """What is in a file, in the eyes of a mapping that may be known already."""
    file = name_of(raw.path)
    tables, notes = find_tables(file, raw.head, raw.rows, mapping)
    sheets = [_sheet(table) for table in tables]
    conventions, questions = conventions_of(raw, sheets, mapping or NO_ANSWERS)
    by_mapping = mapping is not None and mapping_fits(mapping, [column.header for column in tables[0].written])
    return Recognised(file, sheets, conventions, questions, [*raw.head.notes, *notes], by_mapping)


def conventions_of(raw: RawTable, sheets: Sequence[Sheet], mapping: FileMapping) -> tuple[Conventions, list[Question]]:
    """How the file writes dates and numbers; releases look like both and tell nothing."""
    columns = chain.from_iterable(
        [cells for column, cells in zip(sheet.table.columns, sheet.filled, strict=True) if not is_release(column)]
        for sheet in sheets
    )
    return decide(name_of(raw.path), raw.head, list(columns), mapping)


def _sheet(table: Table) -> Sheet:
    grid = grid_of(table.rows, table.width)
    items = len(without_footers(table.rows))
    filled = filled_cells(grid if items == len(table.rows) else [cells[:items] for cells in grid])
    return Sheet(table, grid, filled, natural_uses(table, filled))
