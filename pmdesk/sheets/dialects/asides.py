"""Rows that stand beside the items of a table: footers, and lines of totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.rows import Cell, RawRow

_TOTALS = r"(?:grand |sub)?totals?|summe|gesamt|sum|somme|suma|итого|合計|总计|總計|average"
_FOOTER = re.compile(
    rf"(?i)(?:{_TOTALS})\s*:?[\d\s.,]*$"
    r"|(generated|exported|displaying .{1,40}) (at|on|by)\b|erstellt am\b|généré (à|le)\b|page \d+ (of|/) \d+$"
)
_TOTAL = re.compile(rf"(?i)(?:{_TOTALS})\s*:?")
_SUM = re.compile(r"[\d\s.,'’%+-]+")
# Footers are a few lines; more of them would be items.
_MOST = 5


def lone_text(cells: Sequence[Cell]) -> str:
    """The only text of a row, or nothing where it has none or several."""
    texts = list(islice((text for text in map(plain_text, cells) if text), 2))
    return texts[0] if len(texts) == 1 else ""


def is_footer(text: str) -> bool:
    """Whether a text that stands alone says when a list was made, or that something was summed up."""
    return _FOOTER.match(text) is not None


def total_word(cells: Sequence[Cell]) -> str:
    """The word for a total that is the first thing in a row with nothing but numbers behind it, else nothing."""
    filled = [cell for cell in cells if cell not in ("", None)]
    first = plain_text(filled[0]) if filled else ""
    if not _TOTAL.fullmatch(first):
        return ""
    others = filled[1:]
    numbers = all(not isinstance(cell, str) or _SUM.fullmatch(cell.strip()) for cell in others)
    return first if others and numbers else ""


def without_footers(rows: Sequence[RawRow]) -> Sequence[RawRow]:
    """The rows without footers and totals at the end: what a column holds is not told by them."""
    end = len(rows)
    while end > max(0, len(rows) - _MOST) and _is_aside(rows[end - 1].cells):
        end -= 1
    return rows[:end]


def _is_aside(cells: Sequence[Cell]) -> bool:
    return is_footer(lone_text(cells)) or bool(total_word(cells))
