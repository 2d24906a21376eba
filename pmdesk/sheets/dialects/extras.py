"""The columns that no field takes: by header, lists as lists, two fields under one header as two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmdesk.sheets.dialects.cells import NOISE, Conventions, is_number, number_text, plain_text, tidy_text
from pmdesk.sheets.dialects.columns import Column, Roles
from pmdesk.sheets.rows import Cell

Extra = dict[str, str | tuple[str, ...]]
_NOTHING = ("", None)
# HTML columns that hold several names in one cell, as the CSV does in a column each.
_LIST_IDS = frozenset({"versions", "fixVersions", "subtasks", "issuelinks"})
# Releases look like numbers and dates and are neither: 9.0, 1.10, 24.12.
_RELEASES = ("version", "versión", "versão", "versões", "верси", "wersj")


@dataclass(frozen=True, slots=True)
class Other:
    """The columns that share a header and a kind of value, and how a value is written.

    Where `joined`, a cell may hold several values.
    """

    header: str
    indexes: tuple[int, ...]
    write: Callable[[Cell], str]
    joined: bool = False


class Extras:
    """Takes the extra values out of rows. `headers` are all there are, also those with nothing in any row."""

    def __init__(
        self,
        columns: Sequence[Column],
        roles: Roles,
        filled: Sequence[Sequence[Cell]],
        conventions: Conventions,
        header_of: Callable[[Column], str],
    ) -> None:
        self._filled = filled
        self._conventions = conventions
        groups = _by_header(columns, roles, header_of)
        others = [other for header, group in groups.items() for other in self._split(header, group)]
        self.headers = tuple(other.header for other in others)
        self._filled_others = [other for other in others if any(filled[index] for index in other.indexes)]

    def of(self, cells: Sequence[Cell]) -> Extra:
        """What a row's cells hold beside the fields."""
        found: Extra = {}
        for other in self._filled_others:
            filled = (cells[index] for index in other.indexes if index < len(cells) and cells[index] not in _NOTHING)
            texts = [text for text in map(other.write, filled) if text and not NOISE.search(text)]
            if other.joined:
                texts = [part for text in texts for part in text.split(", ")]
            if texts:
                # One value is a text and several are a list, however many columns this file has for them.
                found[other.header] = texts[0] if len(texts) == 1 else tuple(texts)
        return found

    def _split(self, header: str, group: Sequence[Column]) -> Iterable[Other]:
        """One, or two where some columns under the header hold numbers and others words: two fields."""
        kinds = [self._is_numeric(column) for column in group]
        known = list(dict.fromkeys(kind for kind in kinds if kind is not None))
        if len(known) < 2 or not group[0].custom:
            return [self._other(header, group)]
        # Columns with nothing in them go with the first field.
        first = [column for column, kind in zip(group, kinds, strict=True) if kind is not known[1]]
        second = [column for column, kind in zip(group, kinds, strict=True) if kind is known[1]]
        return [self._other(header, first), self._other(f"{header} 2", second)]

    def _other(self, header: str, group: Sequence[Column]) -> Other:
        joined = group[0].id in _LIST_IDS
        return Other(header, tuple(column.index for column in group), self._writer(group), joined)

    def _is_numeric(self, column: Column) -> bool | None:
        """Whether the column holds numbers; None where it holds nothing."""
        cells = self._filled[column.index]
        return all(self._is_number(cell) for cell in cells) if cells else None

    def _is_number(self, cell: Cell) -> bool:
        return is_number(cell.strip(), self._conventions) if isinstance(cell, str) else isinstance(cell, int | float)

    def _writer(self, group: Sequence[Column]) -> Callable[[Cell], str]:
        if any(word in group[0].name for word in _RELEASES):
            return plain_text
        if all(self._is_numeric(column) in (True, None) for column in group):
            return self._write_number
        return lambda cell: tidy_text(cell, self._conventions)

    def _write_number(self, cell: Cell) -> str:
        text = tidy_text(cell, self._conventions)
        return number_text(text, self._conventions) if isinstance(cell, str) else text


def _by_header(
    columns: Sequence[Column], roles: Roles, header_of: Callable[[Column], str]
) -> Mapping[str, list[Column]]:
    taken = {index for role, indexes in roles.items() for index in indexes}
    groups: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column.index not in taken and column.header and not column.id.startswith("@"):
            groups[header_of(column)].append(column)
    return groups
