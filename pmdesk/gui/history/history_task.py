"""The window of the history of one backlog, kept while its list is open, and its way into a file."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pmdesk.domain.messages import message
from pmdesk.gui.background import Background
from pmdesk.gui.dialog_parts import ask_save_path
from pmdesk.gui.history.history_dialog import HistoryDialog
from pmdesk.gui.text import say
from pmdesk.services.history_export import write_history

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow

Written = tuple[Path, int]


class HistoryTask(QObject):
    """Shows the history beside the list, and writes it to files off the GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog = HistoryDialog(window.backlog, window.view.current_id, window.theme, window)
        self.dialog.exportRequested.connect(self.choose_export)
        self._stop = threading.Event()
        self._work = Background("history", self)
        self._work.succeeded.connect(self._tell)
        self._work.failed.connect(window.show_refusal)
        self._work.broke.connect(window.notices.end_progress)

    def show(self) -> None:
        """Show the history, or bring it to the front."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def choose_export(self, item_id: int | None) -> None:
        """Let the user name a file, and write the history of an item into it, or of the whole backlog."""
        path = self._window.backlog.path
        suggestion = path.with_name(self.tr("{name} history").format(name=path.stem) + ".csv")
        target = ask_save_path(self.dialog, self.tr("Export the history"), suggestion, self.tr("CSV or JSON"), ".json")
        if target:
            self.export_to(target, item_id)

    def export_to(self, target: Path, item_id: int | None) -> None:
        """Write the history to a file that ends in .csv or .json."""
        workspace = self._window.backlog.workspace
        self._stop.clear()
        cancel = (self.tr("Cancel"), self._stop.set)
        self._window.notices.show_notice(self.tr("Writing the history…"), kind="progress", actions=(cancel,))
        self._work.start(lambda: (target, write_history(workspace, target, item_id, self._go_on)))

    def stop(self) -> None:
        """Cancel what is under way: the window is closing."""
        self._stop.set()
        self._work.stop()

    def _go_on(self, *_: int) -> None:
        if self._stop.is_set():
            raise CancelledError

    def _tell(self, written: Written) -> None:
        target, count = written
        said = message("{count} changes written to {name}.", one="1 change written to {name}.", count=count,
                       name=target.name)  # fmt: skip
        self._window.notices.show_notice(say(said))
