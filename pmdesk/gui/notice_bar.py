"""The notice bar: a quiet line under the top bar for what has just happened, is under way, or went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from pmdesk.gui import icons
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import plain_label, set_role

INFO, ERROR, PROGRESS = "info", "error", "progress"
INFO_SECONDS = 8
_AGAIN_SECONDS = 2
_ICON, _BAR_WIDTH = 16, 140
_ICONS = {INFO: ("info", "accent"), ERROR: ("warning", "bad")}

Action = tuple[str, Callable[[], object]]


class NoticeBar(QWidget):
    """Shows one notice at a time, and above it the last error until it is dismissed by its cross or Esc."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._came_from: QWidget | None = None
        self._error = _Notice(theme, self)
        self._notice = _Notice(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for notice in (self._error, self._notice):
            notice.left.connect(self._leave)
            layout.addWidget(notice)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._time_out)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._escaped)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._note_focus)
        self._show_or_hide()

    def show_notice(
        self,
        text: str,
        *,
        kind: str = INFO,
        actions: Sequence[Action] = (),
        fraction: float | None = None,
        lasting: bool = False,
    ) -> None:
        """Tell something: an "info" goes by itself, an "error" stays, "progress" lasts until the next notice.

        `actions` are buttons: words and what they do. `fraction` is how much is done, 0..1, None where unknown.
        A `lasting` info stays until it is dismissed or another comes.
        """
        notice = self._error if kind == ERROR else self._notice
        again = notice.kind == kind == PROGRESS
        if kind == ERROR and self._notice.kind == PROGRESS:
            self._hide(self._notice)
        notice.tell(text, kind, actions, fraction)
        if kind != ERROR:
            self._timer.stop()
        if kind == INFO and not lasting:
            self._timer.start(INFO_SECONDS * 1000)
        self._show_or_hide()
        if not again:
            self._announce(text, kind)

    @Slot()
    def dismiss(self) -> None:
        """Take the newest notice away: info or progress if there is one, else the error."""
        self._hide(self._notice if self._notice.kind else self._error)

    def end_info(self) -> None:
        """Take away what told of something that holds no more."""
        if self._notice.kind == INFO:
            self._hide(self._notice)

    def end_progress(self) -> None:
        """Take away what told that something is under way; other notices stay."""
        if self._notice.kind == PROGRESS:
            self._hide(self._notice)

    @property
    def text(self) -> str:
        """What is told now, newest last."""
        return "\n".join(one.text for one in (self._error, self._notice) if one.kind)

    def _escaped(self) -> None:
        self._hide(self._notice if self._notice.kind == INFO else self._error)

    def _leave(self, kind: str) -> None:
        self._hide(self._error if kind == ERROR else self._notice)

    def _hide(self, notice: _Notice) -> None:
        had_focus = notice.has_focus()
        if notice is self._notice:
            self._timer.stop()
        notice.kind = ""
        if had_focus and self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        for notice in (self._error, self._notice):
            notice.setVisible(bool(notice.kind))
        self.setVisible(bool(self._error.kind or self._notice.kind))
        self._escape.setEnabled(bool(self._error.kind) or self._notice.kind == INFO)

    def _time_out(self) -> None:
        """An info that is being read or used stays a little longer."""
        if self._notice.underMouse() or self._notice.has_focus():
            self._timer.start(_AGAIN_SECONDS * 1000)
        else:
            self._hide(self._notice)

    def _note_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and old is not None and self.isAncestorOf(new) and not self.isAncestorOf(old):
            self._came_from = old

    def _announce(self, text: str, kind: str) -> None:
        event = QAccessibleAnnouncementEvent(self, text)
        if kind == ERROR:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)


class _Notice(QFrame):
    """One line of the bar. An empty `kind` means that there is nothing to tell; `left` asks to take it away."""

    left = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.kind = ""
        self._theme = theme
        self._acts: list[Callable[[], object]] = []
        self._words: list[str] = []
        self._buttons: list[QPushButton] = []
        self._icon = QLabel()
        self._label = plain_label(wrap=True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._crossed = self._cross_button()
        self._actions = QHBoxLayout()
        self._build()
        self.restyle()
        theme.changed.connect(self.restyle)

    @property
    def text(self) -> str:
        """What is told."""
        return self._label.text()

    def tell(self, text: str, kind: str, actions: Sequence[Action], fraction: float | None) -> None:
        """Tell something; buttons that stay the same keep the focus."""
        self._label.setText(text)
        self.setAccessibleName(text)
        if kind != self.kind:
            self.kind = kind
            set_role(self, "kind", kind)
            self.restyle()
        self._set_progress(fraction)
        self._set_actions(actions)

    def has_focus(self) -> bool:
        """Whether the keyboard is in this notice."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def restyle(self) -> None:
        """Draw the icons in the scheme's colours."""
        self._icon.setVisible(self.kind in _ICONS)
        if self.kind in _ICONS:
            name, colour = _ICONS[self.kind]
            self._icon.setPixmap(icons.pixmap(name, getattr(self._theme.tokens, colour), _ICON))
        self._crossed.setIcon(self._theme.icon("close", "muted"))

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, UNIT, 2 * UNIT, UNIT + 1)
        layout.setSpacing(2 * UNIT)
        self._actions.setSpacing(UNIT)
        layout.addWidget(self._icon)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._bar)
        layout.addLayout(self._actions)
        layout.addWidget(self._crossed)
        self.setMinimumHeight(10 * UNIT)

    def _cross_button(self) -> QToolButton:
        button = QToolButton()
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(self.tr("Dismiss (Esc)"))
        button.setAccessibleName(self.tr("Dismiss"))
        button.clicked.connect(lambda: self.left.emit(self.kind))
        return button

    def _set_progress(self, fraction: float | None) -> None:
        self._bar.setVisible(self.kind == PROGRESS)
        self._crossed.setVisible(self.kind != PROGRESS)
        self._bar.setRange(0, 0 if fraction is None else 1000)
        self._bar.setValue(0 if fraction is None else round(fraction * 1000))

    def _set_actions(self, actions: Sequence[Action]) -> None:
        self._acts = [act for _, act in actions]
        words = [text for text, _ in actions]
        if words == self._words:
            return
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._words = words
        self._buttons = [self._action_button(place, text) for place, text in enumerate(words)]
        for one, next_one in pairwise([*self._buttons, self._crossed]):
            QWidget.setTabOrder(one, next_one)

    def _action_button(self, place: int, text: str) -> QPushButton:
        button = QPushButton(text.replace("&", "&&"))
        button.setProperty("role", "quiet")
        button.setToolTip(text)
        button.clicked.connect(lambda: self._act(place))
        self._actions.addWidget(button)
        return button

    def _act(self, place: int) -> None:
        """What was offered once is not offered twice; progress stays until what it tells of has ended."""
        act = self._acts[place]
        if self.kind != PROGRESS:
            self.left.emit(self.kind)
        act()
