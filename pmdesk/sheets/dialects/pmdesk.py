"""PMDesk's own ranked workbook, and what somebody saved of it."""

from __future__ import annotations

from collections.abc import Sequence

from pmdesk.sheets.dialects import generic
from pmdesk.sheets.dialects.columns import Column, Roles, gather

NAME = "pmdesk"
_ROLES = {"key": "key", "title": "title", "status": "status", "rank": "noise", "score": "noise"}
_MARKS = frozenset({"rank", "key", "title", "impact", "confidence", "score"})


def roles(columns: Sequence[Column]) -> Roles:
    """The roles of the columns, or none at all where the sheet is not ours.

    Rank and score are derived, so that nothing is read from them. Columns that somebody added are anybody's.
    """
    if not _MARKS.issubset(column.name for column in columns):
        return {}
    found = gather([(_ROLES.get(column.name, ""), column.index) for column in columns])
    return {**generic.roles(columns), **found}
