"""Rows as CSV: UTF-8 without a mark, commas, dot decimals, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from pmdesk.domain.formula_guard import guarded
from pmdesk.domain.numbers import plain_number
from pmdesk.sheets.writing.files import replacing

Progress = Callable[[int, int], None]
Value = str | float | None
_CHUNK = 500


def write_csv(
    target: Path, header: Sequence[str], rows: Iterable[Sequence[Value]], count: int, progress: Progress | None = None
) -> None:
    """Write `count` rows in place of `target`, as RFC 4180 has it.

    Raises UserError where the disk refuses, and whatever `progress` (rows done, of all) raises to cancel; `target` is
    then as it was.
    """
    waiting = iter(rows)
    with replacing(target) as stream:
        stream.write(_encoded([[guarded(text) for text in header]]))
        for done in range(0, count, _CHUNK):
            if progress is not None:
                progress(done, count)
            stream.write(_encoded([_cell(value) for value in row] for row in islice(waiting, _CHUNK)))


def _encoded(rows: Iterable[Sequence[str]]) -> bytes:
    """Some rows as the file holds them. Written through a text stream, a full disk would be told twice."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(errors="replace")


def _cell(value: Value) -> str:
    """Numbers read back to the same number; only texts are guarded."""
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else plain_number(float(value))
