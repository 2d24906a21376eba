"""Find and replace in titles and labels: every replacement is seen before it is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pmdesk.domain.fields import field
from pmdesk.domain.messages import Message, message
from pmdesk.domain.numbers import format_number
from pmdesk.domain.records import Item
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading, section_label
from pmdesk.gui.document import Document
from pmdesk.gui.field_editor import ENTER
from pmdesk.gui.outcome_list import Line, OutcomeList
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import ElidedLabel, plain_label, primary_button, set_role
from pmdesk.services.replacing import Replacement, ReplacePlan, Wanted, plan_replacing

_SIZE, _LABEL_WIDTH = (680, 600), 96
_LISTED = 300
_PAUSE_MS, _AT_ONCE = 120, 5000


class FindReplaceDialog(QDialog):
    """Shows what would be replaced while it is typed, replaces it as one Change, and stays open for the next one.

    `items_of` gives the items that are selected; with two or more of them the dialog starts on the selection.
    """

    def __init__(
        self, document: Document, items_of: Callable[[], list[Item]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find and replace"))
        self._document, self._items_of = document, items_of
        self.find_field, self.replace_field = QLineEdit(), QLineEdit()
        self.titles, self.labels = QCheckBox(self.tr("&Titles")), QCheckBox(self.tr("&Labels"))
        self.match_case = QCheckBox(self.tr("Match &case"))
        self.whole_words = QCheckBox(self.tr("Whole &words"))
        self.selected, self.whole = QRadioButton(), QRadioButton()
        self.count = section_label("")
        self.list = OutcomeList(theme, [])
        self.list.setAccessibleName(self.tr("What would be replaced"))
        self.told = plain_label(wrap=True)
        self.replace_button = primary_button("")
        self.close_button = button(self.tr("Close"), self.tr("Close (Esc)"))
        self._body = QVBoxLayout(self)
        self._pause = QTimer(self, singleShot=True)
        self._plan = ReplacePlan(Wanted(), (), 0, 0)
        self._build()
        self._start()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    @property
    def wanted(self) -> Wanted:
        """What is filled in now."""
        return Wanted(
            self.find_field.text(),
            self.replace_field.text(),
            titles=self.titles.isChecked(),
            labels=self.labels.isChecked(),
            match_case=self.match_case.isChecked(),
            whole_words=self.whole_words.isChecked(),
        )

    def refresh(self) -> None:
        """Look again, and show what would be replaced."""
        self._pause.stop()
        selected = self._items_of()
        self._name_scopes(len(selected))
        self._plan = plan_replacing(selected if self.selected.isChecked() else self._all_items(), self.wanted)
        self.count.setText(self._counts())
        self.list.show_lines(preview_lines(self._plan))
        self._name_button()

    def accept(self) -> None:
        """Replace all that is shown, as one Change, and stay open."""
        if self._pause.isActive():
            self.refresh()
        plan = self._plan
        if not plan.replaced or self._document.is_busy:
            return
        said = message("{number} replaced. Undo takes it back in one step.", number=_number(plan.replaced))
        self._document.apply(plan.change(), then=lambda: self._tell(said, "good"))
        self.find_field.setFocus()
        self.find_field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter means what is typed by now: the button may still stand for what was typed before."""
        if event.key() in ENTER and self._pause.isActive():
            self.refresh()
        super().keyPressEvent(event)

    # The form

    def _build(self) -> None:
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(heading(self.windowTitle(), ElidedLabel(self._document.path.name, "muted")))
        self._body.addWidget(self._form())
        self._body.addWidget(self.list, 1)
        self.told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._body.addWidget(footer(self.told, self.close_button, self.replace_button))
        self.replace_button.setDefault(True)
        self.resize(*_SIZE)

    def _form(self) -> QWidget:
        page = QWidget()
        page.setProperty("role", "page")
        form = QFormLayout(page)
        form.setContentsMargins(MARGIN, 5 * UNIT, MARGIN, 2 * UNIT)
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(2 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_named(self.tr("&Find"), self.find_field), self.find_field)
        form.addRow(_named(self.tr("Replace w&ith"), self.replace_field), self.replace_field)
        form.addRow(_named(self.tr("Look in")), _row(self.titles, self.labels))
        form.addRow(_named(), _row(self.match_case, self.whole_words))
        form.addRow(_named(self.tr("Which items")), _row(self.selected, self.whole))
        self.count.setContentsMargins(0, 2 * UNIT, 0, 0)
        form.addRow(self.count)
        return page

    def _start(self) -> None:
        group = QButtonGroup(self)
        for choice in (self.selected, self.whole):
            group.addButton(choice)
        (self.selected if len(self._items_of()) > 1 else self.whole).setChecked(True)
        for box in (self.titles, self.labels):
            box.setChecked(True)
        self.replace_field.setPlaceholderText(self.tr("Nothing: what is found is taken out"))
        for control, tool_tip in (
            (self.find_field, self.tr("The text to find, as it is written (Alt+F)")),
            (self.replace_field, self.tr("What comes in its place (Alt+I)")),
            (self.titles, self.tr("Look in titles (Alt+T)")),
            (self.labels, self.tr("Look in labels (Alt+L)")),
            (self.match_case, self.tr("Tell capitals from small letters (Alt+C)")),
            (self.whole_words, self.tr("Leave out what is only part of a word (Alt+W)")),
            (self.selected, self.tr("Only the items that are selected in the list (Alt+S)")),
            (self.whole, self.tr("Every item, closed ones and other levels too (Alt+B)")),
        ):
            control.setToolTip(tool_tip)

    def _connect(self) -> None:
        for line in (self.find_field, self.replace_field):
            line.textChanged.connect(self._look_soon)
        for box in (self.titles, self.labels, self.match_case, self.whole_words, self.selected):
            box.toggled.connect(self._look_soon)
        self._pause.timeout.connect(self.refresh)
        self.replace_button.clicked.connect(self.accept)
        self.close_button.clicked.connect(self.reject)
        self._document.changed.connect(self._on_changed)
        self._document.busy.connect(self._name_button)
        self._document.refused.connect(self._on_refused)

    # What changes while the dialog is open

    def _look_soon(self) -> None:
        """A large backlog is looked through only when the typing pauses."""
        self._tell(message(""), "good")
        self._pause.start(_PAUSE_MS if len(self._document.workspace.items) > _AT_ONCE else 0)

    def _on_changed(self) -> None:
        if self.isVisible():
            self._pause.start(0)

    def _on_refused(self, said: Message) -> None:
        self._tell(said, "error")

    def _all_items(self) -> list[Item]:
        workspace = self._document.workspace
        return [workspace.items[item_id] for item_id in workspace.ranking]

    def _name_scopes(self, selected: int) -> None:
        if not selected:
            self.whole.setChecked(True)
        self.selected.setEnabled(bool(selected))
        for choice, words, number in (
            (self.selected, self.tr("&Selected items"), selected),
            (self.whole, self.tr("Whole &backlog"), len(self._document.workspace.items)),
        ):
            choice.setText(f"{words} ({_number(number)})")

    def _name_button(self) -> None:
        number = self._plan.replaced
        words = message("&Replace {number}", number=_number(number)) if number else message("&Replace")
        self.replace_button.setText(say(words))
        self.replace_button.setToolTip(self.tr("Replace all that is shown, as one step (Enter)"))
        self.replace_button.setEnabled(bool(number) and not self._document.is_busy)

    def _counts(self) -> str:
        plan = self._plan
        if not plan.matches:
            return ""
        found = say(message("{number} matches", one="1 match", count=plan.matches, number=_number(plan.matches)))
        stay = plan.matches - plan.replaced
        said = message("{number} stay as they are", one="1 stays as it is", count=stay, number=_number(stay))
        return f"{found} · {say(said)}" if stay else found

    def _tell(self, said: Message, role: str) -> None:
        set_role(self.told, "role", role)
        self.told.setText(say(said))


def preview_lines(plan: ReplacePlan) -> list[Line]:
    """Each cell before and after, as many as anyone reads; what to do where there is none."""
    if not plan.found:
        return [Line(words=_why_none(plan))]
    lines = [_line(one) for one in plan.found[:_LISTED]]
    more = len(plan.found) - len(lines)
    if more:
        said = message("And {number} more places.", one="And 1 more place.", count=more, number=_number(more))
        lines.append(Line(words=say(said)))
    return lines


def _line(one: Replacement) -> Line:
    after = say(one.reason) if one.reason else f"→ {one.new or _tr('(no labels)')}"
    return Line(f"{one.item.key} · {say(field(one.name).label)}", f"{one.old}\n{after}")


def _why_none(plan: ReplacePlan) -> str:
    wanted = plan.wanted
    if not wanted.find:
        return _tr("Type what to find. Every replacement is shown here before it is made.")
    if not (wanted.titles or wanted.labels):
        return _tr("Choose titles, labels or both.")
    if plan.matches:
        return _tr("What is found would stay as it is.")
    return say(message("Nothing matches “{text}”.", text=wanted.find))


def _named(text: str = "", buddy: QWidget | None = None) -> QLabel:
    """The label of a row, which also names the control for screen readers."""
    label = plain_label(text)
    label.setMinimumWidth(_LABEL_WIDTH)
    if buddy is not None:
        label.setBuddy(buddy)
        buddy.setAccessibleName(text.replace("&", ""))
    return label


def _row(*choices: QAbstractButton) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, UNIT, 0, UNIT)
    layout.setSpacing(5 * UNIT)
    for choice in choices:
        layout.addWidget(choice)
    layout.addStretch(1)
    return row


def _number(count: int) -> str:
    return format_number(count, number_style())


def _tr(text: str) -> str:
    return QCoreApplication.translate("FindReplaceDialog", text)
