"""Reading the files of an import, each in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmdesk.sheets.rows import RawTable

FILE_PATTERNS = (
    "*.csv",
    "*.tsv",
    "*.txt",
    "*.xlsx",
    "*.xlsm",
    "*.xlsb",
    "*.xls",
    "*.ods",
    "*.html",
    "*.htm",
)
_NO_SHEETS: Mapping[Path, str] = MappingProxyType({})


class Cancelled(Exception):
    """The reading was stopped by who asked for it; no reader process is left."""


def reader_command() -> list[str]:
    """The command that starts the reader process, also inside a frozen build; never with modules of the folder."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--reader"]
    return [sys.executable, "-P", "-m", "pmdesk", "--reader"]


def read_raw(
    paths: Sequence[Path],
    sheets: Mapping[Path, str] = _NO_SHEETS,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[RawTable]:
    """Read files, each in a reader process; `progress` gets the rows read so far.

    `sheets` names the sheet wanted of a workbook; a file that is not in it gives the sheet that looks most like a list
    of issues. Touches no backlog, so that it may run on any thread. Raises UserError, naming a file that cannot be
    read, and Cancelled once `cancelled` says so.
    """
    from pmdesk.sheets.reading import process

    tables: list[RawTable] = []
    for path in paths:
        before = sum(len(table.rows) for table in tables)
        tell = None if progress is None else lambda rows, before=before: progress(before + rows)
        try:
            raw = process.read_table(path, reader_command(), sheets.get(path, ""), tell, cancelled)
        except process.Cancelled:
            raise Cancelled from None
        tables.append(raw)
    return tables
