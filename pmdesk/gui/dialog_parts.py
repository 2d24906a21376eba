"""What all dialogs are made of: a heading, a body that scrolls, and a footer with the buttons."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from pmdesk.gui.theme import UNIT, label_font, list_font
from pmdesk.gui.widgets import plain_label

MARGIN = 6 * UNIT
_TITLE_PIXELS = 17


def list_and_details(
    listed: QWidget, caption: QLabel, details: QWidget, widths: tuple[int, int], below: QLayout | None = None
) -> QSplitter:
    """A list at the left, and at the right what is known of its current line, under a caption."""
    side = QWidget()
    side.setProperty("role", "page")
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 3 * UNIT, 0, 0)
    column.setSpacing(UNIT)
    caption.setContentsMargins(MARGIN, 0, MARGIN, 0)
    caption.setWordWrap(True)
    column.addWidget(caption)
    column.addWidget(details, 1)
    if below is not None:
        column.addLayout(below)
    panes = QSplitter(Qt.Orientation.Horizontal)
    panes.setChildrenCollapsible(False)
    panes.setHandleWidth(1)
    panes.addWidget(listed)
    panes.addWidget(side)
    panes.setSizes(list(widths))
    return panes


def ask_save_path(
    parent: QWidget, title: str, suggestion: Path, kinds: str, *also: str, may_replace: bool = True
) -> Path | None:
    """Let the user name a file of the suggestion's kind; the dialog itself adds the suffix and asks before replacing.

    `kinds` is what such files are called; `also` are other suffixes that may be typed. None where the user thought
    better of it.
    """
    endings = (suggestion.suffix, *also)
    patterns = " ".join(f"*{ending}" for ending in endings)
    dialog = QFileDialog(parent, title, str(suggestion.parent), f"{kinds} ({patterns})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggestion.suffix.lstrip("."))
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not may_replace)
    dialog.selectFile(suggestion.name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    if not chosen:
        return None
    path = Path(chosen[0])
    if path.suffix.lower() in endings:
        return path
    named = path.with_name(path.name + suggestion.suffix)
    return named if not may_replace or _may_replace(parent, named) else None


def _may_replace(parent: QWidget, path: Path) -> bool:
    """Ask about a file that the dialog did not ask about: `plan-1.2` gets its suffix only afterwards."""
    if not path.exists():
        return True
    question = QApplication.translate("Dialog", "“{name}” exists already. Replace it?").format(name=path.name)
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("PMDesk")
    box.setText(question)
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    answer = box.exec()
    box.deleteLater()
    return answer == QMessageBox.StandardButton.Yes


def heading(title: str, subtitle: QLabel | None = None) -> QFrame:
    """The top of a dialog: what it is, and a quiet line below."""
    frame = QFrame()
    frame.setProperty("role", "heading")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(MARGIN, 5 * UNIT, MARGIN, 4 * UNIT)
    layout.setSpacing(UNIT)
    label = plain_label(title)
    label.setFont(list_font(_TITLE_PIXELS, QFont.Weight.DemiBold))
    layout.addWidget(label)
    if subtitle is not None:
        layout.addWidget(subtitle)
    return frame


def footer(*parts: QWidget | None) -> QFrame:
    """The bottom of a dialog: its parts in a row; None takes the room that is left."""
    frame = QFrame()
    frame.setProperty("role", "footer")
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(MARGIN, 3 * UNIT, MARGIN, 3 * UNIT)
    layout.setSpacing(2 * UNIT)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return frame


def button(text: str, tool_tip: str = "") -> QPushButton:
    """A button of a footer; Enter presses it only while it has the focus."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setToolTip(tool_tip or text.replace("&", ""))
    return made


def section_label(text: str) -> QLabel:
    """The name of a group of controls."""
    label = plain_label(text, "muted")
    label.setFont(label_font(QFont.Weight.DemiBold))
    return label


def hint(text: str = "") -> QLabel:
    """A small line that explains what stands above it."""
    label = plain_label(text, "hint", wrap=True)
    label.setFont(label_font())
    return label


def scrolling(body: QWidget) -> QScrollArea:
    """A body that scrolls when the screen is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    body.setProperty("role", "page")
    area.setWidget(body)
    return area
