"""Anybody's sheet that has a column of titles."""

from __future__ import annotations

from collections.abc import Sequence

from pmdesk.sheets.dialects.columns import Column, Roles, fold, gather
from pmdesk.sheets.dialects.jira_names import HEADERS

NAME = "generic"
_OWN = {
    "title": (
        "title|feature|feature name|idea|user story|story|requirement|opportunity|backlog item|initiative"
        "|name|item|task|titel|titre|título|titolo|название|nazwa|tytuł"
    ),
    "key": "id|issue|ticket|ref|reference|no|nr|nr.|#|number",
    "description": "details|notes|note",
    "type": "type|kind|typ|tipo",
    "assignee": "owner|responsible|verantwortlich",
    "labels": "tags|label|tag",
    "components": "component",
    "created": "created at|created on|date created",
    "updated": "updated at|updated on|last updated|modified",
    "due": "deadline|target date|due by",
    "parent": "epic",
}
_NAMES = [(fold(name), role) for names in HEADERS.values() for role, all_names in names.items() for name in all_names]
_NAMES += [(name, role) for role, names in _OWN.items() for name in names.split("|")]
_ROLES = dict(reversed(_NAMES))
# Of two columns that might be the title, the one with the plainer name is.
_PLACES = {name: place for place, (name, _) in reversed(list(enumerate(_NAMES)))}


def roles(columns: Sequence[Column]) -> Roles:
    """The roles of the columns, or none at all where there is no column of titles."""
    known = [column for column in columns if column.name in _ROLES and not column.custom]
    known.sort(key=lambda column: _PLACES[column.name])
    found = gather([(_ROLES[column.name], column.index) for column in known])
    return {role: tuple(sorted(indexes)) for role, indexes in found.items()} if "title" in found else {}


def names() -> Sequence[tuple[str, str]]:
    """All names of columns that are known in any language, folded, each with its role."""
    return _NAMES
