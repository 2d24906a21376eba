"""What each column of a table is used for: by its dialect where nobody was asked, else by the mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmdesk.domain.mapping import EXTRA, IGNORED, SCORES, ColumnMapping, FileMapping, fitted
from pmdesk.sheets.dialects import jira, pmdesk
from pmdesk.sheets.dialects.columns import LIST_ROLES, NOISE_ROLE, Column, Roles
from pmdesk.sheets.dialects.heading import Table
from pmdesk.sheets.dialects.score_values import RATIONALE
from pmdesk.sheets.rows import Cell

_TAKEN = frozenset({*SCORES, RATIONALE})
# Where these columns are wholly empty they count as absent. Jira writes one column of a list even where no issue of
# the export has any value in it, and parts of one backlog come with other columns: such a file does not say that the
# labels of another part are gone. Other fields follow their file: an empty resolution means that the issue is open.
_MAY_BE_ABSENT = LIST_ROLES | {"description"}


@dataclass(frozen=True, slots=True)
class Uses:
    """The columns of one table by what they are used for. `extra` are kept under their own headers."""

    roles: Roles
    scores: tuple[tuple[Column, ColumnMapping], ...]
    extra: tuple[Column, ...]


def natural_uses(table: Table, filled: Sequence[Sequence[Cell]]) -> list[str]:
    """What the dialect makes of each column: a role, EXTRA or IGNORED."""
    by_column = {index: role for role, indexes in table.roles.items() for index in indexes}
    if table.dialect == jira.NAME:
        known = jira.id_column(table.columns, table.roles, filled)
        marked = {jira.rank_column(filled): "tracker_order", known: "issue_id"}
        by_column |= {index: role for index, role in marked.items() if index is not None}
    return [_natural(column, by_column) for column in table.columns]


def _natural(column: Column, by_column: Mapping[int, str]) -> str:
    role = by_column.get(column.index, EXTRA if column.header else IGNORED)
    if role == EXTRA and column.id.startswith("@"):
        return IGNORED
    return IGNORED if role == NOISE_ROLE else role


def mapped(table: Table, natural: Sequence[str], mapping: FileMapping) -> list[ColumnMapping]:
    """What each column of the file is used for by `mapping`; one that it does not name, by its dialect."""
    found = fitted(mapping, [column.header for column in table.written])
    return [
        one if one is not None else ColumnMapping(column.header, natural[column.index])
        for column, one in zip(table.written, found, strict=True)
    ]


def uses_of(
    table: Table, natural: Sequence[str], columns: Sequence[ColumnMapping], filled: Sequence[Sequence[Cell]]
) -> Uses:
    """The table's columns by their use.

    A column that scores are taken from is also what it would be without them, as the scores may not be wanted in the
    end; PMDesk's own columns are scores and nothing else.
    """
    found: dict[str, list[int]] = {}
    scores: list[tuple[Column, ColumnMapping]] = []
    extra: list[Column] = []
    for column, use in _plain_uses(table, natural, columns, scores):
        if use == EXTRA:
            extra.append(column)
        elif use != IGNORED:
            found.setdefault(use, []).append(column.index)
    return Uses({role: tuple(places) for role, places in _present(found, filled)}, tuple(scores), tuple(extra))


def _plain_uses(
    table: Table,
    natural: Sequence[str],
    columns: Sequence[ColumnMapping],
    scores: list[tuple[Column, ColumnMapping]],
) -> Iterator[tuple[Column, str]]:
    """Each column with its use beside scores, which are put into `scores`."""
    for column, mapping in zip(table.written, columns, strict=True):
        if mapping.use not in _TAKEN:
            yield column, mapping.use
            continue
        scores.append((column, mapping))
        beside = natural[column.index]
        yield column, IGNORED if table.dialect == pmdesk.NAME else EXTRA if beside == IGNORED else beside
    for column in table.columns[len(table.written) :]:
        yield column, natural[column.index]


def _present(
    found: Mapping[str, Sequence[int]], filled: Sequence[Sequence[Cell]]
) -> Iterator[tuple[str, Sequence[int]]]:
    for role, places in found.items():
        if role not in _MAY_BE_ABSENT or any(filled[index] for index in places):
            yield role, places
