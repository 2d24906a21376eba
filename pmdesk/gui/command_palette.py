"""The command palette: every action by its name, and every item by its key or title."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from pmdesk.gui.action_words import keys_of, menu_path, plain_words
from pmdesk.gui.command_rows import ROW_HEIGHT, Row, RowDelegate, Rows
from pmdesk.gui.fuzzy import distance
from pmdesk.gui.popup import PickPopup
from pmdesk.gui.theme import UNIT, Theme
from pmdesk.gui.widgets import plain_label

Found = tuple[str, str, int]
_WIDTH, _MOST_ROWS, _LEAST_MARGIN = 600, 11, 4 * UNIT
_SEARCH_AFTER, _MOST_ITEMS, _MOST_RECENT = 60, 6, 8


class CommandPalette(PickPopup):
    """Runs an action, or tells an item to go to by `itemChosen`.

    With nothing typed the actions used last stand first; `recent` holds their object names, newest first, and
    `recentChanged` tells them. `search` finds items as (key, title, id), the best first. `more` gives the actions
    that depend on what is shown; it is asked whenever the palette opens.
    """

    itemChosen = Signal(int)
    recentChanged = Signal(list)

    def __init__(
        self,
        actions: Iterable[QAction],
        theme: Theme,
        parent: QWidget,
        search: Callable[[str], Iterable[Found]] | None = None,
        more: Callable[[], Iterable[QAction]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self.setAccessibleName(self.tr("Command palette"))
        self._window = parent.window()
        self._theme, self._actions, self._search, self._more = theme, list(actions), search, more
        self.recent: list[str] = []
        self._commands: list[Row] = []
        self._items: list[Row] = []
        self._came_from: QWidget | None = None
        self.rows = Rows(self)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowDelegate(theme, self))
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.selectionModel().currentChanged.connect(self.announce)
        self._nothing = plain_label(self.tr("No command or item fits."), "muted")
        self._nothing.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        self.body.addWidget(self._nothing)
        self._wait = QTimer(self, singleShot=True, interval=_SEARCH_AFTER)
        self._wait.timeout.connect(self._find_items)
        self._build_line()
        theme.changed.connect(self.list.viewport().update)

    def open(self, text: str = "") -> None:
        """Show the palette in the top third of its window, with this typed."""
        self._came_from = QApplication.focusWidget()
        actions = [*self._actions, *(self._more() if self._more else ())]
        self._commands = [self._command(action) for action in actions if _is_offered(action)]
        self._items = []
        self.line.setText(text)
        self._list()
        self.move(self._corner())
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def narrow(self, text: str) -> None:
        self._items = []
        self._list()
        if text.strip() and self._search is not None:
            self._wait.start()
        else:
            self._wait.stop()

    def enter(self) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._find_items()
        self._run(self.row)

    def pick(self, index: QModelIndex) -> None:
        self._run(index.row())

    # What is listed

    def _list(self) -> None:
        exact = [row for row in self._items if row.exact]
        rows = [*exact, *self._fitting(self.line.text()), *(row for row in self._items if not row.exact)]
        self.rows.show(rows)
        self.list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._grow()
        self.go_to_row(next((place for place, row in enumerate(rows) if row.enabled), 0))

    def _fitting(self, typed: str) -> list[Row]:
        """The commands that fit, the best first; among equals those used last, then those that can be run."""
        found = [(distance(typed, row.text, row.aside), row) for row in self._commands]
        fitting = [(far, row) for far, row in found if far is not None]
        return [row for _, row in sorted(fitting, key=lambda pair: (pair[0], self._age(pair[1]), not pair[1].enabled))]

    def _age(self, row: Row) -> int:
        name = row.action.objectName() if isinstance(row.action, QAction) else ""
        return self.recent.index(name) if name in self.recent else len(self.recent)

    def _find_items(self) -> None:
        """List the items that the typed text finds; who has moved on meanwhile stays where they are."""
        typed = self.line.text().strip()
        if not typed or self._search is None:
            return
        moved = self.rows.rows[self.row] if self.row > 0 else None
        found = [found for found, _ in zip(self._search(typed), range(_MOST_ITEMS), strict=False)]
        self._items = [self._item(one, exact=one[0].casefold() == typed.casefold()) for one in found]
        self._list()
        if moved in self.rows.rows:
            self.go_to_row(self.rows.rows.index(moved))

    def _item(self, found: Found, *, exact: bool) -> Row:
        key, title, item_id = found
        words, icon = self.tr("Go to {key}").format(key=key), self._theme.icon("go-to", "muted")
        return Row(words, " ".join(title.split()), icon=icon, item_id=item_id, exact=exact)

    def _command(self, action: QAction) -> Row:
        return Row(
            plain_words(action.text()),
            " › ".join(menu_path(action)),
            tuple(keys_of(action)[:1]),
            action.icon(),
            action.isEnabled(),
            action,
            checked=action.isCheckable() and action.isChecked(),
        )

    # What is done

    def _run(self, place: int) -> None:
        if not 0 <= place < len(self.rows.rows):
            return
        row = self.rows.rows[place]
        if not row.enabled:
            return
        self.close()
        self._give_back_focus()
        if row.item_id is not None:
            self.itemChosen.emit(row.item_id)
        elif isinstance(row.action, QAction) and isValid(row.action):
            self._remember(row.action.objectName())
            row.action.trigger()

    def _remember(self, name: str) -> None:
        if name:
            self.recent = [name, *(one for one in self.recent if one != name)][:_MOST_RECENT]
            self.recentChanged.emit(list(self.recent))

    def _give_back_focus(self) -> None:
        """Actions such as copy work on what has the focus, which was not the palette's line."""
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self._came_from = None

    # How it looks

    def _build_line(self) -> None:
        self.line.setObjectName("commandLine")
        self.line.setPlaceholderText(self.tr("Type a command, or an item’s key or title"))
        self.line.setAccessibleName(self.tr("Command or item"))
        self.line.setToolTip(self.tr("Up and Down move, Enter runs, Esc closes"))
        self._glass = self.line.addAction(self._theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "muted"))

    def _grow(self) -> None:
        """As high as its rows; the width stays, so that nothing jumps sideways."""
        room = self._window.width() - 2 * _LEAST_MARGIN
        bar = self._theme.density.bar
        rows = min(len(self.rows.rows), _MOST_ROWS) * bar(ROW_HEIGHT) or self._nothing.sizeHint().height()
        around = self.line.sizeHint().height() + self.body.spacing() + 4 * UNIT + 4
        self.setFixedSize(max(200, min(bar(_WIDTH), room)), rows + around)

    def _corner(self) -> QPoint:
        window = self._window
        down = min(window.height() // 6, max(_LEAST_MARGIN, window.height() - self.height()))
        return window.mapToGlobal(QPoint((window.width() - self.width()) // 2, down))


def _is_offered(action: QAction) -> bool:
    return not action.isSeparator() and bool(action.text()) and action.isVisible()
