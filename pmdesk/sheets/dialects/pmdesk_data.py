"""The hidden sheet of a workbook that PMDesk wrote: what was exported, the base of the merge when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.records import Moscow
from pmdesk.sheets import own_workbook
from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.own_workbook import Fact, restored, restored_list
from pmdesk.sheets.rows import Cell, RawRow, RawTable

LISTS = frozenset({"labels", "components", "former_keys"})
DATES = frozenset({"due", "created", "updated"})
_FACTS = frozenset(Fact)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported: of which backlog, under which headers, and the cells of each item by its id.

    `fields` names what the cells of `rows` hold; `headers` has the header of each field's column in the list, `extra`
    those of the columns without a field. `framework` is the name of the one that ranked; period and unit are those of
    the backlog then, empty where they are not told.
    """

    format: int
    backlog_id: str
    framework: str
    reach_period: str
    effort_unit: str
    fields: tuple[str, ...]
    headers: Mapping[str, str]
    extra: tuple[str, ...]
    rows: Mapping[int, Sequence[Cell]]

    def keys(self) -> dict[int, str]:
        """The keys of the items, by their ids."""
        if "key" not in self.fields:
            return dict.fromkeys(self.rows, "")
        place = self.fields.index("key")
        return {item_id: value_of("key", cells[place]) for item_id, cells in self.rows.items()}


def exported(raw: RawTable) -> Exported | None:
    """What the hidden sheet of a workbook holds; None where it has none that makes sense."""
    rows = raw.beside.get(own_workbook.DATA, ())
    start = next((place for place, row in enumerate(rows) if row.cells[:1] == (own_workbook.ID_FIELD,)), None)
    if start is None:
        return None
    facts = {plain_text(row.cells[0]): plain_text(row.cells[1]) for row in rows[:start] if len(row.cells) > 1}
    told = {name: text for name, text in facts.items() if name in _FACTS}
    fields = tuple(name for name in map(plain_text, rows[start].cells[1:]) if name)
    if not all(map(comes_back, fields)) or not told.get(Fact.FORMAT, "").isdecimal():
        return None
    return Exported(
        format=int(told[Fact.FORMAT]),
        backlog_id=told.get(Fact.BACKLOG, ""),
        framework=told.get(Fact.FRAMEWORK, ""),
        reach_period=told.get(Fact.REACH_PERIOD, ""),
        effort_unit=told.get(Fact.EFFORT_UNIT, ""),
        fields=fields,
        headers=_headers(facts),
        extra=restored_list(facts.get(own_workbook.EXTRA_FACT, "")),
        rows=_rows(rows[start + 1 :], len(fields)),
    )


def comes_back(name: str) -> bool:
    """Whether a field may be changed in a workbook, at least that of some items; the key tells the item."""
    return name == "key" or (name in FIELDS and FIELDS[name].owned_by is not Owner.FIXED)


def _headers(facts: Mapping[str, str]) -> dict[str, str]:
    mark = own_workbook.HEADER_FACT
    named = ((name.removeprefix(mark), restored(text)) for name, text in facts.items() if name.startswith(mark))
    return {name: header for name, header in named if name in FIELDS}


def _rows(rows: Iterable[RawRow], width: int) -> dict[int, Sequence[Cell]]:
    """The cells of each item; those of rows that continue the one before are joined."""
    found: dict[int, Sequence[Cell]] = {}
    for row in rows:
        item_id = id_in(row.cells[0])
        cells: Sequence[Cell] = row.cells[1 : width + 1]
        if len(cells) < width:
            cells = (*cells, *(None,) * (width - len(cells)))
        before = found.get(item_id)
        if item_id:
            found[item_id] = cells if before is None else tuple(map(_joined, before, cells))
    return found


def _joined(one: Cell, more: Cell) -> Cell:
    return one + more if isinstance(one, str) and isinstance(more, str) else one


def id_in(cell: Cell) -> int:
    """The id of an item that a cell holds, or 0."""
    if isinstance(cell, str):
        text = cell.strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
    if isinstance(cell, float) and cell.is_integer():
        return max(0, int(cell))
    return max(0, cell) if type(cell) is int else 0


def value_of(name: str, cell: Cell) -> Any:
    """The value of a field that a cell of the hidden sheet holds, as Item has it."""
    if cell is None or cell == "":
        return () if name in LISTS else None if _may_be_none(name) else ""
    if name in DATES:
        return _day(name, cell)
    if FIELDS[name].numeric or name == "impact":
        return float(cell) if isinstance(cell, int | float) else None
    text = cell if isinstance(cell, str) else plain_text(cell)
    if name == "moscow":
        return Moscow(text) if text in frozenset(Moscow) else None
    return restored_list(text) if name in LISTS else restored(text)


def _may_be_none(name: str) -> bool:
    return name in DATES or name in ("impact", "moscow") or FIELDS[name].numeric


def _day(name: str, cell: Cell) -> date | None:
    found = _moment(restored(cell)) if isinstance(cell, str) else cell if isinstance(cell, date) else None
    if name == "due" and isinstance(found, datetime):
        return found.date()
    return found


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
