"""Cells as text for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Rows as tab-separated text, as spreadsheets read it: cells with tabs, newlines or quotes are quoted.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, so that it stays text.
    """
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    for row in rows:
        writer.writerow([f"'{text}" if text.startswith(_FORMULA_STARTS) else text for text in row])
    return out.getvalue().removesuffix("\n")
