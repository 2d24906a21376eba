"""Which column of a workbook that PMDesk wrote holds what: by its header, else by what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmdesk.domain.scales import IMPACT, step_named
from pmdesk.sheets import own_workbook
from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.dialects.columns import Column, columns_of, fold, grid_of
from pmdesk.sheets.dialects.heading import DEPTH
from pmdesk.sheets.dialects.pmdesk_data import Exported, id_in
from pmdesk.sheets.rows import Cell, RawRow, RawTable

_LOOKED_AT = 300
# A column without a known header is a field's where this part of its cells holds what was exported.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """The list of the workbook: its columns, its cells column by column, and the column of each field.

    `computed` are the columns of ranks and scores by the header they had, `ids` is that of the items' ids, where it is
    there, and `header_row` counts from 1.
    """

    columns: tuple[Column, ...]
    rows: tuple[RawRow, ...]
    grid: Sequence[Sequence[Cell]]
    fields: Mapping[str, int]
    computed: Mapping[str, int]
    ids: int | None
    header_row: int

    @property
    def known(self) -> frozenset[int]:
        """The places of the columns that PMDesk wrote, but for those of the tracker without a field."""
        own = {*self.fields.values(), *self.computed.values()}
        return frozenset(own if self.ids is None else {*own, self.ids})


def own_sheet(raw: RawTable, written: Exported) -> OwnSheet:
    """The list of a workbook, wherever its header stands and its columns were moved to."""
    header, place = _header(raw, written)
    columns = columns_of(header, ("",) * len(header))
    rows = tuple(row for row in raw.rows[place:] if not _repeats(row, header))
    grid = grid_of(rows, len(columns))
    by_header = _by_header(columns, written, grid)
    ids = by_header.pop(own_workbook.ID_HEADER, None)
    computed = {name: by_header.pop(name) for name in own_workbook.COMPUTED_HEADERS if name in by_header}
    fields = {name: by_header[header] for name, header in written.headers.items() if header in by_header}
    free = [column.index for column in columns if column.index not in {*fields.values(), *computed.values(), ids}]
    free = [index for index in free if columns[index].header not in written.extra]
    if ids is None:
        ids = _id_column(free, grid, written)
    if ids is not None:
        fields |= _by_values([index for index in free if index != ids], grid, ids, fields, written)
    number = raw.rows[place - 1].number if place else 1
    return OwnSheet(columns, rows, grid, fields, computed, ids, number)


def _header(raw: RawTable, written: Exported) -> tuple[Sequence[str], int]:
    """The row with the most headers that were written, and the number of rows above and with it."""
    known = {*map(fold, written.headers.values()), *map(fold, own_workbook.COMPUTED_HEADERS)}
    candidates = [raw.head.header, *(tuple(map(plain_text, row.cells)) for row in raw.rows[:DEPTH])]
    counts = [len(known.intersection(map(fold, texts))) for texts in candidates]
    place = counts.index(max(counts))
    return candidates[place], place


def _repeats(row: RawRow, header: Sequence[str]) -> bool:
    """Whether a row is the header once more."""
    return row.cells[:1] == header[:1] and tuple(map(plain_text, row.cells)) == tuple(header)


def _by_header(columns: Iterable[Column], written: Exported, grid: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """The columns whose header was written, by it; of a repeated one the first with anything in it counts."""
    names = (*written.headers.values(), *own_workbook.COMPUTED_HEADERS, own_workbook.ID_HEADER)
    known = {fold(name): name for name in reversed(names)}
    found: dict[str, int] = {}
    for column in columns:
        name = known.get(fold(column.header))
        if name is not None and (name not in found or not any(map(_filled, grid[found[name]]))):
            found[name] = column.index
    return found


def _filled(cell: Cell) -> bool:
    return cell is not None and cell != ""


def _id_column(free: Iterable[int], grid: Sequence[Sequence[Cell]], written: Exported) -> int | None:
    """The column that holds nothing but ids of items that were exported, each once for the most part."""
    for index in free:
        ids = [id_in(cell) for cell in grid[index] if _filled(cell)]
        there = {item_id for item_id in ids if item_id in written.rows}
        if ids and len(there) > _ENOUGH * len(ids) and len(there) >= _ENOUGH * min(len(written.rows), len(grid[index])):
            return index
    return None


def _by_values(
    free: Sequence[int], grid: Sequence[Sequence[Cell]], ids: int, fields: Mapping[str, int], written: Exported
) -> dict[str, int]:
    """The columns of fields whose header was changed: each holds in most rows what was exported."""
    found: dict[str, int] = {}
    for name in written.fields:
        if name in fields or name not in written.headers:
            continue
        shares = {index: _share(name, grid[index], grid[ids], written) for index in free if index not in found.values()}
        best = max(shares, key=lambda index: shares[index], default=None)
        if best is not None and shares[best] >= _ENOUGH:
            found[name] = best
    return found


def _share(name: str, cells: Sequence[Cell], ids: Sequence[Cell], written: Exported) -> float:
    """In which part of the rows with anything in them a column holds what was exported of a field."""
    place = written.fields.index(name)
    pairs = [
        (cell, written.rows[item_id][place])
        for cell, item_id in zip(cells[:_LOOKED_AT], map(id_in, ids[:_LOOKED_AT]), strict=True)
        if item_id in written.rows
    ]
    told = [(cell, base) for cell, base in pairs if _filled(cell) or _filled(base)]
    return sum(_alike(name, cell, base) for cell, base in told) / len(told) if told else 0.0


def _alike(name: str, cell: Cell, base: Cell) -> bool:
    """Whether a cell says what was exported, but for how it says it."""
    if cell == base:
        return True
    if name == "impact" and isinstance(cell, str):
        step = step_named(cell, IMPACT)
        return step is not None and step.value == base
    return isinstance(base, str) and _letters(plain_text(cell))[:8] == _letters(base)[:8]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
