"""Texts that a spreadsheet would run: an apostrophe keeps them texts, and is taken away again on reading."""

from __future__ import annotations

import re

# A formula's sign, also in full width and behind spaces; and what makes a spreadsheet look at the next cell or line.
# Apostrophes that stand there already are looked through, so that guarding and unguarding are exact opposites.
_RISKY = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def needs_guard(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, or would, were one apostrophe taken away."""
    return _RISKY.match(text) is not None


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if needs_guard(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` gave."""
    return cell[1:] if cell.startswith("'") and needs_guard(cell) else cell
