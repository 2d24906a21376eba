"""What goes into a workbook, as plain values: taken from the backlog in a moment, written on any thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pmdesk.domain.frameworks import Framework
from pmdesk.domain.records import Item, Settings


@dataclass(frozen=True, slots=True)
class RankedItem:
    """An item in play with its rank, 1..n; None where the framework does not rank it."""

    rank: int | None
    item: Item


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """The items in play in their order, and what a reader has to know about them.

    `source` is the backlog's file, `exported` aware local time; `closed` and `other_levels` are
    counts of what is left out.
    """

    rows: tuple[RankedItem, ...]
    settings: Settings
    framework: Framework
    source: Path
    exported: datetime
    version: str
    closed: int = 0
    other_levels: int = 0

    @property
    def ranked(self) -> int:
        """How many of the items have a rank."""
        return sum(row.rank is not None for row in self.rows)
