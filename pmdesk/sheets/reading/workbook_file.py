"""Workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods): typed cells of the sheet that holds the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TypeVar

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pmdesk.domain.mapping import SheetInfo
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets.rows import Cell, RawRow, TableHead

Result = TypeVar("Result")
SheetCell = int | float | str | bool | time | date | datetime | timedelta
# A sheet's header is looked for in this many rows.
HEADER_DEPTH = 30


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A worksheet's rows with anything in them."""

    info: SheetInfo
    rows: list[RawRow]


def open_workbook(
    file: str, data: bytes, sheet: str = "", format_name: str = "xlsx"
) -> tuple[TableHead, Iterator[RawRow]]:
    """The table in a workbook's bytes and its rows; `sheet` is the one that is wanted, also a hidden one, or empty.

    Raises UserError if there is none, no such sheet, or the workbook is unreadable.
    """
    sheets = _sheets(file, data)
    chosen = _wanted(file, sheets, sheet) if sheet else _likeliest(file, sheets)
    first, *rows = chosen.rows
    header = tuple(str(cell).strip() for cell in first.cells)
    infos = tuple(one.info for one in sheets)
    notes = () if sheet else _which_sheet(file, chosen.info.name, infos)
    return TableHead(format_name, chosen.info.name, header, ("",) * len(header), None, notes, infos), iter(rows)


def _wanted(file: str, sheets: Sequence[_Sheet], name: str) -> _Sheet:
    found = next((sheet for sheet in sheets if sheet.info.name == name), None)
    if found is None:
        said = "“{file}” has no sheet “{sheet}”; it has {sheets}."
        names = ", ".join(f"“{sheet.info.name}”" for sheet in sheets)
        raise UserError(message(said, file=file, sheet=name, sheets=names))
    if len(found.rows) < 2:
        said = "Sheet “{sheet}” of “{file}” is not a table with a header and rows."
        raise UserError(message(said, file=file, sheet=name))
    return found


def _likeliest(file: str, sheets: Sequence[_Sheet]) -> _Sheet:
    tables = [sheet for sheet in sheets if not sheet.info.hidden and len(sheet.rows) > 1]
    if not tables:
        said = "No sheet of “{file}” looks like a table with a header and rows."
        raise UserError(message(said, file=file))
    # The issues are the widest table of a workbook; notes, lookups and charts' data are narrower.
    return max(tables, key=lambda sheet: _width(sheet.rows))


def _sheets(file: str, data: bytes) -> list[_Sheet]:
    """The worksheets in their order."""
    try:
        return _guarded(lambda: _read(data))
    except PasswordError:
        said = "“{file}” is protected by a password; save it without one and import it again."
        raise UserError(message(said, file=file)) from None
    except (CalamineError, OSError, ValueError) as error:
        said = "“{file}” is not a workbook that can be read; it may be damaged or only partly copied."
        raise UserError(message(said, file=file)) from error


def _guarded(read: Callable[[], Result]) -> Result:
    """What `read` returns; a panic of the Rust library becomes a CalamineError.

    Panics derive from BaseException and their class cannot be imported, so they are known by name.
    """
    try:
        return read()
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise CalamineError(str(error)) from error
        raise


def _read(data: bytes) -> list[_Sheet]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [_sheet(book, sheet) for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]


def _sheet(book: CalamineWorkbook, sheet: SheetMetadata) -> _Sheet:
    rows = _rows(book, sheet.name)
    return _Sheet(SheetInfo(sheet.name, len(rows), sheet.visible is not SheetVisibleEnum.Visible), rows)


def _rows(book: CalamineWorkbook, name: str) -> list[RawRow]:
    sheet = book.get_sheet_by_name(name)
    # The empty area before the data is skipped: a lone cell at row 1,000,000 must not cost a million rows.
    first = sheet.start[0] + 1 if sheet.start else 1
    rows = enumerate(sheet.to_python(skip_empty_area=True), start=first)
    return [RawRow(number, tuple(map(_cell, cells))) for number, cells in rows if any(cell != "" for cell in cells)]


def _cell(cell: SheetCell) -> Cell:
    """A sheet's cell as ours: times of day and durations are text."""
    return str(cell) if isinstance(cell, time | timedelta) else cell


def _width(rows: Sequence[RawRow]) -> int:
    """The most texts that a row near the top holds: the header's length, if this is a table."""
    return max(sum(isinstance(cell, str) and cell != "" for cell in row.cells) for row in rows[:HEADER_DEPTH])


def _which_sheet(file: str, name: str, sheets: Sequence[SheetInfo]) -> tuple[Message, ...]:
    others = sum(sheet.rows > 1 and sheet.name != name for sheet in sheets)
    if not others:
        return ()
    return (message("“{file}” has {sheets} sheets; “{sheet}” was read.", file=file, sheets=others + 1, sheet=name),)
