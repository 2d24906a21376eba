"""`python -m tests.torture.long_day ACTIONS EVERY FOLDER`: a day in one window, in random actions.

Every so many actions it prints what it holds, as JSON: actions done, resident bytes, threads, open files, timers,
objects of Qt, dialogs, temporary files.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import random
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QPixmapCache
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from pmdesk.app import build_application
from pmdesk.domain.arrangement import Arrangement
from pmdesk.domain.records import Moscow, Settings
from pmdesk.gui.grid.columns import COLUMN_AT
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.windows import Windows
from pmdesk.services.workspace import create_workspace
from tests.makers import imported, incoming, planned, put, scored_item

ITEMS = 300
_DIALOGS = (
    "actionHistory", "actionSettings", "actionReplace", "actionPalette", "actionShortcuts", "actionCapacity",
    "actionAbout", "actionFilter", "actionGroupBy", "actionSavedViews",
)  # fmt: skip
_SWITCHES = (
    "actionHoldOrder", "actionUnscored", "actionInspector", "actionClosed", "actionDensityCompact",
    "actionDensityComfortable", "actionSchemeDark", "actionSchemeLight", "actionFrameworkMoscow", "actionFrameworkRice",
)  # fmt: skip


class LongDay:
    """Random actions in one window."""

    def __init__(self, windows: Windows, window: MainWindow, folder: Path, seed: int) -> None:
        self._windows, self._window, self._folder = windows, window, folder
        self._chance = random.Random(seed)
        self._acts: list[tuple[int, Callable[[], object]]] = [
            (40, self.edit),
            (12, window.actions_["actionUndo"].trigger),
            (8, window.actions_["actionRedo"].trigger),
            (10, self.walk),
            (8, self.search),
            (6, self.arrange),
            (6, self.switch),
            (5, self.open_a_dialog),
            (3, self.come_and_go),
            (1, self.bring_in),
            (1, self.write_files),
            (1, self.open_another),
        ]

    def one(self) -> None:
        """Do one action."""
        (act,) = self._chance.choices([act for _, act in self._acts], [weight for weight, _ in self._acts])
        act()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def edit(self) -> None:
        """Type a value into a cell."""
        model = self._window.model
        if model.rowCount():
            column, typed = self._chance.choice((
                ("reach", str(self._chance.randrange(9999))), ("effort", str(self._chance.randrange(1, 40))),
                ("confidence", "80"), ("moscow", self._chance.choice(list(Moscow)).value[0]), ("title", "Pay later"),
            ))  # fmt: skip
            model.setData(model.index(self._chance.randrange(model.rowCount()), COLUMN_AT[column]), typed)

    def walk(self) -> None:
        """Move through the list with the keyboard."""
        key = self._chance.choice(
            (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
        )
        QTest.keyClick(self._window.view, key)
        self._window.inspector.flush()

    def search(self) -> None:
        """Search for something, or for nothing again."""
        self._window.top_bar.search.setText(self._chance.choice(("", "pay", "issue 3", "zzz", "")))

    def arrange(self) -> None:
        """Sort, filter and group."""
        chosen = self._chance.choice((
            Arrangement(), Arrangement(sort="effort", descending=True), Arrangement(chosen={"moscow": ("must",)}),
            Arrangement(group_by="status"), Arrangement(unscored=True),
        ))  # fmt: skip
        self._window.model.arrange(chosen)

    def switch(self) -> None:
        """Switch something of the view."""
        self._window.actions_[self._chance.choice(_SWITCHES)].trigger()

    def open_a_dialog(self) -> None:
        """Open a dialog or a list, and close it."""
        self._window.actions_[self._chance.choice(_DIALOGS)].trigger()
        QApplication.processEvents()
        for one in QApplication.topLevelWidgets():
            if not isinstance(one, QMainWindow) and one.isVisible():
                one.close()

    def come_and_go(self) -> None:
        """Add an item; where there are too many, delete some."""
        self._window.model.arrange(Arrangement())
        self._window.actions_["actionNewItem"].trigger()
        QTest.keyClick(QApplication.focusWidget() or self._window.view, Qt.Key.Key_Escape)
        if len(self._window.backlog.workspace.items) > ITEMS + 20:
            self._window.view.selectAll()
            newest = max(self._window.backlog.workspace.items)
            self._window.view.go_to(newest)
            self._window.actions_["actionDeleteItems"].trigger()

    def bring_in(self) -> None:
        """Import some rows."""
        rows = [incoming(f"T-{number}", number, title=f"Issue {self._chance.randrange(99)}") for number in range(2, 12)]
        document = self._window.backlog
        document.apply(planned(document.workspace, rows).change)

    def write_files(self) -> None:
        """Export the list, and save a copy."""
        self._window.file_tasks.copy_to(self._folder / "copy.pmdesk")
        QTest.qWait(30)

    def open_another(self) -> None:
        """Open another backlog in a window of its own, and close it."""
        other = self._windows.open_now(self._folder / "other.pmdesk")
        QApplication.processEvents()
        other.close()


def held(windows: Windows, done: int) -> dict[str, int]:
    """What the process holds once it is calm, without what lists keep to be drawn again quickly."""
    QTest.qWait(60)
    for window in windows.all():
        window.view.painter_.forget()
    QPixmapCache.clear()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    tops = QApplication.topLevelWidgets()
    objects = [one for top in (*tops, windows) for one in top.findChildren(QObject)]
    return {
        "done": done,
        "bytes": int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
        "threads": threading.active_count(),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "timers": sum(isinstance(one, QTimer) and one.isActive() for one in objects),
        "objects": len(objects),
        "dialogs": sum(isinstance(top, QDialog) for top in tops),
        "temporary": len(list(Path(tempfile.gettempdir()).iterdir())),
    }


def main(count: int, every: int, folder: Path) -> None:
    """Act so many times; print what is held every now and then."""
    for name in ("shop", "other"):
        made = create_workspace(folder / f"{name}.pmdesk", Settings(name=name))
        put(
            made, *(scored_item(number, reach=float(number), status=f"S{number % 4}") for number in range(1, ITEMS + 1))
        )
        imported(made, [incoming(f"T-{number}", number, title="Issue") for number in range(2, 12)])
        made.close()
    app = build_application()
    windows = Windows(app, folder / "data", QSettings(str(folder / "pmdesk.ini"), QSettings.Format.IniFormat))
    window = windows.open_now(folder / "shop.pmdesk")
    window.resize(1400, 900)
    day = LongDay(windows, window, folder, 1)
    for done in range(1, count + 1):
        day.one()
        if done % every == 0:
            print(json.dumps(held(windows, done)), flush=True)
    windows.quit()
    windows.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
