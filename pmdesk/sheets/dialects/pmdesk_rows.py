"""The rows of a workbook that PMDesk wrote: which item each is, and what was changed in it since the export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.mapping import EXTRA, IGNORED, ColumnMapping
from pmdesk.domain.messages import Message, message
from pmdesk.sheets.dialects.asides import total_word
from pmdesk.sheets.dialects.cells import Conventions, plain_text
from pmdesk.sheets.dialects.pmdesk_cells import Change, FieldCells
from pmdesk.sheets.dialects.pmdesk_columns import OwnSheet
from pmdesk.sheets.dialects.pmdesk_data import Exported, value_of
from pmdesk.sheets.dialects.pmdesk_ids import row_ids
from pmdesk.sheets.dialects.pmdesk_scales import Scales
from pmdesk.sheets.rows import Cell, OwnRow, RefusedRow

_NOTHING: Sequence[Cell] = ()


@dataclass(slots=True)
class OwnRows:
    """What the rows come to: those that are items, those that are refused, and what is said of them."""

    rows: list[OwnRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)


def read_rows(
    file: str,
    sheet: OwnSheet,
    written: Exported,
    columns: Sequence[ColumnMapping],
    scales: Scales,
    conventions: Conventions,
) -> OwnRows:
    """The rows by the uses of their columns; a row that stands for no exported item is a new one."""
    ids, said = row_ids(file, sheet, written)
    found = OwnRows(warnings=said)
    changes = _changes(file, sheet, written, _Reading(ids, columns, scales, conventions), found.warnings)
    keys = written.keys()
    for place, (row, item_id) in enumerate(zip(sheet.rows, ids, strict=True)):
        one = changes.get(place, {})
        if item_id:
            title = _title(one, written, item_id)
            found.rows.append(OwnRow(row.number, item_id, keys[item_id], title, one))
        elif one:
            _add_new(file, row.number, row.cells, one, found)
    return found


@dataclass(slots=True)
class _Reading:
    ids: Sequence[int]
    columns: Sequence[ColumnMapping]
    scales: Scales
    conventions: Conventions


def _changes(
    file: str, sheet: OwnSheet, written: Exported, reading: _Reading, warnings: list[Message]
) -> dict[int, dict[str, Change]]:
    """What was changed, by the place of the row and the field."""
    found: dict[int, dict[str, Change]] = {}
    lines = [row.number for row in sheet.rows]
    places = {name: place for place, name in enumerate(written.fields)}
    bases = [written.rows.get(item_id, _NOTHING) for item_id in reading.ids]
    for index, column in enumerate(reading.columns):
        if column.use == EXTRA:
            _keep(sheet.grid[index], column.header, found)
            continue
        if column.use not in FIELDS or column.use == IGNORED:
            continue
        place = places.get(column.use)
        exported = [None if place is None or not base else base[place] for base in bases]
        cells = sheet.grid[index]
        if place is None:  # a column that somebody added says nothing where it is empty
            exported = list(cells) if not any(cells) else exported
        reader = FieldCells(column.use, column, reading.scales, reading.conventions)
        for row, change in reader.changes(cells, exported, lines):
            found.setdefault(row, {})[column.use] = change
        warnings += reader.warnings(file)
    return found


def _keep(cells: Sequence[Cell], header: str, found: dict[int, dict[str, Change]]) -> None:
    """Take the values of a column that is kept under its own header."""
    for place, text in enumerate(map(plain_text, cells)):
        if text:
            base, theirs = found.setdefault(place, {}).get("extra", ({}, {}))
            found[place]["extra"] = (base, {**_mapping(theirs), header: text})


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _title(changes: Mapping[str, Change], written: Exported, item_id: int) -> str:
    if "title" in changes:
        return str(changes["title"][1])
    if "title" not in written.fields:
        return ""
    return str(value_of("title", written.rows[item_id][written.fields.index("title")]))


def _add_new(file: str, number: int, cells: Sequence[Cell], changes: Mapping[str, Change], found: OwnRows) -> None:
    """Take a row that somebody added, which needs a title; a line of totals is none."""
    if "title" in changes:
        found.rows.append(OwnRow(number, 0, "", str(changes["title"][1]), changes))
        return
    said = message("Line {row} of “{file}” has no title.", row=number, file=file)
    if total_word([cell for cell in cells if cell not in (None, "")]):
        said = message("Line {row} of “{file}” is a line of totals and is no item.", row=number, file=file)
    found.refused.append(RefusedRow(file, number, said))
