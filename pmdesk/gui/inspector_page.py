"""The page of the inspector: its parts from top to bottom, and nothing of what they show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pmdesk.domain.fields import FIELDS
from pmdesk.domain.messages import Message
from pmdesk.domain.records import Settings
from pmdesk.gui.field_boxes import QUIET, TextBox, UnitBox
from pmdesk.gui.field_editor import Commit, FieldEditor
from pmdesk.gui.flow_label import FlowLabel, Run
from pmdesk.gui.inspector_parts import ChildLinks, DetailsGrid, HistoryList, heading, link_button
from pmdesk.gui.reason_editor import ReasonEditor
from pmdesk.gui.scale_editor import ScaleEditor
from pmdesk.gui.text import say
from pmdesk.gui.theme import UNIT, Theme, label_font, list_font
from pmdesk.gui.widgets import card

MARGIN = 4 * UNIT
_SECTION_GAP = 4 * UNIT
_TITLE_INSET = UNIT + 2
_TITLE_PIXELS = 15
FACTORS = ("reach", "impact", "confidence", "effort")
USERS_DETAILS = ("goal", "quarter", "labels")
OWN_DETAILS = ("type", "status", "priority", "assignee", "team", "components", "sprint", "due")
_RATIONALE_LINES, _DESCRIPTION_LINES, _FOLDED_LINES = 3, 2, 6


class InspectorPage(QScrollArea):
    """Everything that is shown of an item.

    `dropped` tells of refused texts that gave way to another one, `entered` of the focus coming into a field,
    `moved` of other parts coming into sight.
    """

    dropped = Signal(object)
    entered = Signal()
    moved = Signal()

    def __init__(self, theme: Theme, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._commit = theme, commit
        self.editors: dict[str, FieldEditor] = {}
        self.reasons: dict[str, ReasonEditor] = {}
        self.meta, self.why = FlowLabel("muted"), FlowLabel()
        self.children_, self.details, self.history = ChildLinks(), DetailsGrid(), HistoryList()
        self.close_button, self.duplicate_button = QPushButton(), QPushButton(self.tr("Duplicate"))
        self.tracker_link = link_button(self.tr("Open in tracker"))
        self.fold_link = link_button()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._body.setObjectName("inspectorBody")
        self._column = QVBoxLayout(self._body)
        self._column.setSpacing(0)
        self._build()
        self.setWidget(self._body)
        parts = reversed(self._body.findChildren(QWidget))
        self._layouts = [layout for part in parts if (layout := part.layout()) is not None]
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def start_over(self) -> None:
        """As it stands for an item that is shown anew: at its top, long texts folded, no empty notes."""
        self.verticalScrollBar().setValue(0)
        self._description.set_folded(True)
        self.fold_reasons()

    def fold_reasons(self) -> None:
        """Hide the empty notes of the factors, but for the one that is worked on."""
        for reason in self.reasons.values():
            reason.start_over()

    def show_own_details(self, shown: bool) -> None:
        """Show the fields that the user owns only where no tracker does."""
        for name in OWN_DETAILS:
            self.editors[name].setVisible(shown)

    @property
    def history_in_sight(self) -> bool:
        """Whether the history is on screen, or would be."""
        return self.history.mapTo(self._body, QPoint()).y() + self._body.y() < self.viewport().height()

    def show_why(self, said: Sequence[Message]) -> None:
        """Show why the item ranks where it does: the verdict and the score are stressed."""
        self.why.set_runs(*(run for place, one in enumerate(said) for run in _runs(one, stressed=place == 0)))

    def show_units(self, settings: Settings) -> None:
        """Show the backlog's units beside the numbers."""
        for name in ("reach", "effort"):
            box = self.editors[name].box
            if isinstance(box, UnitBox):
                box.set_unit(say(FIELDS[name].unit(settings)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width of the text whether or not the scroll bar is there."""
        super().resizeEvent(event)
        bar = self.width() - self.viewport().width()
        self._column.setContentsMargins(MARGIN - _TITLE_INSET, 3 * UNIT, MARGIN - min(bar, MARGIN), MARGIN)
        self._column.setGeometry(self._body.rect())  # a layout that is just being activated would forget the margins
        self.moved.emit()

    def settle(self) -> None:
        """Lay out at once what changed, inner parts first, so that no half-made page is painted in between."""
        for layout in self._layouts:
            layout.activate()
        self._column.activate()
        for part in (self._body, self.viewport()):
            QApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest)

    # The parts

    def _build(self) -> None:
        self._build_head()
        self._build_factors()
        self._build_texts()
        self._build_details()
        self._add_heading(self.tr("History"))
        self._add(self.history)
        self._column.addStretch(1)
        self._order_tabs()

    def _build_head(self) -> None:
        self.meta.setFont(label_font())
        title = TextBox()
        title.setFont(list_font(_TITLE_PIXELS, QFont.Weight.DemiBold))
        title.setProperty("role", QUIET)
        self._add(self.meta, beside=self.tracker_link)
        self.tracker_link.setToolTip(self.tr("Open this item’s page in the browser"))
        editor = FieldEditor(FIELDS["title"], title, self._commit)
        editor.note.setContentsMargins(_TITLE_INSET, 0, 0, 0)
        self._add_editor(editor, UNIT - 2, inset=0)
        self._add(card(self.why), 2 * UNIT)

    def _build_factors(self) -> None:
        self._add_heading(self.tr("Factors"))
        for name in ("reach", "impact", "confidence", "effort", "moscow"):
            spec = FIELDS[name]
            label = say(spec.label)
            editor = (
                ScaleEditor(spec, self._theme, self._commit, label)
                if spec.steps
                else FieldEditor(spec, UnitBox(), self._commit, label)
            )
            editor.box.setPlaceholderText(self.tr("No category") if name == "moscow" else self.tr("missing"))
            self._add_editor(editor, 0 if name == "reach" else UNIT + 2)
            if name in FACTORS:
                self.reasons[name] = ReasonEditor(FIELDS[f"rationale_{name}"], editor, self._commit)
                self._keep(self.reasons[name])

    def _build_texts(self) -> None:
        rationale = TextBox(_RATIONALE_LINES)
        rationale.setPlaceholderText(self.tr("What do the numbers rest on?"))
        self._add_heading(say(FIELDS["rationale"].label))
        self._add_editor(FieldEditor(FIELDS["rationale"], rationale, self._commit))
        self._description = TextBox(_DESCRIPTION_LINES, _FOLDED_LINES)
        self._add_heading(say(FIELDS["description"].label))
        self._add_editor(FieldEditor(FIELDS["description"], self._description, self._commit))
        self._add(self.fold_link, UNIT - 2)
        self.fold_link.clicked.connect(lambda: self._description.set_folded(not self._description.folded))
        self._description.fold_changed.connect(self._show_fold)
        self._show_fold()
        for box in (rationale, self._description):
            box.cursorPositionChanged.connect(lambda box=box: self._follow(box))

    def _build_details(self) -> None:
        self._add(self.children_)
        self._add_heading(self.tr("Details"))
        for name in (*USERS_DETAILS, *OWN_DETAILS):
            editor = FieldEditor(FIELDS[name], QLineEdit(), self._commit, say(FIELDS[name].label))
            self._add_editor(editor, 0 if name == "goal" else UNIT + 2)
        self.editors["labels"].box.setPlaceholderText(self.tr("separated by commas"))
        self.editors["components"].box.setPlaceholderText(self.tr("separated by commas"))
        self.editors["due"].box.setPlaceholderText(self.tr("year-month-day"))
        self._add(self.details, 2 * UNIT)
        self._add_buttons()
        self.close_button.setToolTip(
            self.tr("Closed items stay in the backlog, without a rank and out of every count.")
        )
        self.duplicate_button.setToolTip(self.tr("Make a new item of your own with the same texts and factors"))

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(_TITLE_INSET, 2 * UNIT + 2, 0, 0)
        row.setSpacing(2 * UNIT)
        row.addWidget(self.close_button)
        row.addWidget(self.duplicate_button)
        row.addStretch(1)
        self._column.addLayout(row)

    def _add(
        self,
        part: QWidget,
        gap: int = 0,
        inset: int = _TITLE_INSET,
        *,
        beside: QWidget | None = None,
    ) -> None:
        """Put a part below the others; `beside` stands at its right."""
        row = QHBoxLayout()
        row.setContentsMargins(inset, gap, 0, 0)
        row.addWidget(part, 1 if beside else 0)
        if beside is not None:
            row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        if part is self.fold_link:
            row.addStretch(1)
        self._column.addLayout(row)

    def _add_heading(self, text: str) -> None:
        self._add(heading(text), _SECTION_GAP)
        self._column.addSpacing(UNIT + 2)

    def _add_editor(self, editor: FieldEditor, gap: int = 0, inset: int = _TITLE_INSET) -> None:
        """The gap is the editor's own, so that it goes with a hidden one."""
        self._keep(editor)
        editor.setContentsMargins(0, gap, 0, 0)
        self._add(editor, 0, inset)

    def _keep(self, editor: FieldEditor) -> None:
        self.editors[editor.spec.name] = editor
        editor.dropped.connect(self.dropped)
        editor.entered.connect(self.entered)

    def _order_tabs(self) -> None:
        chain: list[QWidget] = [self.tracker_link, *(editor.box for editor in self.editors.values())]
        chain.insert(chain.index(self.editors["description"].box) + 1, self.fold_link)
        before_details = chain.index(self.editors["goal"].box)
        chain[before_details:before_details] = self.children_.links
        chain += [self.details.parent_link, self.close_button, self.duplicate_button, self.history.more]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _show_fold(self) -> None:
        box = self._description
        self.fold_link.setVisible(box.foldable)
        self.fold_link.setText(self.tr("Show all") if box.folded else self.tr("Show less"))

    def _follow(self, box: TextBox) -> None:
        """Keep the place where one types in sight."""
        if box.hasFocus():
            corner = box.viewport().mapTo(self._body, box.cursorRect().bottomLeft())
            self.ensureVisible(corner.x(), corner.y(), 0, 6 * UNIT)


def _runs(said: Message, *, stressed: bool) -> tuple[Run, ...]:
    """A sentence in pieces: all of it stressed, or only its score."""
    text, score = f"{say(said)} ", str(said.values.get("score", ""))
    if stressed or not score:
        return ((text, stressed),)
    before, _, after = text.rpartition(score)
    return (before, False), (score, True), (after, False)
