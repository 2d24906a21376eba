"""What the palette offers for the list as it is now: by column, by field, by saved view, and groups to fold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from pmdesk.domain.arrangement import FILTER_FIELDS, Arrangement
from pmdesk.domain.fields import field
from pmdesk.gui.backlog_page import BacklogPage
from pmdesk.gui.document import Document
from pmdesk.gui.grid.bands import band_label
from pmdesk.gui.grid.columns import COLUMNS, Column
from pmdesk.gui.text import say
from pmdesk.services.saved_views import SavedView, saved_views

_UNSORTABLE = ("rank", "change")


class ListCommands(QObject):
    """Makes the actions anew whenever they are asked for. `settled` commits what is typed, or says that it cannot."""

    def __init__(self, document: Document, page: BacklogPage, settled: Callable[[], bool]) -> None:
        super().__init__(page)
        self._document, self._page, self._settled = document, page, settled
        self._model, self._view = page.model, page.view
        self._made: list[QAction] = []

    def actions(self) -> list[QAction]:
        """One action for each thing that can be done; the ones given before are gone."""
        for action in self._made:
            action.deleteLater()
        self._made = [
            *self._folding(),
            *map(self._viewing, saved_views(self._document.workspace)),
            *map(self._filtering, FILTER_FIELDS),
            *map(self._sorting, _sortable()),
            *map(self._grouping, FILTER_FIELDS),
            *map(self._showing, filter(self._view.columns.may_hide, range(len(COLUMNS)))),
        ]
        return list(self._made)

    def _action(self, name: str, text: str, act: Callable[[], object], *, checked: bool | None = None) -> QAction:
        action = QAction(text.replace("&", "&&"), self, checkable=checked is not None, checked=bool(checked))
        action.setObjectName(name)
        action.triggered.connect(lambda _=False: self._settled() and act())
        return action

    def _sorting(self, column: Column) -> QAction:
        shown = self._model.arrangement
        text = self.tr("Sort by {column}").format(column=column.title(self._document.workspace.settings))
        first = column.right_aligned  # the largest numbers are what one looks for
        sorted_ = shown.sort == column.name
        descending = not shown.descending if sorted_ else first
        wanted = replace(shown, sort=column.name, descending=descending)
        return self._action(
            f"sortBy:{column.name}", text, partial(self._arrange, wanted), checked=shown.sort == column.name
        )

    def _grouping(self, name: str) -> QAction:
        shown = self._model.arrangement
        grouped = shown.group_by == name
        text = self.tr("Group by {field}").format(field=say(field(name).label))
        wanted = replace(shown, group_by="" if grouped else name)
        return self._action(f"groupBy:{name}", text, partial(self._arrange, wanted), checked=grouped)

    def _viewing(self, view: SavedView) -> QAction:
        text = self.tr("Show view “{name}”").format(name=view.name)
        return self._action(f"view:{view.name}", text, partial(self._page.show_view, view))

    def _filtering(self, name: str) -> QAction:
        label = say(field(name).label)
        text = self.tr("Filter by {field}…").format(field=label if name == "moscow" else label.lower())
        chosen = name in self._model.arrangement.chosen
        return self._action(f"filterBy:{name}", text, partial(self._page.filters.open_values, name), checked=chosen)

    def _showing(self, place: int) -> QAction:
        hidden, title = self._view.isColumnHidden(place), COLUMNS[place].title(self._document.workspace.settings)
        text = self.tr("Show column {column}") if hidden else self.tr("Hide column {column}")
        act = partial(self._show_column, place, hidden)
        return self._action(f"column:{COLUMNS[place].name}", text.format(column=title), act)

    def _show_column(self, place: int, shown: bool) -> None:
        """A column that comes is brought into sight."""
        self._view.columns.show_column(place, shown)
        current = self._view.currentIndex()
        if shown and current.isValid():
            self._view.scrollTo(current.siblingAtColumn(place))

    def _arrange(self, arrangement: Arrangement) -> None:
        self._model.arrange(arrangement)

    def _folding(self) -> Iterator[QAction]:
        """Fold the group that the cursor stands in, unfold those that are folded; the list's own have their actions."""
        row = self._view.currentIndex().row()
        here = self._model.rows.band_of_row(row) if row >= 0 else None
        for band in self._model.bands():
            if band.value is None or not (band.collapsed or band == here):
                continue
            name, _ = band_label(self._document, self._model, band)
            text = self.tr("Unfold group “{name}”") if band.collapsed else self.tr("Fold group “{name}”")
            yield self._action("", text.format(name=name), partial(self._view.toggle_group, band.key))


def _sortable() -> list[Column]:
    return [column for column in COLUMNS if column.name not in _UNSORTABLE]
