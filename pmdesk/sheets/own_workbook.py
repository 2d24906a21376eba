"""PMDesk's own workbook as writer and reader agree on it: its names, and how the hidden sheet holds what was exported.

The hidden sheet has three parts. First rows of name and value: one for each `Fact`, one `header.FIELD` with the header
of each field's column in the sheet "Backlog", and one `extra` with the list of the headers that have no field. Then an
empty row. Then the items as they were exported, under a header of `ID_FIELD`, `key` and the names of fields. A row that
has the id of the row before continues its texts: join the pieces, unstripped, before `restored` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

FORMAT = 1

BACKLOG, SUMMARY, SCALES, ABOUT, DATA = "Backlog", "Summary", "Scales", "About this file", "PMDesk data"
TABLE = "Backlog"

RANK_HEADER, SCORE_HEADER, ID_HEADER = "Rank", "Score", "PMDesk id"
# Hidden columns that ranks are computed from. Nothing comes back from them.
DIGITS_HEADER, PLACE_HEADER, ORDER_HEADER = "Score to 10 digits", "Place by category", "Tie order"
COMPUTED_HEADERS = frozenset({RANK_HEADER, SCORE_HEADER, DIGITS_HEADER, PLACE_HEADER, ORDER_HEADER})

# The names of the scales' ranges in the sheet "Scales". A scale has two columns, label and value.
IMPACT_SCALE, IMPACT_LABELS = "ImpactScale", "ImpactLabels"
CONFIDENCE_VALUES, MOSCOW_LABELS, STATUS_LABELS = "ConfidenceValues", "MoscowLabels", "StatusLabels"

FORMAT_PROPERTY, BACKLOG_PROPERTY = "PMDesk format", "PMDesk backlog"
HEADER_FACT, EXTRA_FACT = "header.", "extra"
ID_FIELD = "id"
PIECE = 30_000  # so many characters of a text stand in one cell at most, which leaves room for escapes


class Fact(StrEnum):
    """What the first rows of the hidden sheet tell; `EXPORTED` is ISO time with zone, `ROWS` a count of items."""

    FORMAT = "format"
    BACKLOG = "backlog"
    FRAMEWORK = "framework"
    EXPORTED = "exported"
    VERSION = "version"
    REACH_PERIOD = "reach_period"
    EFFORT_UNIT = "effort_unit"
    ROWS = "rows"


# What XML forbids, what programs change on their way, and what begins an escape of theirs or ours.
_SPECIAL = re.compile("[\x00-\x1f\\\\|\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]|_(?=x[0-9A-Fa-f]{4}_)|^\\s|\\s$")
_PERHAPS = re.compile("[\x00-\x1f\\\\|_\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def stored(value: Any) -> str | float | None:
    """A field's value as the hidden sheet holds it, exactly: numbers as numbers, all else as text.

    Each part of a list ends with a bar. Raises TypeError for what no field holds.
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return _stored_text(value) or None
    if isinstance(value, tuple):
        return "".join(f"{_stored_text(part)}|" for part in value) or None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, float):
        return value
    raise TypeError(f"{type(value)} has no form in the hidden sheet")


def restored(text: str) -> str:
    """The text that `stored` made a text of. Of a list it is called for each part: see `restored_list`."""
    return _ESCAPE.sub(_unescaped, text)


def restored_list(text: str) -> tuple[str, ...]:
    """The list that `stored` made a text of."""
    return tuple(map(restored, text.split("|")[:-1]))


def pieces(text: str) -> list[str]:
    """A stored text in parts that fit into one cell each; at least one."""
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]


def header_facts(headers: Mapping[str, str]) -> dict[str, str]:
    """The rows that tell the header of each field's column."""
    return {HEADER_FACT + name: header for name, header in headers.items()}


def _stored_text(text: str) -> str:
    if _PERHAPS.search(text) is None and text == text.strip():
        return text  # as most are, and several times as fast
    return _SPECIAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
