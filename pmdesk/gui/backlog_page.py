"""The page of the ranked list: the filter bar, the scoring bar while it is wanted, and the grid below them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from pmdesk.domain.arrangement import Arrangement, arrangement_of
from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import Message, message
from pmdesk.domain.ranking import Group
from pmdesk.domain.records import Baseline, BaselineReason
from pmdesk.gui.actions import Actions
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.backlog_view import BacklogView
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.text import is_weekday, number_words, say, when
from pmdesk.gui.theme import FILTER_BAR_HEIGHT, Theme
from pmdesk.services.last_import import GONE, ids_of
from pmdesk.services.saved_views import SavedView

if TYPE_CHECKING:
    from pmdesk.gui.filter_bar import FilterBar
    from pmdesk.gui.scoring_bar import ScoringBar

_ARRANGEMENT = "arrangement"
_UNSORTABLE = ("rank", "change")
_KEYS = {
    "filter": "actionFilter", "group": "actionGroupBy", "views": "actionSavedViews", "unscored": "actionUnscored",
    "all": "actionShowAll", "apply": "actionApplyFilter", "rank_order": "actionRankOrder",
}  # fmt: skip


class BacklogPage(QWidget):
    """Keeps the arrangement, its chips and the header of the grid in step.

    The bars above the grid come by `furnish`, so that the rows need not wait for them.

    `text_shown` tells the text that is searched for when it was not typed into the search field; `baseline_menu`
    asks for what can be done with the baseline, at a place on the screen.
    """

    text_shown = Signal(str)
    baseline_menu = Signal(QPoint)
    filters: FilterBar
    scoring: ScoringBar

    def __init__(self, document: Document, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self._furnished = False
        self._document, self._theme, self._actions = document, theme, actions
        self.model = BacklogModel(document, self)
        self.view = BacklogView(document, self.model, theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.density.bar(FILTER_BAR_HEIGHT), 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.view, 1)
        self._connect()
        self._restore()
        self.refresh()

    def furnish(self) -> None:
        """Make the bars above the grid."""
        if self._furnished:
            return
        from pmdesk.gui.filter_bar import FilterBar
        from pmdesk.gui.scoring_bar import ScoringBar

        keys = {name: self._actions.keys(action) for name, action in _KEYS.items()}
        self.filters = FilterBar(self._document, self._theme, self.view.columns.state, keys)
        self.scoring = ScoringBar()
        for place, bar in enumerate((self.filters, self.scoring)):
            self._column.insertWidget(place, bar)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.filters.stand_before(self.view)
        self._furnished = True
        self.filters.arrangementChanged.connect(self._arrange)
        self.filters.applyAgain.connect(self.model.apply_filter_again)
        self.filters.rankOrderRequested.connect(self.to_rank_order)
        self.filters.viewChosen.connect(self.show_view)
        self.filters.baselineRequested.connect(self._ask_for_baseline_menu)
        self.refresh()

    def _connect(self) -> None:
        self.model.arranged.connect(self._on_arranged)
        self.model.refiltered.connect(self._show_stale)
        self.view.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.view.columns.menu_wanted.connect(self._add_sorting)
        self._document.changed.connect(self._on_changed)

    # What is shown

    def refresh(self) -> None:
        """Count anew, for the chips and the width of the ranks."""
        workspace = self._document.workspace
        ranked, unranked = workspace.ranking.count(Group.RANKED), workspace.ranking.count(Group.UNRANKED)
        in_play = (Group.RANKED, Group.UNRANKED)
        matching = sum(band.count for band in self.model.rows.bands if band.group in in_play)
        if self._furnished:
            self.filters.show_arrangement(self.model.arrangement, ranked + unranked, unranked, matching)
        rank, place = number_words(ranked), number_words(matching)
        widest = f"{rank} · {place} of {place}" if self.model.arrangement.filters else rank
        self.view.columns.fit_ranks(widest)
        self._show_baseline(workspace.baseline)
        self._update_actions()

    def _on_changed(self, changes: ChangeSet) -> None:
        self.refresh()
        if changes.framework:
            self._show_stale()

    def _on_arranged(self) -> None:
        arrangement = self.model.arrangement
        self.refresh()
        self._show_sort_mark()
        self.text_shown.emit(arrangement.text)
        self._document.keep(_ARRANGEMENT, replace(arrangement, text="").plain())

    def _show_stale(self) -> None:
        if self._furnished:
            self.filters.set_stale(len(self.model.rows.stale))
        self.refresh()

    def _show_sort_mark(self) -> None:
        header, arrangement = self.view.horizontalHeader(), self.model.arrangement
        place = COLUMN_AT.get(arrangement.sort, -1)
        order = Qt.SortOrder.DescendingOrder if arrangement.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicatorShown(place >= 0)
        header.setSortIndicator(place, order)

    def _show_baseline(self, baseline: Baseline | None) -> None:
        gone = ids_of(self._document.workspace.last_import, GONE)
        self.view.columns.set_available("change", baseline is not None or bool(gone))
        if self._furnished:
            self.filters.set_baseline(say(baseline_name(baseline)) if baseline else "")

    def _update_actions(self) -> None:
        arrangement, actions = self.model.arrangement, self._actions
        actions["actionShowAll"].setEnabled(arrangement.filters)
        actions["actionApplyFilter"].setEnabled(arrangement.filters)
        actions["actionRankOrder"].setEnabled(bool(arrangement.sort))
        blocker = QSignalBlocker(actions["actionUnscored"])
        actions["actionUnscored"].setChecked(arrangement.unscored)
        blocker.unblock()

    # What the user does

    def _arrange(self, arrangement: Arrangement) -> None:
        """Show another arrangement once what is being typed is committed; where it cannot be, all stays as it is."""
        if self.view.delegate.settle():
            self.model.arrange(arrangement)
        else:
            self.refresh()

    def search(self, text: str) -> None:
        """Show what contains every word of a text."""
        self.model.search(text)

    def show_only_unscored(self, only: bool) -> None:
        """Show only what the framework cannot rank yet, or everything again."""
        self._arrange(replace(self.model.arrangement, unscored=only))

    def show_everything(self) -> None:
        """Leave the search and all filters; order and groups stay."""
        self._arrange(replace(self.model.arrangement, text="", chosen={}, unscored=False, last_import=""))

    def to_rank_order(self) -> None:
        """Sort by rank again."""
        self._arrange(replace(self.model.arrangement, sort="", descending=False))

    def show_view(self, view: SavedView) -> None:
        """Show a saved view: its framework, columns and arrangement."""
        if not self.view.delegate.settle():
            return
        if view.framework:
            self._document.set_framework(view.framework)
        if view.columns:
            self.view.columns.restore(dict(view.columns))
        self.model.arrange(view.arrangement)
        self.view.setFocus()

    def _sort_by(self, place: int) -> None:
        """Sort by a column, then the other way round, then by rank again."""
        if not self.view.delegate.settle():
            return
        name, arrangement = COLUMNS[place].name, self.model.arrangement
        first = COLUMNS[place].right_aligned  # the largest numbers are what one looks for
        if name in _UNSORTABLE or (arrangement.sort == name and arrangement.descending is not first):
            self.to_rank_order()
        else:
            descending = not first if arrangement.sort == name else first
            self.model.arrange(replace(arrangement, sort=name, descending=descending))

    def _add_sorting(self, menu: QMenu) -> None:
        menu.addAction(self._actions["actionRankOrder"])
        menu.addSeparator()

    def _ask_for_baseline_menu(self) -> None:
        button = self.filters.remarks.baseline
        self.baseline_menu.emit(button.mapToGlobal(button.rect().bottomLeft()))

    # State over restarts

    def _restore(self) -> None:
        stored: Any = self._document.workspace.view_state(_ARRANGEMENT)
        if stored:
            self.model.arrange(arrangement_of(stored), wait=True)


def baseline_name(baseline: Baseline) -> Message:
    """What a baseline is called: Monday’s import, the import of 3 November, or when it was set."""
    time = when(baseline.time)
    if baseline.reason is BaselineReason.USER:
        return message("{time}", time=time)
    if baseline.reason is BaselineReason.MEETING:
        return message("{time}’s meeting" if is_weekday(baseline.time) else "the meeting ({time})", time=time)
    return message("{time}’s import" if is_weekday(baseline.time) else "the import ({time})", time=time)
