"""The cells of one field of a workbook that PMDesk wrote: which say something else than what was exported, and what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pmdesk.domain.fields import FIELDS, Owner
from pmdesk.domain.mapping import SCORES, ColumnMapping
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import DOT_DECIMAL
from pmdesk.sheets.dialects.cells import Conventions, plain_text
from pmdesk.sheets.dialects.dates import moment_of
from pmdesk.sheets.dialects.pmdesk_data import DATES, LISTS, value_of
from pmdesk.sheets.dialects.pmdesk_scales import Scales
from pmdesk.sheets.dialects.score_values import NoScore, scaled, score_of
from pmdesk.sheets.rows import Cell
from pmdesk.sheets.writing.texts import CUT_MARK, CellTexts

_SHOWN = 40
# A spreadsheet keeps 15 digits of a number, and what is converted keeps 12.
_PRECISION = 1e-11
Change = tuple[object, object]


@dataclass(slots=True)
class Told:
    """What was seen of cells that cannot be read: how many, and the first with its line."""

    wrong: int = 0
    line: int = 0
    text: str = ""


@dataclass(slots=True)
class FieldCells:
    """Reads the cells of one field. `mapping` is that of its column."""

    name: str
    mapping: ColumnMapping
    scales: Scales
    conventions: Conventions
    told: Told = field(default_factory=Told)

    def changes(
        self, cells: Sequence[Cell], bases: Sequence[Cell], lines: Sequence[int]
    ) -> Iterator[tuple[int, Change]]:
        """The places of cells that were changed, each with what was exported and what stands there now, as values.

        `bases` are the cells of the hidden sheet, None where nothing was exported.
        """
        known: dict[tuple[Cell, Cell], Change | None] = {}
        meant = self.name in ("impact", "moscow") or self.mapping.factor != 1.0
        for place, (cell, base) in enumerate(zip(cells, bases, strict=True)):
            if (cell == base and not meant) or (not cell and cell != 0 and not base and base != 0):
                continue
            pair = (cell, base)
            if pair not in known:
                try:
                    known[pair] = self._change(cell, base)
                except (NoScore, UserError):
                    self._tell(lines[place], cell)
                    continue
            found = known[pair]
            if found is not None:
                yield place, found

    def warnings(self, file: str) -> Iterator[Message]:
        """What could not be read so far."""
        if not self.told.wrong:
            return
        many = (
            "{count} values under “{column}” in “{file}” cannot be read as {score} and were left out; "
            "the first is “{text}” in line {row}."
        )
        one = "“{text}” under “{column}” in line {row} of “{file}” cannot be read as {score} and was left out."
        label, header, told = FIELDS[self.name].label, self.mapping.header, self.told
        if not told.text:
            many = (
                "{count} cells under “{column}” in “{file}” are empty or cannot be read; these items keep theirs. The "
                "first is in line {row}."
            )
            one = "“{column}” in line {row} of “{file}” is empty; it stays as it was."
        yield message(
            many, one=one, count=told.wrong, row=told.line, text=told.text, file=file, column=header, score=label
        )

    def _tell(self, line: int, cell: Cell) -> None:
        if not self.told.wrong:
            self.told.line, self.told.text = line, plain_text(cell)[:_SHOWN]
        self.told.wrong += 1

    def _change(self, cell: Cell, stored: Cell) -> Change | None:
        """What was exported and what stands there, or None where they are one. Raises NoScore and UserError."""
        base = value_of(self.name, stored)
        if self.name in SCORES:
            theirs, base = self._score(cell), self._in_units(base)
            return None if same(theirs, base) else (base, theirs)
        if self.name in DATES:
            theirs = self._day(cell)
            return None if theirs == base else (base, theirs)
        if self.name in LISTS:
            return None if _is_shown(cell, ", ".join(base)) else (base, _listed(plain_text(cell), base))
        if _is_shown(cell, self._shown(base)):
            return None
        theirs = self._text(cell, base)
        return None if theirs == base else (base, theirs)

    def _shown(self, base: Any) -> str:
        return base if isinstance(base, str) else FIELDS[self.name].format(base, DOT_DECIMAL)

    def _score(self, cell: Cell) -> Any:
        if cell is None or cell == "":
            return None
        known = self.scales.value(self.name, cell)
        return score_of(cell, self.mapping, self.conventions) if known is None else known

    def _in_units(self, base: Any) -> Any:
        """What was exported, in the units that the backlog has now."""
        return base if base is None or self.mapping.factor == 1.0 else scaled(base, self.mapping.factor)

    def _day(self, cell: Cell) -> date | None:
        if cell is None or cell == "":
            return None
        found = moment_of(cell, self.conventions.order)
        if found is None:
            raise NoScore
        return found.date() if self.name == "due" else found

    def _text(self, cell: Cell, base: Any) -> Any:
        """The text that was typed; of one that was cut for its length, what the cell could not show stays."""
        text = cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else plain_text(cell)
        if FIELDS[self.name].owned_by is Owner.FIXED:
            return text
        if text.endswith(CUT_MARK) and isinstance(base, str) and not base.endswith(CUT_MARK):
            written = len(CellTexts().shown(base)) - len(CUT_MARK)
            text = text.removesuffix(CUT_MARK) + base[written:]
        return FIELDS[self.name].take(text, DOT_DECIMAL)


def same(one: Any, other: Any) -> bool:
    """Whether two values are one, but for digits that a spreadsheet does not keep."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _PRECISION * max(abs(one), abs(other))
    return bool(one == other)


def _is_shown(cell: Cell, base: str) -> bool:
    """Whether a cell says what a text looks like in a cell."""
    text = cell if isinstance(cell, str) else plain_text(cell)
    if text == base:
        return True
    shown = CellTexts().shown(base)
    # The reader of .ods files tells nothing of tabs.
    return text.replace("\r\n", "\n").replace("\r", "\n") in (shown, shown.replace("\t", ""))


def _listed(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Texts separated by commas; those that were exported may have commas in them."""
    found: list[str] = []
    rest = _parts(text)
    names = {_parts(one): one for one in known}
    while rest:
        whole = next((parts for parts in names if rest[: len(parts)] == parts), rest[:1])
        found.append(names.get(whole) or " ".join(rest[0].split()))
        rest = rest[len(whole) :]
    return tuple(dict.fromkeys(filter(None, found)))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))
