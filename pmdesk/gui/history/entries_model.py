"""The entries of the history as a list that reads on only where it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.gui.document import Document
from pmdesk.gui.history_lines import values, who
from pmdesk.gui.text import exactly_when, say, when
from pmdesk.gui.widgets import plain_tool_tip
from pmdesk.services.change_history import PAGE, HistoryEntry, entries
from pmdesk.services.history_words import what
from pmdesk.services.item_history import HistoryLine

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LONGEST = 40


class EntriesModel(QAbstractListModel):
    """Newest first, of the whole backlog or of one item. Nothing is read while a large change is being saved.

    `fault` says why the log could not be read; `refused` tells it at once.
    """

    refused = Signal(object)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._entries: list[HistoryEntry] = []
        self._ended = False
        self.item_id: int | None = None
        self.fault: Message | None = None

    def show_item(self, item_id: int | None) -> None:
        """Show what happened to one item, or to the backlog, from the newest entry on."""
        self.beginResetModel()
        self.item_id, self._entries, self._ended = item_id, [], False
        self.endResetModel()
        self.fetchMore()

    def read_newest(self) -> None:
        """Put the entries on top that came since the newest one shown."""
        if not self._entries:
            self._ended = False
            self.fetchMore()
            return
        known = self._entries[0].seq
        new = [one for one in self._read(None) if one.seq > known]
        if len(new) == PAGE:  # there may be a gap
            self.show_item(self.item_id)
        elif new:
            self.beginInsertRows(_NO_INDEX, 0, len(new) - 1)
            self._entries[:0] = new
            self.endInsertRows()

    def entry(self, index: Index) -> HistoryEntry | None:
        """The entry of a row."""
        return self._entries[index.row()] if index.isValid() and index.row() < len(self._entries) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index = _NO_INDEX) -> bool:
        return not parent.isValid() and not self._ended and not self._document.is_busy

    def fetchMore(self, parent: Index = _NO_INDEX) -> None:
        """Read one page more."""
        if not self.canFetchMore(parent):
            return
        page = self._read(self._entries[-1].seq if self._entries else None)
        self._ended = len(page) < PAGE
        if page:
            start = len(self._entries)
            self.beginInsertRows(_NO_INDEX, start, start + len(page) - 1)
            self._entries += page
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (title(entry), who(entry.actor), exactly_when(entry.time), summary(entry))
            return ", ".join(filter(None, parts))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(f"{title(entry)}\n{who(entry.actor)}, {exactly_when(entry.time)}")
        return None

    def _read(self, before: int | None) -> Sequence[HistoryEntry]:
        self.fault = None
        try:
            return entries(self._document.workspace, before, item_id=self.item_id)
        except UserError as fault:
            self.fault = fault.message
            self.refused.emit(fault.message)
            return ()


def title(entry: HistoryEntry) -> str:
    """What was done."""
    label = " ".join(say(entry.label).split())
    if entry.undoing:
        return say(message("Undo: {label}", label=label))
    return say(message("Redo: {label}", label=label)) if entry.redoing else label


def byline(entry: HistoryEntry) -> str:
    """Who did it, and when."""
    return say(message("{actor}, {time}", actor=who(entry.actor), time=when(entry.time)))


def summary(entry: HistoryEntry) -> str:
    """What it changed, as far as that fits into a line."""
    if entry.lines is None:
        return say(message("{count} items", one="1 item", count=entry.items))
    words = [_words(line) for line in entry.lines]
    if len(words) < 2:
        return "".join(words)
    return say(message("{first}; and {count} more", first=words[0], count=len(words) - 1))


def _words(line: HistoryLine) -> str:
    return " ".join(filter(None, (line.key, say(what(line)), values(line, _LONGEST))))
