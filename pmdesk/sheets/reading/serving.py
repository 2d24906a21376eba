"""The reader process's own end: it confines itself, reads one file and writes what it found, line by line."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from pmdesk.domain.messages import UserError
from pmdesk.sheets.reading import wire
from pmdesk.sheets.reading.limits import LIMITS, Limits, confine
from pmdesk.sheets.reading.opening import open_table
from pmdesk.sheets.reading.refusals import too_large, too_long_row, too_many_cells
from pmdesk.sheets.rows import RawRow

# Lines are so long that turning one into rows never keeps the window waiting.
_LINE = 1 << 18
_MOST_ROWS = 2000


def serve(argv: Sequence[str]) -> int:
    """Be the reader process: write the table of the file `argv[0]` to standard output; the exit code.

    `argv[1]`, if there is one, names the sheet that is wanted.
    """
    confine()
    # What is read is written and forgotten; looking for cycles in it takes a tenth of the time.
    gc.disable()
    # A windowed build has no sys.stdout, but the pipe it was started with all the same.
    return answer(os.fdopen(1, "wb", closefd=False), Path(argv[0]), "".join(argv[1:2]))


def answer(out: IO[bytes], path: Path, sheet: str = "", limits: Limits = LIMITS) -> int:
    """Write the table of the file at `path` to `out`, or why there is none; the exit code."""
    try:
        for line in _lines(path, sheet, limits):
            out.write(line)
            out.flush()
    except UserError as error:
        out.write(wire.error_line(error.message))
    except MemoryError:
        out.write(wire.error_line(too_large(path, limits).message))
    else:
        return 0
    out.flush()
    return 1


def _lines(path: Path, sheet: str, limits: Limits) -> Iterator[bytes]:
    head, rows = open_table(path, sheet)
    yield wire.head_line(head)
    size, count, cells = 50, 0, 0
    while chunk := list(islice(rows, size)):
        count += len(chunk)
        cells += sum(len(row.cells) for row in chunk)
        if cells > limits.cells:
            raise too_many_cells(path, limits)
        length = 0
        for line in _short_lines(path, chunk):
            length += len(line)
            yield line
        size = max(1, min(_MOST_ROWS, 2 * size, size * _LINE // length))
    yield wire.end_line(count)


def _short_lines(path: Path, rows: Sequence[RawRow]) -> Iterable[bytes]:
    """The rows in lines that are no longer than they should be, where that is more than one row."""
    line = wire.rows_line(rows)
    if len(line) > 4 * _LINE and len(rows) > 1:
        half = len(rows) // 2
        return (*_short_lines(path, rows[:half]), *_short_lines(path, rows[half:]))
    if len(line) > wire.LONGEST_LINE:
        raise too_long_row(path, rows[0].number)
    return (line,)
