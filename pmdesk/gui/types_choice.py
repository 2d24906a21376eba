"""A button that tells which of the tracker's types are ranked, and opens a list to tick them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from pmdesk.gui.filter_menu import ValueMenu
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import plain_tool_tip
from pmdesk.services.levels import folded
from pmdesk.services.value_counts import ValueCount

_FIELD = "type"
_LONGEST, _WIDEST = 48, 90 * UNIT  # characters of names; logical pixels


class TypesChoice(QPushButton):
    """Holds the chosen types, none for the tracker's own level. `changed` follows each choice of the user."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setMaximumWidth(_WIDEST)
        self.chosen: tuple[str, ...] = ()
        self._given: tuple[str, ...] = ()
        self._counts: Sequence[ValueCount] = ()
        self._around = self.tr("Choose the types that are ranked")
        self.menu_ = TypesMenu(theme, self)
        self.menu_.applied.connect(lambda _, types: self._take(types))
        self.clicked.connect(self.open)
        self._show_words()

    @property
    def types(self) -> tuple[str, ...]:
        """The chosen types; spelled as they were given while they are the same."""
        same = set(map(folded, self.chosen)) == set(map(folded, self._given))
        return self._given if same else self.chosen

    def show_types(self, counts: Sequence[ValueCount], chosen: Iterable[str]) -> None:
        """Offer types, some of them chosen by now."""
        self._given = self.chosen = tuple(chosen)
        self.offer(counts)

    def offer(self, counts: Sequence[ValueCount]) -> None:
        """Offer types, with how many issues have each; chosen ones are spelled as they stand among them."""
        self._counts = counts
        known = {folded(name): name for name, _ in reversed(counts)}
        self.chosen = tuple(dict.fromkeys(known.get(folded(name), name) for name in self.chosen))
        self._show_words()

    def set_tip(self, tip: str) -> None:
        """Say what the choice is for."""
        self._around = tip
        self._show_words()

    def open(self) -> None:
        """Let the user tick."""
        self.menu_.open_for(_FIELD, self._counts, self.chosen, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.open()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(30 * UNIT, super().minimumSizeHint().height())

    def _take(self, types: Iterable[str]) -> None:
        self.chosen = tuple(types)
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        words = ", ".join(self.chosen) or self.tr("As in the tracker")
        short = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip(' ,')}…"
        self.setText(short.replace("&", "&&"))
        self.setAccessibleDescription(words)
        self.setToolTip(plain_tool_tip(f"{words}\n{self._around}" if short != words else self._around))


class TypesMenu(ValueMenu):
    """The list of types, in the words of this choice."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.nothing = self.tr("No issue has a type.")
        self.clear_button.setText(self.tr("As in the tracker"))
        self.clear_button.setToolTip(self.tr("Tick no type: stories, tasks, bugs and ideas are ranked"))
        self.apply_button.setToolTip(self.tr("Rank the ticked types (Enter)"))
