"""What becomes of numbers when their unit changes: converted by a factor, or cleared; never relabelled silently."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from pmdesk.domain.fields import field
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import format_number, parse_number
from pmdesk.domain.records import Item, ReachPeriod, Settings
from pmdesk.gui.dialog_parts import hint
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import plain_label, set_role
from pmdesk.services.workspace import Workspace

_MONTHS = {ReachPeriod.MONTH: 1, ReachPeriod.QUARTER: 3, ReachPeriod.YEAR: 12}
_ALLOWED = message("The factor is a number above 0, like 3 or 1/3.")
_FACTOR_WIDTH = 90


@dataclass(frozen=True, slots=True)
class Units:
    """What the numbers of a factor are counted in, before and after."""

    before: str
    after: str


class RescaleChoice(QFrame):
    """Asks, for reach or effort, what becomes of its numbers. Nothing is chosen at first. `changed` tells of clicks."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._field = field(name)
        self._units = Units("", "")
        self._items: list[Item] = []
        self._question = plain_label(wrap=True)
        self.convert = QRadioButton(self.tr("Convert by factor"))
        self.factor_field = QLineEdit()
        self._example = hint()
        self.clear = QRadioButton(self.tr("Clear the numbers"))
        self._build()
        self._connect()

    def ask(self, workspace: Workspace, settings: Settings) -> bool:
        """Ask if the new settings change the unit of numbers that are there; False where there is nothing to ask."""
        before, after = self._field.unit(workspace.settings), self._field.unit(settings)
        name = self._field.name
        ranked = map(workspace.items.__getitem__, workspace.ranking)
        self._items = [item for item in ranked if getattr(item, name) is not None]
        units = Units(say(before), say(after))
        if units != self._units:
            self._units = units
            self._start_over(_usual_factor(workspace.settings, settings) if name == "reach" else None)
        self._show_words()
        return before != after and bool(self._items)

    @property
    def rescale(self) -> float | None:
        """The factor, or None to clear. Raises UserError where nothing valid is chosen."""
        if self.clear.isChecked():
            return None
        if not self.convert.isChecked():
            raise UserError(_question_left(self._field.name))
        return self._factor()

    def _factor(self) -> float:
        """The typed factor, which every number must stand. Raises UserError."""
        text = self.factor_field.text().strip()
        if not text:
            raise UserError(message("Type the factor that turns {before} into {after}.",
                                    before=self._units.before, after=self._units.after))  # fmt: skip
        above, stroke, below = text.partition("/")
        divisor = parse_number(below, number_style()) if stroke else 1.0
        factor = parse_number(above, number_style()) / divisor if divisor else 0.0
        if factor <= 0:
            raise UserError(_ALLOWED)
        for number in self._numbers():
            self._field.validate(number * factor)
        return factor

    def _numbers(self) -> list[float]:
        return [getattr(item, self._field.name) for item in self._items]

    def _build(self) -> None:
        self.factor_field.setFixedWidth(_FACTOR_WIDTH)
        self.factor_field.setAccessibleName(self.tr("Factor"))
        self.factor_field.setToolTip(say(_ALLOWED))
        self.convert.setToolTip(self.tr("Multiply every number by this factor"))
        self.clear.setToolTip(self.tr("Empty this factor of every item; undo brings the numbers back"))
        row = QHBoxLayout()
        row.setSpacing(2 * UNIT)
        row.addWidget(self.convert)
        row.addWidget(self.factor_field)
        row.addStretch(1)
        layout = QGridLayout(self)
        layout.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        layout.setVerticalSpacing(UNIT + 2)
        layout.setColumnMinimumWidth(0, 6 * UNIT)
        layout.setHorizontalSpacing(0)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._question, 0, 0, 1, 2)
        layout.addLayout(row, 1, 0, 1, 2)
        layout.addWidget(self._example, 2, 1)
        layout.addWidget(self.clear, 3, 0, 1, 2)

    def _connect(self) -> None:
        self.factor_field.textEdited.connect(lambda: self.convert.setChecked(True))
        self.factor_field.textChanged.connect(self._choose)
        for choice in (self.convert, self.clear):
            choice.toggled.connect(self._choose)

    def _choose(self) -> None:
        self._show_words()
        self.changed.emit()

    def _start_over(self, factor: Fraction | None) -> None:
        for choice in (self.convert, self.clear):
            choice.setAutoExclusive(False)
            choice.setChecked(False)
            choice.setAutoExclusive(True)
        self.factor_field.setText("" if factor is None else str(factor))

    def _show_words(self) -> None:
        said = message(
            "{count} items have {field} in {unit}. What is to become of the numbers?"
            if self._field.name == "effort"
            else "{count} items have {field} {unit}. What is to become of the numbers?",
            one="1 item has {field} in {unit}. What is to become of the number?"
            if self._field.name == "effort"
            else "1 item has {field} {unit}. What is to become of the number?",
            count=len(self._items),
            field=str(self._field.label),
            unit=self._units.before,
        )
        self._question.setText(say(said))
        text, valid = self._outcome()
        self._example.setText(text)
        set_role(self.factor_field, "invalid", not valid)

    def _outcome(self) -> tuple[str, bool]:
        """What the typed factor does, and whether it can be."""
        try:
            factor = self._factor()
        except UserError as fault:
            empty = not self.factor_field.text().strip()
            return say(fault.message), empty and not self.convert.isChecked()
        return self._example_of(factor), True

    def _example_of(self, factor: float) -> str:
        shown = [item for item in self._items if getattr(item, self._field.name)]
        if not shown:
            return ""
        number = getattr(shown[0], self._field.name)
        style = number_style()
        words = message(
            "{key}: {before} becomes {after}.",
            key=shown[0].key,
            before=f"{format_number(number, style)} {self._units.before}",
            after=f"{format_number(float(f'{number * factor:.12g}'), style)} {self._units.after}",
        )
        return say(words)


def _usual_factor(before: Settings, after: Settings) -> Fraction:
    return Fraction(_MONTHS[after.reach_period], _MONTHS[before.reach_period])


def _question_left(name: str) -> Message:
    if name == "reach":
        return message("Choose what is to become of the reach numbers.")
    return message("Choose what is to become of the effort numbers.")
