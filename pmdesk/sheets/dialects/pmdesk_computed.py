"""Ranks and scores that somebody typed over in a workbook that PMDesk wrote: they are computed, and left out."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmdesk.domain import frameworks
from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Moscow
from pmdesk.sheets import own_workbook
from pmdesk.sheets.dialects.pmdesk_cells import same
from pmdesk.sheets.dialects.pmdesk_columns import OwnSheet
from pmdesk.sheets.dialects.pmdesk_data import Exported, value_of
from pmdesk.sheets.dialects.pmdesk_scales import Scales
from pmdesk.sheets.rows import Cell, OwnRow

_PRECISION = 1e-9
_FACTORS = (*rice.FACTORS, "moscow")
_LEAST = 1e-300
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "reach": (0.0, math.inf),
    "impact": (math.ulp(0.0), math.inf),
    "confidence": (0.0, 1.0),
    "effort": (math.ulp(0.0), math.inf),
}
# So much of a merit tells by itself which of two rows stands first.
_MERITS = 3


@dataclass(slots=True)
class _Merits:
    """What frameworks rank an item by."""

    reach: float | None = None
    impact: float | None = None
    confidence: float | None = None
    effort: float | None = None
    moscow: Moscow | None = None


@dataclass(slots=True)
class _Row:
    """A row with its cells of rank and score, and what it is ranked by: as it was exported and as the sheet has it now.

    `place` is its place among the exported, from 1; 0 for a new one.
    """

    number: int
    rank: Cell
    score: Cell
    before: Any  # a _Merits, which frameworks take for an item
    now: Any
    place: int


def said_of_computed(
    file: str, sheet: OwnSheet, written: Exported, rows: Sequence[OwnRow], scales: Scales
) -> Iterator[Message]:
    """What to say about edited ranks and scores."""
    found = list(_rows(sheet, written, rows, scales))
    for header, edited in (
        (own_workbook.SCORE_HEADER, [row.number for row in found if _score_is_typed(row)]),
        (own_workbook.RANK_HEADER, [row.number for row in _typed_ranks(found, written)]),
    ):
        if edited:
            many = (
                "{count} cells under “{column}” in “{file}” were edited; PMDesk computes them, so that the edits were "
                "left out. The first is in line {row}."
            )
            one = "“{column}” in line {row} of “{file}” was edited; PMDesk computes it, so that the edit was left out."
            yield message(many, one=one, count=len(edited), column=header, file=file, row=edited[0])


def _rows(sheet: OwnSheet, written: Exported, rows: Sequence[OwnRow], scales: Scales) -> Iterator[_Row]:
    by_line = {row.row: row for row in rows}
    places = {item_id: place for place, item_id in enumerate(written.rows, start=1)}
    ranks, scores = (_column(sheet, name) for name in (own_workbook.RANK_HEADER, own_workbook.SCORE_HEADER))
    factors = [(name, written.fields.index(name)) for name in _FACTORS if name in written.fields]
    typed = {name: sheet.grid[sheet.fields[name]] for name in _FACTORS if name in sheet.fields}
    for at, (raw, rank, score) in enumerate(zip(sheet.rows, ranks, scores, strict=True)):
        row = by_line.get(raw.number)
        if row is not None:
            cells = written.rows.get(row.item_id)
            values: dict[str, Any] = {name: value_of(name, cells[place]) for name, place in factors} if cells else {}
            counted = {name: _counted(name, cells[at], values.get(name), scales) for name, cells in typed.items()}
            before, now = _Merits(**values), _Merits(**{**values, **counted})
            yield _Row(raw.number, rank, score, before, now, places.get(row.item_id, 0))


def _counted(name: str, cell: Cell, before: Any, scales: Scales) -> Any:
    """What the formulas make of a factor's cell, whatever PMDesk may understand: None where they cannot count it."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return scales.looked_up(name, cell)
    if same(float(cell), before):
        return before
    least, most = _BOUNDS.get(name, (math.inf, 0.0))
    return float(cell) if least <= cell <= most else None


def _column(sheet: OwnSheet, header: str) -> Sequence[Cell]:
    return sheet.grid[sheet.computed[header]] if header in sheet.computed else (None,) * len(sheet.rows)


def _score_is_typed(row: _Row) -> bool:
    """Whether the score is neither that of the factors now nor, not calculated yet, of those that were exported."""
    if row.score is None or row.score == "" or (row.score == 0 and rice.score(row.now) is None):
        return False  # an .xls file has 0 for a formula that comes to nothing
    return not (_is_score(row.score, row.now) or _is_score(row.score, row.before))


def _is_score(cell: Cell, merits: Any) -> bool:
    score = rice.score(merits)
    if not isinstance(cell, int | float) or score is None:
        return False
    return math.isclose(cell, score, rel_tol=_PRECISION, abs_tol=_LEAST)


def _typed_ranks(rows: Sequence[_Row], written: Exported) -> list[_Row]:
    """The rows whose rank is neither as it was exported nor one that they may have by their merit now.

    Nothing is told where most ranks are odd: some items may have been exported with their ranks among all.
    """
    told = [row for row in rows if row.rank is not None and row.rank != ""]
    odd = [row for row in told if row.rank != row.place]
    if odd:
        odd = _misplaced(odd, rows, written.framework)
    return odd if 2 * len(odd) <= len(rows) else []


def _misplaced(odd: Sequence[_Row], rows: Sequence[_Row], name: str) -> list[_Row]:
    """Those with a rank that no row of their merit can have, whatever decides between equal ones."""
    known = frameworks.frameworks()
    framework: Any = known.get(name, known[frameworks.DEFAULT])
    merits = {row.number: framework.merit(row.now) for row in rows}
    order = sorted(merit[:_MERITS] for merit in merits.values() if merit is not None)
    return [row for row in odd if not _may_stand(row.rank, merits[row.number], order)]


def _may_stand(rank: Cell, merit: Any, order: Sequence[Any]) -> bool:
    if merit is None or not isinstance(rank, int | float):
        return False
    return bisect_left(order, merit[:_MERITS]) < rank <= bisect_right(order, merit[:_MERITS])
