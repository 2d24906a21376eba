"""The frame of the import wizard: title and steps above, pages, and below what is under way and the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from pmdesk.gui.dialog_parts import button, footer, heading
from pmdesk.gui.importing.step_trail import StepTrail
from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import ElidedLabel, primary_button, set_role

_SIZE, _LEAST = (1140, 780), (860, 560)
_BAR_WIDTH = 120


class WizardFrame(QDialog):
    """A dialog of pages with Back, Cancel and Next. `filesDropped` brings the paths of files dropped on it."""

    filesDropped = Signal(object)

    def __init__(self, steps: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.trail = StepTrail(steps)
        self.pages = QStackedWidget()
        self.status = ElidedLabel(role="muted")
        self.bar = QProgressBar()
        self.back_button = button(self.tr("&Back"), self.tr("Back to the page before (Esc)"))
        self.columns_button = button(self.tr("&Columns…"), self.tr("Look at how the columns are used (Alt+C)"))
        self.cancel_button = button(self.tr("Cancel"), self.tr("Import nothing"))
        self.next_button = primary_button(self.tr("&Next"))
        self._build()
        QShortcut(QKeySequence(Qt.Key.Key_F6), self, lambda: self._cycle(1))
        QShortcut(QKeySequence("Shift+F6"), self, lambda: self._cycle(-1))

    def areas(self) -> Sequence[QWidget]:
        """Where F6 goes on the page that is shown, besides the button that goes on."""
        return ()

    def say(self, words: str, role: str = "muted") -> None:
        """Tell beside the buttons what is under way, or what went wrong (role error)."""
        set_role(self.status, "role", role)
        self.status.setText(words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.filesDropped.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _cycle(self, step: int) -> None:
        """F6: the next area of the page, and the button that goes on."""
        stops = [area for area in (*self.areas(), self.next_button) if area.isVisible() and area.isEnabled()]
        focus = self.focusWidget()
        now = next((at for at, area in enumerate(stops) if focus is area or (focus and area.isAncestorOf(focus))), -1)
        if stops:
            stops[(now + step) % len(stops)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.next_button.setDefault(True)
        head = heading(self.tr("Import"))
        layout_of_head = head.layout()
        if layout_of_head is not None:
            layout_of_head.addWidget(self.trail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.pages, 1)
        layout.addWidget(
            footer(
                self.back_button, self.columns_button, None, self.bar, self.status, self.cancel_button, self.next_button
            )
        )
        self.setMinimumSize(*_LEAST)
        room = self.screen().availableGeometry().size()
        self.resize(min(_SIZE[0], room.width() - 6 * UNIT), min(_SIZE[1], room.height() - 10 * UNIT))
