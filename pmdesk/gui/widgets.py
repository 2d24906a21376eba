"""Small widgets that several rooms of the window share."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from pmdesk.gui.theme import UNIT


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label that shows its text as it is: text from files is never read as markup. Roles: muted, hint, error."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have the widget drawn by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def card(*parts: QWidget) -> QFrame:
    """A quiet box around some widgets, one below the other."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(3 * UNIT, 2 * UNIT + 2, 3 * UNIT, 2 * UNIT + 2)
    for part in parts:
        layout.addWidget(part)
    return frame


def primary_button(text: str) -> QPushButton:
    """The one button of a view that does what the view is for."""
    button = QPushButton(text)
    button.setProperty("role", "primary")
    return button


def plain_tool_tip(text: str) -> str:
    """A tooltip that shows `text` as it is; Qt would read one that looks like markup as markup."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""


def safe_tool_tip(text: str) -> str:
    """A tooltip of words that may hold a text of the user's: only where it may look like markup it is wrapped."""
    return plain_tool_tip(text) if "<" in text else text


class ElidedLabel(QLabel):
    """A plain label of one line that gives way: what does not fit is cut with an ellipsis and told in the tooltip.

    It never becomes narrower than `keep` logical pixels, or than its text where that is shorter.
    """

    def __init__(self, text: str = "", role: str = "", *, keep: int = 0) -> None:
        super().__init__()
        self._keep = keep
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def keep_width(self, keep: int) -> None:
        """Stay this wide, in logical pixels, where the text is longer."""
        self._keep = keep
        self.updateGeometry()

    def setText(self, text: str) -> None:
        super().setText(" ".join(text.split()))
        if self.parentWidget() is not None:
            self.setVisible(bool(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._keep, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics, rect = self.fontMetrics(), self.contentsRect()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        self.setToolTip(plain_tool_tip(self.text()) if text != self.text() else "")
        painter.drawText(rect, int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), text)
