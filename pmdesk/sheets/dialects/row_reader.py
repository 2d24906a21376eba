"""One row as an issue: each field from its column, and reasons why a row is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import Level, StatusCategory
from pmdesk.sheets.dialects import generic, jira, parents
from pmdesk.sheets.dialects.cells import Conventions, plain_text
from pmdesk.sheets.dialects.columns import fold
from pmdesk.sheets.dialects.dates import moment_of
from pmdesk.sheets.dialects.extras import Extra, Extras
from pmdesk.sheets.dialects.heading import Table
from pmdesk.sheets.dialects.jira_words import (
    CATEGORIES,
    EPIC_TYPES,
    SUBTASK_TYPES,
    UNASSIGNED,
    UNRESOLVED,
    YES,
)
from pmdesk.sheets.dialects.parents import Draft
from pmdesk.sheets.rows import Cell, ImportedRow, RawRow, RefusedRow

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
_FOOTER = re.compile(
    r"(?i)(grand )?total|summe|generated (at|on|by)\b|erstellt am\b|généré (à|le)\b|exported (at|on|by)\b"
)
_SHOWN = 40


class Unreadable:
    """Dates that could not be read, to be told once a column."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: dict[str, list[tuple[int, str]]] = {}

    def add(self, header: str, row: int, text: str) -> None:
        self._found.setdefault(header, []).append((row, text[:_SHOWN]))

    def messages(self) -> list[Message]:
        """A warning for each column, naming the first line."""
        many = (
            "{count} dates under “{column}” in “{file}” could not be read and were left empty; "
            "the first is “{text}” in line {row}."
        )
        one = "“{text}” under “{column}” in line {row} of “{file}” is no date and was left empty."
        return [
            message(
                many,
                one=one,
                count=len(found),
                column=header,
                file=self._file,
                row=found[0][0],
                text=found[0][1],
            )
            for header, found in self._found.items()
        ]


class RowReader:
    """Reads the rows of one table. Lists of names stand in one cell each where `joined`, else in a column each."""

    def __init__(
        self, file: str, table: Table, conventions: Conventions, extras: Extras, joined: bool
    ) -> None:
        self._file = file
        self._roles = table.roles
        self._columns = table.columns
        self._is_jira = table.dialect == jira.NAME
        self._conventions = conventions
        self._extras = extras
        self._joined = joined
        self.unreadable = Unreadable(file)

    def read(self, row: RawRow) -> Draft | RefusedRow | Message:
        """The row as an issue, or refused; a Message where it is a footer or a note between the rows."""
        values = self._values(row)
        if self._is_aside(row, values):
            said = "Line {row} of “{file}” holds only “{text}” and is no item."
            text = next(plain_text(cell) for cell in row.cells if plain_text(cell))
            return message(said, row=row.number, file=self._file, text=text[:_SHOWN])
        reason = self._refusal(row, values)
        if reason is not None:
            return RefusedRow(self._file, row.number, reason)
        sprints = self._list(row.cells, "sprint") or ()
        extra = self._extras.of(row.cells)
        if len(sprints) > 1:
            extra[self._columns[self._roles["sprint"][0]].header] = sprints
        return self._draft(row, values, extra)

    def _draft(self, row: RawRow, values: dict[str, object], extra: Extra) -> Draft:
        texts = {role: self._text(row.cells, role) for role in parents.ROLES}
        parent = {role: text for role, text in texts.items() if text is not None}
        imported = ImportedRow(self._file, row.number, values, extra)
        return Draft(imported, parent, self._text(row.cells, "epic_name") or "")

    def _values(self, row: RawRow) -> dict[str, object]:
        """The values of the fields whose column is in the row; a short row has fewer."""
        cells = row.cells
        values: dict[str, object | None] = {role: self._text(cells, role) for role in _TEXTS}
        values |= {role: self._list(cells, role) for role in ("labels", "components")}
        values |= {
            "sprint": self._sprint(cells),
            "resolution": self._unless(cells, "resolution", UNRESOLVED),
            "assignee": self._unless(cells, "assignee", UNASSIGNED),
            "status_category": self._category(cells),
            "level": self._level(cells),
            "archived": self._archived(cells),
        }
        found: dict[str, object] = {name: value for name, value in values.items() if value is not None}
        return found | self._dates(row)

    def _dates(self, row: RawRow) -> dict[str, object]:
        wanted: dict[str, Callable[[datetime], date]] = {
            "created": _whole,
            "updated": _whole,
            "due": datetime.date,
        }
        found: dict[str, object] = {}
        for role, kind in wanted.items():
            text = self._text(row.cells, role)
            if text is not None:
                moment = moment_of(self._cell(row.cells, role), self._conventions.order)
                found[role] = None if moment is None else kind(moment)
                if text and moment is None:
                    self.unreadable.add(self._columns[self._roles[role][0]].header, row.number, text)
        return found

    def _cell(self, cells: Sequence[Cell], role: str) -> Cell:
        """The cell of a role; None where the table has no such column or the row ends before it."""
        indexes = self._roles.get(role, ())
        return cells[indexes[0]] if indexes and indexes[0] < len(cells) else None

    def _text(self, cells: Sequence[Cell], role: str) -> str | None:
        indexes = self._roles.get(role, ())
        return plain_text(cells[indexes[0]]) if indexes and indexes[0] < len(cells) else None

    def _list(self, cells: Sequence[Cell], role: str) -> tuple[str, ...] | None:
        indexes = self._roles.get(role, ())
        if not indexes or indexes[0] >= len(cells):
            return None
        texts = [plain_text(cells[index]) for index in indexes if index < len(cells)]
        # No tracker's label has a space in it, so that spaces part labels even where a CSV puts all in one cell.
        parts = r",?\s+" if role == "labels" and self._is_jira else r"[,;]\s+" if self._joined else r"$"
        return tuple(part for text in texts for part in re.split(parts, text) if part)

    def _sprint(self, cells: Sequence[Cell]) -> str | None:
        """The current one: Jira lists an issue's sprints from the oldest on."""
        sprints = self._list(cells, "sprint")
        return None if sprints is None else sprints[-1] if sprints else ""

    def _unless(self, cells: Sequence[Cell], role: str, words_for_nothing: frozenset[str]) -> str | None:
        text = self._text(cells, role)
        return "" if text and fold(text) in words_for_nothing else text

    def _archived(self, cells: Sequence[Cell]) -> bool | None:
        text = self._text(cells, "archived")
        return None if text is None else fold(text) in YES

    def _category(self, cells: Sequence[Cell]) -> StatusCategory | None:
        """From Jira's own name of it, which only HTML tells, else from the column's words."""
        texts = [text for role in ("lozenge", "category") if (text := self._text(cells, role)) is not None]
        known = (CATEGORIES.get(fold(text)) for text in texts)
        return next((one for one in known if one), StatusCategory.UNKNOWN) if texts else None

    def _level(self, cells: Sequence[Cell]) -> Level | None:
        type_name, epic_name, parent = (
            self._text(cells, role) for role in ("type", "epic_name", "parent_issue")
        )
        name = fold(type_name or "")
        if type_name is None and epic_name is None and parent is None:
            return None
        if parent or name in SUBTASK_TYPES:
            return Level.SUBTASK
        return Level.EPIC if epic_name or name in EPIC_TYPES else Level.STANDARD

    def _is_aside(self, row: RawRow, values: dict[str, object]) -> bool:
        """Whether the row holds one cell that is no issue: a footer, a total, a heading between groups."""
        texts = [text for text in map(plain_text, row.cells) if text]
        if len(texts) != 1 or len(self._columns) == 1:
            return False
        if self._is_jira:
            return not jira.KEY.fullmatch(str(values.get("key", "")))
        return _FOOTER.match(texts[0]) is not None

    def _refusal(self, row: RawRow, values: dict[str, object]) -> Message | None:
        """Why the row cannot be an issue, or None."""
        key = str(values.get("key", ""))
        if row.problem is not None and self._is_shifted(row, values):
            return row.problem
        if not key and not values.get("title"):
            said = "Line {row} of “{file}” has neither a key nor a title."
            return message(said, row=row.number, file=self._file)
        if self._is_jira and key and not jira.KEY.fullmatch(key):
            said = "“{text}” in line {row} of “{file}” is no issue key."
            return message(said, row=row.number, file=self._file, text=key[:_SHOWN])
        return None

    def _is_shifted(self, row: RawRow, values: dict[str, object]) -> bool:
        """Whether a row of the wrong length has cells under wrong headers, as far as their values can tell."""
        if len(row.cells) < len(self._columns):
            return False
        issue_id = str(values.get("issue_id", ""))
        no_dates = any(
            values.get(role, "") is None and self._text(row.cells, role)
            for role in ("created", "updated", "due")
        )
        no_category = values.get("status_category") is StatusCategory.UNKNOWN and bool(
            self._text(row.cells, "category")
        )
        return no_dates or no_category or not (issue_id == "" or issue_id.isdecimal())


def _whole(moment: datetime) -> datetime:
    return moment


def joins_lists(format_name: str, table: Table) -> bool:
    """Whether a cell may hold several names: in HTML and what was made of it, and in sheets by hand; never in Jira's CSV.

    Of Jira's two exports only the CSV has a column of issue ids; a workbook without one was saved from HTML.
    """
    if table.dialect == generic.NAME or format_name == "html":
        return True
    return format_name != "csv" and "issue_id" not in table.roles
