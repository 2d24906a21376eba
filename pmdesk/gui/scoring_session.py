"""Start scoring: the unscored items one at a time, in tracker order, while the rows keep their places."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pmdesk.domain.messages import message
from pmdesk.domain.records import Item
from pmdesk.gui.backlog_page import BacklogPage
from pmdesk.gui.document import Document
from pmdesk.gui.grid.columns import COLUMN_AT, COLUMNS
from pmdesk.services.scoring import ScoringWalk, Stop


class ScoringSession(QObject):
    """Leads the cursor from one missing factor to the next. `ended` tells what was done, once it is.

    The walk goes through what the filters admit. `held` asks to hold the order, and afterwards for how it was before;
    `told` says why filters are left on the way.
    """

    held = Signal(bool)
    ended = Signal(object)
    told = Signal(object)

    def __init__(self, document: Document, page: BacklogPage, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._page = document, page
        self._walk: ScoringWalk | None = None
        self._held_before = False
        page.scoring.skip.connect(self.skip)
        page.scoring.previous.connect(self.back)
        page.scoring.done.connect(self.end)
        page.view.keys.escaped.connect(self.end)
        page.view.item_shown.connect(lambda _: self._show())
        document.changed.connect(lambda changes: self.end() if changes.framework else self._show())

    @property
    def running(self) -> bool:
        """Whether a walk is under way."""
        return self._walk is not None

    def start(self) -> int | None:
        """Go to the first missing factor; where nothing shown misses one, how many items do that filters hide."""
        walk = ScoringWalk(self._document.workspace, self._is_admitted)
        stop = walk.first()
        if stop is None:
            return walk.left_out
        self._walk, self._held_before = walk, self._page.model.held
        self.held.emit(True)
        self._page.view.keys.walk = self._next
        self._page.view.setFocus()
        self._go(stop)
        return None

    def _is_admitted(self, item_id: int) -> bool:
        rows = self._page.model.rows
        return rows.holds(rows.key(item_id))

    def skip(self) -> None:
        """Leave the item as it is, and go to the next one."""
        item = self._page.view.current_item()
        if self._walk is not None and item is not None:
            self._page.view.setFocus()
            self._go(self._walk.skip(item.id))

    def back(self) -> None:
        """Go to the factor before."""
        item = self._page.view.current_item()
        stop = self._walk.previous(item.id, self._field()) if self._walk is not None and item is not None else None
        if stop is not None:
            self._page.view.setFocus()
            self._go(stop)

    def end(self) -> None:
        """Let the order go as it was held before, and tell how far it came."""
        walk, self._walk = self._walk, None
        if walk is None:
            return
        self._page.view.keys.walk = None
        self._page.scoring.hide()
        self.held.emit(self._held_before)
        self._page.view.setFocus()
        scored, total = walk.progress()
        self.ended.emit(message("{count} of {total} items scored.", count=scored, total=total))

    def _next(self, item: Item, field: str, by: int) -> Stop | None:
        """Where Enter (1) goes, at the end of the walk nowhere but out of it; Shift+Enter (-1) goes back."""
        if self._walk is None:
            return None
        stop = self._walk.next_after(item.id, field) if by > 0 else self._walk.previous(item.id, field)
        if stop is None and by > 0:
            self.end()
        elif stop is not None:
            self._tell_where_hidden(stop[0])
        return stop

    def _go(self, stop: Stop | None) -> None:
        if stop is None:
            self.end()
        else:
            self._tell_where_hidden(stop[0])
            self._page.view.columns.show_column(COLUMN_AT[stop[1]], True)
            self._page.view.go_to(*stop)
            self._show()

    def _tell_where_hidden(self, item_id: int) -> None:
        """Filters set on the way may hide the next item; going there leaves them."""
        if not self._is_admitted(item_id):
            key = self._document.workspace.items[item_id].key
            self.told.emit(message("The filters hid {key}, so everything is shown again.", key=key))

    def _field(self) -> str:
        return COLUMNS[self._page.view.currentIndex().column()].name

    def _show(self) -> None:
        """Name the item under the cursor and the factor that is asked for."""
        walk, item = self._walk, self._page.view.current_item()
        if walk is None or item is None or item.id not in walk.ids:
            return
        factors = self._document.workspace.framework.factors
        field = self._field() if self._field() in factors else factors[0]
        scored, total = walk.progress()
        self._page.scoring.show_step(
            walk.ids.index(item.id) + 1,
            total,
            item,
            field,
            self._document.workspace.settings,
            scored=scored,
            has_previous=walk.previous(item.id, field) is not None,
        )
