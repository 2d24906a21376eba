"""PMDesk's own ranked workbook and CSV files, and what somebody saved of them."""

from __future__ import annotations

from collections.abc import Sequence

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.mapping import SCORES
from pmdesk.sheets import own_workbook
from pmdesk.sheets.dialects import generic
from pmdesk.sheets.dialects.columns import NOISE_ROLE, Column, Roles, fold, gather
from pmdesk.sheets.dialects.score_values import RATIONALE
from pmdesk.sheets.own_csv import ID_HEADER, RANK_HEADER

NAME = "pmdesk"
_COMPUTED = (*own_workbook.COMPUTED_HEADERS, own_workbook.ID_HEADER)
_ROLES = {"key": "key", "title": "title", "status": "status", **dict.fromkeys(map(fold, _COMPUTED), NOISE_ROLE)}
_MARKS = frozenset({"rank", "key", "title", "impact", "confidence", "score"})


# Fields that come in under their own names; all others of our CSV are derived, or the file has no way to say them.
_FIELD_ROLES = frozenset({
    "key", "title", "description", "type", "status", "resolution", "priority", "assignee", "team", "components",
    "labels", "sprint", "due", "created", "updated", "parent", "site", "issue_id", "tracker_order", "archived",
})  # fmt: skip
_FREE = frozenset({*SCORES, RATIONALE})
_CSV_ROLES = {
    **{name: name if name in _FIELD_ROLES else NOISE_ROLE for name in FIELDS if name not in _FREE},
    **dict.fromkeys(("rank", "score", ID_HEADER), NOISE_ROLE),
}
_JIRA_ROLES = {"Issue Key": "key", "Summary": "title", "RICE score": NOISE_ROLE, RANK_HEADER: NOISE_ROLE}


def roles(columns: Sequence[Column]) -> Roles:
    """The roles of the columns, or none at all where the sheet is not ours.

    Rank and score are derived, so that nothing is read from them. Columns that somebody added are anybody's.
    """
    headers = {column.header for column in columns}
    for mark, known in ((ID_HEADER, _CSV_ROLES), (RANK_HEADER, _JIRA_ROLES)):
        if mark in headers:
            return gather([(known.get(column.header, ""), column.index) for column in columns])
    if not _MARKS.issubset(column.name for column in columns):
        return {}
    found = gather([(_ROLES.get(column.name, ""), column.index) for column in columns])
    return {**generic.roles(columns), **found}
