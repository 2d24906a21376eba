"""Where the pictures are taken: the open windows, ways to bring one into a state, and back to calm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenuBar, QWidget

from pmdesk.domain.arrangement import Arrangement
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.theme import Density
from pmdesk.gui.windows import Windows
from tests.screenshots.backlogs import make_list, make_sample, make_used

SIZE = (1440, 900)
_UNTIL_SUMMED = 90  # milliseconds after which the status bar tells of a new selection
_MAKERS = {
    "stallpay": make_sample,
    "used": make_used,
    "list-0": lambda path: make_list(path, 0),
    "list-12": lambda path: make_list(path, 12),
    "list-5000": lambda path: make_list(path, 5000),
    "list-longest": lambda path: make_list(path, 24, longest=True),
}


class Stage:
    """The windows by the names of their backlogs; each is made and opened when it is first asked for."""

    def __init__(self, windows: Windows, folder: Path) -> None:
        self.windows, self.folder = windows, folder
        self._open: dict[str, MainWindow] = {}
        self.after: list[Callable[[], object]] = []

    def window(self, name: str, size: tuple[int, int] = SIZE) -> MainWindow:
        """The window of a backlog, at a size and with the keyboard in the list."""
        if name not in self._open:
            path = self.folder / f"{name}.pmdesk"
            _MAKERS[name](path)
            self._open[name] = self.windows.open_now(path)
        window = self._open[name]
        window.resize(*size)
        window.activateWindow()
        window.view.setFocus()
        QApplication.processEvents()
        return window

    def at(
        self, key: str, column: str, *, name: str = "used", framework: str = "rice", size: tuple[int, int] = SIZE
    ) -> MainWindow:
        """A window with the cursor in one cell."""
        window = self.window(name, size)
        window.backlog.set_framework(framework)
        (item,) = window.backlog.workspace.find(key)
        window.view.go_to(item.id, column)
        return window

    def arranged(self, arrangement: Arrangement, key: str, column: str = "reach") -> MainWindow:
        """The window in use with its list arranged, and the cursor in one cell."""
        window = self.at(key, column)
        window.model.arrange(arrangement, wait=True)
        window.view.go_to(window.backlog.workspace.find(key)[0].id, column)
        return window

    def clear(self, density: Density) -> None:
        """Close what was opened, and show every list as it is shown at first."""
        for widget in QApplication.topLevelWidgets():
            if not isinstance(widget, MainWindow) and widget.isVisible():
                widget.close()
        while self.after:
            self.after.pop()()
        for window in self._open.values():
            window.notices.dismiss()
            if window.view.state() is window.view.State.EditingState:
                QTest.keyClick(window.view.focusWidget() or window.view, Qt.Key.Key_Escape)
            window.commands.scoring.end()
            window.notices.dismiss()
            window.actions_["actionHoldOrder"].setChecked(False)
            window.model.arrange(Arrangement(), wait=True)
            window.view.horizontalScrollBar().setValue(0)
            window.view.verticalScrollBar().setValue(0)
        self.windows.theme.set_density(density)


def select(window: MainWindow, rows: int, columns: tuple[str, str]) -> None:
    """Select a block of cells that begins at the cursor's row, with the keyboard."""
    view = window.view
    index = window.model.index(view.currentIndex().row(), COLUMN_AT[columns[0]])
    view.put_cursor(index)
    for key, times in ((Qt.Key.Key_Down, rows - 1), (Qt.Key.Key_Right, COLUMN_AT[columns[1]] - COLUMN_AT[columns[0]])):
        for _ in range(times):
            QTest.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)


def picture(shown: QWidget) -> QPixmap:
    """What a widget looks like at rest. With a window stand its popups and menus; a dialog stands alone."""
    window = shown.window()
    if isinstance(window, MainWindow) and hasattr(window, "inspector"):
        window.view.movement.finish()
        window.inspector.flush()
    QTest.qWait(_UNTIL_SUMMED)
    if isinstance(window, MainWindow) and hasattr(window, "inspector"):
        window.inspector.flush()
    taken = shown.grab()
    painter = QPainter(taken)
    for popup in QApplication.topLevelWidgets():
        if popup.isVisible() and not isinstance(popup, MainWindow | QDialog | QMenuBar) and shown is window:
            painter.drawPixmap(popup.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), popup.grab())
    painter.end()
    return taken
