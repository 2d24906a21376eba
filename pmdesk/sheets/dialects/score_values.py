"""Scores from a file's cells: into Item's units by the scale and factor of the mapping, or left out with the reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.mapping import ColumnMapping, Scale
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import DOT_DECIMAL, NumberStyle, parse_number, plain_number, significant
from pmdesk.domain.records import Moscow
from pmdesk.sheets.dialects import score_names
from pmdesk.sheets.dialects.cells import Conventions, is_number, own_text, plain_text, plain_value
from pmdesk.sheets.dialects.columns import fold
from pmdesk.sheets.rows import Cell

RATIONALE = "rationale"
_RATINGS_5: Mapping[float, float] = {1.0: 0.25, 2.0: 0.5, 3.0: 1.0, 4.0: 2.0, 5.0: 3.0}
_IMPACT_WORDS = (
    (score_names.MASSIVE, 3.0),
    (score_names.HIGH, 2.0),
    (score_names.MEDIUM, 1.0),
    (score_names.LOW, 0.5),
    (score_names.MINIMAL, 0.25),
)
_CONFIDENCE_WORDS = ((score_names.HIGH, 1.0), (score_names.MEDIUM, 0.8), (score_names.LOW, 0.5))
_WORDS = {
    "impact": {word: value for words, value in _IMPACT_WORDS for word in words},
    "confidence": {word: value for words, value in _CONFIDENCE_WORDS for word in words},
}
_CATEGORIES = (Moscow.MUST, Moscow.SHOULD, Moscow.COULD, Moscow.WONT, Moscow.WONT)
_BY_PRIORITY = {
    word: category for words, category in zip(score_names.PRIORITIES, _CATEGORIES, strict=True) for word in words
}
_DIGITS = 12
_SHOWN = 40


class NoScore(Exception):
    """The cell holds something that cannot be this score."""


def score_of(cell: Cell, mapping: ColumnMapping, conventions: Conventions) -> Any:
    """The score that a cell means, None for an effort of 0. Raises NoScore."""
    if mapping.use == RATIONALE:
        return FIELDS[RATIONALE].take(own_text(cell, conventions), DOT_DECIMAL)
    if mapping.scale is Scale.PRIORITY:
        return _found(_BY_PRIORITY, plain_text(cell))
    if mapping.scale is Scale.RATING_5:
        return _found(_RATINGS_5, _number(cell, conventions))
    if mapping.scale is Scale.RATING_10:
        return _rating_10(_number(cell, conventions))
    return _taken(cell, mapping, conventions)


def _found(known: Mapping[Any, Any], wanted: Any) -> Any:
    """Looks a rating or a word up."""
    try:
        return known[fold(wanted) if isinstance(wanted, str) else wanted]
    except KeyError:
        raise NoScore from None


def _rating_10(number: float) -> float:
    if number.is_integer() and 1 <= number <= 10:
        return number / 10
    raise NoScore


def _number(cell: Cell, conventions: Conventions) -> float:
    """A cell's number. A file's own style may be left for dots only where nothing else can be meant."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = plain_text(cell)
    try:
        if is_number(text, conventions):
            return parse_number(plain_value(text, conventions), DOT_DECIMAL)
        return parse_number(text, NumberStyle(conventions.decimal, ""))
    except UserError:
        raise NoScore from None


def _taken(cell: Cell, mapping: ColumnMapping, conventions: Conventions) -> Any:
    try:
        value = FIELDS[mapping.use].take(_typed(cell, mapping, conventions), DOT_DECIMAL)
    except UserError:
        raise NoScore from None
    if isinstance(value, float) and not math.isfinite(value):
        raise NoScore
    return value


def _typed(cell: Cell, mapping: ColumnMapping, conventions: Conventions) -> Any:
    """The cell as somebody would type it into the field, with a point before decimals."""
    words = _WORDS.get(mapping.use, {})
    if isinstance(cell, str) and fold(cell) in words:
        return words[fold(cell)]
    if mapping.use == "moscow":
        return plain_text(cell)
    if isinstance(cell, str) and cell.rstrip().endswith("%"):
        if mapping.use != "confidence":
            raise NoScore
        return plain_number(_number(cell.rstrip().removesuffix("%"), conventions)) + "%"
    number = _number(cell, conventions)
    return scaled(number, mapping.factor) if mapping.use in ("reach", "effort") and mapping.factor != 1.0 else number


def scaled(number: float, factor: float) -> float:
    """A number in other units, free of the dust of binary multiplication."""
    return significant(number * factor, _DIGITS)


def fits(cell: Cell, mapping: ColumnMapping, conventions: Conventions) -> bool:
    """Whether the cell can be this score."""
    try:
        score_of(cell, mapping, conventions)
    except NoScore:
        return False
    return True


@dataclass(slots=True)
class _Told:
    """What was seen of one column's cells that give no score: how many, and the first with its line."""

    header: str
    wrong: int = 0
    first: tuple[int, str] = (0, "")
    zeros: int = 0


@dataclass(slots=True)
class ScoreColumn:
    """A column that is mapped to a score."""

    header: str
    cells: Sequence[Cell]
    mapping: ColumnMapping


class ScoreValues:
    """Takes the scores out of rows. Of several columns for one score, the first with anything in the row counts."""

    def __init__(self, file: str, columns: Sequence[ScoreColumn], conventions: Conventions) -> None:
        self._file = file
        self._columns = [(column, _cached(column.mapping, conventions), _Told(column.header)) for column in columns]

    def of(self, place: int, line: int) -> dict[str, float | Moscow | str | None]:
        """The scores of the row at `place`, which stands in `line` of the file."""
        found: dict[str, float | Moscow | str | None] = {}
        for column, score, told in self._columns:
            cell = column.cells[place]
            if cell is None or cell == "" or column.mapping.use in found or (cell != cell):
                continue
            try:
                value = score(cell)
            except NoScore:
                told.wrong += 1
                told.first = told.first if told.wrong > 1 else (line, plain_text(cell)[:_SHOWN])
                continue
            if value is None:
                told.zeros += column.mapping.use == "effort"
            else:
                found[column.mapping.use] = value
        return found

    def warnings(self) -> list[Message]:
        """What gave no score in the rows read so far, one or two messages a column."""
        return [said for column, _, told in self._columns for said in self._said(told, column.mapping.use)]

    def _said(self, told: _Told, use: str) -> list[Message]:
        said = []
        if told.wrong:
            said.append(self._said_of_wrong(told, use))
        if told.zeros:
            many = "{count} rows of “{file}” have an effort of 0 under “{column}”: that means not estimated."
            one = "One row of “{file}” has an effort of 0 under “{column}”: that means not estimated."
            said.append(message(many, one=one, count=told.zeros, file=self._file, column=told.header))
        return said

    def _said_of_wrong(self, told: _Told, use: str) -> Message:
        many = (
            "{count} values under “{column}” in “{file}” cannot be read as {score} and were left out; "
            "the first is “{text}” in line {row}."
        )
        one = "“{text}” under “{column}” in line {row} of “{file}” cannot be read as {score} and was left out."
        line, text = told.first
        label = FIELDS[use].label
        return message(
            many, one=one, count=told.wrong, column=told.header, file=self._file, score=label, row=line, text=text
        )


def _cached(mapping: ColumnMapping, conventions: Conventions) -> Callable[[Cell], Any]:
    """`score_of` for one column, which reads equal texts and numbers once."""
    known: dict[tuple[type, Cell], Any] = {}

    def score(cell: Cell) -> Any:
        name = (type(cell), cell)
        if name not in known:
            try:
                known[name] = score_of(cell, mapping, conventions)
            except NoScore as no:
                known[name] = no
        value = known[name]
        if isinstance(value, NoScore):
            raise NoScore
        return value

    return score
