"""Which issue is whose parent: a CSV says an id, HTML a title, newer exports a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmdesk.sheets.dialects.jira import KEY
from pmdesk.sheets.rows import ImportedRow

ROLES = ("parent_issue", "parent_key", "parent", "epic_link")


@dataclass(frozen=True, slots=True)
class Draft:
    """An imported row whose parent is still what the file says: texts by role, none where no column tells."""

    row: ImportedRow
    parent: Mapping[str, str] = field(default_factory=dict)
    epic_name: str = ""


def with_parents(drafts: Sequence[Draft]) -> tuple[ImportedRow, ...]:
    """The rows, each parent as its key where it is in the same file, else as the file says it."""
    known = _Known(drafts)
    return tuple([_child(draft.row, known.key_of(draft.parent)) if draft.parent else draft.row for draft in drafts])


def _child(row: ImportedRow, parent: str) -> ImportedRow:
    return ImportedRow(row.file, row.row, {**row.values, "parent": parent}, row.extra, row.scores)


class _Known:
    """The keys of a file's issues, by what else may name them."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        values: list[Mapping[str, Any]] = [draft.row.values for draft in drafts]
        keys = [one.get("key", "") for one in values]
        self._ids = {one.get("issue_id", ""): key for one, key in zip(values, keys, strict=True)}
        self._titles = _unique(zip((one.get("title", "") for one in values), keys, strict=True))
        self._epics = _unique(zip((draft.epic_name for draft in drafts), keys, strict=True))

    def key_of(self, parent: Mapping[str, str]) -> str:
        """The first of the roles that says anything, as a key if possible."""
        role = next((role for role in ROLES if parent.get(role)), "")
        said = parent.get(role, "")
        if not said or KEY.fullmatch(said):
            return said
        if role == "epic_link" and said in self._epics:
            return self._epics[said]
        return self._ids.get(said) or self._titles.get(said) or said


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The keys of the names that only one issue has."""
    named = list(pairs)
    counts = Counter(name for name, _ in named)
    return {name: key for name, key in named if name and counts[name] == 1}
