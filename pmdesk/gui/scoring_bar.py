"""The bar that is shown while the unscored items are scored one after the other: where one is, and what is asked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from pmdesk.domain.fields import field
from pmdesk.domain.messages import message
from pmdesk.domain.numbers import format_number
from pmdesk.domain.records import Item, Settings
from pmdesk.gui.flow_label import FlowLabel
from pmdesk.gui.text import number_style, say
from pmdesk.gui.theme import UNIT, label_font, list_font
from pmdesk.gui.widgets import ElidedLabel, plain_label

_PROGRESS_WIDTH, _ROOM_FOR_PROGRESS = 120, 760


class ScoringBar(QFrame):
    """Names the item and the factor that is asked for, and what the factor means. Hidden until `show_step`.

    Esc in the bar means done; in the grid it is the grid's to tell.
    """

    skip = Signal()
    previous = Signal()
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoringBar")
        self.setAccessibleName(self.tr("Scoring"))
        self.place = plain_label()
        self.item = ElidedLabel(keep=80)
        self.factor = plain_label()
        self.meaning = FlowLabel("hint")
        self.meaning.setFont(label_font())
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(_PROGRESS_WIDTH)
        self.progress.setAccessibleName(self.tr("Items scored"))
        self.previous_button = _quiet(self.tr("Previous"), self.tr("Back to the factor before"))
        self.skip_button = _quiet(self.tr("Skip item"), self.tr("Leave this item unscored for now"))
        self.done_button = _quiet(self.tr("Done"), self.tr("End scoring and apply the order (Esc)"))
        self._build()
        for one, signal in (
            (self.previous_button, self.previous),
            (self.skip_button, self.skip),
            (self.done_button, self.done),
        ):
            one.clicked.connect(signal)
        self.hide()

    def show_step(
        self,
        place: int,
        total: int,
        item: Item,
        factor: str,
        settings: Settings,
        *,
        scored: int | None = None,
        has_previous: bool = True,
    ) -> None:
        """Ask for one factor of the item at a place (1..total); `scored` items are finished, else those before it."""
        self.place.setText(say(message("Scoring {place} of {total}", place=place, total=total)))
        self.item.setText(f"{item.key} {item.title}")
        spec = field(factor)
        label = say(spec.label)
        self.factor.setText(say(message("— {factor}", factor=label.lower() if label.istitle() else label)))
        meaning = meaning_of(factor, settings)
        self.meaning.setText(meaning)
        self._keep_height()
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(place - 1 if scored is None else scored)
        self.progress.setToolTip(say(message("{count} of {total} scored", count=self.progress.value(), total=total)))
        self.previous_button.setEnabled(has_previous)
        self.setAccessibleDescription(f"{self.place.text()}: {item.key} {item.title} {self.factor.text()}. {meaning}")
        self.show()

    def minimumSizeHint(self) -> QSize:
        """The progress bar goes before anything is cut off, so it asks for no room."""
        least = super().minimumSizeHint()
        taken = 0 if self.progress.isHidden() else _PROGRESS_WIDTH + 2 * UNIT
        return QSize(least.width() - taken, least.height())

    def _keep_height(self) -> None:
        """A factor with fewer words leaves the bar as high as it was, so that the rows below stay where they are."""
        if self.isVisible():
            needed = self.meaning.heightForWidth(self.meaning.width())
            self.meaning.setMinimumHeight(max(needed, self.meaning.minimumHeight()))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.meaning.setMinimumHeight(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.meaning.setMinimumHeight(0)
        self.progress.setVisible(self.width() >= _ROOM_FOR_PROGRESS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.place.setFont(list_font(weight=QFont.Weight.DemiBold))
        self.factor.setFont(list_font(weight=QFont.Weight.DemiBold))
        first = QHBoxLayout()
        first.setSpacing(2 * UNIT)
        for part in (self.place, plain_label("·", "muted"), self.item, self.factor):
            first.addWidget(part)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self.meaning)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, 2 * UNIT - 1, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(words, 1)
        for control in (self.progress, self.previous_button, self.skip_button, self.done_button):
            layout.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)


def meaning_of(factor: str, settings: Settings) -> str:
    """What a factor means, and for impact what each of its steps means in this backlog where it says so."""
    spec = field(factor)
    meant = settings.impact_meaning if factor == "impact" else {}
    steps = [
        say(message("{step} {number}: {meaning}", step=step.label, number=format_number(step.value, number_style()),
                    meaning=" ".join(meant[step.name].split())))
        for step in spec.steps
        if meant.get(step.name, "").strip()
    ]  # fmt: skip
    return " · ".join(steps) if steps else say(spec.help)


def _quiet(text: str, tool_tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("role", "quiet")
    made.setAutoDefault(False)
    made.setToolTip(tool_tip)
    return made
