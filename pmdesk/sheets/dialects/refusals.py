"""Tables that are no backlog, told by what they hold: worklogs, pivot tables, data of charts, release notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.sheets.dialects import generic, jira
from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.dialects.heading import Table
from pmdesk.sheets.rows import Cell

_SHOWN = 5
_LONGEST_SHOWN = 60


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# What exports of time trackers have beside each other: how long, when, and who.
_HOURS = _words(
    "hours|hours worked|logged hours|logged|time spent|time spent (h)|time spent (hours)|time spent (seconds)|duration"
    "|duration (h)|duration (decimal)|billable hours|billed hours|billed seconds|worked|time worked|stunden|dauer"
    "|arbeitszeit|benötigte zeit|heures|durée|temps passé|horas|duración|duração|ore|durata|часы|затраченное время"
    "|godziny|czas pracy|作業時間|工时|工時"
)
_WHEN = _words(
    "work date|worked on|date worked|worklog date|worklog created|date started|started|started at|start date"
    "|start time|end time|log date|date|day|datum|arbeitsdatum|tag|date de travail|jour|fecha|data|дата|日付|日期"
)
_WHO = _words(
    "author|worklog author|user|username|user name|full name|person|employee|worker|logged by|team member|benutzer"
    "|mitarbeiter|autor|utilisateur|auteur|collaborateur|usuario|usuário|utente|пользователь|автор|сотрудник"
    "|użytkownik|作成者|ユーザー|用户|使用者"
)
_WORKLOG = re.compile(r"work ?log|work description|tempo worksheet|журнал работ|arbeitsprotokoll")
_PIVOT = re.compile(
    r"row labels|column labels|zeilenbeschriftungen|spaltenbeschriftungen|étiquettes de lignes|étiquettes de colonnes"
    r"|etiquetas de fila|rótulos de linha|etichette di riga|названия строк|etykiety wierszy|行ラベル|行标签"
    r"|(count|sum|average|max|min) of .+|(anzahl|summe|mittelwert) von .+|(nombre|somme|moyenne) de .+"
    r"|(cuenta|suma|contagem|soma) de .+"
)
_COUNTS = _words(
    "count|total|percentage|percent|%|issues|number of issues|anzahl|nombre|cantidad|quantidade|количество"
)
_RELEASE_NOTES = re.compile(
    r"(?i)\W*(release notes?|versionshinweise|notes de (version|publication)|notas de la versión|notas de versão"
    r"|note di rilascio|примечания к выпуску|リリース ?ノート|发行说明)\b"
)


class Cells(Protocol):
    """A table with the cells of its columns that have something in them."""

    table: Table
    filled: list[list[Cell]]


def refuse_what_is_no_backlog(file: str, sheets: Sequence[Cells]) -> None:
    """Raise UserError, with the reason and the headers seen, where the first table cannot be a list of issues."""
    sheet = sheets[0]
    said = _worklog(sheet) or _pivot(sheet) or _notes(sheet)
    if said:
        raise UserError(Message(said, {"file": file, "headers": headers_seen(sheet.table)}))


def no_title(file: str, sheet: Cells) -> Message:
    """What to say where no column is known to hold titles."""
    said = (
        "“{file}” has no column with a title or an issue key; its columns begin with {headers}. "
        "If one of them is the title, say so in the mapping."
    )
    return message(said, file=file, headers=headers_seen(sheet.table))


def headers_seen(table: Table) -> str:
    """The first headers in quotation marks."""
    shown = [f"“{_short(column.header)}”" for column in table.written if column.header]
    return ", ".join(shown[:_SHOWN]) or "“”"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _names(sheet: Cells) -> list[str]:
    return [column.name for column in sheet.table.written if column.header]


def _worklog(sheet: Cells) -> str:
    """Whether each row is a piece of work: it says how long, and when or who, and issues come again and again."""
    names = _names(sheet)
    hours, when, who = (any(name in words for name in names) for words in (_HOURS, _WHEN, _WHO))
    marked = any(map(_WORKLOG.search, names))
    if not (hours and (when or who)) and not (marked and (hours or when)):
        return ""
    is_list = sheet.table.dialect == jira.NAME and "title" in sheet.table.roles and not marked
    if is_list and not _repeats(_key_cells(sheet)):
        return ""
    if sheet.table.dialect == generic.NAME and not (when and who) and not marked and not _repeats(_key_cells(sheet)):
        return ""
    return (
        "“{file}” is a list of logged work, not of issues; its columns begin with {headers}. "
        "Export the issues from the tracker’s list instead."
    )


def _key_cells(sheet: Cells) -> list[Cell]:
    """What names the issue of each row: its key if there is one, else its title."""
    roles = sheet.table.roles
    places = roles.get("key") or roles.get("title") or ()
    return sheet.filled[places[0]] if places else []


def _repeats(cells: Sequence[Cell]) -> bool:
    """Whether at least one cell in four says what another one has said."""
    return len(cells) > 1 and len(cells) - len(set(map(str, cells))) >= len(cells) / 4


def _pivot(sheet: Cells) -> str:
    """Whether all but the first column, or all but a few in a table without titles, are counts and sums."""
    names, roles = _names(sheet), sheet.table.roles
    made = sum(bool(_PIVOT.fullmatch(name)) for name in names)
    counted = len(names) in (2, 3) and any(name in _COUNTS for name in names[1:])
    only_sums = made > 0 and ("title" not in roles or made >= len(names) - 1)
    if "key" in roles or not (only_sums or (counted and "title" not in roles)):
        return ""
    return (
        "“{file}” holds counts or sums, as a pivot table or a chart does, and no issues; its columns begin with "
        "{headers}. Choose the sheet or the file with the issues themselves."
    )


def _notes(sheet: Cells) -> str:
    """Release notes are a page of text: few columns, and the words for it above all."""
    if sheet.table.roles:
        return ""
    begin = [column.header for column in sheet.table.written[:1]]
    texts = [*begin, *(plain_text(cell) for cells in sheet.filled[:2] for cell in cells[:_SHOWN])]
    if any(_RELEASE_NOTES.match(text) for text in texts):
        return "“{file}” is a page of release notes, not a list of issues; it begins with {headers}."
    return ""
