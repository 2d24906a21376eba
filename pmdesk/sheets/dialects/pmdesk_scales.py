"""The sheet of scales in a workbook that PMDesk wrote, as somebody may have edited it: what its labels mean now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.records import Moscow
from pmdesk.sheets.dialects.cells import plain_text
from pmdesk.sheets.dialects.columns import fold
from pmdesk.sheets.rows import Cell, RawRow

_SCALES = ("impact", "confidence", "moscow", "status")


@dataclass(frozen=True, slots=True)
class Scales:
    """What the labels of impacts and categories mean, by the folded label; `written` are all labels in lower case."""

    impact: Mapping[str, float] = field(default_factory=dict)
    moscow: Mapping[str, Moscow] = field(default_factory=dict)
    written: frozenset[str] = frozenset()

    def value(self, name: str, cell: Cell) -> Any:
        """The value of a label, or None where the sheet does not know it."""
        if not isinstance(cell, str):
            return None
        labels: Mapping[str, Any] = {"impact": self.impact, "moscow": self.moscow}.get(name, {})
        return labels.get(fold(cell))

    def looked_up(self, name: str, cell: Cell) -> Any:
        """The value that a formula of the workbook finds for a label: of one that is written exactly so."""
        exact = isinstance(cell, str) and cell.casefold() in self.written
        return self.value(name, cell) if exact else None


def scales_of(rows: Sequence[RawRow]) -> Scales:
    """The scales in the rows of their sheet; an impact whose value is none is left to its usual meaning."""
    parts = _parts(rows)
    impact = {fold(label): float(value) for label, value in parts.get("impact", ()) if _is_factor(value)}
    labels = [fold(label) for label, _ in parts.get("moscow", ())]
    whole = len(set(labels)) == len(Moscow)
    moscow = dict(zip(labels, Moscow, strict=True)) if whole and len(labels) == len(Moscow) else {}
    written = (label.casefold() for name in ("impact", "moscow") for label, _ in parts.get(name, ()))
    return Scales(impact, moscow, frozenset(written))


def _is_factor(value: Cell) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _parts(rows: Sequence[RawRow]) -> dict[str, list[tuple[str, Any]]]:
    """Each scale's labels and values, by the field whose label stands above them."""
    heads = {fold(str(FIELDS[name].label)): name for name in _SCALES}
    found: dict[str, list[tuple[str, Any]]] = {}
    current: list[tuple[str, Any]] = []
    for row in rows:
        label, value = plain_text(row.cells[0]), row.cells[1] if len(row.cells) > 1 else None
        name = heads.get(fold(label))
        if name is not None and name not in found and not isinstance(value, int | float):
            current = found[name] = []
        elif label:
            current.append((label, value))
    return found
