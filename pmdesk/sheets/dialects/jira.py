"""Jira's exports: which column is what, in any language it speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmdesk.sheets.dialects.columns import Column, Roles, fold, gather
from pmdesk.sheets.dialects.jira_names import CUSTOM_FIELD, CUSTOM_ROLES, DATA_IDS, HEADERS
from pmdesk.sheets.rows import Cell

NAME = "jira"
KEY = re.compile(r"[^\W\d_]\w*-\d+")
_ROLES = {fold(name): role for names in HEADERS.values() for role, all_names in names.items() for name in all_names}
_LANGUAGES = {fold(name): language for language, names in HEADERS.items() for name in names.get("title", ())}
# A key column alone may be anybody's; with two of these beside it the sheet is Jira's.
_SURE = frozenset({"title", "issue_id", "type", "status", "category", "resolution"})
# Jira's Rank looks like nothing else, so it is known by its values and needs no name: `0|i000b3:`.
_RANK = re.compile(r"\d\|[0-9a-z]*:[0-9a-z]*")
_RANKS_LOOKED_AT = 50
_FIRST_FIVE = ("title", "key", "issue_id", "type", "status")
_MARKED_KEY = re.compile(r"[A-Z][A-Z0-9_]+-\d+")


def roles(columns: Sequence[Column]) -> Roles:
    """The roles of the columns, or none at all where the sheet is not Jira's."""
    found = gather([(_role(column), column.index) for column in columns])
    return found if "key" in found and len(_SURE & found.keys()) > 1 else {}


def roles_by_marks(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Roles:
    """The first five columns of Jira's CSV, known by their values, or none at all.

    Whatever the language, the export begins with the summary; a key and a numeric id, both different in each row; the
    type; and the status.
    """
    width = len(_FIRST_FIVE)
    if not rows or any(len(row) < width for row in (header, *rows)) or _MARKED_KEY.fullmatch(header[1]):
        return {}
    keys = {row[1] for row in rows if isinstance(row[1], str) and _MARKED_KEY.fullmatch(row[1])}
    ids = {row[2] for row in rows if str(row[2]).removesuffix(".0").isdecimal()}
    if len(keys) < len(rows) or len(ids) < len(rows) or not all(row[0] and row[3] and row[4] for row in rows):
        return {}
    return {role: (index,) for index, role in enumerate(_FIRST_FIVE)}


def id_column(columns: Sequence[Column], found: Roles, filled: Sequence[Sequence[Cell]]) -> int | None:
    """The column of issue ids where nobody has told what the language calls it; None where it is known or not there.

    Jira's CSV begins with the summary, the key and the id, which is a number, another in each row.
    """
    if "issue_id" in found or (found.get("title"), found.get("key")) != ((0,), (1,)) or len(columns) < 3:
        return None
    if columns[2].custom or columns[2].id or any(2 in places for places in found.values()):
        return None
    ids = {str(cell).removesuffix(".0") for cell in filled[2]}
    return 2 if ids and len(ids) == len(filled[2]) == len(filled[1]) and all(map(str.isdecimal, ids)) else None


def _role(column: Column) -> str:
    if column.id and not column.custom:
        return DATA_IDS.get(column.id, "")
    role = _ROLES.get(column.name, "")
    return role if not column.custom or role in CUSTOM_ROLES else ""


def rank_column(filled: Sequence[Sequence[Cell]]) -> int | None:
    """The column of Jira's Rank, given the filled cells of each column; None where there is no such one."""
    return next((index for index, cells in enumerate(filled) if cells and _are_ranks(cells[:_RANKS_LOOKED_AT])), None)


def _are_ranks(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) and _RANK.fullmatch(cell.strip()) for cell in cells)


def csv_header(column: Column, columns: Sequence[Column]) -> str:
    """The header that the column has in the site's CSV, so that both formats fill the same extra fields."""
    if column.id == "watches":
        return f"{column.header} #"  # HTML counts the watchers whom a CSV names
    if not column.id or not column.custom:
        return column.header
    languages = (_LANGUAGES.get(other.name) for other in columns if other.id == "summary")
    wrapper = CUSTOM_FIELD[next((language for language in languages if language), "en")][0]
    return f"{wrapper} ({column.header})"
