"""What an import did: counts, what was found in each file, the rows left out and why, and the notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pmdesk.domain.mapping import without_option
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import format_number
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading
from pmdesk.gui.importing.file_words import kind_words
from pmdesk.gui.importing.imported import Imported
from pmdesk.gui.outcome_list import Line, OutcomeList
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT, Theme, label_font, list_font
from pmdesk.gui.widgets import ElidedLabel, plain_label, primary_button, set_role
from pmdesk.services.importing import FileSummary, ImportPlan, SkippedRow

_SIZE = (760, 560)
_COUNT_PIXELS = 19
_COPIED_MILLISECONDS = 2000


class ImportOutcomeDialog(QDialog):
    """Tells what an import did. `undoRequested` asks to take it back; the dialog then closes.

    `may_undo` is whether the import is still what undo would take back.
    """

    undoRequested = Signal()

    def __init__(self, done: Imported, theme: Theme, parent: QWidget | None = None, *, may_undo: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import"))
        self._done = done
        self._may_undo = may_undo and bool(done.change.edits)
        self.list = OutcomeList(theme, outcome_lines(done.plan, done.outcome.warnings))
        self.list.setAccessibleName(self.tr("Files, rows left out, and notes"))
        self.copy_button = button(self.tr("&Copy as text"), self.tr("Copy all of this as plain text"))
        self.undo_button = button(self.tr("&Undo import"), self.tr("Take the whole import back, in one step"))
        self.close_button = primary_button(self.tr("Close"))
        self._again = QTimer(self, singleShot=True, interval=_COPIED_MILLISECONDS)
        self._build()
        self._connect()

    def _build(self) -> None:
        names = ", ".join(PurePath(one.path).name for one in self._done.plan.files)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self._title(), ElidedLabel(names, "muted")))
        layout.addLayout(self._tiles())
        layout.addWidget(self.list, 1)
        self.close_button.setDefault(True)
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        layout.addWidget(footer(self.copy_button, None, self.undo_button, self.close_button))
        self.undo_button.setVisible(self._may_undo)
        self.resize(*_SIZE)
        self.close_button.setFocus()

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self._copy)
        self.undo_button.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.accept)
        self._again.timeout.connect(lambda: self.copy_button.setText(self.tr("&Copy as text")))

    def _title(self) -> str:
        if not self._done.nothing:
            return self.tr("Imported")
        return self.tr("Nothing new in the files") if self._done.outcome.unchanged else self.tr("Nothing was imported")

    def _tiles(self) -> QHBoxLayout:
        plan, outcome = self._done.plan, self._done.outcome
        layout = QHBoxLayout()
        layout.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, UNIT)
        layout.setSpacing(3 * UNIT)
        for count, words in (
            (outcome.created, self.tr("new")),
            (outcome.updated, self.tr("changed")),
            (outcome.unchanged, self.tr("unchanged")),
        ):
            layout.addWidget(_tile(count, words))
        if outcome.closed:
            layout.addWidget(_tile(outcome.closed, self.tr("closed")))
        layout.addWidget(_tile(outcome.left_out, self.tr("left out"), alarm=bool(plan.skipped)))
        note = plain_label(self.tr("Your scores, categories and rationales stay as they are."), "muted", wrap=True)
        layout.addWidget(note, 1)
        return layout

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(outcome_text(self._done))
        self.copy_button.setText(self.tr("Copied"))
        self._again.start()

    def _undo(self) -> None:
        self.accept()
        self.undoRequested.emit()


def outcome_lines(plan: ImportPlan, warnings: Sequence[Message] = ()) -> list[Line]:
    """The lines of the list: files, rows left out, notes of the plan and `warnings`."""
    lines = [Line(_tr("Files"), heading=True), *map(_file_line, plan.files)]
    if plan.skipped:
        lines += [Line(_tr("Left out"), heading=True), *map(_skipped_line, plan.skipped)]
    notes = (*plan.notes, *warnings)
    if notes:
        lines += [Line(_tr("Notes"), heading=True), *(Line(words=say(without_option(said))) for said in notes)]
    return lines


def outcome_text(done: Imported) -> str:
    """All that the dialog tells, as plain text."""
    counts = message(
        "Import: {created} new, {updated} changed, {closed} closed, {unchanged} unchanged, {left} left out."
        if done.outcome.closed
        else "Import: {created} new, {updated} changed, {unchanged} unchanged, {left} left out.",
        created=_number(done.outcome.created),
        updated=_number(done.outcome.updated),
        closed=_number(done.outcome.closed),
        unchanged=_number(done.outcome.unchanged),
        left=_number(done.outcome.left_out),
    )
    lines = [
        f"\n{line.text}" if line.heading else line.text for line in outcome_lines(done.plan, done.outcome.warnings)
    ]
    return "\n".join([say(counts), *lines]) + "\n"


def _file_line(file: FileSummary) -> Line:
    kind = kind_words(file.format, file.dialect)
    rows = say(message("{number} rows", one="1 row", count=file.rows, number=_number(file.rows)))
    items = say(message("{number} items", one="1 item", count=file.items, number=_number(file.items)))
    return Line(PurePath(file.path).name, f"{kind} · {rows} · {items}")


def _skipped_line(row: SkippedRow) -> Line:
    place = message("{file}, line {row}", file=PurePath(row.file).name, row=row.row)
    return Line(say(place), say(row.reason))


def _tile(count: int, words: str, *, alarm: bool = False) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "tile")
    frame.setMinimumWidth(27 * UNIT)
    set_role(frame, "alarm", alarm)
    number = plain_label(_number(count))
    number.setFont(list_font(_COUNT_PIXELS, QFont.Weight.DemiBold))
    label = plain_label(words, "" if alarm else "muted")
    label.setFont(label_font())
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(3 * UNIT + 2, 2 * UNIT, 3 * UNIT, 2 * UNIT)
    layout.setSpacing(0)
    layout.addWidget(number)
    layout.addWidget(label)
    frame.setAccessibleName(f"{number.text()} {words}")
    return frame


def _number(count: int) -> str:
    return format_number(count, number_style())


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportOutcomeDialog", text)
