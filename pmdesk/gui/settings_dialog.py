"""The settings of a backlog: its name and vision, units, the level that is ranked, the words for impact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pmdesk.domain import scales
from pmdesk.domain.messages import Message, UserError, message
from pmdesk.domain.numbers import format_number
from pmdesk.domain.records import TRACKER_LEVELS, EffortUnit, Level, ReachPeriod, Settings
from pmdesk.domain.values import edit_optional_number, parse_optional_number
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading, hint, scrolling, section_label
from pmdesk.gui.document import Document
from pmdesk.gui.field_boxes import UnitBox
from pmdesk.gui.rescale_choice import RescaleChoice
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.types_choice import TypesChoice
from pmdesk.gui.widgets import ElidedLabel, plain_label, primary_button, set_role
from pmdesk.services import editing
from pmdesk.services.capacity import check_capacity
from pmdesk.services.levels import type_counts
from pmdesk.services.tracker_links import check_address

_WIDTH, _LABEL_WIDTH = 560, 120
_EXAMPLES = {
    "massive": message("e.g. a reason to choose the product"),
    "high": message("e.g. clearly better for most who meet it"),
    "medium": message("e.g. noticed and welcome"),
    "low": message("e.g. a small comfort"),
    "minimal": message("e.g. hardly noticed"),
}


class SettingsDialog(QDialog):
    """Edits the settings as one Change. A new unit asks here what becomes of the numbers given so far."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backlog settings"))
        self._document = document
        settings = document.workspace.settings
        self.name = _line(settings.name, document.path.stem)
        self.vision = _line(settings.vision, self.tr("What this product is to bring about, in one line"))
        self.period = _choice({period: say(said) for period, said in scales.REACH_PERIODS.items()})
        self.unit = _choice({unit: say(said) for unit, said in scales.EFFORT_UNITS.items()})
        self.capacity = UnitBox()
        self.capacity.setText(edit_optional_number(settings.capacity, number_style()))
        self.capacity.setPlaceholderText(self.tr("No limit"))
        self.tracker = _line(settings.tracker_url, self.tr("e.g. https://shop.atlassian.net"))
        self.level = _choice({level: say(editing.level_label(level)) for level in TRACKER_LEVELS})
        self.types = TypesChoice(theme)
        self.types.show_types(type_counts(document.workspace.items.values()), settings.ranked_types)
        self.meanings = {step.name: _line(settings.impact_meaning.get(step.name, "")) for step in scales.IMPACT}
        self.reach_choice = RescaleChoice(editing.REACH)
        self.effort_choice = RescaleChoice(editing.EFFORT)
        self.reason = plain_label(role="error", wrap=True)
        self.save_button = primary_button(self.tr("Save"))
        self._form, self._body = QFormLayout(), QWidget()
        self._area = scrolling(self._body)
        self._select(settings)
        self._build()
        self._connect()
        self._check()
        self._grow()

    @property
    def settings(self) -> Settings:
        """The settings as they are filled in now. Raises UserError where a line cannot be."""
        return replace(self._units(), capacity=self._capacity(), tracker_url=check_address(self.tracker.text()))

    def _units(self) -> Settings:
        """All but the lines that may be refused."""
        now = self._document.workspace.settings
        typed = {name: line.text().strip() for name, line in self.meanings.items()}
        meanings = {name: text for name, text in {**now.impact_meaning, **typed}.items() if text}
        return replace(
            now,
            name=self.name.text().strip(),
            vision=self.vision.text().strip(),
            reach_period=ReachPeriod(self.period.currentData()),
            effort_unit=EffortUnit(self.unit.currentData()),
            ranked_level=Level(self.level.currentData()),
            ranked_types=self.types.types,
            impact_meaning=meanings,
        )

    def _capacity(self) -> float | None:
        return check_capacity(parse_optional_number(self.capacity.text(), number_style()))

    def accept(self) -> None:
        """Apply the settings; where that cannot be, say why and stay."""
        try:
            rescale = {name: choice.rescale for name, choice in self._asked().items()}
            change = editing.change_settings(self._document.workspace, self.settings, rescale)
        except UserError as fault:
            self._tell(fault.message)
            return
        if not change.edits or self._document.apply(change):
            super().accept()

    # The form

    def _select(self, settings: Settings) -> None:
        for box, value in (
            (self.period, settings.reach_period),
            (self.unit, settings.effort_unit),
            (self.level, settings.ranked_level),
        ):
            box.setCurrentIndex(box.findData(value.value))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self.tr("Backlog settings"), ElidedLabel(self._document.path.name, "muted")))
        self._fill_form()
        self._body.setLayout(self._form)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._footer())

    def _fill_form(self) -> None:
        form = self._form
        form.setContentsMargins(MARGIN, 5 * UNIT, MARGIN, 5 * UNIT)
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(2 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row(self.tr("&Name"), self.name)
        self._row(self.tr("&Vision line"), self.vision)
        self._section(self.tr("Counting"))
        self._row(self.tr("&Reach"), self.period, self.tr("The period in which reach counts people or events"))
        form.addRow(self.reach_choice)
        self._row(self.tr("&Effort"), self.unit, self.tr("What effort is counted in, for the whole team"))
        form.addRow(self.effort_choice)
        self._row(
            self.tr("&Capacity"), self.capacity, self.tr("A line in the list shows how far this much effort goes")
        )
        self._section(self.tr("Ranking"))
        self._row(self.tr("Ran&ked level"), self.level, self.tr("Other levels stay in the backlog, unranked"))
        types_tip = self.tr("Only these of the tracker’s types are ranked, whatever their level")
        self._row(self.tr("Ranked &types"), self.types, types_tip)
        self.types.set_tip(types_tip)
        self._section(self.tr("Tracker"))
        self._row(
            self.tr("&Address"),
            self.tracker,
            self.tr("Where “Open in tracker” goes for items whose file names no site"),
        )
        self._section(self.tr("What each step of impact means here"))
        form.addRow(hint(self.tr("Shown while scoring, so that everyone means the same by it.")))
        for step in scales.IMPACT:
            value = format_number(step.value, number_style())
            self._row(f"{say(step.label)} · {value}", self.meanings[step.name], self.tr("In your product’s words"))
            self.meanings[step.name].setPlaceholderText(say(_EXAMPLES[step.name]))

    def _section(self, text: str) -> None:
        label = section_label(text)
        label.setContentsMargins(0, 3 * UNIT, 0, 0)
        self._form.addRow(label)

    def _row(self, text: str, control: QWidget, tool_tip: str = "") -> None:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setMinimumWidth(_LABEL_WIDTH)
        label.setBuddy(control)
        plain = text.replace("&", "")
        control.setAccessibleName(plain)
        control.setToolTip(tool_tip or plain)
        self._form.addRow(label, control)

    def _footer(self) -> QWidget:
        cancel = button(self.tr("Cancel"), self.tr("Change nothing (Esc)"))
        cancel.clicked.connect(self.reject)
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        self.reason.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return footer(self.reason, cancel, self.save_button)

    def _grow(self) -> None:
        """As high as the form needs and the screen allows; never lower than it was made."""
        frame = self.sizeHint().height() - self._area.sizeHint().height()
        most = self.screen().availableGeometry().height() - 20 * UNIT
        wanted = min(frame + self._body.heightForWidth(_WIDTH), most)
        self.resize(max(self.width(), _WIDTH), max(self.height() if self.isVisible() else 0, wanted))

    # What changes while the dialog is open

    def _connect(self) -> None:
        for box in (self.period, self.unit, self.level):
            box.currentIndexChanged.connect(self._check)
        self.unit.currentIndexChanged.connect(self._follow_unit)
        for line in (self.capacity, self.tracker):
            line.textChanged.connect(self._check)
        for choice in (self.reach_choice, self.effort_choice):
            choice.changed.connect(self._check)
        self.types.changed.connect(self._check)
        self._document.changed.connect(self._check)
        self._document.refused.connect(self._tell)

    def _asked(self) -> dict[str, RescaleChoice]:
        """The questions that are open, by factor."""
        choices = {editing.REACH: self.reach_choice, editing.EFFORT: self.effort_choice}
        settings = self._units()
        return {name: choice for name, choice in choices.items() if choice.ask(self._document.workspace, settings)}

    def _check(self) -> None:
        """Show the questions that are open, and why saving has to wait for an answer."""
        asked = self._asked().values()
        for choice in (self.reach_choice, self.effort_choice):
            if self._form.isRowVisible(choice) != (choice in asked):
                self._show_question(choice, choice in asked)
        self.capacity.set_unit(say(scales.EFFORT_UNITS[EffortUnit(self.unit.currentData())]))
        self.level.setEnabled(not self.types.chosen)  # the types decide
        fault = self._fault(asked)
        if fault is not None:
            self._tell(fault)
            self.save_button.setEnabled(False)
            return
        self.reason.clear()
        self.save_button.setEnabled(True)
        self.save_button.setToolTip(self.tr("Save the settings (Enter)"))

    def _fault(self, asked: Iterable[RescaleChoice]) -> Message | None:
        """Why the settings cannot be saved as they are; a line that cannot be is framed."""
        found = [self._refused(self.capacity, self._capacity)]
        found.append(self._refused(self.tracker, lambda: check_address(self.tracker.text())))
        found += [_refusal(partial(getattr, choice, "rescale")) for choice in asked]
        return next(filter(None, found), None)

    def _refused(self, line: QLineEdit, take: Callable[[], Any]) -> Message | None:
        fault = _refusal(take)
        set_role(line, "invalid", fault is not None)
        return fault

    def _follow_unit(self) -> None:
        """Never relabel the capacity: in another unit it is to be typed anew."""
        old = self._document.workspace.settings
        number, same = (
            edit_optional_number(old.capacity, number_style()),
            self.unit.currentData() == old.effort_unit.value,
        )
        was = self.tr("was {number} {unit}").format(number=number, unit=say(scales.EFFORT_UNITS[old.effort_unit]))
        self.capacity.setPlaceholderText(self.tr("No limit") if same or not number else was)
        self.capacity.setText(number if same else "")

    def _show_question(self, choice: RescaleChoice, shown: bool) -> None:
        self._form.setRowVisible(choice, shown)
        if shown and self.isVisible():
            self._grow()
            QTimer.singleShot(0, choice, lambda: self._area.ensureWidgetVisible(choice))

    def _tell(self, said: Message) -> None:
        self.reason.setText(say(said))
        self.save_button.setToolTip(say(said))


def _refusal(take: Callable[[], Any]) -> Message | None:
    """What is said against a value; None where it can be."""
    try:
        take()
    except UserError as fault:
        return fault.message
    return None


def _line(text: str, placeholder: str = "") -> QLineEdit:
    line = QLineEdit(text)
    line.setPlaceholderText(placeholder)
    line.setCursorPosition(0)
    return line


def _choice(words: dict) -> QComboBox:
    box = QComboBox()
    for value, text in words.items():
        box.addItem(text, value.value)
    return box
