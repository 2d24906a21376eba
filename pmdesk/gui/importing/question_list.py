"""What a file leaves open, a card a question; those about scores are there while scores are taken over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pmdesk.domain.mapping import Asked, FileMapping
from pmdesk.gui.dialog_parts import MARGIN, scrolling
from pmdesk.gui.importing.file_entry import FileEntry
from pmdesk.gui.importing.question_card import QuestionCard
from pmdesk.gui.theme import UNIT

_LEAST_LIMIT = 190


class QuestionList(QWidget):
    """Asks the questions of a FileEntry. `answered` brings the place of one and its answer."""

    answered = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[QuestionCard] = []
        self._entry: FileEntry | None = None
        self._most = _LEAST_LIMIT
        body = QWidget()
        self._asked = QVBoxLayout(body)
        self._asked.setContentsMargins(MARGIN, UNIT, MARGIN, UNIT)
        self._asked.setSpacing(2 * UNIT)
        area = scrolling(body)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def ask(self, entry: FileEntry) -> None:
        """Ask what a file leaves open."""
        self._entry = entry
        for card in self.cards:
            self._asked.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [QuestionCard(question, entry.proposal.columns) for question in entry.proposal.questions]
        for place, card in enumerate(self.cards):
            card.answered.connect(partial(self.answered.emit, place))
            self._asked.insertWidget(place, card)
        self.show_answers()

    def show_answers(self) -> None:
        """Mark the answers that stand by now."""
        for place, card in enumerate(self.cards):
            if self._entry is not None:
                card.show_mapping(self._entry.mapping, answered=place in self._entry.answered)

    def show_scores(self, wanted: bool) -> None:
        """Ask what counts only where scores are taken over, or do not."""
        for place, card in enumerate(self.cards):
            card.setVisible(wanted or (self._entry is not None and self._entry.counts_anyway(place)))
        self.setVisible(bool(self.shown))
        self.fit()

    @property
    def shown(self) -> Sequence[QuestionCard]:
        """The questions that are asked."""
        return [card for card in self.cards if not card.isHidden()]

    def first_pressing(self) -> QWidget | None:
        """Where the first question is answered that is open and counts in any case."""
        for place, card in enumerate(self.cards):
            if self._entry is not None and self._entry.presses(place):
                return card.control
        return None

    def go_to_factor(self, mapping: FileMapping) -> None:
        """Put the keyboard where a column that is used as effort by now gets its factor."""
        for card in self.shown:
            used = [mapping.columns[place].use for place in card.question.columns]
            if card.question.asked is Asked.UNIT and "effort" in used:
                card.line.setFocus()
                card.line.selectAll()
                return

    def fit(self, most: int = 0) -> None:
        """Be as high as the questions need, up to a limit in logical pixels from which on they scroll."""
        self._most = max(_LEAST_LIMIT, most or self._most)
        self._asked.activate()
        wanted = self._asked.heightForWidth(self.width()) if self._asked.hasHeightForWidth() else 0
        self.setFixedHeight(min(max(wanted, self._asked.minimumSize().height()), self._most))
