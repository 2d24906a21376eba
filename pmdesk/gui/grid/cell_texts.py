"""What the cells of the grid say: to read, to hear, and muted in place of what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication

from pmdesk.domain.frameworks import rice
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import format_number
from pmdesk.domain.records import Item
from pmdesk.gui.grid.columns import Column, missing_texts
from pmdesk.gui.grid.visible_rows import VisibleRows
from pmdesk.gui.text import number_style, say
from pmdesk.services.baselines import RankChanges, RankMark
from pmdesk.services.last_import import LastImported
from pmdesk.services.workspace import Workspace

UP, DOWN = "▲", "▼"
NO_RANK = "–"


class CellTexts:
    """Texts of one backlog's cells, in the user's language and locale; `style` is how that writes numbers."""

    def __init__(self, workspace: Workspace, rows: VisibleRows) -> None:
        self._workspace = workspace
        self._rows = rows
        self.rank_changes = RankChanges(workspace)
        self._imported = LastImported(workspace)
        self.style = number_style()
        self._settled = True

    @contextmanager
    def places_unsettled(self) -> Iterator[None]:
        """While a row comes or goes ranks stand alone: a place among others would change under Qt's eyes."""
        self._settled = False
        yield
        self._settled = True

    def text(self, item: Item, column: Column) -> str:
        """A cell as it is read; cells of missing factors are empty."""
        if column.name == "rank":
            return self.rank(item.id)
        return self.change(item.id) if column.name == "change" else column.text(item, self.style)

    def copied(self, item: Item, column: Column) -> str:
        """A cell for other programs: the rank is a number there, without its place among what is shown."""
        if column.name == "rank":
            return str(self._workspace.ranking.rank(item.id) or "")
        return self.text(item, column)

    def rank(self, item_id: int) -> str:
        """An item's rank; under a filter its place among what is shown stands beside: `7 · 3 of 12`."""
        rank = self._workspace.ranking.rank(item_id)
        if rank is None:
            return NO_RANK
        places = self._settled and self._rows.arrangement.filters
        within = self._rows.place_within(item_id) if places else None
        if within is None:
            return self._number(rank)
        place, count = map(self._number, within)
        return _tr("{rank} · {place} of {count}").format(rank=self._number(rank), place=place, count=count)

    def _number(self, number: int) -> str:
        return format_number(number, self.style) if number > 999 else str(number)

    def change(self, item_id: int) -> str:
        """How far an item moved since the baseline: `▲ 2`, `new`, or nothing; `gone` where the last import lacks it."""
        if self._imported.is_gone(item_id):
            return _tr("gone")
        change = self.rank_changes.of(item_id)
        if isinstance(change, RankMark):
            return _tr("new")
        if not change:
            return ""
        return f"{UP if change > 0 else DOWN} {self._number(abs(change))}"

    def change_words(self, item_id: int) -> str:
        """The same in a sentence, for tooltips and screen readers."""
        if self._imported.is_gone(item_id):
            return _tr("Not in the last import of the whole backlog")
        change = self.rank_changes.of(item_id)
        if isinstance(change, RankMark):
            return say(_MARKS[change])
        if not change:
            return ""
        up, down = "Up {count} places since the baseline", "Down {count} places since the baseline"
        if change > 0:
            return say(message(up, one="Up one place since the baseline", count=change))
        return say(message(down, one="Down one place since the baseline", count=-change))

    def hint(self, item: Item, column: Column) -> tuple[str, ...]:
        """What stands muted in an empty cell of an item in play, longest wording first.

        An item that nobody has begun to score stays calm: only its score cell says so.
        """
        missing = rice.missing(item)
        untouched = len(missing) == len(rice.FACTORS)
        if column.name == "score":
            return (_tr("not scored yet"),) if untouched else missing_texts(missing)
        if not column.factor:
            return ("",)
        return (NO_RANK if untouched else _tr("missing"),)

    def spoken(self, item: Item, column: Column) -> str:
        """A cell for a screen reader: a missing factor is named, a change of rank told in words."""
        if column.name == "change":
            return self.change_words(item.id)
        text = self.text(item, column)
        return self.hint(item, column)[0] if not text and self._in_play(item) else text

    def tool_tip(self, item: Item, column: Column) -> str:
        """What a cell says beyond its text."""
        if column.name == "change":
            return self.change_words(item.id)
        if column.name == "score" and rice.score(item) is None and self._in_play(item):
            return missing_texts(rice.missing(item))[0]
        return ""

    def _in_play(self, item: Item) -> bool:
        """Asked of the item itself: one that is just leaving has no rank to be asked for."""
        return not item.closed and item.level is self._workspace.settings.ranked_level


_MARKS = {
    RankMark.NEW: message("Not in the backlog at the baseline"),
    RankMark.FIRST: message("Not ranked at the baseline"),
}


def header_help(column: Column) -> str:
    """What a derived column shows."""
    if column.name == "rank":
        return _tr("Rank by the framework that is chosen above; 1 comes first")
    if column.name == "change":
        return _tr("How far an item moved since the baseline")
    return _tr("Reach × impact × confidence ÷ effort")


def _tr(text: str) -> str:
    return QCoreApplication.translate("CellTexts", text)
