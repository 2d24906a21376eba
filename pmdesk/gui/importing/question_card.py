"""One question that a file leaves open, with what is assumed, answered where it stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from pmdesk.domain.mapping import (
    EXTRA,
    IGNORED,
    SCALES,
    SCORES,
    Asked,
    ColumnProposal,
    DateOrder,
    FileMapping,
    Question,
)
from pmdesk.domain.messages import UserError
from pmdesk.domain.numbers import format_number, parse_number
from pmdesk.gui.dialog_parts import button
from pmdesk.gui.importing.columns_model import scale_words
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import plain_label, set_role

_FACTOR_WIDTH = 90


class QuestionCard(QFrame):
    """Shows a Question and its answers. `answered` brings one: a DateOrder, a sign, a Scale, a factor, or a place.

    A place is that of the column that is chosen, -1 for none of them.
    """

    answered = Signal(object)

    def __init__(self, question: Question, columns: tuple[ColumnProposal, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.question = question
        self._columns = columns
        self.words = plain_label(say(question.said), wrap=True)
        self.mark = plain_label(role="good")
        self.buttons: dict[object, QPushButton] = {}
        self.combo = QComboBox()
        self.line = QLineEdit()
        self._answers = QHBoxLayout()
        self._answers.setSpacing(2 * UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.words)
        layout.addLayout(self._answers)
        self.setAccessibleName(self.words.text())

    @property
    def control(self) -> QWidget:
        """Where it is answered first."""
        if self.buttons:
            return next(iter(self.buttons.values()))
        return self.combo if self.question.asked is Asked.CHOICE else self.line

    def show_mapping(self, mapping: FileMapping, *, answered: bool) -> None:
        """Offer the answers, that which stands marked."""
        if not self._answers.count():
            self._offer(mapping)
            self._answers.addWidget(self.mark)
            self._answers.addStretch(1)
        standing = self._standing(mapping)
        for value, one in self.buttons.items():
            one.setChecked(value == standing)
        if self.question.asked is Asked.CHOICE:
            self.combo.setCurrentIndex(max(0, self.combo.findData(standing)))
        if self.question.asked is Asked.UNIT and not self.line.hasFocus():
            self.line.setText(format_number(standing, number_style()) if isinstance(standing, float) else "")
        self.mark.setText(self.tr("Answered") if answered else "")

    def _offer(self, mapping: FileMapping) -> None:
        asked = self.question.asked
        if asked is Asked.DATE_ORDER:
            self._offer_buttons(
                ((DateOrder.DAY_FIRST, self.tr("Day first")), (DateOrder.MONTH_FIRST, self.tr("Month first")))
            )
        elif asked is Asked.DECIMAL:
            self._offer_buttons(((",", self.tr("Comma: 1,5")), (".", self.tr("Point: 1.5"))))
        elif asked is Asked.SCALE:
            use = mapping.columns[self.question.columns[0]].use
            self._offer_buttons(tuple((scale, scale_words(use, scale)) for scale in SCALES.get(use, ())))
        elif asked is Asked.UNIT:
            self._offer_factor()
        else:
            self._offer_columns()

    def _offer_buttons(self, answers: tuple[tuple[object, str], ...]) -> None:
        for value, words in answers:
            one = self.buttons[value] = button(words, self.tr("Answer: {words}").format(words=words))
            one.setCheckable(True)
            one.clicked.connect(lambda _=False, value=value: self.answered.emit(value))
            self._answers.addWidget(one)

    def _offer_columns(self) -> None:
        self.combo.setAccessibleName(self.words.text())
        self.combo.setToolTip(self.tr("The column that counts"))
        for place in self.question.columns:
            column = self._columns[place]
            sample = f" ({column.samples[0][:30]}…)" if column.samples else ""
            self.combo.addItem(f"{column.header[:60]}{sample}".replace("\n", " "), place)
        self.combo.addItem(self.tr("None of them"), -1)
        self.combo.activated.connect(lambda place: self.answered.emit(self.combo.itemData(place)))
        self._answers.addWidget(self.combo)

    def _offer_factor(self) -> None:
        label = QLabel(self.tr("Multiply by"))
        label.setBuddy(self.line)
        self.line.setFixedWidth(_FACTOR_WIDTH)
        self.line.setPlaceholderText(self.tr("e.g. 0.05"))
        self.line.setAccessibleName(self.tr("Factor into the backlog’s unit"))
        self.line.setToolTip(self.tr("A number above 0; each value of the column is multiplied by it"))
        self.line.editingFinished.connect(self._take_factor)
        self._answers.addWidget(label)
        self._answers.addWidget(self.line)
        leave = button(self.tr("Do not take it"), self.tr("Keep the column as it is, not as a score"))
        leave.clicked.connect(lambda: self.answered.emit(-1))
        self._answers.addWidget(leave)

    def _take_factor(self) -> None:
        try:
            factor = parse_number(self.line.text(), number_style())
        except UserError:
            factor = 0.0
        set_role(self.line, "invalid", factor <= 0)
        if factor > 0 and self.line.isModified():
            self.line.setModified(False)
            self.answered.emit(factor)

    def _standing(self, mapping: FileMapping) -> object:
        """The answer that the mapping holds."""
        asked, places = self.question.asked, self.question.columns
        if asked is Asked.DATE_ORDER:
            return mapping.date_order
        if asked is Asked.DECIMAL:
            return mapping.decimal
        if asked is Asked.SCALE:
            return mapping.columns[places[0]].scale
        if asked is Asked.UNIT:
            column = mapping.columns[places[0]]
            return column.factor if column.use in SCORES else None
        used = (place for place in places if mapping.columns[place].use not in (EXTRA, IGNORED))
        return next(used, -1)
