"""Workbooks (.xlsx, and what else python-calamine reads): typed cells of the sheet that holds the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TypeVar

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets.rows import Cell, RawRow, TableHead

Result = TypeVar("Result")
SheetCell = int | float | str | bool | time | date | datetime | timedelta
# A sheet's header is looked for in this many rows.
HEADER_DEPTH = 30


def open_workbook(file: str, data: bytes) -> tuple[TableHead, Iterator[RawRow]]:
    """The table in a workbook's bytes and its rows. Raises UserError if there is none or it is unreadable."""
    sheets = {name: rows for name, rows in _sheets(file, data).items() if len(rows) > 1}
    if not sheets:
        said = "No sheet of “{file}” looks like a table with a header and rows."
        raise UserError(message(said, file=file))
    # The issues are the widest table of a workbook; notes, lookups and charts' data are narrower.
    name = max(sheets, key=lambda name: _width(sheets[name]))
    first, *rows = sheets[name]
    header = tuple(str(cell).strip() for cell in first.cells)
    notes = _which_sheet(file, name, len(sheets))
    return TableHead("xlsx", name, header, ("",) * len(header), None, notes), iter(rows)


def _sheets(file: str, data: bytes) -> dict[str, list[RawRow]]:
    """The visible sheets' rows with anything in them, by name."""
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


def _read(data: bytes) -> dict[str, list[RawRow]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    wanted = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
    ]
    return {name: _rows(book, name) for name in wanted}


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


def _which_sheet(file: str, name: str, count: int) -> tuple[Message, ...]:
    if count == 1:
        return ()
    return (message("“{file}” has {sheets} sheets; “{sheet}” was read.", file=file, sheets=count, sheet=name),)
