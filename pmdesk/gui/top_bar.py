"""The bar at the top: whose backlog this is, the framework switch, hold order, search, import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from pmdesk.gui.actions import Actions
from pmdesk.gui.text import say
from pmdesk.gui.theme import PRESENTATION, UNIT, Theme, list_font
from pmdesk.gui.widgets import ElidedLabel

if TYPE_CHECKING:
    from pmdesk.gui.document import Document

HEIGHT = 56
_CONTROL_HEIGHT = 32
_SEARCH_WIDTH, _SEARCH_IN_A_NARROW = 190, 120
_KEPT, _KEPT_IN_A_ROOM, _KEPT_IN_A_NARROW = 160, 120, 60  # of a long name: a projector may be 1024 pixels wide
_NARROW, _BARE = 1000, 900  # 1440 pixels are 960 at a scale of 150 %, and 720 at 200 %
_ICON = 16


class TopBar(QFrame):
    """Shows the backlog's name, file and vision line, and carries the window's main controls."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._theme = theme
        self._name = ElidedLabel()
        self._name.setObjectName("backlogName")
        self._name.setFont(list_font(weight=QFont.Weight.DemiBold))
        self._file = ElidedLabel(role="muted")
        self._vision = ElidedLabel(role="muted")
        self.search = SearchField(theme, actions)
        self._buttons = [_segment(actions, name) for name in actions.framework_names().values()]
        segments = self._segments(self._buttons)
        self._boxed = [_boxed(actions, name) for name in ("actionHoldOrder", "actionImport", "actionExport")]
        self._buttons += self._boxed
        hold, take, give = self._boxed
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, 0, 4 * UNIT, 0)
        layout.setSpacing(4 * UNIT)
        for label in (self._name, self._file, self._vision):
            layout.addWidget(label)
        layout.addStretch(1)
        for control in (segments, hold, self.search, take, give):
            layout.addWidget(control)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_backlog(self, document: Document) -> None:
        """Name the backlog; its settings may just have changed."""
        settings = document.workspace.settings
        self._name.setText(settings.name or document.path.stem)
        from pmdesk.gui.file_care import file_words

        words = file_words(document)
        self._file.setText(say(words) if words else document.path.name)
        self._vision.setText(settings.vision)

    def _restyle(self) -> None:
        density = self._theme.density
        self.setFixedHeight(density.bar(HEIGHT))
        self._make_room()
        for control in (self.search, *self._buttons):
            control.setFixedHeight(density.bar(_CONTROL_HEIGHT))
        for button in self._buttons:
            button.setIconSize(QSize(density.bar(_ICON), density.bar(_ICON)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Name and search give way in a narrow window, then words beside icons, so that it fits a small screen."""
        narrow, bare = self.width() <= _NARROW, self.width() <= _BARE
        kept = _KEPT_IN_A_ROOM if self._theme.density is PRESENTATION else _KEPT
        self._name.keep_width(_KEPT_IN_A_NARROW if narrow else kept)
        self.search.setMinimumWidth(_SEARCH_IN_A_NARROW if narrow else _SEARCH_WIDTH)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if bare else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._boxed:
            button.setToolButtonStyle(style)

    def _segments(self, buttons: list[QToolButton]) -> QWidget:
        box = QWidget()
        box.setAccessibleName(self.tr("Framework"))
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for button in buttons:
            place = "first" if button is buttons[0] else "last" if button is buttons[-1] else "middle"
            button.setProperty("place", place)
            layout.addWidget(button)
        return box


def _segment(actions: Actions, name: str) -> QToolButton:
    return _button(actions, name, "segment", Qt.ToolButtonStyle.ToolButtonTextOnly)


def _boxed(actions: Actions, name: str) -> QToolButton:
    button = _button(actions, name, "boxed", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    actions[name].setIconText(f"\N{EN SPACE}{button.text()}")  # Qt puts the words right beside the icon
    button.setAccessibleName(button.text().strip())
    return button


def _button(actions: Actions, name: str, role: str, style: Qt.ToolButtonStyle) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(actions[name])
    button.setProperty("role", role)
    button.setToolButtonStyle(style)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setText(actions[name].text().replace("&", "").removesuffix("…"))
    return button


class SearchField(QLineEdit):
    """Searches while one types. Enter and Down go to the list; Esc clears, then goes to the list."""

    left = Signal()

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("searchField")
        self._theme = theme
        keys = actions["actionSearch"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(self.tr("Search  {keys}").format(keys=keys))
        self.setToolTip(actions["actionSearch"].toolTip())
        self.setAccessibleName(self.tr("Search"))
        self.setClearButtonEnabled(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._glass = self.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._restyle)

    def show_text(self, text: str) -> None:
        """Show what is searched for, when that was not typed here; what is being typed stays as it is."""
        if " ".join(text.split()) != " ".join(self.text().split()):
            self.setText(text)

    def _restyle(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the field while it is in it, not to a shortcut of the window."""
        key = event.key() if isinstance(event, QKeyEvent) else None
        if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)
