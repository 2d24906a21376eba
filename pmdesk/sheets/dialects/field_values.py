"""The fields of an item from one row's cells, each typed as Item has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from pmdesk.domain.records import Level, StatusCategory
from pmdesk.sheets.dialects.cells import Conventions, plain_text
from pmdesk.sheets.dialects.columns import Roles, fold
from pmdesk.sheets.dialects.dates import moment_of
from pmdesk.sheets.dialects.jira_words import (
    CATEGORIES,
    EPIC_TYPES,
    SUBTASK_TYPES,
    UNASSIGNED,
    UNRESOLVED,
    YES,
)
from pmdesk.sheets.rows import Cell

DATES = ("created", "updated", "due")
_TEXTS = (
    "key",
    "issue_id",
    "site",
    "title",
    "description",
    "type",
    "status",
    "priority",
    "team",
    "tracker_order",
)
# No tracker's label has a space in it, so that spaces part labels even where a CSV puts all in one cell.
LABELS_APART = r",?\s+"
NAMES_APART = r"[,;]\s+"
NOTHING_APART = r"$"


class FieldValues:
    """Takes the fields out of rows. `labels` and `names` are patterns that part what one cell holds."""

    def __init__(self, roles: Roles, conventions: Conventions, labels: str, names: str) -> None:
        self._roles = roles
        self._conventions = conventions
        self._labels = labels
        self._names = names

    def of(self, cells: Sequence[Cell]) -> dict[str, object]:
        """The values by field, only those whose column is there; a row that ends early has fewer."""
        values: dict[str, object | None] = {role: self.text(cells, role) for role in _TEXTS}
        values |= {
            "labels": self._list(cells, "labels", self._labels),
            "components": self._list(cells, "components", self._names),
            "sprint": self._sprint(cells),
            "resolution": self._unless(cells, "resolution", UNRESOLVED),
            "assignee": self._unless(cells, "assignee", UNASSIGNED),
            "status_category": self._category(cells),
            "level": self._level(cells),
            "archived": self._archived(cells),
        }
        found: dict[str, object] = {name: value for name, value in values.items() if value is not None}
        return found | {role: self._date(cells, role) for role in DATES if self.has(cells, role)}

    def has(self, cells: Sequence[Cell], role: str) -> bool:
        """Whether the row reaches the column that plays the role."""
        indexes = self._roles.get(role, ())
        return bool(indexes) and indexes[0] < len(cells)

    def text(self, cells: Sequence[Cell], role: str) -> str | None:
        """The text of the role's cell; None where there is no such column."""
        return plain_text(cells[self._roles[role][0]]) if self.has(cells, role) else None

    def sprints(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        """All sprints of the row, from the oldest on, as Jira lists them."""
        return self._list(cells, "sprint", self._names) or ()

    def _list(self, cells: Sequence[Cell], role: str, apart: str) -> tuple[str, ...] | None:
        if not self.has(cells, role):
            return None
        texts = [plain_text(cells[index]) for index in self._roles[role] if index < len(cells) and cells[index]]
        return tuple(part for text in texts for part in re.split(apart, text) if part)

    def _sprint(self, cells: Sequence[Cell]) -> str | None:
        """The current sprint is the last one."""
        return ("", *self.sprints(cells))[-1] if self.has(cells, "sprint") else None

    def _unless(self, cells: Sequence[Cell], role: str, words_for_nothing: frozenset[str]) -> str | None:
        text = self.text(cells, role)
        return "" if text and fold(text) in words_for_nothing else text

    def _archived(self, cells: Sequence[Cell]) -> bool | None:
        text = self.text(cells, "archived")
        return None if text is None else fold(text) in YES

    def _category(self, cells: Sequence[Cell]) -> StatusCategory | None:
        """From Jira's own name of it, which only HTML tells, else from the column's words."""
        texts = [text for role in ("lozenge", "category") if (text := self.text(cells, role)) is not None]
        known = [CATEGORIES[fold(text)] for text in texts if fold(text) in CATEGORIES]
        return (known or [StatusCategory.UNKNOWN])[0] if texts else None

    def _level(self, cells: Sequence[Cell]) -> Level | None:
        type_name, epic, parent = (self.text(cells, role) for role in ("type", "epic_name", "parent_issue"))
        if type_name is None and epic is None and parent is None:
            return None
        name = fold(type_name or "")
        if parent or name in SUBTASK_TYPES:
            return Level.SUBTASK
        return Level.EPIC if epic or name in EPIC_TYPES else Level.STANDARD

    def _date(self, cells: Sequence[Cell], role: str) -> date | datetime | None:
        moment = moment_of(cells[self._roles[role][0]], self._conventions.order)
        return moment.date() if moment and role == "due" else moment
