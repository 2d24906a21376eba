"""Asks what to export: the kind of file, by which framework, which items, and what of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from pmdesk.domain.frameworks import frameworks
from pmdesk.domain.messages import Message, message
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading, hint
from pmdesk.gui.exporting.choice import ExportChoice, Scope
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import primary_button
from pmdesk.services.export_kinds import SUFFIXES, Kind, Paper
from pmdesk.services.exporting import ExportOptions

_WIDTH, _LABEL_WIDTH = 520, 90
_LISTS = (Kind.WORKBOOK, Kind.CSV)
KIND_NAMES = {
    Kind.WORKBOOK: message("Excel workbook"),
    Kind.CSV: message("CSV for scripts"),
    Kind.JIRA: message("CSV for Jira’s importer"),
    Kind.PAGE: message("Report as a web page"),
    Kind.PDF: message("Report as a PDF"),
}
_HINTS = {
    Kind.WORKBOOK: message(
        "Ranks and scores are formulas: change a number and the list re-ranks. Import the file to bring changes back."
    ),
    Kind.CSV: message("Plain values in UTF-8 with dot decimals, and column names that never change."),
    Kind.JIRA: message("Scores, ranks and categories by issue key, to be mapped to fields of your own in Jira."),
    Kind.PAGE: message(
        "One file that any browser shows and prints: the ranked list, MoSCoW shares, the top ten and why."
    ),
    Kind.PDF: message("Pages to print or send: the ranked list, MoSCoW shares, the top ten and why."),
}


class ExportDialog(QDialog):
    """Begins with a choice. `chosen` tells what is wanted as an ExportChoice; where it goes is asked afterwards."""

    chosen = Signal(object)

    def __init__(self, scope: Scope, framework: str, choice: ExportChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self._scope = scope
        self.kind = _combo([(_kind_words(kind), kind.value) for kind in Kind])
        self.framework = _combo([(say(one.label), name) for name, one in frameworks().items()])
        self.items = _combo(self._scopes())
        self.only_changed = QCheckBox(self.tr("Only what you &changed since the last import"))
        self.columns = _combo([(self.tr("As the list shows them"), False), (self.tr("All"), True)])
        self.descriptions = QCheckBox(self.tr("With &descriptions"))
        self.paper = _combo([("A4", Paper.A4.value), ("Letter", Paper.LETTER.value)])
        self.about = hint()
        self.cancel_button = button(self.tr("Cancel"), self.tr("Write nothing (Esc)"))
        self.export_button = primary_button(self.tr("Export…"))
        self._form = QFormLayout()
        self._build()
        self._show_choice(choice, framework)
        self._connect()
        self._follow_kind()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        kind = Kind(self.kind.currentData())
        options = ExportOptions(
            framework=self.framework.currentData(),
            all_columns=bool(self.columns.currentData()),
            fields=self._scope.fields,
            item_ids=self.items.currentData(),
            with_descriptions=self.descriptions.isChecked() and kind in _LISTS,
        )
        return ExportChoice(kind, options, self.only_changed.isChecked(), Paper(self.paper.currentData()))

    def accept(self) -> None:
        """Tell what is chosen."""
        choice = self.choice
        super().accept()
        self.chosen.emit(choice)

    def _scopes(self) -> list[tuple[str, Any]]:
        """The sets of items there are to choose from; what a filter shows comes first."""
        scope = self._scope
        filtered, selected = scope.filtered, scope.selected
        found: list[tuple[str, Any]] = [(_counted(message("All in play ({count})"), scope.in_play), None)]
        if filtered is not None:
            found.insert(0, (_counted(message("What the filters show ({count})"), len(filtered)), filtered))
        if selected:
            found.append((_counted(message("The selected rows ({count})"), len(selected)), selected))
        return found

    # The form

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self.tr("Export")))
        self._fill_form()
        layout.addLayout(self._form, 1)
        layout.addWidget(footer(None, self.cancel_button, self.export_button))
        self.setFixedWidth(_WIDTH)

    def _fill_form(self) -> None:
        form = self._form
        form.setContentsMargins(MARGIN, 5 * UNIT, MARGIN, 5 * UNIT)
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(2 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row(self.tr("&Kind"), self.kind, self.tr("What is written"))
        form.addRow("", self.about)
        self._row(self.tr("&Ranked by"), self.framework, self.tr("Whose order the items stand in"))
        self._row(self.tr("&Items"), self.items, self.tr("Which items are written; closed ones are in none"))
        form.addRow("", self.only_changed)
        self._row(self.tr("C&olumns"), self.columns, self.tr("Which columns are written beside rank and scores"))
        form.addRow("", self.descriptions)
        self._row(self.tr("&Paper"), self.paper, self.tr("What the pages are set for"))
        self.only_changed.setToolTip(
            self.tr("Only items whose scores, category, reasons, title, description or labels are new since then")
        )
        self.descriptions.setToolTip(self.tr("Descriptions are long, and make rows high"))

    def _row(self, text: str, control: QWidget, tool_tip: str) -> None:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setMinimumWidth(_LABEL_WIDTH)
        label.setBuddy(control)
        control.setAccessibleName(text.replace("&", ""))
        control.setToolTip(tool_tip)
        self._form.addRow(label, control)

    def _show_choice(self, choice: ExportChoice, framework: str) -> None:
        for box, value in (
            (self.kind, choice.kind.value),
            (self.framework, framework),
            (self.columns, choice.options.all_columns),
            (self.paper, choice.paper.value),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.descriptions.setChecked(choice.options.with_descriptions)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._follow_kind)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self.accept)
        self.export_button.setDefault(True)
        self.export_button.setToolTip(self.tr("Choose where the file goes (Enter)"))

    def _follow_kind(self) -> None:
        """Show what the kind of file asks for, and tell what it is good for."""
        kind = Kind(self.kind.currentData())
        self.about.setText(say(_HINTS[kind]))
        for control in (self.columns, self.descriptions):
            self._form.setRowVisible(control, kind in _LISTS)
        self._form.setRowVisible(self.paper, kind is Kind.PDF)
        self.adjustSize()


def _kind_words(kind: Kind) -> str:
    return f"{say(KIND_NAMES[kind])} ({SUFFIXES[kind]})"


def _counted(said: Message, count: int) -> str:
    return say(message(said.template, count=count))


def _combo(choices: Sequence[tuple[str, Any]]) -> QComboBox:
    box = QComboBox()
    for text, value in choices:
        box.addItem(text, value)
    return box
