"""One row as an issue, and the reasons why a row is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import StatusCategory
from pmdesk.sheets.dialects import generic, jira, parents
from pmdesk.sheets.dialects.cells import Conventions, plain_text
from pmdesk.sheets.dialects.extras import Extras
from pmdesk.sheets.dialects.field_values import DATES, LABELS_APART, NAMES_APART, NOTHING_APART, FieldValues
from pmdesk.sheets.dialects.heading import Table
from pmdesk.sheets.dialects.parents import Draft
from pmdesk.sheets.rows import ImportedRow, RawRow, RefusedRow

_FOOTER = re.compile(r"(?i)(grand )?total|summe|(generated|exported) (at|on|by)\b|erstellt am\b|généré (à|le)\b")
_SHOWN = 40


class RowReader:
    """Reads the rows of one table; `file` is the base name for messages."""

    def __init__(self, file: str, format_name: str, table: Table, conventions: Conventions, extras: Extras) -> None:
        self._file = file
        self._table = table
        self._is_jira = table.dialect == jira.NAME
        names = NAMES_APART if _joins_names(format_name, table) else NOTHING_APART
        self._fields = FieldValues(table.roles, conventions, LABELS_APART if self._is_jira else names, names)
        self._extras = extras
        self._unreadable: dict[str, list[tuple[int, str]]] = {}

    def read(self, row: RawRow) -> Draft | RefusedRow | Message:
        """The row as an issue, or refused; a Message where it is a footer or a note between the rows."""
        values = self._fields.of(row.cells)
        aside = self._aside(row, values)
        if aside is not None:
            return aside
        reason = self._refusal(row, values)
        if reason is not None:
            return RefusedRow(self._file, row.number, reason)
        for role in self._dateless(row, values):
            header = self._table.columns[self._table.roles[role][0]].header
            text = self._fields.text(row.cells, role) or ""
            self._unreadable.setdefault(header, []).append((row.number, text[:_SHOWN]))
        return self._draft(row, values)

    def warnings(self) -> list[Message]:
        """What was left empty in the rows read so far: one message a column, naming the first line."""
        many = (
            "{count} dates under “{column}” in “{file}” could not be read and were left empty; "
            "the first is “{text}” in line {row}."
        )
        one = "“{text}” under “{column}” in line {row} of “{file}” is no date and was left empty."
        return [
            message(many, one=one, count=len(found), column=header, file=self._file, row=row, text=text)
            for header, found in self._unreadable.items()
            for row, text in found[:1]
        ]

    def _draft(self, row: RawRow, values: dict[str, object]) -> Draft:
        extra = self._extras.of(row.cells)
        sprints = self._fields.sprints(row.cells)
        if len(sprints) > 1:
            extra[self._table.columns[self._table.roles["sprint"][0]].header] = sprints
        texts = {role: self._fields.text(row.cells, role) for role in parents.ROLES}
        return Draft(
            ImportedRow(self._file, row.number, values, extra),
            parent={role: text for role, text in texts.items() if text is not None},
            epic_name=self._fields.text(row.cells, "epic_name") or "",
        )

    def _aside(self, row: RawRow, values: Mapping[str, object]) -> Message | None:
        """What to say about a row with one cell that is no issue: a footer, a total, a heading."""
        texts = list(islice((text for text in map(plain_text, row.cells) if text), 2))
        if len(texts) != 1 or len(self._table.columns) == 1:
            return None
        if not _FOOTER.match(texts[0]) and (row.problem or not self._is_jira or _has_key(values)):
            return None
        said = "Line {row} of “{file}” holds only “{text}” and is no item."
        return message(said, row=row.number, file=self._file, text=texts[0][:_SHOWN])

    def _refusal(self, row: RawRow, values: Mapping[str, object]) -> Message | None:
        """Why the row cannot be an issue, or None."""
        key = str(values.get("key", ""))
        if row.problem is not None and self._is_shifted(row, values):
            return row.problem
        if not key and not values.get("title"):
            said = "Line {row} of “{file}” has neither a key nor a title."
            return message(said, row=row.number, file=self._file)
        if self._is_jira and key and not _has_key(values):
            said = "“{text}” in line {row} of “{file}” is no issue key."
            return message(said, row=row.number, file=self._file, text=key[:_SHOWN])
        return None

    def _is_shifted(self, row: RawRow, values: Mapping[str, object]) -> bool:
        """Whether a ragged row is too short to tell its issue, or has values under headers not theirs."""
        if len(row.cells) < len(self._table.columns):
            return self._is_jira and not _has_key(values)
        category = self._fields.text(row.cells, "category")
        if category and values.get("status_category") is StatusCategory.UNKNOWN:
            return True
        return bool(self._dateless(row, values)) or not str(values.get("issue_id") or 0).isdecimal()

    def _dateless(self, row: RawRow, values: Mapping[str, object]) -> list[str]:
        """The roles of dates whose cell holds something that is none."""
        empty = (role for role in DATES if role in values and values[role] is None)
        return [role for role in empty if self._fields.text(row.cells, role)]


def _has_key(values: Mapping[str, object]) -> bool:
    return jira.KEY.fullmatch(str(values.get("key", ""))) is not None


def _joins_names(format_name: str, table: Table) -> bool:
    """Whether a cell may hold several names: in HTML, what was made of it, and sheets by hand.

    Jira's CSV has a column for each. Of its two exports only the CSV has a column of issue ids; a workbook
    without one was saved from HTML.
    """
    if table.dialect == generic.NAME or format_name == "html":
        return True
    return format_name != "csv" and "issue_id" not in table.roles
