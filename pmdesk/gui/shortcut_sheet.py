"""The shortcut sheet: every key that does something, by where it does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pmdesk.gui.action_words import keys_of, menu_path, plain_words
from pmdesk.gui.dialog_parts import MARGIN, button, footer, heading, scrolling, section_label
from pmdesk.gui.flow_label import FlowLabel
from pmdesk.gui.theme import UNIT, Theme, label_font
from pmdesk.gui.widgets import plain_label

_SIZE = (880, 640)
_EITHER = " / "


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys (each of which does it) and what they do."""

    keys: tuple[str, ...]
    what: str


def grid_keys() -> list[tuple[str, str]]:
    """The keys of the grid itself and what they do, in the user's words; " / " stands between keys that do the same."""
    return [
        ("F2", _tr("Edit the cell, from the end of its text")),
        (_tr("Typing"), _tr("Replace the cell’s value")),
        ("Enter / Shift+Enter", _tr("Commit and go down, or up; inside a selection to its next cell")),
        ("Tab / Shift+Tab", _tr("Commit and go right, or left; Enter then goes back to where the run began")),
        ("Esc", _tr("Take the old value back; end scoring")),
        (_tr("Arrows"), _tr("Move to the next cell")),
        (_tr("Ctrl+Arrows"), _tr("Move to the end of what is filled")),
        ("Home / End", _tr("First or last column of the row")),
        ("Ctrl+Home / Ctrl+End", _tr("First cell beside the title, or last cell of the list")),
        ("Alt+Up / Alt+Down", _tr("Fold the group of the row, or unfold the nearest folded one")),
        ("PgUp / PgDown", _tr("One page up or down")),
        (_tr("Shift+any of these"), _tr("Extend the selection")),
        (_tr("Ctrl+Click"), _tr("Select separate cells and rows")),
        ("Ctrl+A", _tr("Select everything")),
        ("Shift+Space", _tr("Select the row")),
        ("Ctrl+Space", _tr("Select the column")),
        ("Del", _tr("Clear the selected cells")),
        ("Ctrl+D", _tr("Fill down")),
        ("Ctrl+Enter", _tr("Fill the selection with what is typed")),
        ("Ctrl+C / Ctrl+X / Ctrl+V", _tr("Copy, cut, paste, to and from Excel")),
        (_tr("m s c w"), _tr("Must, Should, Could, Won’t in a MoSCoW cell")),
    ]


def shortcut_groups(actions: Iterable[QAction]) -> list[tuple[str, list[Shortcut]]]:
    """The grid's keys, then those of the actions by the menu of the bar that they stand in; no key twice."""
    grid = [Shortcut(tuple(map(_native, keys.split(_EITHER))), what) for keys, what in grid_keys()]
    known = {keys for shortcut in grid for keys in shortcut.keys}
    groups: dict[str, list[Shortcut]] = {}
    for action in actions:
        keys = tuple(one for one in keys_of(action) if one not in known)
        if keys and action.isVisible():
            path = menu_path(action)
            groups.setdefault(path[0] if path else _tr("Window"), []).append(Shortcut(keys, _what(action, path[1:])))
    return [(_tr("In the grid"), grid), *groups.items()]


def _what(action: QAction, submenus: list[str]) -> str:
    """What an action does, after the submenus that say half of it. What undo would take back is not told here."""
    words = plain_words(action.text()).removesuffix("…").partition(": ")[0]
    return ": ".join([*submenus, words])


class ShortcutSheet(QDialog):
    """Shows all shortcuts in two columns; typing narrows them."""

    def __init__(self, actions: Iterable[QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.groups = [_Group(title, shortcuts) for title, shortcuts in shortcut_groups(actions)]
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Find a key or what it does"))
        self.line.setAccessibleName(self.tr("Find a shortcut"))
        self.line.setToolTip(self.tr("Type a key, or words of what it does"))
        self.line.setClearButtonEnabled(True)
        self._theme = theme
        self._glass = self.line.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._restyle)
        self.nothing = plain_label(self.tr("No shortcut fits."), "muted")
        self.close_button = button(self.tr("Close"), self.tr("Close (Esc)"))
        self.close_button.clicked.connect(self.accept)
        self._build()
        self.line.textChanged.connect(self.narrow)
        self.narrow("")
        self.line.setFocus()

    def narrow(self, text: str) -> None:
        """Show the shortcuts with every typed word in their keys or words."""
        words = text.casefold().split()
        found = [group.narrow(words) for group in self.groups]
        self.nothing.setVisible(not any(found))

    def _restyle(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "muted"))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading(self.tr("Keyboard shortcuts")))
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 0)
        row.addWidget(self.line)
        layout.addLayout(row)
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 4 * UNIT)
        columns.setSpacing(10 * UNIT)
        for groups in _balanced(self.groups):
            columns.addLayout(_column(groups), 1)
        area = scrolling(body)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(self.tr("Shortcuts"))
        self.nothing.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 0)
        layout.addWidget(self.nothing)
        layout.addWidget(area, 1)
        layout.addWidget(footer(None, self.close_button))
        free = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], free.width() - 40), min(_SIZE[1], free.height() - 80))


class _Group(QWidget):
    """The shortcuts of one place under its name."""

    def __init__(self, title: str, shortcuts: list[Shortcut]) -> None:
        super().__init__()
        self.rows = [_Row(shortcut) for shortcut in shortcuts]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 5 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(section_label(title))
        for row in self.rows:
            layout.addWidget(row)

    def narrow(self, words: list[str]) -> bool:
        """Show the rows that have all words; whether any has."""
        for row in self.rows:
            row.setVisible(all(word in row.searched for word in words))
        some = any(not row.isHidden() for row in self.rows)
        self.setVisible(some)
        return some


class _Row(QWidget):
    """What a key does, and the key at the right."""

    def __init__(self, shortcut: Shortcut) -> None:
        super().__init__()
        self.searched = " ".join((shortcut.what, *shortcut.keys)).casefold()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 1)
        layout.setSpacing(UNIT)
        what = FlowLabel()
        what.setContentsMargins(0, 2, 0, 0)  # on one line with the words in the caps
        what.setText(shortcut.what)
        layout.addWidget(what, 1)
        for keys in shortcut.keys:
            cap = plain_label(keys, "keys")
            cap.setFont(label_font())
            layout.addWidget(cap, 0, Qt.AlignmentFlag.AlignTop)


def _column(groups: list[_Group]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    for group in groups:
        column.addWidget(group)
    column.addStretch(1)
    return column


def _balanced(groups: list[_Group]) -> tuple[list[_Group], list[_Group]]:
    """The groups in two columns of like height, their order kept."""
    heights = [len(group.rows) + 2 for group in groups]
    half = min(range(1, len(groups) + 1), key=lambda place: max(sum(heights[:place]), sum(heights[place:])))
    return groups[:half], groups[half:]


def _native(keys: str) -> str:
    """A shortcut as this system writes it; words that are no key stay as they are."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return native if QKeySequence(keys).toString() == keys else keys


def _tr(text: str) -> str:
    return QCoreApplication.translate("ShortcutSheet", text)
