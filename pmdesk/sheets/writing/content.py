"""What goes into a workbook, as plain values: taken from the backlog in a moment, written on any thread."""

from __future__ import annotations

from collections.abc import Callable
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


def no_link(item: Item) -> str | None:
    """Where no tracker's address is known."""
    return None


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """Items in play in their order, and what a reader has to know about them.

    `source` is the backlog's file, `exported` aware local time; `closed` and `other_levels` are counts of what is left
    out. `fields` and `extra_headers`, names of `Item.extra`, are the columns beside those that every workbook has.
    `link_of` gives the address of an item in its tracker. `chosen` says that these are some of the items in play, with
    their ranks among all of them.
    """

    rows: tuple[RankedItem, ...]
    settings: Settings
    framework: Framework
    source: Path
    exported: datetime
    version: str
    closed: int = 0
    other_levels: int = 0
    fields: tuple[str, ...] = ("status", "rationale")
    extra_headers: tuple[str, ...] = ()
    link_of: Callable[[Item], str | None] = no_link
    backlog_id: str = ""
    chosen: bool = False

    @property
    def ranked(self) -> int:
        """How many of the items have a rank."""
        return sum(row.rank is not None for row in self.rows)
