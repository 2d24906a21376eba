"""The second page: what each file leaves open, how its columns are used, and whether scores are taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pmdesk.domain.mapping import FileMapping
from pmdesk.domain.messages import Message
from pmdesk.gui.dialog_parts import MARGIN
from pmdesk.gui.document import Document
from pmdesk.gui.importing.answering import answered
from pmdesk.gui.importing.columns_model import ColumnsModel, Shown
from pmdesk.gui.importing.columns_view import ColumnsView
from pmdesk.gui.importing.file_entry import FileEntry
from pmdesk.gui.importing.mapping_words import scores_words, state_words
from pmdesk.gui.importing.preview_texts import count_words
from pmdesk.gui.importing.question_list import QuestionList
from pmdesk.gui.importing.saved_choice import SavedChoice, laid_over
from pmdesk.gui.text import say
from pmdesk.gui.theme import PADDING, UNIT, Theme
from pmdesk.gui.types_choice import TypesChoice
from pmdesk.gui.widgets import ElidedLabel, plain_label
from pmdesk.services import import_mapping
from pmdesk.services.levels import in_order


class MappingPage(QWidget):
    """Edits the mappings of the files. `edited` brings the entry whose mapping changed, `changed` follows all else."""

    edited = Signal(object)
    changed = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.entries: Sequence[FileEntry] = ()
        self._place = 0
        self.file = QComboBox()
        self.state = plain_label(wrap=True)
        self.fault = plain_label(role="error", wrap=True)
        self.questions = QuestionList()
        self.take_scores = QCheckBox(self.tr("&Take over scores from the files"))
        self.scores = ElidedLabel(role="muted")
        self.types = TypesChoice(theme)
        self.types.show_types((), document.workspace.settings.ranked_types)
        self.which = QComboBox()
        self.saved = SavedChoice(document)
        self.model = ColumnsModel(self)
        self.view = ColumnsView(self.model, theme)
        self._build()
        self._connect()

    def show_files(self, entries: Sequence[FileEntry]) -> None:
        """Show the mappings of some files that were read."""
        shown = self.entry
        self.entries = entries
        self.file.clear()
        self.file.addItems([entry.path.name for entry in entries])
        self._place = next((place for place, one in enumerate(entries) if one is shown), 0)
        self.file.setCurrentIndex(self._place)
        for part in (self._file_label, self.file):
            part.setVisible(len(entries) > 1)
        self._show_entry()

    @property
    def entry(self) -> FileEntry | None:
        """The file that is shown."""
        return self.entries[self._place] if self._place < len(self.entries) else None

    @property
    def areas(self) -> Sequence[QWidget]:
        """Where F6 goes."""
        asked = [card.control for card in self.questions.shown[:1]]
        return (self.view, self.take_scores, *asked, self.types, self.which)

    @property
    def ranked_types(self) -> tuple[str, ...] | None:
        """The types that are ranked from now on; None where that stays as it is."""
        types = self.types.types
        return None if types == self._document.workspace.settings.ranked_types else types

    def start(self) -> None:
        """Put the keyboard on the first question that counts in any case, on scores, or else into the table."""
        first = self.questions.first_pressing() or (self.take_scores if self._has_scores else self.view)
        first.setFocus()

    @property
    def _has_scores(self) -> bool:
        return any(entry.score_columns for entry in self.entries)

    def show_state(self) -> None:
        """Show what came of the mapping by now."""
        entry = self.entry
        if entry is None:
            return
        self.state.setText(state_words(entry))
        self.fault.setText(say(entry.fault) if entry.fault is not None else "")
        self.fault.setVisible(entry.fault is not None)
        self.take_scores.setVisible(self._has_scores)
        self.scores.setText(scores_words(self.entries) if self._has_scores else "")
        self._show_questions()
        self._show_types()
        self._name_choices()

    def _show_questions(self) -> None:
        """What is asked of scores counts where they are taken over; its answer may also be what makes one."""
        self.questions.show_scores(self.take_scores.isChecked() or not self._has_scores)

    def _show_types(self) -> None:
        """Offer the types in the files, and those of the backlog."""
        counts: Counter[str] = Counter()
        for entry in self.entries:
            counts.update(entry.issues.types if entry.issues is not None else {})
        self.types.offer(in_order(counts))
        for part in (self._types_label, self.types, self._types_hint):
            part.setVisible(bool(counts) or bool(self.types.chosen))

    # The file that is shown

    def _show_entry(self) -> None:
        entry = self.entry
        if entry is None:
            return
        uses = {use.name: say(use.label) for use in import_mapping.uses_for(entry.proposal.dialect)}
        self.model.show_columns(entry.proposal.columns, entry.mapping, uses)
        self.saved.show_names(entry.mapping.name)
        self.questions.ask(entry)
        self.show_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.questions.fit(self.height() * 2 // 5)

    def _answer(self, place: int, answer: object) -> None:
        entry = self.entry
        if entry is not None:
            question = entry.proposal.questions[place]
            entry.answered.add(place)
            self._put(entry, answered(entry.mapping, question, answer, entry.proposal.columns))

    def _put(self, entry: FileEntry, mapping: FileMapping) -> None:
        """Take an edit of the mapping; the table keeps its place. Who adds a score wants to take it over."""
        scored = len(entry.score_columns)
        entry.mapping = mapping
        if len(entry.score_columns) > scored:
            self.take_scores.setChecked(True)
        if self.model.mapping != mapping:
            row = self.view.currentIndex()
            self.model.show_columns(entry.proposal.columns, mapping, self.model.uses)
            self.view.setCurrentIndex(self.model.index(row.row(), row.column()))
        self.questions.show_answers()
        self.saved.show_names(mapping.name)
        self.edited.emit(entry)
        self.show_state()

    def _on_edited(self) -> None:
        """Follow the table; where a column is used that has to be multiplied first, the keyboard goes there."""
        if self.entry is not None:
            self._put(self.entry, self.model.mapping)
            if import_mapping.problems(self.model.mapping, self._document.workspace.settings):
                self.questions.go_to_factor(self.model.mapping)

    def _choose_file(self, place: int) -> None:
        if 0 <= place < len(self.entries) and place != self._place:
            self._place = place
            self._show_entry()

    def _choose_saved(self, mapping: FileMapping | None) -> None:
        entry = self.entry
        if entry is not None:
            proposed = entry.proposal.mapping
            self._put(entry, proposed if mapping is None else laid_over(mapping, proposed))

    def _save(self, name: str) -> None:
        entry = self.entry
        if entry is not None and self.saved.save(replace(entry.mapping, name=name)):
            self._put(entry, replace(entry.mapping, name=name))

    # Building

    def _build(self) -> None:
        self._file_label = QLabel(self.tr("&File"))
        self._file_label.setBuddy(self.file)
        self.file.setAccessibleName(self.tr("File"))
        self.file.setToolTip(self.tr("The file whose columns are shown (Alt+F)"))
        self.take_scores.setToolTip(
            self.tr("Scores in the files replace those of the backlog, where you agree in the preview")
        )
        self._types_label = QLabel(self.tr("&Ranked types"))
        self._types_label.setBuddy(self.types)
        self._types_hint = ElidedLabel(self.tr("Other types stay in the backlog, unranked."), "muted")
        self.types.setAccessibleName(self.tr("Ranked types"))
        self.types.set_tip(self.tr("Which of the tracker’s types are ranked (Alt+R)"))
        self.which.setAccessibleName(self.tr("Columns that are listed"))
        self.which.setToolTip(self.tr("Which columns are listed"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 3 * UNIT, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(_row(self._file_label, self.file, self.state))
        layout.addLayout(_row(self.fault))
        layout.addLayout(_row(self.take_scores, self.scores))
        layout.addWidget(self.questions)
        layout.addLayout(_row(self._types_label, self.types, self._types_hint))
        layout.addLayout(_row(self.which, None, *self.saved.parts))
        table = QHBoxLayout()
        table.setContentsMargins(MARGIN - PADDING, 0, MARGIN - PADDING, 0)
        table.addWidget(self.view)
        layout.addLayout(table, 1)
        self._name_choices()

    def _connect(self) -> None:
        self.file.activated.connect(self._choose_file)
        self.which.activated.connect(lambda place: self.model.show_which(Shown(self.which.itemData(place))))
        self.model.edited.connect(self._on_edited)
        self.model.refused.connect(self._refuse)
        self.questions.answered.connect(self._answer)
        self.take_scores.toggled.connect(self._show_questions)
        self.take_scores.toggled.connect(self.changed)
        self.types.changed.connect(self.changed)
        self.saved.chosen.connect(self._choose_saved)
        self.saved.named.connect(self._save)

    def _name_choices(self) -> None:
        for place, (which, words) in enumerate(
            (
                (Shown.FILLED, self.tr("Columns with values ({number})")),
                (Shown.USED, self.tr("Columns in use ({number})")),
                (Shown.ALL, self.tr("All columns ({number})")),
            )
        ):
            text = words.format(number=count_words(self.model.count(which)))
            if place < self.which.count():
                self.which.setItemText(place, text)
            else:
                self.which.addItem(text, which.value)

    def _refuse(self, said: Message) -> None:
        self.fault.setText(say(said))
        self.fault.setVisible(True)


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Parts beside each other; None takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(MARGIN, UNIT, MARGIN, UNIT)
    row.setSpacing(2 * UNIT)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            wraps = isinstance(part, QLabel) and part.wordWrap()
            row.addWidget(part, int(wraps))
    if None not in parts:
        row.addStretch(0)
    return row
