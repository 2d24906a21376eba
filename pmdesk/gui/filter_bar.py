"""The row above the grid: what is shown of the backlog, how it is grouped and sorted, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from pmdesk.domain.arrangement import FILTER_FIELDS, Arrangement
from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import message
from pmdesk.gui.chip_strip import Chip, ChipStrip
from pmdesk.gui.document import Document
from pmdesk.gui.filter_chips import FilterChips
from pmdesk.gui.filter_menu import ValueMenu
from pmdesk.gui.filter_remarks import FilterRemarks
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.gui.saved_views import ViewsMenu
from pmdesk.gui.text import number_words, say
from pmdesk.gui.theme import FILTER_BAR_HEIGHT, UNIT, Theme
from pmdesk.gui.widgets import plain_label
from pmdesk.services.value_counts import value_counts

PINNED = ("status", "moscow", "assignee")
_SIDE = 14


class FilterBar(QFrame):
    """Shows an Arrangement as chips and changes it.

    `show_arrangement` redraws and emits nothing; what the user does is shown at once and told by
    `arrangementChanged`. `keys` gives the shortcuts that tooltips name: filter, group, views, unscored, all, apply,
    rank_order. `columns` gives the columns as they are now, for a view that is saved.
    """

    arrangementChanged = Signal(object)
    applyAgain = Signal()
    rankOrderRequested = Signal()
    baselineRequested = Signal()
    viewChosen = Signal(object)
    told = Signal(str, object)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        columns: Callable[[], dict[str, Any]],
        keys: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self._document, self._theme = document, theme
        self.arrangement = Arrangement()
        self._chips = FilterChips(keys or {})
        self._in_play = self._unranked = 0
        self._framework, self._sorted_by = document.workspace.framework, ""
        self._matching: int | None = None
        self.fields: dict[str, Chip] = {}
        self.strip = ChipStrip(theme)
        self.all, self.unscored = Chip(theme, "chipAll"), Chip(theme, "chipUnscored")
        self.imported = Chip(theme, "chipLastImport")
        self.add, self.group = Chip(theme, "chipAdd"), Chip(theme, "chipGroup")
        self.views_button = Chip(theme, "chipViews")
        self.matching = plain_label(role="muted")
        self.remarks = FilterRemarks(theme, keys or {})
        self.menu = ValueMenu(theme, self)
        self.views = ViewsMenu(document, lambda: (self.arrangement, columns()), self)
        self._build()
        self._connect()
        self._restyle()

    # What is shown

    def show_arrangement(
        self, arrangement: Arrangement, in_play: int, unranked: int, matching: int | None = None
    ) -> None:
        """Show an arrangement and the counts of the backlog; `matching` is how many items the filters leave."""
        self._in_play, self._unranked, self._matching = in_play, unranked, matching
        before = (self.arrangement, self._framework, self._sorted_by)
        same = before == (arrangement, self._document.workspace.framework, self._column_words(arrangement.sort))
        self.arrangement = arrangement
        (self._show_counts if same else self._redraw)()

    def set_stale(self, count: int) -> None:
        """Say how many items that are shown no longer match the filters; 0 takes it away."""
        self.remarks.set_stale(count)
        self._fit()

    def set_baseline(self, name: str) -> None:
        """Name the baseline that rank changes are counted from, as in "Monday’s import"; empty takes it away."""
        self.remarks.set_baseline(name)
        self._fit()

    def stand_before(self, widget: QWidget) -> None:
        """Be reached by Tab right before a widget."""
        before = widget.previousInFocusChain() or widget
        while before.focusPolicy() is Qt.FocusPolicy.NoFocus and before is not widget:
            before = before.previousInFocusChain() or widget
        QWidget.setTabOrder(before, self.all.button)
        self._order_tabs()

    # What may also be opened by an action

    def open_fields(self) -> None:
        """Offer the fields that can be filtered by."""
        self.add.button.setChecked(False)
        _drop(self._fields_menu(self.arrangement.chosen, self.open_values), self.add)

    def open_values(self, name: str) -> None:
        """Offer the values of one field."""
        anchor = self.fields.get(name, self.add)
        if name in self.fields:
            self._chips.show_field(anchor, self.arrangement, name)
        chosen = self.arrangement.chosen.get(name, ())
        self.menu.open_for(name, value_counts(self._document.workspace, name), chosen, anchor)

    def open_groups(self) -> None:
        """Offer the fields that can be grouped by."""
        self._chips.show_group(self.group, self.arrangement)
        marked = (self.arrangement.group_by,)
        _drop(self._fields_menu(marked, self._group_by, self.tr("No groups")), self.group)

    def open_views(self) -> None:
        """Offer the saved views."""
        self.views_button.button.setChecked(False)
        _drop(self.views, self.views_button)

    # How it is put together

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, _SIDE - UNIT, 1)
        row.setSpacing(2 * UNIT)
        row.addWidget(self.strip, 1)
        row.addWidget(self.remarks)
        for name in PINNED:
            self._add_field(name)
        order = (
            self.all,
            *map(self.fields.__getitem__, PINNED[:2]),
            self.unscored,
            self.fields[PINNED[2]],
            self.imported,
        )
        for place, widget in enumerate((*order, self.add, self.matching, self.group, self.views_button)):
            self.strip.insert(place, widget)

    def _connect(self) -> None:
        self.all.pressed.connect(self._show_all)
        self.unscored.pressed.connect(
            lambda: self._change(replace(self.arrangement, unscored=not self.arrangement.unscored))
        )
        for taken_away in (self.imported.pressed, self.imported.removed):
            taken_away.connect(self._leave_last_import)
        self.add.pressed.connect(self.open_fields)
        self.group.pressed.connect(self.open_groups)
        self.group.removed.connect(self._leave_groups)
        self.views_button.pressed.connect(self.open_views)
        self.menu.applied.connect(lambda name, values: self._change(self.arrangement.choosing(name, values)))
        self.menu.closed.connect(self._settle)
        self.remarks.stale.clicked.connect(self.applyAgain)
        self.remarks.sort.clicked.connect(self.rankOrderRequested)
        self.remarks.baseline.clicked.connect(self.baselineRequested)
        self.views.chosen.connect(self.viewChosen)
        self.views.told.connect(self.told)
        self._theme.changed.connect(self._restyle)

    def _add_field(self, name: str) -> Chip:
        chip = Chip(self._theme, f"chip{name.capitalize()}")
        chip.pressed.connect(lambda: self.open_values(name))
        chip.removed.connect(lambda: self._remove(name))
        self.fields[name] = chip
        return chip

    # Drawing

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.density.bar(FILTER_BAR_HEIGHT))
        self._redraw()

    def _redraw(self) -> None:
        shown = self.arrangement
        self._framework, self._sorted_by = self._document.workspace.framework, self._column_words(shown.sort)
        self._show_counts()
        for name in [name for name in self.fields if name not in PINNED and name not in shown.chosen]:
            self.strip.remove(self.fields.pop(name))
        for name in [name for name in FILTER_FIELDS if name in shown.chosen and name not in self.fields]:
            self.strip.insert(self.strip.place(self.add), self._add_field(name))
            self.fields[name].show()
        for name, chip in self.fields.items():
            self._chips.show_field(chip, shown, name)
        self.add.show_state(self.tr("+ filter"), self._chips.tip(self.tr("Filter by a field"), "filter"))
        self._chips.show_group(self.group, self.arrangement)
        self.views_button.show_state(
            self.tr("Views"),
            self._chips.tip(self.tr("Saved views: filters, order, grouping and columns"), "views"),
            opens=True,
        )
        self.remarks.set_sort(self._sorted_by, descending=shown.descending)
        self._fit()
        self._order_tabs()

    def _show_counts(self) -> None:
        shown = self.arrangement
        self._chips.show_all(self.all, shown, self._in_play)
        self._chips.show_unscored(self.unscored, shown, self._framework, self._unranked)
        self._chips.show_imported(self.imported, shown)
        self._show_matching()

    def _show_matching(self) -> None:
        shown = self.arrangement.filters and self._matching is not None
        said = message("{count} of {all}", count=number_words(self._matching or 0), all=number_words(self._in_play))
        self.matching.setText(say(said) if shown else "")
        self.matching.setToolTip(self.tr("How many of the items in play match") if shown else "")
        self.matching.setVisible(shown)

    def _fit(self) -> None:
        """The remarks at the right are shortened where the chips would have too little room."""
        self.remarks.fit(self.width() - 2 * _SIDE - 2 * UNIT - self.strip.wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _order_tabs(self) -> None:
        """By Tab through the row as it stands."""
        chips = [chip for chip in self.strip.widgets() if isinstance(chip, Chip)]
        parts = [*(part for chip in chips for part in (chip.button, chip.cross)), *self.remarks.buttons]
        for one, following in pairwise(parts):
            QWidget.setTabOrder(one, following)

    # What the user does

    def _change(self, arrangement: Arrangement) -> None:
        changed = arrangement != self.arrangement
        self.arrangement = arrangement
        self._redraw()
        if changed:
            self.arrangementChanged.emit(arrangement)

    def _settle(self) -> None:
        for chip in (self.add, *self.fields.values()):
            chip.settle()

    def _show_all(self) -> None:
        self._change(replace(self.arrangement, text="", chosen={}, unscored=False, last_import=""))

    def _leave_last_import(self) -> None:
        self.all.button.setFocus()
        self._change(replace(self.arrangement, last_import=""))

    def _group_by(self, name: str) -> None:
        self._change(replace(self.arrangement, group_by=name))

    def _leave_groups(self) -> None:
        self._group_by("")
        self.group.button.setFocus()

    def _remove(self, name: str) -> None:
        (self.fields[name] if name in PINNED else self.add).button.setFocus()
        self._change(self.arrangement.choosing(name, ()))

    def _fields_menu(self, marked: Iterable[str], choose: Callable[[str], None], none: str = "") -> QMenu:
        """The fields that filter and group, some of them marked; `none` is what choosing no field is called."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("", *FILTER_FIELDS) if none else FILTER_FIELDS:
            act = menu.addAction(say(FIELDS[name].label) if name else none)
            act.setCheckable(True)
            act.setChecked(name in marked)
            act.triggered.connect(lambda _=False, name=name: choose(name))
        return menu

    # Words

    def _column_words(self, name: str) -> str:
        """The column's title; a name that no column has stays as it is, empty included."""
        place = COLUMN_AT.get(name)
        return COLUMNS[place].title(self._document.workspace.settings) if place is not None else name


def _drop(menu: QMenu, anchor: QWidget) -> None:
    """Open a menu below a widget, with the first entry marked that can be chosen: the next key may be Enter."""
    menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + UNIT)))
    menu.setActiveAction(next(one for one in menu.actions() if one.isEnabled() and not one.isSeparator()))
