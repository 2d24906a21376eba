"""One file of an import: what was read of it, how its columns are used, and what came of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmdesk.domain.mapping import SCORES, Asked, ColumnMapping, FileMapping, FileProposal
from pmdesk.domain.messages import Message, UserError
from pmdesk.domain.records import Settings
from pmdesk.services import import_mapping

_PRESSING = (Asked.DATE_ORDER, Asked.DECIMAL)
Table = Any  # a RawTable or a TableImport of the sheets, which the window only passes on


@dataclass(frozen=True, slots=True)
class Issues:
    """What a mapping makes of a file: its issues, or the `fault` that keeps it from having any.

    `scores` counts, by the name of a score, the issues that have one in the file; `types` those of each type.
    """

    mapping: FileMapping
    table: Table | None = None
    fault: Message | None = None
    scores: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, int] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """How many rows are issues."""
        return len(self.table.rows) if self.table is not None else 0


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file as it was read, what was recognised in it, and its issues as long as nobody edits the mapping."""

    raw: Table
    proposal: FileProposal
    issues: Issues


@dataclass(slots=True)
class FileEntry:
    """One file in the wizard. `sheet` is the one that was chosen, or empty; `rows` those read so far.

    Either `read` or `refusal` is set once it was read. `mapping` is as the user edited it, `issues` what came of it.
    `answered` are the places of questions that the user answered.
    """

    path: Path
    sheet: str = ""
    rows: int = 0
    read: ReadFile | None = None
    refusal: Message | None = None
    mapping: FileMapping = field(default_factory=FileMapping)
    issues: Issues | None = None
    answered: set[int] = field(default_factory=set)

    def take(self, read: ReadFile) -> None:
        """Show what was read; the mapping is the proposed one."""
        self.read, self.refusal = read, None
        self.mapping, self.issues = read.issues.mapping, read.issues
        self.answered = set()

    @property
    def proposal(self) -> FileProposal:
        """What was recognised. Raises RuntimeError before the file is read."""
        if self.read is None:
            raise RuntimeError("the file is not read yet")
        return self.read.proposal

    @property
    def edited(self) -> bool:
        """Whether the user changed what was proposed."""
        return self.read is not None and self.mapping != self.read.issues.mapping

    @property
    def open_questions(self) -> int:
        """How many questions are not answered yet."""
        return len(self.proposal.questions) - len(self.answered) if self.read else 0

    @property
    def pressing_questions(self) -> int:
        """How many of them count in any case; the others only do once scores are taken over."""
        if self.read is None:
            return 0
        return sum(map(self.presses, range(len(self.proposal.questions))))

    def presses(self, place: int) -> bool:
        """Whether the question at a place is open and counts in any case."""
        return place not in self.answered and self.counts_anyway(place)

    def counts_anyway(self, place: int) -> bool:
        """Whether the question at a place counts also where no score is taken over."""
        return self.proposal.questions[place].asked in _PRESSING

    @property
    def fault(self) -> Message | None:
        """Why the file gives no issues as it is mapped now."""
        return self.issues.fault if self.issues else None

    @property
    def score_columns(self) -> tuple[ColumnMapping, ...]:
        """The columns that scores may be taken from; what was changed in an own workbook comes in in any case."""
        if self.mapping.own:
            return ()
        return tuple(column for column in self.mapping.columns if column.use in SCORES)


def issues_of(raw: Table, mapping: FileMapping, settings: Settings) -> Issues:
    """Interpret a file by a mapping for a backlog with these settings; may run on any thread."""
    try:
        table = import_mapping.interpret(raw, mapping)
    except UserError as said:
        return Issues(mapping, fault=said.message)
    wrong = import_mapping.problems(mapping, settings)
    if wrong:
        return Issues(mapping, fault=wrong[0])
    found = Counter(name for row in table.rows for name, value in row.scores.items() if value is not None)
    types = Counter(str(kind) for row in table.rows if (kind := row.values.get("type")))
    return Issues(mapping, table, scores=dict(found), types=dict(types))
