"""Ways through a window by the keyboard: the palette, the shortcut sheet, the list, the search and the other panes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pmdesk.gui.command_palette import CommandPalette
    from pmdesk.gui.list_commands import ListCommands
    from pmdesk.gui.main_window import MainWindow


class WaysThrough(QObject):
    """Takes the keyboard through one window. `settled` commits what is being typed; False where it cannot be."""

    def __init__(self, window: MainWindow, settled: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._settled = settled
        self._palette: CommandPalette | None = None
        self._list: ListCommands | None = None

    def open_palette(self) -> None:
        """Offer every action, and items by key or title."""
        if self._palette is None:
            from pmdesk.gui.command_palette import CommandPalette

            window = self._window
            self._palette = CommandPalette(
                window.actions_.all(), window.theme, window, self._find_items, self._list_actions
            )
            self._palette.recent = list(window.windows.remembered("recent_commands", []) or [])
            self._palette.recentChanged.connect(lambda names: window.windows.remember("recent_commands", names))
            self._palette.itemChosen.connect(self._go_to)
        self._palette.open()

    def _list_actions(self) -> Sequence[QAction]:
        """What can be done with the list as it is shown now."""
        document = self._window.document
        if document is None:
            return ()
        if self._list is None:
            from pmdesk.gui.list_commands import ListCommands

            self._list = ListCommands(document, self._window.page, self._settled)
        return self._list.actions()

    def _find_items(self, text: str) -> Sequence[tuple[str, str, int]]:
        return self._window.commands.items.find_items(text) if self._window.document is not None else ()

    def _go_to(self, item_id: int) -> None:
        self._window.view.setFocus()
        self._window.view.go_to(item_id)

    def show_list(self) -> None:
        """Take the keyboard to the list, which stays the view that is shown."""
        self._window.actions_["actionViewBacklog"].setChecked(True)
        if self._window.document is not None:
            self._window.view.start_cursor()
            self._window.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_shortcuts(self) -> None:
        """Show every key and what it does."""
        from pmdesk.gui.shortcut_sheet import ShortcutSheet

        sheet = ShortcutSheet(self._window.actions_.all(), self._window.theme, self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def next_pane(self) -> None:
        """Take the keyboard from the list to the inspector, the filters, the search, and back."""
        window = self._window
        if window.document is None:
            return
        parts: list[tuple[QWidget, QWidget]] = [
            (window.view, window.view),
            (window.inspector, window.inspector.editor("reach").box),
            (window.page.filters, window.page.filters.all.button),
            (window.page.scoring, window.page.scoring.skip_button),
            (window.top_bar.search, window.top_bar.search),
        ]
        focus = window.focusWidget()
        at = next((place for place, (part, _) in enumerate(parts) if part is focus or part.isAncestorOf(focus)), -1)
        following = [*parts[at + 1 :], *parts[: at + 1]]
        next(start for part, start in following if part.isVisible()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_search(self) -> None:
        """Take the keyboard to the search, whose text is typed over."""
        self._window.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.top_bar.search.selectAll()
