"""A table's rows as issues, and the reasons why a row is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmdesk.domain.messages import Message, message
from pmdesk.domain.records import StatusCategory
from pmdesk.sheets.dialects import jira, parents
from pmdesk.sheets.dialects.asides import is_footer, lone_text, total_word
from pmdesk.sheets.dialects.extras import Extra
from pmdesk.sheets.dialects.field_values import DATES, FieldValues
from pmdesk.sheets.dialects.parents import Draft
from pmdesk.sheets.dialects.score_values import ScoreValues
from pmdesk.sheets.rows import ImportedRow, RawRow, RefusedRow

_SHOWN = 40


@dataclass(slots=True)
class TableValues:
    """What a table's columns come to, one value a row each: fields, scores and extra values.

    `width` is the number of columns, `reach` tells of each field how many cells a row must have to tell it, `headers`
    the header of each field of dates.
    """

    file: str
    is_jira: bool
    width: int
    fields: FieldValues
    extra: Sequence[Extra]
    scores: ScoreValues
    reach: Mapping[str, int]
    headers: Mapping[str, str]
    sprint_header: str = ""
    values: dict[str, list[Any]] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one table; of several, their parents are found later."""

    def __init__(self, table: TableValues) -> None:
        self._table = table
        table.values = table.fields.all()
        self._names = tuple(table.values)
        self._category = table.fields.texts("category")
        self._parents = {role: texts for role in parents.ROLES if (texts := table.fields.texts(role)) is not None}
        self._epics = table.fields.texts("epic_name")
        self._sprints = table.fields.sprints if table.sprint_header else []
        self._dateless = _dateless(table)
        self._unreadable: dict[str, list[tuple[int, str]]] = {}

    def read(self, rows: Sequence[RawRow]) -> Iterator[Draft | RefusedRow | Message]:
        """Each row as an issue, or refused; a Message where it is a footer or a note between the rows."""
        names = self._names
        columns = zip(*self._table.values.values(), strict=True) if names else ((),) * len(rows)
        for place, (row, cells) in enumerate(zip(rows, columns, strict=True)):
            values = dict(zip(names, cells, strict=True))
            if len(row.cells) < self._table.width:
                values = {name: value for name, value in values.items() if self._has(row, name)}
            yield self._read(place, row, values)

    def warnings(self) -> list[Message]:
        """What was left empty in the rows read so far: one message a column, naming the first line."""
        many = (
            "{count} dates under “{column}” in “{file}” could not be read and were left empty; "
            "the first is “{text}” in line {row}."
        )
        one = "“{text}” under “{column}” in line {row} of “{file}” is no date and was left empty."
        dates = [
            message(many, one=one, count=len(found), column=header, file=self._table.file, row=row, text=text)
            for header, found in self._unreadable.items()
            for row, text in found[:1]
        ]
        return dates + self._table.scores.warnings()

    def _read(self, place: int, row: RawRow, values: dict[str, Any]) -> Draft | RefusedRow | Message:
        aside = self._aside(row, values)
        if aside is not None:
            return aside
        reason = self._refusal(place, row, values)
        if reason is not None:
            return RefusedRow(self._table.file, row.number, reason)
        for role, text in self._dateless.get(place, {}).items():
            if self._has(row, role):
                self._unreadable.setdefault(self._table.headers[role], []).append((row.number, text[:_SHOWN]))
        return self._draft(place, row, values)

    def _has(self, row: RawRow, name: str) -> bool:
        """Whether the row reaches the column that the field comes from."""
        return len(row.cells) >= self._table.reach.get(name, 0)

    def _draft(self, place: int, row: RawRow, values: dict[str, Any]) -> Draft:
        extra = self._table.extra[place]
        if self._sprints and len(self._sprints[place]) > 1:
            extra[self._table.sprint_header] = self._sprints[place]
        return Draft(
            ImportedRow(self._table.file, row.number, values, extra, self._table.scores.of(place, row.number)),
            parent={role: texts[place] for role, texts in self._parents.items() if self._has(row, role)},
            epic_name=self._epics[place] if self._epics else "",
        )

    def _aside(self, row: RawRow, values: Mapping[str, Any]) -> Message | None:
        """What to say about a row with one cell that is no issue: a footer, a total, a heading."""
        if values.get("title") and values.get("key"):
            return None
        text = lone_text(row.cells)
        if not text or self._table.width == 1:
            return self._total(row, values)
        if not is_footer(text) and (row.problem or not self._table.is_jira or _has_key(values)):
            return None
        return self._no_item(row, text)

    def _total(self, row: RawRow, values: Mapping[str, Any]) -> Message | None:
        """What to say about a line of totals; an item of that name has a key or a status."""
        text = total_word(row.cells)
        if not text or values.get("key") not in (None, "", text) or values.get("status"):
            return None
        said = "Line {row} of “{file}” is a line of totals, “{text}”, and is no item."
        return message(said, row=row.number, file=self._table.file, text=text[:_SHOWN])

    def _no_item(self, row: RawRow, text: str) -> Message:
        said = "Line {row} of “{file}” holds only “{text}” and is no item."
        return message(said, row=row.number, file=self._table.file, text=text[:_SHOWN])

    def _refusal(self, place: int, row: RawRow, values: Mapping[str, Any]) -> Message | None:
        """Why the row cannot be an issue, or None."""
        key = values.get("key", "")
        if row.problem is not None and self._is_shifted(place, row, values):
            return row.problem
        if not key and not values.get("title"):
            said = "Line {row} of “{file}” has neither a key nor a title."
            return message(said, row=row.number, file=self._table.file)
        if self._table.is_jira and key and not _has_key(values):
            said = "“{text}” in line {row} of “{file}” is no issue key."
            return message(said, row=row.number, file=self._table.file, text=key[:_SHOWN])
        return None

    def _is_shifted(self, place: int, row: RawRow, values: Mapping[str, Any]) -> bool:
        """Whether a ragged row is too short to tell its issue, or has values under headers not theirs."""
        if len(row.cells) < self._table.width:
            return self._table.is_jira and not _has_key(values)
        category = self._category[place] if self._category else ""
        if category and values.get("status_category") is StatusCategory.UNKNOWN:
            return True
        return bool(self._dateless.get(place)) or not str(values.get("issue_id") or 0).isdecimal()


def _has_key(values: Mapping[str, Any]) -> bool:
    return jira.KEY.fullmatch(values.get("key", "")) is not None


def _dateless(table: TableValues) -> dict[int, dict[str, str]]:
    """By place of the row and role, the texts that stand where a date should and are none."""
    found: dict[int, dict[str, str]] = {}
    for role in DATES:
        for place, moment in enumerate(table.values.get(role, ())):
            if moment is None and (text := table.fields.text(role, place)):
                found.setdefault(place, {})[role] = text
    return found
