"""The columns that no field takes: by header, lists as lists, two fields under one header as two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pmdesk.sheets.dialects.cells import NOISE, Conventions, is_number, number_text, plain_text, tidy_text
from pmdesk.sheets.dialects.columns import Column
from pmdesk.sheets.dialects.field_values import Grid
from pmdesk.sheets.rows import Cell

Extra = dict[str, str | tuple[str, ...]]
Value = str | tuple[str, ...]
# HTML columns that hold several names in one cell, as the CSV does in a column each.
_LIST_IDS = frozenset({"versions", "fixVersions", "subtasks", "issuelinks"})
# Releases look like numbers and dates and are neither: 9.0, 1.10, 24.12.
_RELEASES = ("version", "versión", "versão", "versões", "верси", "wersj", "バージョン", "版本")


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
    """Takes the extra values out of all rows at once, of the columns given.

    `headers` are those with anything in any row: an export that has a column and nothing at all in it says no more
    about its values than one without the column, for people export parts with other column sets.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        filled: Sequence[Sequence[Cell]],
        conventions: Conventions,
        header_of: Callable[[Column], str],
    ) -> None:
        self._filled = filled
        self._conventions = conventions
        self._numeric: dict[int, bool | None] = {}
        groups: dict[str, list[Column]] = defaultdict(list)
        for column in columns:
            groups[header_of(column)].append(column)
        others = [other for header, group in groups.items() for other in self._split(header, group)]
        self._others = [other for other in others if any(filled[index] for index in other.indexes)]
        self.headers = tuple(other.header for other in self._others)

    def rows(self, grid: Grid, count: int) -> list[Extra]:
        """What each of the `count` rows holds beside the fields."""
        values = [self._values(grid, other) for other in self._others]
        if not values:
            return [{} for _ in range(count)]
        headers = self.headers
        return [
            {header: value for header, value in zip(headers, row, strict=True) if value}
            for row in zip(*values, strict=True)
        ]

    def _values(self, grid: Grid, other: Other) -> Sequence[Value]:
        """One value a row, empty where there is none: one value is a text and several are a list."""
        columns = [_written(grid[index], other.write) for index in other.indexes if self._filled[index]]
        if len(columns) == 1 and not other.joined:
            return columns[0]
        return [_together(texts, other.joined) for texts in zip(*columns, strict=True)]

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
        if column.index not in self._numeric:
            cells = self._filled[column.index]
            self._numeric[column.index] = self._are_numbers(cells) if cells else None
        return self._numeric[column.index]

    def _are_numbers(self, cells: Sequence[Cell]) -> bool:
        if not all(isinstance(cell, str | int | float) for cell in cells):
            return False
        texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str))
        return all(is_number(text.strip(), self._conventions) for text in texts)

    def _writer(self, group: Sequence[Column]) -> Callable[[Cell], str]:
        if is_release(group[0]):
            return plain_text
        if all(self._is_numeric(column) in (True, None) for column in group):
            return self._write_number
        return lambda cell: tidy_text(cell, self._conventions)

    def _write_number(self, cell: Cell) -> str:
        text = tidy_text(cell, self._conventions)
        return number_text(text, self._conventions) if isinstance(cell, str) else text


def is_release(column: Column) -> bool:
    """Whether a column names releases, which are texts whatever they look like."""
    return any(word in column.name for word in _RELEASES)


def _written(cells: Sequence[Cell], write: Callable[[Cell], str]) -> list[str]:
    """The cells as texts, without noise; the same texts stand in many rows."""
    known: dict[str, str] = {}
    texts = []
    for cell in cells:
        if not isinstance(cell, str):
            texts.append("" if cell is None else write(cell))
            continue
        text = known.get(cell)
        if text is None:
            text = write(cell) if cell else ""
            known[cell] = text = "" if "@" in text and NOISE.search(text) else text
        texts.append(text)
    return texts


def _together(texts: Sequence[str], joined: bool) -> Value:
    found = tuple(filter(None, texts))
    if joined:
        found = tuple(part for text in found for part in text.split(", "))
    return found if len(found) > 1 else found[0] if found else ""
