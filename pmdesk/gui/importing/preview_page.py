"""The third page: what the import will do, line by line, to be taken or left, and conflicts to be resolved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from pmdesk.domain.messages import message
from pmdesk.gui.dialog_parts import MARGIN, button
from pmdesk.gui.importing.count_tiles import CountTiles
from pmdesk.gui.importing.decisions import Decisions, Tally
from pmdesk.gui.importing.planning import Preview
from pmdesk.gui.importing.preview_details import PreviewDetails
from pmdesk.gui.importing.preview_model import PreviewModel
from pmdesk.gui.importing.preview_texts import count_words, counted
from pmdesk.gui.importing.preview_view import PreviewView
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import ElidedLabel, plain_label, set_role
from pmdesk.services.import_plan import PlannedRow, RowKind, Side

_DETAILS_HEIGHT = 150
_TAKEN = (RowKind.NEW, RowKind.CHANGED, RowKind.CONFLICT)


class PreviewPage(QWidget):
    """Shows a Preview, holds the Decisions about it. `changed` follows each of them, `notesWanted` asks for notes."""

    changed = Signal()
    notesWanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview: Preview | None = None
        self.decisions = Decisions((), self)
        self.tally = Tally()
        self._conflicts, self._open = False, 0  # whether any is told by values; gone items that may be closed
        self.model = PreviewModel((), self.decisions, self)
        self.tiles = CountTiles(theme)
        self.view = PreviewView(theme)
        self.details = PreviewDetails()
        self.words = plain_label(role="muted", wrap=True)
        self.hint = ElidedLabel(role="muted")
        self.take_button = button(self.tr("Tick &all"), self.tr("Take all that are shown"))
        self.leave_button = button(self.tr("Tick n&one"), self.tr("Leave all that are shown as they are"))
        self.mine_button = button(self.tr("&Keep all mine"), self.tr("In every conflict your value stands"))
        self.theirs_button = button(
            self.tr("Take all t&heirs"), self.tr("In every conflict the value in the file is taken")
        )
        self.close_button = button(self.tr("Close all &gone"), self.tr("Close the items that are not in the files"))
        self.notes_button = button("", self.tr("What to know about the files"))
        self._build()
        self._connect()
        self.view.show_lines(self.model)

    def show_preview(self, preview: Preview) -> None:
        """Show a plan; what was decided about the same issues before stays decided."""
        former = self.decisions
        self.preview = preview
        self.decisions = Decisions(preview.plan.rows, self)
        self.decisions.carry_over(former)
        self.decisions.changed.connect(self._follow)
        former_model, self.model = self.model, PreviewModel(preview.lines, self.decisions, self)
        self.tally = self.decisions.tally()
        rows = preview.plan.rows
        self._conflicts = any(row.kind is RowKind.CONFLICT and not row.waits for row in rows)
        self._open = sum(row.kind is RowKind.GONE and self.decisions.may_take(row) for row in rows)
        self.view.show_lines(self.model)
        former_model.deleteLater()
        former.deleteLater()
        self.tiles.show_counts(preview.counts)
        self._show_notes()
        self._update_acts()
        self.changed.emit()

    @property
    def areas(self) -> Sequence[QWidget]:
        """Where F6 goes."""
        tile = next((tile for tile in self.tiles.tiles.values() if tile.isEnabled() and tile.isVisible()), self.view)
        return (self.view, self.details.theirs.text, tile)

    def start(self) -> None:
        """Put the keyboard into the list."""
        self.view.setFocus()

    def import_words(self) -> str:
        """What the button that imports says."""
        tally = self.tally
        parts = [
            said
            for count, said in (
                (tally.new, say(message("{number} new", number=count_words(tally.new)))),
                (tally.changed, say(message("{number} changed", number=count_words(tally.changed)))),
                (tally.closed, say(message("close {number}", number=count_words(tally.closed)))),
            )
            if count
        ]
        if parts:
            return self.tr("&Import {what}").format(what=", ".join(parts))
        return self.tr("&Import ranked types") if self._has_settings else self.tr("F&inish: nothing to import")

    @property
    def _has_settings(self) -> bool:
        """Whether the import changes a setting besides its rows."""
        return self.preview is not None and bool(self.preview.plan.settings)

    def status_words(self) -> str:
        """What the line beside that button says."""
        tally = self.tally
        parts = _tally_words(tally)
        if self._has_settings or not tally.nothing:
            parts.append(self.tr("one step, Ctrl+Z takes it all back"))
        return " · ".join(parts)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 3 * UNIT, MARGIN, UNIT)
        top.setSpacing(3 * UNIT)
        top.addWidget(self.tiles)
        top.addWidget(self.words, 1)
        acts = QHBoxLayout()
        acts.setContentsMargins(MARGIN, UNIT, MARGIN, 2 * UNIT)
        acts.setSpacing(2 * UNIT)
        for part in self._acts():
            acts.addWidget(part)
        acts.addStretch(1)
        acts.addWidget(self.hint)
        acts.addWidget(self.notes_button)
        self.words.setText(self.tr("Your scores, categories and rationales stay as they are."))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(self.details)
        split.setStretchFactor(0, 1)
        split.setSizes([1000, _DETAILS_HEIGHT])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(acts)
        layout.addWidget(split, 1)

    def _acts(self) -> tuple[QPushButton, ...]:
        return (self.take_button, self.leave_button, self.mine_button, self.theirs_button, self.close_button)

    def _connect(self) -> None:
        self.tiles.kindChosen.connect(self._show_kind)
        self.view.lineShown.connect(self._show_line)
        self.details.resolved.connect(self._resolve)
        self.take_button.clicked.connect(lambda: self.decisions.take(self._taking(), True))
        self.leave_button.clicked.connect(lambda: self.decisions.take(self._taking(), False))
        self.mine_button.clicked.connect(lambda: self.decisions.resolve(self._resolving(), Side.MINE))
        self.theirs_button.clicked.connect(lambda: self.decisions.resolve(self._resolving(), Side.THEIRS))
        self.close_button.clicked.connect(self._close_gone)
        self.notes_button.clicked.connect(self.notesWanted)

    # What is shown

    def _show_kind(self, kind: RowKind | None) -> None:
        self.model.show_kind(kind)
        self.view.start()
        self._update_acts()

    def _show_line(self, place: int) -> None:
        line = self.model.line(place)
        side = self.decisions.side(line.row, line.conflict.field) if line and line.conflict else None
        self.details.show_line(line, side, taken=line is not None and self.decisions.takes(line.row))

    def _resolve(self, side: Side) -> None:
        self.model.resolve([self.view.currentIndex().row()], side)

    def _taking(self) -> list[PlannedRow]:
        """The rows that are ticked in bulk; gone items are closed only where nothing else is shown."""
        return [row for row in self.model.rows() if row.kind in _TAKEN or self.model.kind is RowKind.GONE]

    def _resolving(self) -> list[PlannedRow]:
        """The rows whose conflicts are resolved in bulk: whether an issue is another is never told by the way."""
        return [row for row in self.model.rows() if row.conflicts and not row.waits]

    def _close_gone(self) -> None:
        gone = [row for row in self.model.rows() if row.kind is RowKind.GONE and self.decisions.may_take(row)]
        self.decisions.take(gone, not all(map(self.decisions.takes, gone)))

    def _follow(self) -> None:
        self.tally = self.decisions.tally()
        self._show_line(self.view.currentIndex().row())
        self._update_acts()
        self.changed.emit()

    def _update_acts(self) -> None:
        kinds = self._kinds()
        for act in (self.take_button, self.leave_button):
            act.setVisible(bool(kinds.intersection(_TAKEN)) or self.model.kind is RowKind.GONE)
        for act in (self.mine_button, self.theirs_button):
            act.setVisible(RowKind.CONFLICT in kinds and self._conflicts)
        self.close_button.setVisible(RowKind.GONE in kinds and self.model.kind is not RowKind.GONE and self._open > 0)
        closed = self.tally.closed == self._open
        self.close_button.setText(self.tr("Close none &gone") if closed else self.tr("Close all &gone"))

    def _kinds(self) -> set[RowKind]:
        """The kinds of which there are lines now."""
        if self.model.kind is not None:
            return {self.model.kind}
        return {kind for kind, count in self.preview.counts.items() if count} if self.preview else set()

    def _show_notes(self) -> None:
        notes = self.preview.plan.notes if self.preview else ()
        said = message("{number} &notes…", one="1 &note…")
        self.notes_button.setText(counted(said, len(notes)))
        self.notes_button.setVisible(bool(notes))
        set_role(self.notes_button, "role", "link")
        self.words.setText(self._stay_words())

    def _stay_words(self) -> str:
        """What of the user's own stays as it is."""
        if self.preview is not None and any(line.row.own for line in self.preview.lines):
            return self.tr("Only what was changed in the workbook since its export comes in.")
        if self.preview is not None and self.preview.scores:
            return self.tr("Scores are taken over as you chose; all else of yours stays.")
        return self.tr("Your scores, categories and rationales stay as they are.")


def _tally_words(tally: Tally) -> list[str]:
    parts = []
    if tally.open:
        parts.append(counted(message("{number} conflicts keep yours", one="1 conflict keeps yours"), tally.open))
    if tally.waiting:
        words = message("{number} left out until you answer", one="1 left out until you answer")
        parts.append(counted(words, tally.waiting))
    if tally.left:
        parts.append(counted(message("{number} left out by you", one="1 left out by you"), tally.left))
    return parts
