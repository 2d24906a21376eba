"""How the columns of a file become fields: plain values that the user sees, edits and saves by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pmdesk.domain.messages import Message, message
from pmdesk.domain.sheet_info import SheetInfo as SheetInfo

# What a column may be used for besides a field: kept under its own header, or left out.
EXTRA = "extra"
IGNORED = "ignored"
SCORES = ("reach", "impact", "confidence", "effort", "moscow")


_ASSUMED = "{said} On the command line, {option} decides."


class DateOrder(StrEnum):
    """Whether 06-09-2024 is in September or in June."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Scale(StrEnum):
    """How the numbers or words of a score column are meant.

    OWN: as they are typed into PMDesk (impact 3, 2, 1, 0.5, 0.25 or its words; confidence as 80, 80% or 0.8; MoSCoW by
    its words). RATING_5: whole numbers 1 to 5, for impact 0.25, 0.5, 1, 2 and 3. RATING_10: whole numbers 1 to 10, for
    confidence a tenth each. PRIORITY: the tracker's five words of priority, from Highest to Lowest, for MoSCoW.
    """

    OWN = "own"
    RATING_5 = "rating5"
    RATING_10 = "rating10"
    PRIORITY = "priority"


SCALES: Mapping[str, tuple[Scale, ...]] = {
    "reach": (Scale.OWN,),
    "impact": (Scale.OWN, Scale.RATING_5),
    "confidence": (Scale.OWN, Scale.RATING_10),
    "effort": (Scale.OWN,),
    "moscow": (Scale.OWN, Scale.PRIORITY),
}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column is used for.

    `use` is a role of the dialects (mostly the name of an item's field), EXTRA or IGNORED. `scale` counts for scores;
    `factor` multiplies numbers of reach and effort into the backlog's own units.
    """

    header: str
    use: str = EXTRA
    scale: Scale = Scale.OWN
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What each column of a file is used for, in the order of the columns, and how the file writes dates and numbers.

    `date_order` None and `decimal` "" leave it to the file's values. `name` is what the mapping is saved as, or empty.
    By an `own` one a workbook that the backlog exported is read against what was exported.
    """

    columns: tuple[ColumnMapping, ...] = ()
    date_order: DateOrder | None = None
    decimal: str = ""
    name: str = ""
    own: bool = False


def shape_of(headers: Iterable[str]) -> frozenset[str]:
    """What two files have in common that are mapped alike: their headers, whatever the order and the repeats."""
    return frozenset(name for header in headers if (name := _same(header)))


def fitted(mapping: FileMapping, headers: Sequence[str]) -> list[ColumnMapping | None]:
    """For each header the mapping's column for it; None where the mapping has none.

    Of repeated headers the first is mapped like the mapping's first, and so on; further ones like its last.
    """
    known: dict[str, list[ColumnMapping]] = defaultdict(list)
    for column in mapping.columns:
        known[_same(column.header)].append(column)
    seen: Counter[str] = Counter()
    found: list[ColumnMapping | None] = []
    for name in map(_same, headers):
        columns = known.get(name, [])
        found.append(columns[min(seen[name], len(columns) - 1)] if columns else None)
        seen[name] += 1
    return found


def _same(header: str) -> str:
    return " ".join(header.casefold().split())


class Asked(StrEnum):
    """What a file leaves open."""

    DATE_ORDER = "date_order"
    DECIMAL = "decimal"
    SCALE = "scale"
    UNIT = "unit"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file does not tell: what is asked, of which column, and what is assumed until it is answered.

    `columns` are places of columns, empty where the whole file is meant; `said` is the question and its assumption in
    words; `option` is how the command line answers it, as in `--date-order dmy|mdy`, or empty.
    """

    asked: Asked
    said: Message
    columns: tuple[int, ...] = ()
    option: str = ""

    @property
    def assumed(self) -> Message:
        """What was assumed, and how to answer it where nobody can ask."""
        return message(_ASSUMED, said=self.said, option=self.option)


def without_option(said: Message) -> Message:
    """A note as it is told where its question can be answered by hand."""
    question = said.values.get("said") if said.template == _ASSUMED else None
    return question if isinstance(question, Message) else said


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column of a file as the mapping shows it: some of its values, and what it seems to be.

    `samples` are the first different values as text, at most five; `filled` counts cells with something in them.
    `offers` are uses that its header may stand for, best first; they are never applied unseen.
    """

    header: str
    samples: tuple[str, ...]
    filled: int
    mapping: ColumnMapping
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileProposal:
    """What was recognised in one file, before it is read as items.

    `format` is csv, html, xlsx, xls, xlsb or ods; `dialect` jira, pmdesk or generic; `header_row` the line or row of
    the header, from 1; `rows` counts the rows below it. `mapping` holds the mappings of `columns`; a saved mapping of
    the same shape is applied already, and named in it. `notes` is what to know about the reading.
    """

    file: str
    format: str
    dialect: str
    header_row: int
    rows: int
    columns: tuple[ColumnProposal, ...]
    mapping: FileMapping
    sheet: str = ""
    sheets: tuple[SheetInfo, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[Message, ...] = field(default=())

    @property
    def own(self) -> bool:
        """Whether it is a workbook that the backlog itself exported."""
        return self.mapping.own
