"""Workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods): typed cells of the sheet that holds the table."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pmdesk.domain.messages import UserError, message
from pmdesk.domain.numbers import plain_number
from pmdesk.domain.sheet_info import SheetInfo
from pmdesk.sheets.reading.sheet_choice import (
    BESIDE,
    HEADER_DEPTH,
    Candidate,
    choose,
    is_own,
    of_list,
    wanted,
    which_sheet,
)
from pmdesk.sheets.rows import Cell, RawRow, TableHead

SheetCell = int | float | str | bool | time | date | datetime | timedelta
_SPANS = {time, timedelta}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A worksheet as the library holds it; none where it could not read this one of several."""

    info: SheetInfo
    cells: CalamineSheet | None


def open_workbook(
    file: str, data: bytes, sheet: str = "", format_name: str = "xlsx"
) -> tuple[TableHead, Iterator[RawRow]]:
    """The table in a workbook's bytes and its rows; `sheet` is the one that is wanted, also a hidden one, or empty.

    Of a workbook of PMDesk's own, the rows of the sheets that tell what was exported follow. Raises UserError if there
    is no table, no such sheet, or the workbook is unreadable.
    """
    with _faults_of(file):
        sheets = _read(data, format_name)
        candidates = [Candidate(one.info, list(islice(_rows(one.cells), HEADER_DEPTH + 1))) for one in sheets]
    own = is_own(candidates)
    info = wanted(file, candidates, sheet) if sheet else choose(file, of_list(candidates) if own else candidates)
    infos = tuple(one.info for one in sheets)
    cells = next(one.cells for one in sheets if one.info is info)
    beside = [one for one in sheets if own and one.info.name in BESIDE and one.info is not info]
    del sheets, candidates
    rows = _guarded_rows(file, cells)
    first = next(rows)
    header = tuple(map(_heading, first.cells))
    notes = () if sheet or own else which_sheet(file, info.name, infos)
    told = tuple((one.info.name, one.info.rows) for one in beside)
    head = TableHead(format_name, info.name, header, ("",) * len(header), None, notes, infos, told, first.number)
    return head, chain(rows, *(_guarded_rows(file, one.cells) for one in beside))


@contextlib.contextmanager
def _faults_of(file: str) -> Iterator[None]:
    """Faults of the file as UserErrors, a panic of the Rust library among them.

    Panics derive from BaseException and their class cannot be imported, so they are known by name.
    """
    try:
        yield
    except PasswordError:
        said = "“{file}” is protected by a password; save it without one and import it again."
        raise UserError(message(said, file=file)) from None
    except BaseException as error:
        if not isinstance(error, CalamineError | OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        said = "“{file}” is not a workbook that can be read; it may be damaged or only partly copied."
        raise UserError(message(said, file=file)) from error


def _book(data: bytes, format_name: str) -> CalamineWorkbook:
    """The workbook as the library opens it.

    From bytes it only says that it does not know the format; why not, and that a password is wanted, it tells of a
    file whose name ends rightly.
    """
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except CalamineError:
        from tempfile import TemporaryDirectory

        with TemporaryDirectory() as folder:
            path = Path(folder, f"workbook.{format_name}")
            path.write_bytes(data)
            with CalamineWorkbook.from_path(path):
                raise


def _read(data: bytes, format_name: str) -> list[_Sheet]:
    """The worksheets in their order. Raises what the library does where it can read none of them."""
    book = _book(data, format_name)
    sheets: list[_Sheet] = []
    faults: list[CalamineError] = []
    for metadata in book.sheets_metadata:
        if metadata.typ is SheetTypeEnum.WorkSheet:
            try:
                cells = book.get_sheet_by_name(metadata.name)
            except CalamineError as error:
                faults.append(error)
                cells = None
            sheets.append(_Sheet(_info(metadata, cells), cells))
    if faults and len(faults) == len(sheets):
        raise faults[0]
    return sheets


def _info(metadata: SheetMetadata, cells: CalamineSheet | None) -> SheetInfo:
    rows = sum(_holds_anything(row) for row in _area(cells))
    return SheetInfo(metadata.name, rows, metadata.visible is not SheetVisibleEnum.Visible)


def _area(sheet: CalamineSheet | None) -> Iterable[list[SheetCell]]:
    """The rows of a sheet's used area: a lone cell at row 1,000,000 does not cost a million rows."""
    if sheet is None or sheet.start is None:
        return ()
    return islice(sheet.iter_rows(), sheet.start[0], None)


def _holds_anything(cells: list[SheetCell]) -> bool:
    return cells.count("") != len(cells)


def _guarded_rows(file: str, sheet: CalamineSheet | None) -> Iterator[RawRow]:
    with _faults_of(file):
        yield from _rows(sheet)


def _rows(sheet: CalamineSheet | None) -> Iterator[RawRow]:
    """The rows with anything in them, numbered as the sheet does."""
    first = sheet.start[0] + 1 if sheet and sheet.start else 1
    for number, cells in enumerate(_area(sheet), start=first):
        if _holds_anything(cells):
            odd = not _SPANS.isdisjoint(map(type, cells))
            yield RawRow(number, tuple(map(_cell, cells) if odd else _plain(cells)))


def _heading(cell: Cell) -> str:
    """A cell of the header as people read it: 2024 is kept as 2024.0."""
    return plain_number(cell) if isinstance(cell, float) else str(cell).strip()


def _plain(cells: list[SheetCell]) -> list[Cell]:
    """The cells of a row in which all are ours already."""
    return cast(list[Cell], cells)


def _cell(cell: SheetCell) -> Cell:
    """A sheet's cell as ours: times of day and durations are text."""
    return str(cell) if isinstance(cell, time | timedelta) else cell
