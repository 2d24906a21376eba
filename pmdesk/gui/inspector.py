"""The inspector: the shown item beside the list, why it ranks where it does, and its fields to edit."""

from __future__ import annotations

from enum import Enum, auto
from heapq import nsmallest
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedLayout, QWidget

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Item, Level
from pmdesk.gui.document import Document
from pmdesk.gui.field_editor import FieldEditor
from pmdesk.gui.inspector_page import MARGIN, InspectorPage
from pmdesk.gui.inspector_parts import CHILDREN_SHOWN, DETAILS
from pmdesk.gui.text import number_style
from pmdesk.gui.theme import Theme
from pmdesk.gui.widgets import plain_label
from pmdesk.services import editing
from pmdesk.services.baselines import RankChanges
from pmdesk.services.explaining import why_this_rank
from pmdesk.services.family import children_of, parent_of
from pmdesk.services.item_history import SHOWN, HistoryLine, history
from pmdesk.services.tracker_links import link_of

_WIDTH, _NARROWEST = 316, 260
_CURSOR_PAUSE = 40  # milliseconds: the cursor that runs over the rows is not followed row by row
_EDIT_PAUSE = 16  # milliseconds: Qt paints some five after what changed; the list is to be painted first


class Part(Enum):
    """What of an item is brought up to date together."""

    WHY = auto()
    FIELDS = auto()
    DETAILS = auto()
    HISTORY = auto()


class Inspector(QFrame):
    """Shows one item and edits it. The list comes first: what changed is shown once that is painted.

    `itemRequested` asks the window to go to another item, `linkRequested` to open an item's page in the tracker.
    """

    itemRequested = Signal(int)
    linkRequested = Signal(int)
    duplicateRequested = Signal(int)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setMinimumWidth(_NARROWEST)
        self._document = document
        self._workspace = document.workspace
        self._moves = RankChanges(document.workspace)
        self._item_id: int | None = None
        self._history_limit = SHOWN
        self._busy = False
        self._waiting: list[tuple[int, str, Any]] = []
        self._stale: set[Part] = set()
        self._turned = False
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._refresh_in_sight)
        self.page = InspectorPage(theme, self._commit)
        self._nothing = plain_label(role="muted", wrap=True)
        self._build()
        document.changed.connect(self._on_changed)
        document.busy.connect(self._on_busy)

    def _build(self) -> None:
        self._nothing.setText(self.tr("Choose an item to see why it ranks where it does."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(2 * MARGIN)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.page)
        page = self.page
        page.dropped.connect(self._document.refuse)
        page.entered.connect(self.flush)
        page.moved.connect(self._show_history_in_sight)
        page.details.parentRequested.connect(self._go_to_parent)
        page.children_.requested.connect(self.itemRequested)
        page.history.moreRequested.connect(self._show_more_history)
        page.close_button.clicked.connect(self._toggle_closed)
        page.duplicate_button.clicked.connect(self._duplicate)
        page.tracker_link.clicked.connect(self._ask_for_link)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    # What is shown

    @property
    def item(self) -> Item | None:
        """The item that is shown, or about to be."""
        return None if self._item_id is None else self._workspace.items.get(self._item_id)

    def editor(self, name: str) -> FieldEditor:
        """The editor of a field."""
        return self.page.editors[name]

    def show_item(self, item_id: int | None) -> None:
        """Show an item soon; None, or one that is gone, shows what the inspector is for.

        What is typed for another one is committed, or told of, at once.
        """
        known = item_id if item_id in self._workspace.items else None
        if known == self._item_id:
            return
        for editor in self.page.editors.values():
            editor.let_go()
        self._history_limit = SHOWN
        self._item_id, self._turned = known, True
        self._stale.update(Part)
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.flush()
        else:
            self._later.start(_CURSOR_PAUSE if self._pages.currentWidget() is self.page else 0)

    def commit(self) -> None:
        """Commit what is being typed: before the backlog is exported, closed, or changed from outside."""
        for editor in self.page.editors.values():
            editor.submit()

    def flush(self) -> None:
        """Show at once what waits to be shown."""
        if self._stale or self._turned:
            self._refresh()
            self._show_history()

    def write_reason(self, factor: str) -> None:
        """Go to the note that says why a factor of the shown item has its number."""
        self.flush()
        if self.item is not None:
            self.page.reasons[factor].write()

    def _refresh_in_sight(self) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        """Show what is stale; the history waits until it is in sight."""
        self._later.stop()
        item = self.item
        if item is not None:
            self._show_parts(item)
        self._turned = False
        self._pages.setCurrentWidget(self.page if item else self._nothing)
        self.page.settle()
        self._show_history_in_sight()

    def _show_parts(self, item: Item) -> None:
        for part, show in (
            (Part.WHY, self._show_why),
            (Part.FIELDS, self._show_fields),
            (Part.DETAILS, self._show_details),
        ):
            if part in self._stale:
                self._stale.discard(part)
                show(item)
        if self._turned:
            self.page.start_over()

    def _show_why(self, item: Item) -> None:
        said = why_this_rank(self._workspace, item, number_style(), self._moves.of(item.id))
        self.page.show_why(said)

    def _show_fields(self, item: Item) -> None:
        parts = (item.key, item.type, item.team or ", ".join(item.components))
        settings = self._workspace.settings
        self.page.meta.setText("  ·  ".join(filter(None, parts)))
        self.page.tracker_link.setVisible(link_of(item, settings) is not None)
        self.page.show_units(settings)
        self.page.show_own_details(not item.from_tracker)
        for editor in self.page.editors.values():
            if editor.spec.may_edit(item):
                editor.show_item(item, settings)
            else:
                editor.let_go()
        self.page.close_button.setText(self._closing(item)[0])

    def _show_details(self, item: Item) -> None:
        self.page.details.show_item(item, parent_of(self._workspace, item))
        children = children_of(self._workspace, item) if item.level is not Level.SUBTASK else []
        first = nsmallest(CHILDREN_SHOWN, children, key=lambda child: self._workspace.ranking.position(child.id))
        self.page.children_.show_items(first, len(children))

    def _closing(self, item: Item) -> tuple[str, bool | None]:
        """What the button offers, and what it sets."""
        if item.closed_by_user is None:
            return (self.tr("Reopen"), False) if item.closed else (self.tr("Close item"), True)
        if item.from_tracker or not item.closed_by_user:
            return self.tr("Follow the tracker"), None
        return self.tr("Reopen"), None

    def _show_history(self) -> None:
        """The history waits while a large Change is being written, for it would wait for the file."""
        item = self.item
        if item is not None and Part.HISTORY in self._stale and not self._busy:
            self._stale.discard(Part.HISTORY)
            lines = self._read_history(item)
            self.page.history.show_lines(lines[: self._history_limit], len(lines) > self._history_limit)
            self.page.settle()

    def _read_history(self, item: Item) -> list[HistoryLine]:
        try:
            return history(self._workspace, item, self._history_limit + 1)
        except UserError as fault:
            self._document.refuse(fault.message)
            return []

    def _show_history_in_sight(self) -> None:
        waits_for_more = self._later.isActive() or not self.isVisible()
        if not waits_for_more and self.page.history_in_sight:
            self._show_history()

    # What happens

    def _on_changed(self, changes: ChangeSet) -> None:
        item = self.item
        if item is None:
            self.show_item(None)
            return
        self._stale.add(Part.WHY)
        fields = changes.edited.get(item.id, frozenset())
        if fields or changes.settings or item.id in changes.created:
            self._stale |= {Part.FIELDS, Part.HISTORY}
        if fields.intersection(DETAILS) or changes.created or changes.deleted or changes.structure:
            self._stale.add(Part.DETAILS)
        if not self._later.isActive():
            self._later.start(_EDIT_PAUSE)

    def _on_busy(self, busy: bool) -> None:
        self._busy = busy
        if not busy:
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        """Do what had to wait for a large Change."""
        waiting, self._waiting = self._waiting, []
        for item_id, name, value in waiting:
            self._commit(item_id, name, value)
        if waiting:
            self.commit()
        self._show_history_in_sight()

    def _commit(self, item_id: int, name: str, value: Any) -> bool:
        if self._busy:
            self._waiting.append((item_id, name, value))
            return False
        item = self._workspace.items.get(item_id)
        if item is None or getattr(item, name) == value:
            return item is not None
        try:
            change = editing.set_values([item], {name: value})
        except UserError as fault:
            self._document.refuse(fault.message)
            return False
        return self._document.apply(change) and self._take_committed(item_id, name)

    def _take_committed(self, item_id: int, name: str) -> bool:
        """Have the editor know what it committed before all else is shown."""
        if item_id == self._item_id:
            self.editor(name).show_item(self._workspace.items[item_id], self._workspace.settings)
        return True

    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        """Empty notes go once the focus has left the inspector: nothing moves while one works in it."""
        if now is not None and not self.isAncestorOf(now):
            self.page.fold_reasons()

    def _ask_for_link(self) -> None:
        if self._item_id is not None:
            self.linkRequested.emit(self._item_id)

    def _toggle_closed(self) -> None:
        if (item := self.item) is not None:
            self._document.apply(editing.set_closed(item, self._closing(item)[1]))

    def _duplicate(self) -> None:
        item = self.item
        if item is not None:
            self.commit()
            self.duplicateRequested.emit(item.id)

    def _go_to_parent(self) -> None:
        parent = parent_of(self._workspace, item) if (item := self.item) else None
        if parent is not None:
            self.itemRequested.emit(parent.id)

    def _show_more_history(self) -> None:
        self._history_limit *= 4
        self._stale.add(Part.HISTORY)
        self._show_history()
