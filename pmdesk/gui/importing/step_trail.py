"""The line under the wizard's title: its three steps, and what is imported."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from pmdesk.gui.theme import UNIT
from pmdesk.gui.widgets import ElidedLabel, plain_label, set_role


class StepTrail(QWidget):
    """Names the steps, the current one marked, and then in a few words what is being imported."""

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: list[QLabel] = []
        self.about = ElidedLabel(role="muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT + 2)
        for place, name in enumerate(names):
            if place:
                layout.addWidget(plain_label("›", "muted"))
            self.steps.append(plain_label(name, "muted"))
            layout.addWidget(self.steps[-1])
        layout.addSpacing(UNIT)
        layout.addWidget(self.about)
        layout.addStretch(1)

    def show_step(self, current: int, about: str) -> None:
        """Mark a step."""
        for place, label in enumerate(self.steps):
            set_role(label, "role", "accent" if place == current else "muted")
        self.about.setText(f"·  {about}" if about else "")
        self.setAccessibleName(self.tr("Step {step} of {count}").format(step=current + 1, count=len(self.steps)))
