"""A backlog's workbook, edited as people and programs do it, and what its import would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pmdesk.services import exporting, import_mapping
from pmdesk.services.exporting import ExportOptions
from pmdesk.services.importing import ImportPlan, plan_import
from pmdesk.services.workspace import Workspace
from pmdesk.sheets.reading import open_table
from pmdesk.sheets.reading.process import table_of
from pmdesk.sheets.rows import Cell, RawRow, RawTable

WHOLE = ExportOptions(all_columns=True, with_descriptions=True)
OUT = "out.xlsx"


def exported(workspace: Workspace, folder: Path, options: ExportOptions = WHOLE) -> Path:
    """The workbook of a backlog."""
    return exporting.write(exporting.workbook_content(workspace, options), folder / OUT).path


def read(path: Path) -> RawTable:
    """A workbook, read in this process."""
    head, rows = open_table(path)
    return table_of(path, head, list(rows))


def back_in(workspace: Workspace, raw: RawTable) -> ImportPlan:
    """What importing a workbook would do where nobody is asked."""
    proposal = import_mapping.propose(workspace, raw)
    return plan_import(workspace, [import_mapping.interpret(raw, proposal.mapping)])


def notes_of(plan: ImportPlan) -> list[str]:
    """What a plan says beside its lines."""
    return [str(said) for said in plan.notes]


def changes_of(plan: ImportPlan) -> dict[str, dict[str, tuple[Any, Any]]]:
    """The fields that change, by the key of the item: old and new."""
    return {row.key: {one.field: (one.before, one.after) for one in row.changes} for row in plan.rows if row.changes}


class Edited:
    """The list of a workbook as a table of cells that may be changed at will."""

    def __init__(self, raw: RawTable) -> None:
        self.raw = raw
        self.header = list(raw.head.header)
        self.rows = [list(row.cells) + [None] * (len(self.header) - len(row.cells)) for row in raw.rows]

    def place(self, header: str) -> int:
        """Where a column stands."""
        return self.header.index(header)

    def row(self, key: str) -> list[Cell]:
        """The row of an item."""
        return next(row for row in self.rows if row[self.place("Key")] == key)

    def put(self, name: str, /, **values: Cell) -> Edited:
        """Type values into the row of an item, under headers that begin with these words."""
        row = self.row(name)
        for start, value in values.items():
            row[self._starting(start)] = value
        return self

    def add(self, **values: Cell) -> Edited:
        """Type a new row below."""
        row: list[Cell] = [None] * len(self.header)
        for start, value in values.items():
            row[self._starting(start)] = value
        self.rows.append(row)
        return self

    def reordered(self, columns: Sequence[int], rows: Sequence[int]) -> Edited:
        """Move columns and sort rows."""
        self.header = [self.header[place] for place in columns]
        self.rows = [[self.rows[row][place] for place in columns] for row in rows]
        return self

    def renamed(self, names: Mapping[str, str]) -> Edited:
        """Give columns other headers."""
        self.header = [names.get(header, header) for header in self.header]
        return self

    def each(self, change: Callable[[Cell], Cell]) -> Edited:
        """Change every cell, as programs do that write a file in their own way."""
        self.rows = [list(map(change, row)) for row in self.rows]
        return self

    def table(self) -> RawTable:
        """The workbook as the reader gives it."""
        rows = tuple(RawRow(number, tuple(cells)) for number, cells in enumerate(self.rows, start=2))
        return replace(self.raw, head=replace(self.raw.head, header=tuple(self.header)), rows=rows)

    def _starting(self, start: str) -> int:
        names = (header.casefold().replace(" ", "_") for header in self.header)
        return next(place for place, name in enumerate(names) if name.startswith(start.casefold()))


def beside(raw: RawTable, name: str, rows: Iterable[Sequence[Cell]]) -> RawTable:
    """The workbook with another sheet beside the list."""
    found = tuple(RawRow(number, tuple(cells)) for number, cells in enumerate(rows, start=1))
    return replace(raw, beside={**raw.beside, name: found})
