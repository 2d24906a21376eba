"""Headings and the capacity line for hands on keys and for ears: no row is theirs, so the rows beside tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pmdesk.domain.messages import Message, message
from pmdesk.gui.document import Document
from pmdesk.gui.grid.backlog_model import BacklogModel
from pmdesk.gui.grid.bands import band_label
from pmdesk.gui.grid.row_bands import Band
from pmdesk.gui.text import say

if TYPE_CHECKING:
    from pmdesk.gui.grid.backlog_view import BacklogView


class Headings(QObject):
    """Folds and unfolds groups from the cursor's row, and says what stands above and below a row."""

    def __init__(self, view: BacklogView, document: Document, model: BacklogModel) -> None:
        super().__init__(view)
        self._view, self._document, self._model = view, document, model

    # Folding

    def fold(self) -> None:
        """Fold the group that the cursor stands in; the cursor goes to the row that stood next."""
        row = self._view.currentIndex().row()
        band = self._model.rows.band_of_row(row) if row >= 0 else None
        if self._model.arrangement.words:
            self._view.edits.told.emit(message("While something is searched for, all groups are open."))
        elif band is not None and band.folds:
            self._view.toggle_group(band.key)
        else:
            self._view.edits.told.emit(message("What is in play stays open, unless it is grouped by a field."))

    def unfold(self) -> None:
        """Unfold the folded group that is nearest to the cursor, and go to its first row."""
        bands, row = self._model.rows.bands, self._view.currentIndex().row()
        here = bands.index(self._model.rows.band_of_row(row)) if row >= 0 else -1
        folded = [place for place, band in enumerate(bands) if band.collapsed]
        if not folded:
            self._view.edits.told.emit(message("No group is folded."))
            return
        nearest = min(folded, key=lambda place: (abs(place - here), place < here))
        column = self._view.currentIndex().column()
        self._view.toggle_group(bands[nearest].key)
        first = self._model.rows.bands[nearest].first_row
        self._view.put_cursor(self._model.index(first, column if column >= 0 else self._view.columns.first_scrolling()))

    # Told

    def words_of_row(self, row: int) -> str:
        """What stands right above a row, and below the last one; empty where nothing does."""
        return " ".join(say(said) for said in (*self._about_bands(row), *self._about_capacity(row)))

    def _about_bands(self, row: int) -> Iterator[Message]:
        bands, band = self._model.rows.bands, self._model.rows.band_of_row(row)
        at = bands.index(band)
        if row == band.first_row:
            before = at
            while before and not bands[before - 1].rows:
                before -= 1
            for folded in bands[before:at]:
                yield message("Above is the folded group {group}.", group=self._words(folded))
            if band.has_heading:
                yield message("First of the group {group}.", group=self._words(band))
        if row == self._model.rowCount() - 1:
            for folded in bands[at + 1 :]:
                yield message("Below is the folded group {group}.", group=self._words(folded))

    def _about_capacity(self, row: int) -> Iterator[Message]:
        line = self._view.capacity.row()
        if line is None:
            return
        if row == line + 1:
            yield message("Above is the capacity line: {words}.", words=self._view.capacity.text)
        elif row == line == self._model.rowCount() - 1:
            yield message("Below is the capacity line: {words}.", words=self._view.capacity.text)

    def _words(self, band: Band) -> str:
        return ", ".join(band_label(self._document, self._model, band))
