"""What the user wants exported, and what of the list there is to choose from, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.ranking import Group
from pmdesk.gui.grid.columns import COLUMNS
from pmdesk.services.export_kinds import Kind, Paper
from pmdesk.services.exporting import USUAL, ExportOptions

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """A kind of file with its options. `only_changed`: only what the user changed since the last import."""

    kind: Kind = Kind.WORKBOOK
    options: ExportOptions = USUAL
    only_changed: bool = False
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True)
class Scope:
    """What the list shows: how many items are in play, those that its filters admit (None where it has none), those
    that are selected, and the fields whose columns are shown."""

    in_play: int
    filtered: frozenset[int] | None
    selected: frozenset[int]
    fields: tuple[str, ...]


def scope_of(window: MainWindow) -> Scope:
    """What there is to choose from in a window now."""
    ranking, rows = window.backlog.workspace.ranking, window.model.rows
    _, end = ranking.bounds(Group.UNRANKED)
    in_play = [ranking.id_at(place) for place in range(end)]
    filtered = frozenset(one for one in in_play if rows.holds(rows.key(one))) if rows.arrangement.filters else None
    selected = frozenset(in_play).intersection(item.id for item in window.view.selected_items())
    shown = (COLUMNS[place].name for place in window.view.columns.shown())
    return Scope(end, filtered, selected, tuple(name for name in shown if name in FIELDS))


def usual_paper() -> Paper:
    """The paper that is in the printers where the user lives."""
    metric = QLocale().measurementSystem() is not QLocale.MeasurementSystem.ImperialUSSystem
    return Paper.A4 if metric else Paper.LETTER
