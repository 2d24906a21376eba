"""A sheet of a workbook, before anything is read from it; alone here, as the reader process imports little."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of a workbook: rows with anything in them, and whether it is hidden."""

    name: str
    rows: int
    hidden: bool = False
