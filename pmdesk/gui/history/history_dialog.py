"""The window of the whole history: every change, what it changed, and the way back to before it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading, list_and_details, section_label
from pmdesk.gui.document import Document
from pmdesk.gui.history.entries_model import EntriesModel, byline, title
from pmdesk.gui.history.entries_view import EntriesView
from pmdesk.gui.history.item_choice import ItemChoice
from pmdesk.gui.history_lines import values
from pmdesk.gui.outcome_list import Line, OutcomeList
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import ElidedLabel, plain_label, set_role
from pmdesk.services.change_history import HistoryEntry, lines_of
from pmdesk.services.history_words import has_values, what
from pmdesk.services.item_history import HistoryLine

_SIZE, _WIDTHS = (1000, 660), (520, 480)
_LONGEST = 400


class HistoryDialog(QDialog):
    """Stays open beside the list, and follows what is changed there.

    `current` gives the item that the list stands on. `exportRequested` tells of which item the history is to be
    written to a file, None for all.
    """

    exportRequested = Signal(object)

    def __init__(
        self, document: Document, current: Callable[[], int | None], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("History"))
        self._document = document
        self._shown: HistoryEntry | None = None
        self._lines: list[HistoryLine] = []
        self._behind: int | None = None
        self.model = EntriesModel(document)
        self.model.setParent(self)
        self.choice = ItemChoice(document, current)
        self.list = EntriesView(self.model, theme)
        self.list.setAccessibleName(self.tr("Changes, newest first"))
        self.caption = section_label("")
        self.details = OutcomeList(theme, [])
        self.details.setAccessibleName(self.tr("What the change did"))
        self.more_button = button(self.tr("Show &more"), self.tr("Show more of what this change did"))
        self.told = plain_label(role="hint", wrap=True)
        self.export_button = button(self.tr("&Export…"), self.tr("Write this history to a CSV or JSON file"))
        self.back_button = button(self.tr("Take back"), "")
        self.close_button = button(self.tr("Close"), self.tr("Close (Esc)"))
        self._build()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        self._refresh()
        super().showEvent(event)

    def show_item(self, item_id: int | None) -> None:
        """Show what happened to one item, or to the whole backlog."""
        self.choice.show_item(item_id)

    def take_back(self) -> None:
        """Go back to before the chosen change, in one step that undo takes back."""
        entry = self.list.entry
        steps = self._steps(entry)
        if entry is None or not steps or self._document.is_busy:
            return
        if steps == 1:
            self._document.undo()
            return
        try:
            change = self._document.workspace.undoing.back_to(entry.seq)
        except UserError as fault:
            self._tell(fault.message, "error")
            return
        said = message("{count} changes taken back. Undo brings them back in one step.", count=steps)
        self._document.apply(change, then=lambda: self._tell(said, "good"))

    # The parts

    def _build(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(heading(self.windowTitle(), ElidedLabel(self._document.path.name, "muted")))
        top = QFrame()
        top.setProperty("role", "heading")
        row = QHBoxLayout(top)
        row.setContentsMargins(MARGIN, 2 * UNIT, MARGIN, 2 * UNIT)
        row.addWidget(self.choice)
        body.addWidget(top)
        body.addWidget(self._panes(), 1)
        body.addWidget(footer(self.export_button, self.told, None, self.back_button, self.close_button))
        self.resize(*_SIZE)

    def _panes(self) -> QSplitter:
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 0, MARGIN, 2 * UNIT)
        row.addWidget(self.more_button)
        row.addStretch(1)
        return list_and_details(self.list, self.caption, self.details, _WIDTHS, row)

    def _connect(self) -> None:
        self.choice.chosen.connect(self._show_history_of)
        self.list.chosen.connect(self._show_entry)
        self.model.refused.connect(lambda said: self._tell(said, "error"))
        self.more_button.clicked.connect(self._show_more)
        self.back_button.clicked.connect(self.take_back)
        self.export_button.clicked.connect(lambda: self.exportRequested.emit(self.choice.item_id))
        self.close_button.clicked.connect(self.reject)
        self._document.changed.connect(self._on_changed)
        self._document.busy.connect(self._on_busy)
        self._document.refused.connect(lambda said: self._tell(said, "error"))

    # What is shown

    def _refresh(self) -> None:
        if self._document.is_busy:
            return
        self.model.read_newest()
        if not self.list.currentIndex().isValid():
            self.list.go_to_first()
        self._show_entry(self.list.entry)

    def _on_changed(self) -> None:
        if self.isVisible() and not self._document.is_busy:
            at_top = self.list.currentIndex().row() <= 0
            self.model.read_newest()
            if at_top:
                self.list.go_to_first()
            self._name_back(self.list.entry)

    def _on_busy(self, busy: bool) -> None:
        if not busy and self.isVisible():
            self._on_changed()
        self._name_back(self.list.entry)

    def _show_history_of(self, item_id: int | None) -> None:
        self.model.show_item(item_id)
        self.list.go_to_first()
        if self.model.rowCount() == 0:
            self._show_entry(None)

    def _show_entry(self, entry: HistoryEntry | None) -> None:
        fault = self.model.fault
        self._tell(fault or message(""), "error" if fault else "hint")
        self._shown, self._lines, self._behind = entry, [], None
        nothing = "" if fault else self.tr("Nothing was changed yet.")
        self.caption.setText(f"{title(entry)} · {byline(entry)}" if entry else nothing)
        self._name_back(entry)
        if entry is not None and entry.lines is not None:
            self._lines = list(entry.lines)
            self._list_lines()
        elif entry is not None:
            self._behind = -1
            self._show_more()
        else:
            self._list_lines()

    def _show_more(self) -> None:
        """Read more of what the change did; while a large one is saved that would have to wait for it."""
        if self._shown is None or self._behind is None or self._document.is_busy:
            return
        try:
            read = lines_of(self._document.workspace, self._shown, self._behind, item_id=self.model.item_id)
        except UserError as fault:
            self._tell(fault.message, "error")
            return
        self._lines += read.lines
        self._behind = read.more_behind
        at = self.details.verticalScrollBar().value()
        self._list_lines()
        self.details.verticalScrollBar().setValue(at)

    def _list_lines(self) -> None:
        shown = [_line(line) for line in self._lines]
        if self._shown is not None and not shown:
            shown = [Line(words=self.tr("Only what PMDesk keeps for itself."))]
        self.details.show_lines(shown)
        self.more_button.setVisible(self._behind is not None)

    # The way back

    def _steps(self, entry: HistoryEntry | None) -> int:
        return 0 if entry is None else self._document.workspace.undoing.goes_back_to(entry.seq)

    def _name_back(self, entry: HistoryEntry | None) -> None:
        """Name what the button would take back; where undo does not come there, it says why."""
        if self._document.is_busy:
            self.back_button.setEnabled(False)
            return
        steps = self._steps(entry)
        self.back_button.setEnabled(steps > 0)
        said = message("Take back this and {count} later", count=steps - 1) if steps > 1 else message("Take this back")
        self.back_button.setText(say(said))
        self.back_button.setToolTip(
            self.tr("Go back to before this change, in one step that undo takes back")
            if steps
            else self.tr("It was taken back already, or is itself undo or redo")
        )

    def _tell(self, said: Message, role: str) -> None:
        if self.isVisible():
            self.told.setText(say(said))
            set_role(self.told, "role", role)


def _line(line: HistoryLine) -> Line:
    between = " " if has_values(line) else ": "  # a long text stands apart from the words before it
    return Line(line.key, between.join(filter(None, (say(what(line)), values(line, _LONGEST, whole=True)))))
