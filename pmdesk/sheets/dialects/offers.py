"""Uses that a column may be given though nothing says so for certain: offered, never applied unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from functools import cache

from pmdesk.domain.mapping import EXTRA
from pmdesk.sheets.dialects import generic, jira, score_names
from pmdesk.sheets.dialects.columns import LIST_ROLES, Column
from pmdesk.sheets.rows import Cell

_ALIKE = 0.82
_MOST = 3
_LOOKED_AT = 500
_SCORES = {
    "reach": score_names.REACH,
    "impact": score_names.IMPACT,
    "confidence": score_names.CONFIDENCE,
    "effort": score_names.EFFORT | score_names.POINTS,
    "moscow": score_names.MOSCOW,
}


@cache
def _names() -> dict[str, list[tuple[str, str]]]:
    """All known names with their uses, by their first letter: a typo there is rare, and comparing all takes long."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    pairs = [*generic.names(), *((name, use) for use, names in _SCORES.items() for name in names)]
    for name, use in pairs:
        if name:
            found[name[0]].append((name, use))
    return found


def offers_for(column: Column, use: str, taken: Collection[str], dialect: str) -> list[str]:
    """What a column that plays no role may be, by a header that is like a known one, or has one as a part.

    A tracker's own columns are known by name, so that there only scores are looked for.
    """
    if use != EXTRA or not column.name:
        return []
    alike = ((_likeness(column.name, name), use) for name, use in _names().get(column.name[0], ()))
    near = [use for likeness, use in sorted(alike, reverse=True) if likeness >= _ALIKE]
    near += [use for use, names in _SCORES.items() if not set(column.name.split()).isdisjoint(names)]
    wanted = [use for use in near if use in _SCORES or (dialect != jira.NAME and _is_free(use, taken))]
    return list(dict.fromkeys(wanted))[:_MOST]


def _is_free(use: str, taken: Collection[str]) -> bool:
    return use not in taken or use in LIST_ROLES


@cache
def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    # The quick ratio is an upper bound, so that most pairs cost little.
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0


def likely_titles(filled: Sequence[Sequence[Cell]]) -> list[int]:
    """The places of columns that may hold titles, best first: texts of some words, mostly different, in most rows."""
    rows = max(map(len, filled), default=0)
    marks = [(_title_mark(cells[:_LOOKED_AT], rows), -index) for index, cells in enumerate(filled)]
    return [-index for mark, index in sorted(marks, reverse=True) if mark > 0]


def _title_mark(cells: Sequence[Cell], rows: int) -> float:
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and any(map(str.isalpha, cell))]
    if not texts or len(texts) < 0.5 * min(rows, _LOOKED_AT):
        return 0.0
    different = len(set(texts)) / len(texts)
    length = sum(map(len, texts)) / len(texts)
    # Titles are some words long; notes and descriptions are longer.
    worded = sum(" " in text for text in texts) / len(texts)
    return different * (0.2 + worded) * (1.0 if length <= 120 else 120 / length)
