"""A file as issues: what its mapping says of its columns, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pmdesk.domain.mapping import ColumnMapping, FileMapping
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.records import Settings
from pmdesk.sheets.dialects import jira
from pmdesk.sheets.dialects.columns import Column
from pmdesk.sheets.dialects.extras import Extras
from pmdesk.sheets.dialects.field_values import (
    DATES,
    LABELS_APART,
    NAMES_APART,
    NOTHING_APART,
    FieldValues,
)
from pmdesk.sheets.dialects.parents import Draft, with_parents
from pmdesk.sheets.dialects.pmdesk_import import other_backlog, own_file, read_own
from pmdesk.sheets.dialects.recognising import Recognised, Sheet, recognise
from pmdesk.sheets.dialects.refusals import no_title, refuse_what_is_no_backlog
from pmdesk.sheets.dialects.row_reader import RowReader, TableValues
from pmdesk.sheets.dialects.score_values import ScoreColumn, ScoreValues
from pmdesk.sheets.dialects.uses import Uses, mapped, uses_of
from pmdesk.sheets.rows import RawRow, RawTable, RefusedRow, TableImport

# Jira exports at most this many issues and does not say that there are more.
_JIRA_STOPS_AT = 1000
_TOLD_OF_EACH = 20


def read_import(raw: RawTable, mapping: FileMapping | None = None) -> TableImport:
    """The issues in a file that was read; without a mapping, as nobody was asked about it.

    Raises UserError where it is no backlog, or where no column holds a title or a key.
    """
    own = own_file(raw) if mapping is not None and mapping.own else None
    if mapping is not None and own is not None:
        return read_own(own, mapping)
    found = recognise(raw, mapping)
    refuse_what_is_no_backlog(found.file, found.sheets)
    first = found.sheets[0]
    known = mapping or first.proposed(first.scores(found.conventions, Settings()))
    warnings = [*other_backlog(raw), *found.notes, *(asked.assumed for asked in found.questions)]
    drafts: list[Draft] = []
    refused: list[RefusedRow] = []
    headers: dict[str, None] = {}
    for sheet in found.sheets:
        columns = mapped(sheet.table, sheet.natural, known)
        if sheet is first and not any(column.use in ("title", "key") for column in columns):
            raise UserError(no_title(found.file, first))
        table, names = _values(found, sheet, columns, raw.head.format)
        headers |= dict.fromkeys(names)
        warnings += _read_rows(RowReader(table), sheet.table.rows, drafts, refused)
    count = len(drafts) + len(refused)
    warnings += cut(found.file, count)
    return TableImport(
        path=raw.path,
        format=raw.head.format,
        dialect=first.table.dialect,
        row_count=count,
        rows=with_parents(drafts),
        refused=tuple(refused),
        warnings=tuple(_condensed(found.file, warnings)),
        extra_headers=tuple(headers),
    )


def _values(
    found: Recognised, sheet: Sheet, columns: Sequence[ColumnMapping], format_name: str
) -> tuple[TableValues, list[str]]:
    """The values of a table's columns, and the headers there may be extra values under."""
    table, conventions = sheet.table, found.conventions
    uses = uses_of(table, sheet.natural, columns, sheet.filled)
    extras = Extras(uses.extra, sheet.filled, conventions, lambda column: _header(column, table.columns))
    sprint = [table.columns[index].header for index in uses.roles.get("sprint", ())[:1]]
    is_jira = table.dialect == jira.NAME
    names = NAMES_APART if _joins_names(format_name, table.dialect, uses) else NOTHING_APART
    fields = FieldValues(sheet.grid, uses.roles, conventions, LABELS_APART if is_jira else names, names)
    scores = [ScoreColumn(column.header, sheet.grid[column.index], one) for column, one in uses.scores]
    values = TableValues(
        file=found.file,
        is_jira=is_jira,
        width=table.width,
        fields=fields,
        extra=extras.rows(sheet.grid, len(table.rows)),
        scores=ScoreValues(found.file, scores, conventions),
        reach=_reach(uses),
        headers={role: table.columns[uses.roles[role][0]].header for role in DATES if role in uses.roles},
        sprint_header=sprint[0] if sprint else "",
    )
    return values, [*extras.headers, *sprint]


def _header(column: Column, columns: Sequence[Column]) -> str:
    """The header that extra values are kept under; a column without one is named by its place."""
    return jira.csv_header(column, columns) or f"#{column.index + 1}"


def _reach(uses: Uses) -> dict[str, int]:
    """How many cells a row must have to tell each field; a field that is made of several, the first of them."""
    found = {role: places[0] + 1 for role, places in uses.roles.items()}
    made = {"status_category": ("lozenge", "category"), "level": ("type", "epic_name", "parent_issue")}
    for name, roles in made.items():
        places = [found[role] for role in roles if role in found]
        if places:
            found[name] = min(places)
    return found


def _joins_names(format_name: str, dialect: str, uses: Uses) -> bool:
    """Whether a cell may hold several names: in HTML, what was made of it, and sheets by hand.

    Jira's CSV has a column for each. Of its two exports only the CSV has a column of issue ids; a workbook
    without one was saved from HTML.
    """
    if dialect != jira.NAME or format_name == "html":
        return True
    return format_name != "csv" and "issue_id" not in uses.roles


def _read_rows(
    reader: RowReader, rows: Sequence[RawRow], drafts: list[Draft], refused: list[RefusedRow]
) -> list[Message]:
    """Sort rows into issues and refused ones; returns what to say about rows that are neither, or mended."""
    said: list[Message] = []
    for row, found in zip(rows, reader.read(rows), strict=True):
        if isinstance(found, Message):
            said.append(found)
        elif isinstance(found, RefusedRow):
            refused.append(found)
        else:
            drafts.append(found)
            said += [row.problem] if row.problem else []
    return said + reader.warnings()


def cut(file: str, count: int) -> list[Message]:
    """What to say about a file with this many rows: Jira may have cut the list there."""
    if count != _JIRA_STOPS_AT:
        return []
    said = "“{file}” holds exactly {rows} rows: Jira probably cut the list there, so export the rest as well."
    return [message(said, file=file, rows=_JIRA_STOPS_AT)]


def _condensed(file: str, warnings: Sequence[Message]) -> Iterable[Message]:
    """The warnings, of each sort only the first ones and then how many more there are."""
    told: Counter[str] = Counter()
    for said in warnings:
        told[said.template] += 1
        if told[said.template] <= _TOLD_OF_EACH:
            yield said
    more = sum(count - _TOLD_OF_EACH for count in told.values() if count > _TOLD_OF_EACH)
    if more:
        text = "“{file}” gives rise to {count} more warnings of these sorts."
        yield message(text, one="“{file}” gives rise to one more warning of these sorts.", file=file, count=more)
