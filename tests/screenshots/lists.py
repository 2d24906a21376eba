"""Lists with nothing, little and much in them, and with the longest of titles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from tests.screenshots.stage import Stage


class Lists:
    """Each list at its start; these are rendered in every density."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def all(self) -> dict[str, Callable[[], QWidget]]:
        """Each list by name."""
        return {
            "list-0": lambda: self._stage.window("list-0"),
            "list-12": lambda: self._started("list-12"),
            "list-5000": lambda: self._started("list-5000"),
            "list-longest": lambda: self._started("list-longest"),
            "list-used": lambda: self._started("used"),
            "list-filtered": self._filtered,
        }

    def _started(self, name: str) -> MainWindow:
        window = self._stage.window(name)
        window.backlog.set_framework("rice")
        window.view.put_cursor(window.model.index(0, COLUMN_AT["reach"]))
        return window

    def _filtered(self) -> MainWindow:
        """Chips, a band for each value, a place within the filter: what else stands in a row."""
        window = self._started("used")
        arrangement = window.model.arrangement.choosing("moscow", ("must", "should"))
        window.model.arrange(arrangement, wait=True)
        window.view.put_cursor(window.model.index(0, COLUMN_AT["reach"]))
        return window
