"""Which sheet of a workbook is the list of issues: the one whose columns are recognised best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.sheet_info import SheetInfo
from pmdesk.sheets import own_workbook
from pmdesk.sheets.rows import RawRow, TableHead

# A sheet's header is looked for in this many rows.
HEADER_DEPTH = 30
_NAMES_SHOWN = 10
# What is read beside the list of a workbook of PMDesk's own.
BESIDE = (own_workbook.DATA, own_workbook.SCALES)
_NO_LISTS = frozenset({*BESIDE, own_workbook.SUMMARY, own_workbook.ABOUT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sheet and its first rows with anything in them, at most HEADER_DEPTH and one more."""

    info: SheetInfo
    top: Sequence[RawRow]


def is_own(sheets: Sequence[Candidate]) -> bool:
    """Whether PMDesk wrote the workbook: it has the sheet of what was exported, hidden or not."""
    data = next((sheet for sheet in sheets if sheet.info.name == own_workbook.DATA), None)
    return data is not None and bool(data.top) and own_workbook.Fact.FORMAT in data.top[0].cells[:1]


def of_list(sheets: Sequence[Candidate]) -> Sequence[Candidate]:
    """The sheets of a workbook of PMDesk's own that may be the list, whatever its name is by now."""
    named = [sheet for sheet in sheets if sheet.info.name == own_workbook.BACKLOG and len(sheet.top) > 1]
    return named or [sheet for sheet in sheets if sheet.info.name not in _NO_LISTS] or sheets


def choose(file: str, sheets: Sequence[Candidate]) -> SheetInfo:
    """The visible sheet that looks most like a list of issues. Raises UserError where none has a header and rows."""
    tables = [sheet for sheet in sheets if not sheet.info.hidden and len(sheet.top) > 1]
    if not tables:
        raise UserError(_no_table(file, [sheet.info for sheet in sheets]))
    if len(tables) == 1:
        return tables[0].info
    return max(tables, key=lambda sheet: _likeness(file, sheet)).info


def wanted(file: str, sheets: Sequence[Candidate], name: str) -> SheetInfo:
    """The sheet of this name, also a hidden one. Raises UserError where there is none, or no table in it."""
    found = next((sheet for sheet in sheets if sheet.info.name == name), None)
    if found is None:
        said = "“{file}” has no sheet “{sheet}”; it has {sheets}."
        raise UserError(message(said, file=file, sheet=name, sheets=_names([sheet.info for sheet in sheets])))
    if len(found.top) < 2:
        said = "Sheet “{sheet}” of “{file}” is not a table with a header and rows."
        raise UserError(message(said, file=file, sheet=name))
    return found.info


def which_sheet(file: str, name: str, sheets: Sequence[SheetInfo]) -> tuple[Message, ...]:
    """What to say of a sheet that was chosen among several."""
    shown = [sheet for sheet in sheets if sheet.rows > 1 and not sheet.hidden]
    hidden = sum(sheet.rows > 1 and sheet.hidden for sheet in sheets)
    notes: list[Message] = []
    if len(shown) > 1:
        said = "“{file}” has {sheets} sheets; “{sheet}” was read."
        notes.append(message(said, file=file, sheets=len(shown), sheet=name))
    if hidden:
        said, one = "{count} hidden sheets of “{file}” were not read.", "One hidden sheet of “{file}” was not read."
        notes.append(message(said, one=one, count=hidden, file=file))
    return tuple(notes)


def _likeness(file: str, sheet: Candidate) -> tuple[int, int, int]:
    """How a sheet compares with others: columns recognised, the most texts in a row near the top, and rows."""
    return _recognised(file, sheet), _width(sheet.top[:HEADER_DEPTH]), sheet.info.rows


def _recognised(file: str, sheet: Candidate) -> int:
    # Most workbooks have one sheet, and need not wait for all names of columns to be imported.
    from pmdesk.sheets.dialects.heading import find_tables

    first, *rows = sheet.top
    header = tuple(str(cell).strip() for cell in first.cells)
    tables, _ = find_tables(file, TableHead("xlsx", sheet.info.name, header, ("",) * len(header)), rows)
    return len(tables[0].roles)


def _width(rows: Sequence[RawRow]) -> int:
    return max(sum(isinstance(cell, str) and cell != "" for cell in row.cells) for row in rows)


def _no_table(file: str, sheets: Sequence[SheetInfo]) -> Message:
    hidden = [sheet for sheet in sheets if sheet.hidden and sheet.rows > 1]
    if hidden:
        said = "No visible sheet of “{file}” is a table with a header and rows, but a hidden one is: choose {sheets}."
        return message(said, file=file, sheets=_names(hidden))
    if not sheets:
        said = "“{file}” holds no sheet with cells, only charts or macros; export the list of issues from the tracker."
        return message(said, file=file)
    said = "No sheet of “{file}” looks like a table with a header and rows; it has {sheets}."
    return message(said, file=file, sheets=_names(sheets))


def _names(sheets: Sequence[SheetInfo]) -> str:
    more = ", …" if len(sheets) > _NAMES_SHOWN else ""
    return ", ".join(f"“{sheet.name}”" for sheet in sheets[:_NAMES_SHOWN]) + more
