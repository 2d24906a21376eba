"""What a backlog without items shows: where to drop a Jira export, and the other ways to begin."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from pmdesk.gui import icons
from pmdesk.gui.theme import UNIT, Theme, label_font, list_font
from pmdesk.gui.widgets import plain_label, primary_button

_WIDTH, _TEXT_WIDTH = 600, 400
_ICON, _TITLE_PIXELS = 56, 20
_RADIUS, _DASH = 14.0, (4.0, 3.5)


class EmptyState(QScrollArea):
    """Fills the place of the list until there is an item; what is chosen here goes out as a signal.

    It scrolls where the window is too small for it, and never makes that larger.
    """

    importRequested = Signal()
    sampleRequested = Signal()
    newItemRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        self.setAccessibleName(self.tr("Empty backlog"))
        self._theme = theme
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON, _ICON)
        self._frame = _DropFrame(theme)
        self._build()
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_dropping(self, dropping: bool) -> None:
        """Show that what is being dragged may be dropped here."""
        self._frame.dropping = dropping
        self._frame.update()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self.setWidget(body)
        for ground in (self.viewport(), body):
            ground.setAutoFillBackground(False)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(6 * UNIT, 6 * UNIT, 6 * UNIT, 6 * UNIT)
        layout.addStretch(2)
        layout.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4 * UNIT)
        layout.addWidget(self._how_to(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(10 * UNIT, 11 * UNIT, 10 * UNIT, 8 * UNIT)
        inside.setSpacing(0)
        for part, space in ((self._icon, 5), (self._title(), 2), (self._sentence(), 6)):
            inside.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
            inside.addSpacing(space * UNIT)
        inside.addLayout(self._buttons())
        inside.addSpacing(5 * UNIT)
        inside.addLayout(self._first_item())

    def _title(self) -> QLabel:
        title = plain_label(self.tr("Drop a Jira export here"))
        title.setFont(list_font(_TITLE_PIXELS, QFont.Weight.DemiBold))
        return title

    def _sentence(self) -> QLabel:
        words = self.tr(
            "CSV, Excel or HTML, as Jira writes it. Every issue becomes a row that you can score; "
            "when you import again, your scores stay."
        )
        return _centred(plain_label(words, "muted", wrap=True), _TEXT_WIDTH)

    def _buttons(self) -> QHBoxLayout:
        bring = primary_button(self.tr("Import a Jira export…"))
        bring.setToolTip(self.tr("Choose the files that Jira exported"))
        bring.clicked.connect(self.importRequested)
        sample = QPushButton(self.tr("Open the sample backlog"))
        sample.setToolTip(self.tr("Look around in an invented product’s backlog"))
        sample.clicked.connect(self.sampleRequested)
        self.setFocusProxy(bring)
        return _row(bring, sample, space=2 * UNIT)

    def _first_item(self) -> QHBoxLayout:
        keys = QKeySequence("Ctrl+N").toString(QKeySequence.SequenceFormat.NativeText)
        add = QPushButton(self.tr("Add the first item"))
        add.setProperty("role", "quiet")
        add.setToolTip(self.tr("Type an item of your own ({keys})").format(keys=keys))
        add.clicked.connect(self.newItemRequested)
        cap = plain_label(keys, "keys")
        cap.setFont(label_font())
        return _row(plain_label(self.tr("No export at hand?"), "muted"), add, cap, space=UNIT)

    def _how_to(self) -> QLabel:
        words = self.tr(
            "In Jira, search for the issues, open the Export menu (⋯ in Jira Cloud) and choose “CSV (all fields)”."
        )
        label = plain_label(words, "hint", wrap=True)
        label.setFont(label_font())
        return _centred(label, _WIDTH)

    def _restyle(self) -> None:
        self._icon.setPixmap(icons.pixmap("drop", self._theme.tokens.accent, _ICON))
        self._frame.update()


class _DropFrame(QFrame):
    """A dashed, rounded frame, tinted while something is dragged over it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.dropping = False
        self._theme = theme
        self.setFixedWidth(_WIDTH)

    def paintEvent(self, event: QPaintEvent) -> None:
        pen = QPen(self._theme.colour("accent" if self.dropping else "muted"), 1.5)
        pen.setDashPattern(_DASH)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(self._theme.colour("tint" if self.dropping else "window"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)


def _centred(label: QLabel, width: int) -> QLabel:
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setFixedWidth(width)
    label.setFixedHeight(label.heightForWidth(width))
    return label


def _row(*parts: QWidget, space: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(space)
    row.addStretch(1)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
