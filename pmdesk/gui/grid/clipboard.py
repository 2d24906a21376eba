"""Cells as text for other programs, and what they put on the clipboard as cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from pmdesk.domain.formula_guard import guarded, unguarded

_QUOTED = r'"(?P<quoted>(?:[^"]++|"")*+)"(?=[\t\n]|\Z)'
_CELL = re.compile(rf"(?:{_QUOTED}|(?P<plain>[^\t\n]*+))(?P<end>\t|\n|\Z)")


def as_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Rows as tab-separated text, as spreadsheets read it: cells with tabs, newlines or quotes are quoted.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, so that it stays text. Line ends
    inside a cell are newlines, as fields hold them: a carriage return becomes one.
    """
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    for row in rows:
        writer.writerow([text if text[:1].isalnum() and "\r" not in text else _as_cell(text) for text in row])
    return out.getvalue().removesuffix("\n")


def from_tsv(text: str) -> list[list[str]]:
    """The cells that Excel, LibreOffice or PMDesk copied; all rows are as long as the longest.

    A quote counts only around a whole cell; elsewhere it is text. One line end at the end closes the last row. What
    `as_tsv` gives comes back as it was, except that a carriage return is a newline.
    """
    if not text:
        return []
    rows: list[list[str]] = [[]]
    for found in _CELL.finditer(_with_newlines(text).removesuffix("\n")):
        rows[-1].append(unguarded(_read(found)))
        if not found["end"]:
            break
        if found["end"] == "\n":
            rows.append([])
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def _as_cell(text: str) -> str:
    return guarded(_with_newlines(text))


def _read(found: re.Match[str]) -> str:
    quoted = found["quoted"]
    return found["plain"] if quoted is None else quoted.replace('""', '"')


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
