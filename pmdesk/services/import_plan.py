"""What an import would do, row by row, and the Change that does what was chosen of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pmdesk.domain.changes import Edit
from pmdesk.domain.messages import Message, message

_LABEL = "Import of {files}"


def import_label(files: str) -> Message:
    """What the Change of an import is called; `files` are their names."""
    return message(_LABEL, files=files)


def is_import(label: Message) -> bool:
    """Whether the Change with this label is an import."""
    return label.template == _LABEL


class RowKind(StrEnum):
    """What an import makes of one issue. CONFLICT: changed here and in the tracker; the rest of it may change too."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    UNCHANGED = "unchanged"
    GONE = "gone"
    REFUSED = "refused"


class Side(StrEnum):
    """Whose value stands in a conflict."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, old -> new, as typed values of Item. `score` marks one that was taken over from a score column.

    Of `extra`, both sides hold only the columns that differ.
    """

    field: str
    before: Any
    after: Any
    score: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A shared field that both sides changed since the last import; of an own workbook any field, since its export.

    One of the field `created` asks whether a row is the issue of its item, where the file names no site: mine says
    that it is another issue, theirs that it is this one.
    """

    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One line of the preview. `number` is its place in the plan and names it in Choices.

    `item_id` is 0 for refused rows, and the item in question where that is asked. `reason` says why a row is refused,
    left as it is, or asked about. `edits` does what the line says while no conflict of it is resolved, `answers` what
    it does once that of `created` is. A row is `own` in a workbook that the backlog exported, and `by_pmdesk` in
    another file that PMDesk wrote.
    """

    number: int
    kind: RowKind
    key: str
    title: str
    item_id: int
    file: str
    row: int
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    reason: Message | None = None
    edits: tuple[Edit, ...] = ()
    answers: Mapping[Side, tuple[Edit, ...]] = field(default_factory=dict)
    own: bool = False
    by_pmdesk: bool = False

    @property
    def tracker_says(self) -> bool:
        """Whether the tracker says what stands in the row, and not somebody by a file of PMDesk's."""
        return not (self.own or self.by_pmdesk)

    @property
    def waits(self) -> bool:
        """Whether the row is left out until somebody says if it is the issue of its item."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user decides before the preview.

    `whole`: the files are the whole backlog, so that items of their projects that are not in them are gone.
    `take_scores`: score columns that are mapped may change scores. `ranked_types`: the tracker's types that are ranked
    from now on; None leaves that as it is.
    """

    whole: bool = False
    take_scores: bool = False
    ranked_types: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decides in the preview.

    `left` are the numbers of rows that are not taken. `resolved` says, by number and field, whose value stands in a
    conflict; one that is not named stays open: mine stands, and it is asked again at the next import. `close_gone`
    are numbers of gone rows whose items are closed.
    """

    left: frozenset[int] = frozenset()
    resolved: Mapping[tuple[int, str], Side] = field(default_factory=dict)
    close_gone: frozenset[int] = frozenset()


NO_CHOICES = Choices()
