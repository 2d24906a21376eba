"""The columns of a file as a table: header, use, scale, suggestion and sample values; the uses can be edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from pmdesk.domain.mapping import EXTRA, IGNORED, SCALES, SCORES, ColumnMapping, ColumnProposal, FileMapping, Scale
from pmdesk.domain.messages import UserError, message
from pmdesk.domain.numbers import format_number, parse_number
from pmdesk.domain.uses import scale_label, use_named
from pmdesk.gui.importing.preview_texts import count_words
from pmdesk.gui.importing.rows_table import Index, RowsModel
from pmdesk.gui.text import number_style, say
from pmdesk.gui.widgets import plain_tool_tip

USE_ROLE = Qt.ItemDataRole.UserRole
OFFER_ROLE = Qt.ItemDataRole.UserRole + 1
SCALE_ROLE = Qt.ItemDataRole.UserRole + 2
MUTED_ROLE = Qt.ItemDataRole.UserRole + 3
FACTORS = ("reach", "effort")
_LONGEST = 200


class Column(IntEnum):
    """The columns of the table."""

    HEADER = 0
    USE = 1
    SCALE = 2
    OFFER = 3
    SAMPLES = 4


class Shown(IntEnum):
    """Which columns of the file are listed."""

    FILLED = 0
    USED = 1
    ALL = 2


def scale_words(use: str, scale: Scale) -> str:
    """What a scale means for a score."""
    return say(scale_label(use, scale))


class ColumnsModel(RowsModel):
    """Shows and edits a FileMapping. `edited` follows each edit of the user, `refused` says why one cannot be."""

    edited = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([], parent)
        self._shown: list[int] = []
        self._columns: Sequence[ColumnProposal] = ()
        self._uses: Mapping[str, str] = {}
        self.mapping = FileMapping()
        self.which = Shown.FILLED
        self._titles = (
            self.tr("Column"),
            self.tr("Use as"),
            self.tr("Scale"),
            self.tr("Suggestion"),
            self.tr("Values"),
        )

    def show_columns(self, columns: Sequence[ColumnProposal], mapping: FileMapping, uses: Mapping[str, str]) -> None:
        """Show the columns of a file; `uses` gives the words for each use, in the order in which they are offered."""
        self.beginResetModel()
        self._columns, self.mapping, self._uses = columns, mapping, uses
        self._choose()
        self.endResetModel()

    def show_which(self, which: Shown) -> None:
        """List columns with values, those that are used, or all."""
        self.beginResetModel()
        self.which = which
        self._choose()
        self.endResetModel()

    @property
    def uses(self) -> Mapping[str, str]:
        """The words for each use."""
        return self._uses

    def count(self, which: Shown) -> int:
        """How many columns would be listed."""
        return len(self._listed(which))

    def place_of(self, row: int) -> int:
        """The place in the file of the column in a row."""
        return self._shown[row]

    def row_of(self, place: int) -> int:
        """The row of the column at a place of the file, -1 where it is not listed."""
        return self._shown.index(place) if place in self._shown else -1

    def column_mapping(self, row: int) -> ColumnMapping:
        """How the column in a row is used."""
        return self.mapping.columns[self._shown[row]]

    def set_use(self, places: Iterable[int], use: str) -> None:
        """Use columns of the file otherwise. Where only one can be used so, another that was is kept as it is."""
        columns = list(self.mapping.columns)
        known = use_named(use)
        for place in places:
            if known is not None and not known.several:
                for other, column in enumerate(columns):
                    if column.use == use and other != place:
                        columns[other] = replace(column, use=EXTRA, scale=Scale.OWN, factor=1.0)
            columns[place] = replace(columns[place], use=use, scale=_fitting(use, columns[place].scale), factor=1.0)
        self._put(columns)

    def set_scale(self, place: int, scale: Scale) -> None:
        """Read the scores of a column by a scale."""
        columns = list(self.mapping.columns)
        columns[place] = replace(columns[place], scale=scale)
        self._put(columns)

    def set_factor(self, place: int, factor: float) -> None:
        """Multiply the numbers of a column."""
        columns = list(self.mapping.columns)
        columns[place] = replace(columns[place], factor=factor)
        self._put(columns)

    def take_offer(self, row: int, offer: str = "") -> bool:
        """Use a column as is suggested; False where nothing is."""
        offers = self._offers(row)
        if not offers:
            return False
        use, place = offer or offers[0], self._shown[row]
        ranks = use == "moscow" and self._columns[place].mapping.use == "priority"
        self.set_use([place], use)
        if ranks:
            self.set_scale(place, Scale.PRIORITY)
        return True

    # What Qt asks for

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        editable = index.column() == Column.USE or (index.column() == Column.SCALE and self._may_scale(index.row()))
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole and column == Column.SCALE:
            return format_number(self.column_mapping(row).factor, number_style())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row, column)
        if role == USE_ROLE:
            return self.column_mapping(row).use
        if role == OFFER_ROLE:
            return self._offers(row)
        if role == SCALE_ROLE:
            return SCALES.get(self.column_mapping(row).use, ())
        if role == MUTED_ROLE:
            return self.column_mapping(row).use in (EXTRA, IGNORED)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        place = self._shown[index.row()]
        if index.column() == Column.USE:
            if value not in self._uses:
                return False
            self.set_use([place], value)
        elif self.column_mapping(index.row()).use in FACTORS:
            return self._take_factor(place, str(value))
        elif value not in list(Scale):
            return False
        else:
            self.set_scale(place, Scale(value))
        return True

    def _take_factor(self, place: int, text: str) -> bool:
        try:
            factor = parse_number(text, number_style())
        except UserError as fault:
            self.refused.emit(fault.message)
            return False
        if factor <= 0:
            self.refused.emit(message("The factor is a number above 0, like 3 or 0.05."))
            return False
        self.set_factor(place, factor)
        return True

    def _put(self, columns: list[ColumnMapping]) -> None:
        self.mapping = replace(self.mapping, columns=tuple(columns), name="")
        self._tell_all()
        self.edited.emit()

    def _choose(self) -> None:
        self._shown = self._listed(self.which)

    def _listed(self, which: Shown) -> list[int]:
        if which is Shown.ALL:
            return list(range(len(self._columns)))  # in the order of the file
        if which is Shown.USED:
            return [place for place, one in enumerate(self.mapping.columns) if one.use not in (EXTRA, IGNORED)]
        filled = [place for place, one in enumerate(self._columns) if one.filled]
        return sorted(filled, key=lambda place: not _is_of_interest(self._columns[place]))

    def _offers(self, row: int) -> tuple[str, ...]:
        """What is suggested: nothing once the column is used otherwise than was proposed."""
        column = self._columns[self._shown[row]]
        return column.offers if column.mapping.use == self.column_mapping(row).use else ()

    def _may_scale(self, row: int) -> bool:
        use = self.column_mapping(row).use
        return use in FACTORS or len(SCALES.get(use, ())) > 1

    def _text(self, row: int, column: int) -> str:
        one, mapping = self._columns[self._shown[row]], self.column_mapping(row)
        if column == Column.HEADER:
            return _line(one.header) or self.tr("(no header)")
        if column == Column.USE:
            return self._uses.get(mapping.use, mapping.use)
        if column == Column.SCALE:
            return self._scale_text(mapping) if self._may_scale(row) else ""
        if column == Column.OFFER:
            return (
                self.tr("Use as {use}").format(use=self._uses.get(self._offers(row)[0], ""))
                if self._offers(row)
                else ""
            )
        return _line(" · ".join(one.samples))

    def _scale_text(self, mapping: ColumnMapping) -> str:
        if mapping.use in FACTORS:
            return f"× {format_number(mapping.factor, number_style())}"
        return scale_words(mapping.use, mapping.scale)

    def _tool_tip(self, row: int, column: int) -> str:
        one = self._columns[self._shown[row]]
        if column == Column.USE:
            return self.tr("What this column is used for (Space or F2)")
        if column == Column.OFFER and self._offers(row):
            return self.tr("Take this suggestion (click, or Space)")
        if column == Column.SCALE and self._may_scale(row):
            words = self.tr("How its numbers are meant (Space or F2)")
            return plain_tool_tip(f"{self._text(row, column)}\n{words}")
        if column == Column.SAMPLES:
            words = self.tr("{number} cells are filled").format(number=count_words(one.filled))
            return plain_tool_tip("\n".join((words, *(sample[:_LONGEST] for sample in one.samples))))
        return plain_tool_tip(one.header[:_LONGEST])


def _is_of_interest(column: ColumnProposal) -> bool:
    """Whether a column stands before the others: it has a suggestion, or gives scores."""
    return bool(column.offers) or column.mapping.use in SCORES


def _fitting(use: str, scale: Scale) -> Scale:
    return scale if scale in SCALES.get(use, ()) else Scale.OWN


def _line(text: str) -> str:
    return " ".join(text[: 4 * _LONGEST].split())[:_LONGEST]
