"""The fields of items from a table's columns, each typed as Item has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from pmdesk.domain.records import Level, StatusCategory
from pmdesk.sheets.dialects.cells import Conventions, own_text, plain_text
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

Grid = Sequence[Sequence[Cell]]


class FieldValues:
    """Takes the fields out of all rows at once: `grid` has the cells column by column, rows that end early filled up.

    `labels` and `names` are patterns that part what one cell holds. Every list has one value a row.
    """

    def __init__(self, grid: Grid, roles: Roles, conventions: Conventions, labels: str, names: str) -> None:
        self._grid = grid
        self._roles = roles
        self._conventions = conventions
        self._labels = labels
        self._names = names

    def all(self) -> dict[str, list[Any]]:
        """The values by field, only those whose column is there."""
        values: dict[str, list[Any] | None] = {role: self.texts(role) for role in _TEXTS}
        values |= {
            "labels": self._lists("labels", self._labels),
            "components": self._lists("components", self._names),
            "sprint": self._sprint(),
            "resolution": self._unless("resolution", UNRESOLVED),
            "assignee": self._unless("assignee", UNASSIGNED),
            "status_category": self._categories(),
            "level": self._levels(),
            "archived": self._each("archived", lambda text: fold(text) in YES),
        }
        values |= {role: self._dates(role) for role in DATES}
        return {name: found for name, found in values.items() if found is not None}

    def texts(self, role: str) -> list[str] | None:
        """The texts of the role's column, of several the first that has any; None where there is no such column."""
        indexes = self._roles.get(role, ())
        if not indexes:
            return None
        if len(indexes) == 1:
            cells = self._grid[indexes[0]]
            if role == "description":
                return [own_text(cell, self._conventions) for cell in cells]
            return list(map(plain_text, cells))
        columns = [map(plain_text, self._grid[index]) for index in indexes]
        return [next(filter(None, texts), "") for texts in zip(*columns, strict=True)]

    def text(self, role: str, place: int) -> str:
        """The text of the role's cell in one row."""
        return plain_text(self._grid[self._roles[role][0]][place])

    @cached_property
    def sprints(self) -> list[tuple[str, ...]]:
        """All sprints of each row, from the oldest on, as Jira lists them."""
        return self._lists("sprint", self._names) or []

    def _each(self, role: str, value: Callable[[str], Any]) -> list[Any] | None:
        """What `value` makes of each text; the same texts stand in many rows."""
        texts = self.texts(role)
        if texts is None:
            return None
        known = {text: value(text) for text in set(texts)}
        return [known[text] for text in texts]

    def _lists(self, role: str, apart: str) -> list[tuple[str, ...]] | None:
        if role not in self._roles:
            return None
        part = re.compile(apart).split
        columns = [self._parted(self._grid[index], part) for index in self._roles[role]]
        return (
            columns[0] if len(columns) == 1 else [tuple(chain.from_iterable(row)) for row in zip(*columns, strict=True)]
        )

    @staticmethod
    def _parted(cells: Sequence[Cell], part: Callable[[str], list[str]]) -> list[tuple[str, ...]]:
        """The parts of each cell; the same texts stand in many rows, and most cells of a list are empty."""
        texts = ["" if cell is None else plain_text(cell) for cell in cells]
        known = {text: tuple(filter(None, part(text))) for text in set(texts)}
        return [known[text] for text in texts]

    def _sprint(self) -> list[str] | None:
        """The current sprint is the last one."""
        if "sprint" not in self._roles:
            return None
        return [names[-1] if names else "" for names in self.sprints]

    def _unless(self, role: str, words_for_nothing: frozenset[str]) -> list[str] | None:
        return self._each(role, lambda text: "" if text and fold(text) in words_for_nothing else text)

    def _categories(self) -> list[StatusCategory] | None:
        """From Jira's own name of it, which only HTML tells, else from the column's words."""
        found = [known for role in ("lozenge", "category") if (known := self._each(role, _category)) is not None]
        if len(found) < 2:
            return found[0] if found else None
        unknown = StatusCategory.UNKNOWN
        return [first if first is not unknown else second for first, second in zip(*found, strict=True)]

    def _levels(self) -> list[Level] | None:
        """Sub-tasks by their type or their parent's id beside it, epics by their type or their name as an epic."""
        found = [self.texts(role) for role in ("type", "epic_name", "parent_issue")]
        texts = next((one for one in found if one is not None), None)
        if texts is None:
            return None
        types, epics, parents = (one if one is not None else [""] * len(texts) for one in found)
        by_type = {name: level_of_type(name) for name in set(types)}
        return [
            Level.SUBTASK if parent else Level.EPIC if epic and by_type[name] is Level.STANDARD else by_type[name]
            for name, epic, parent in zip(types, epics, parents, strict=True)
        ]

    def _dates(self, role: str) -> list[Any] | None:
        if role not in self._roles:
            return None
        order = self._conventions.order
        cells = self._grid[self._roles[role][0]]
        moments = [moment_of(cell, order) if cell else None for cell in cells]
        return [moment and moment.date() for moment in moments] if role == "due" else moments


def _category(text: str) -> StatusCategory:
    return CATEGORIES.get(fold(text), StatusCategory.UNKNOWN)


def level_of_type(type_name: str) -> Level:
    """Where the tracker puts a type, as far as its name tells."""
    name = fold(type_name)
    if name in SUBTASK_TYPES:
        return Level.SUBTASK
    return Level.EPIC if name in EPIC_TYPES else Level.STANDARD
