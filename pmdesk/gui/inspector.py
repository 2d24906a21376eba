"""The inspector: the shown item beside the list, why it ranks where it does, and its fields to edit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from pmdesk.domain.changes import ChangeSet
from pmdesk.domain.messages import Message, UserError
from pmdesk.domain.records import Item
from pmdesk.gui.document import Document
from pmdesk.gui.field_editor import FieldEditor
from pmdesk.gui.flow_label import Run
from pmdesk.gui.inspector_page import MARGIN, InspectorPage
from pmdesk.gui.inspector_parts import DETAILS
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import Theme
from pmdesk.gui.widgets import plain_label
from pmdesk.services import editing
from pmdesk.services.explaining import why_this_rank
from pmdesk.services.family import parent_of
from pmdesk.services.item_history import SHOWN, history

_WIDTH, _NARROWEST = 316, 260


class Inspector(QFrame):
    """Shows one item and edits it. `itemRequested` asks the window to go to another one."""

    itemRequested = Signal(int)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setMinimumWidth(_NARROWEST)
        self._document = document
        self._workspace = document.workspace
        self._item_id: int | None = None
        self._history_limit = SHOWN
        self._busy = False
        self._waiting: list[tuple[int, str, Any]] = []
        self.page = InspectorPage(theme, self._commit)
        self._nothing = plain_label(role="muted", wrap=True)
        self._build()
        document.changed.connect(self._on_changed)
        document.busy.connect(self._on_busy)
        self.show_item(None)

    def _build(self) -> None:
        self._nothing.setText(self.tr("Choose an item to see why it ranks where it does."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(2 * MARGIN)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.page)
        self.page.dropped.connect(self._document.refuse)
        self.page.details.parentRequested.connect(self._go_to_parent)
        self.page.history.moreRequested.connect(self._show_more_history)
        self.page.close_button.clicked.connect(self._toggle_closed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    # What is shown

    @property
    def item(self) -> Item | None:
        """The item that is shown."""
        return None if self._item_id is None else self._workspace.items.get(self._item_id)

    def editor(self, name: str) -> FieldEditor:
        """The editor of a field."""
        return self.page.editors[name]

    def show_item(self, item_id: int | None) -> None:
        """Show an item; None, or one that is gone, shows what the inspector is for."""
        known = item_id if item_id in self._workspace.items else None
        if known != self._item_id:
            self._history_limit = SHOWN
            self.page.start_over()
        self._item_id = known
        self._refresh()

    def commit(self) -> None:
        """Commit what is being typed: before the backlog is exported, closed, or changed from outside."""
        for editor in self.page.editors.values():
            editor.submit()

    def _refresh(self) -> None:
        item = self.item
        if item is None:
            for editor in self.page.editors.values():
                editor.let_go()
        else:
            self._show_why(item)
            self._show_fields(item)
            self._show_details(item)
            self._show_history(item)
        self._pages.setCurrentWidget(self.page if item else self._nothing)
        self.page.settle()

    def _show_why(self, item: Item) -> None:
        said = why_this_rank(self._workspace, item, number_style())
        runs = [run for place, one in enumerate(said) for run in _runs(one, stressed=place == 0)]
        self.page.why.set_runs(*runs)

    def _show_fields(self, item: Item) -> None:
        parts = (item.key, item.type, item.team or ", ".join(item.components))
        self.page.meta.setText("  ·  ".join(filter(None, parts)))
        self.page.show_units(self._workspace.settings)
        for editor in self.page.editors.values():
            editor.show_item(item, self._workspace.settings)
        self.page.close_button.setText(self._closing(item)[0])

    def _show_details(self, item: Item) -> None:
        self.page.details.show_item(item, parent_of(self._workspace, item))

    def _closing(self, item: Item) -> tuple[str, bool | None]:
        """What the button offers, and what it sets."""
        if item.closed_by_user is None:
            return (self.tr("Reopen"), False) if item.closed else (self.tr("Close item"), True)
        if item.from_tracker or not item.closed_by_user:
            return self.tr("Follow the tracker"), None
        return self.tr("Reopen"), None

    def _show_history(self, item: Item) -> None:
        """The history waits while a large Change is being written, for it would wait for the file."""
        if not self._busy:
            lines = history(self._workspace, item, self._history_limit + 1)
            self.page.history.show_lines(lines[: self._history_limit], len(lines) > self._history_limit)

    # What happens

    def _on_changed(self, changes: ChangeSet) -> None:
        item = self.item
        if item is None:
            self.show_item(None)
            return
        self._show_why(item)
        fields = changes.edited.get(item.id, frozenset())
        if fields or changes.settings or item.id in changes.created:
            self._show_fields(item)
            self._show_history(item)
        if fields.intersection(DETAILS) or changes.created or changes.deleted or changes.structure:
            self._show_details(item)
        self.page.settle()

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
        if self.item is not None:
            self._show_history(self.item)

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
        return self._document.apply(change)

    def _toggle_closed(self) -> None:
        item = self.item
        if item is not None:
            self._document.apply(editing.set_closed(item, self._closing(item)[1]))

    def _go_to_parent(self) -> None:
        item = self.item
        parent = parent_of(self._workspace, item) if item else None
        if parent is not None:
            self.itemRequested.emit(parent.id)

    def _show_more_history(self) -> None:
        self._history_limit *= 4
        item = self.item
        if item is not None:
            self._show_history(item)


def _runs(said: Message, *, stressed: bool) -> tuple[Run, ...]:
    """A sentence in pieces: all of it stressed, or only its score."""
    text, score = f"{say(said)} ", str(said.values.get("score", ""))
    if stressed or not score:
        return ((text, stressed),)
    before, _, after = text.rpartition(score)
    return (before, False), (score, True), (after, False)
