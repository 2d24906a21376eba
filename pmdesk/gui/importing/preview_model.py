"""The preview as a table: the lines of the kinds that are shown, each with a tick for its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from pmdesk.gui.importing import preview_texts as texts
from pmdesk.gui.importing.decisions import Decisions
from pmdesk.gui.importing.preview_lines import Line
from pmdesk.gui.importing.rows_table import Index, RowsModel
from pmdesk.gui.text import number_style
from pmdesk.gui.widgets import plain_tool_tip
from pmdesk.services.import_plan import PlannedRow, RowKind, Side

LINE_ROLE = Qt.ItemDataRole.UserRole
SIDE_ROLE = Qt.ItemDataRole.UserRole + 1
_LONGEST, _LONGEST_TIP = 300, 2000
_BARE = (RowKind.NEW, RowKind.UNCHANGED)


class Column(IntEnum):
    """The columns of the preview."""

    TICK = 0
    KEY = 1
    TITLE = 2
    FIELD = 3
    NOW = 4
    AFTER = 5


class PreviewModel(RowsModel):
    """Shows lines, all or of one kind. Ticks and answers are the Decisions', which it asks and follows."""

    def __init__(self, lines: Sequence[Line], decisions: Decisions, parent: QObject | None = None) -> None:
        super().__init__(lines, parent)
        self._all = lines
        self.kind: RowKind | None = None
        self.is_bare = _is_bare(lines)
        self.decisions = decisions
        self._style = number_style()
        self._titles = ("", self.tr("Key"), self.tr("Title"), self.tr("Field"), self.tr("Now"), self.tr("After import"))
        decisions.changed.connect(self._tell_all)

    def show_kind(self, kind: RowKind | None) -> None:
        """Show the lines of one kind, or all."""
        if kind is self.kind:
            return
        self.beginResetModel()
        self.kind = kind
        self._shown = self._all if kind is None else [line for line in self._all if line.row.kind is kind]
        self.is_bare = _is_bare(self._shown)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """The line at a place, or None past the end."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rows(self) -> list[PlannedRow]:
        """The planned rows that are shown, each once."""
        return [line.row for line in self._shown if line.first]

    def toggle(self, places: Iterable[int]) -> None:
        """Take the rows of some lines, or leave them if all are taken."""
        lines = filter(None, map(self.line, places))
        rows = [line.row for line in lines if self.decisions.may_take(line.row)]
        if rows:
            self.decisions.take(rows, not all(map(self.decisions.takes, rows)))

    def resolve(self, places: Iterable[int], side: Side) -> None:
        """Say whose value stands in the conflicts of some lines."""
        for line in filter(None, map(self.line, places)):
            if line.conflict is not None:
                self.decisions.resolve([line.row], side, line.conflict.field)

    # What Qt asks for

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line = self.line(index.row()) if index.isValid() else None
        if index.column() == Column.TICK and line and line.first and self.decisions.may_take(line.row):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _shortened(self._text(line, index.column()), _LONGEST)
        if role == LINE_ROLE:
            return line
        if role == SIDE_ROLE:
            return self._side(line)  # Qt hands it on as a plain text
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_state(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(self._text(line, index.column())[:_LONGEST_TIP])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _shortened(texts.spoken(line, self.decisions.takes(line.row), self._side(line)), _LONGEST)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line(index.row()) if index.isValid() else None
        if role != Qt.ItemDataRole.CheckStateRole or line is None or not self.decisions.may_take(line.row):
            return False
        self.decisions.take([line.row], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _check_state(self, line: Line, column: int) -> Qt.CheckState | None:
        if column != Column.TICK or not line.first or not self.decisions.may_take(line.row):
            return None
        return Qt.CheckState.Checked if self.decisions.takes(line.row) else Qt.CheckState.Unchecked

    def _side(self, line: Line) -> Side | None:
        return self.decisions.side(line.row, line.conflict.field) if line.conflict else None

    def _text(self, line: Line, column: int) -> str:
        if column == Column.KEY:
            return texts.key_words(line)
        if column == Column.TITLE:
            return line.row.title
        if column == Column.FIELD:
            return texts.name_words(line)
        if column == Column.NOW:
            return self._now(line)
        return self._after(line) if column == Column.AFTER else ""

    def _now(self, line: Line) -> str:
        if line.conflict is not None:
            return texts.side_words(line.conflict, Side.MINE)
        return texts.before_words(line, self._style) or texts.reason_words(line)

    def _after(self, line: Line) -> str:
        if line.conflict is not None:
            return texts.stands_words(line.conflict, self._side(line))
        return texts.after_words(line, self.decisions.takes(line.row), self._style)


def _is_bare(lines: Sequence[Line]) -> bool:
    """Whether no line has anything to say of what is there now: all are new, or stay as they are."""
    return all(line.row.kind in _BARE and not line.field and line.row.reason is None for line in lines)


def _shortened(text: str, longest: int) -> str:
    """A text on one line."""
    return " ".join(text[: 2 * longest].split())[:longest]
