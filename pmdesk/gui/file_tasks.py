"""What a window does with files: import, export, copies; each off the GUI thread, told in the notice bar."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from pmdesk.domain.messages import Message, UserError, message
from pmdesk.gui.background import Background
from pmdesk.gui.dialog_parts import ask_save_path
from pmdesk.gui.import_task import ImportTask
from pmdesk.gui.text import say
from pmdesk.services import exporting
from pmdesk.services.exporting import ExportReport
from pmdesk.services.importing import FILE_PATTERNS, ImportPlan

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow

_FOLDER = "folder"


class FileTasks(QObject):
    """The file work of one window; one piece of each kind at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._import: ImportTask | None = None
        self._export = Background("export", self)
        self._export.succeeded.connect(self._tell_export)
        self._export.failed.connect(window.show_refusal)
        self._copy = Background("copy", self)
        self._copy.succeeded.connect(self._tell_copy)
        self._copy.failed.connect(window.show_refusal)
        for work in (self._export, self._copy):
            work.broke.connect(window.notices.end_progress)

    # Import

    def choose_import(self) -> None:
        """Let the user choose the files to import."""
        exports = self.tr("Jira exports") + f" ({' '.join(FILE_PATTERNS)})"
        everything = self.tr("All files") + " (*)"
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Import"), str(self._folder()), f"{exports};;{everything}"
        )
        if chosen:
            self.start_import([Path(name) for name in chosen])

    def start_import(self, paths: Sequence[Path]) -> None:
        """Read files and merge them in; the window stays alive."""
        self._window.finish_typing()
        if self._import is not None:
            self._window.show_refusal(message("Another import is still running; wait for it, or cancel it."))
            return
        self._remember_folder(paths[0])
        self._import = ImportTask(self._window.backlog, self)
        self._import.progress.connect(self._tell_progress)
        self._import.finished.connect(self._tell_import)
        self._import.failed.connect(self._window.show_refusal)
        self._import.cancelled.connect(self._window.notices.end_progress)
        for ended in (self._import.finished, self._import.failed, self._import.cancelled):
            ended.connect(self._end_import)
        self._tell_progress(0)
        self._import.start(list(paths))

    def tell_saving(self, done: int, total: int) -> None:
        """Show how far a large change is written."""
        said = message("Saving… {done} of {total}", done=done, total=total)
        cancel = self._import.cancel if self._import is not None else self._window.backlog.cancel_saving
        self._window.notices.show_notice(
            say(said), kind="progress", actions=((self.tr("Cancel"), cancel),), fraction=done / total
        )

    def _end_import(self) -> None:
        if self._import is not None:
            self._import.deleteLater()
            self._import = None

    def _tell_progress(self, rows: int) -> None:
        said = message("Reading… {count} rows", count=rows) if rows else message("Reading…")
        if self._import is not None:
            self._window.notices.show_notice(
                say(said), kind="progress", actions=((self.tr("Cancel"), self._import.cancel),)
            )

    def _tell_import(self, plan: ImportPlan) -> None:
        said = message(
            "Imported: {created} new, {updated} updated, {unchanged} unchanged.",
            created=plan.created,
            updated=plan.updated,
            unchanged=plan.unchanged,
        )
        details = (self.tr("Details"), lambda: self._show_outcome(plan))
        undo = (self.tr("Undo"), lambda: self._undo_import(plan))
        changed = bool(plan.change.edits)
        self._window.notices.show_notice(say(said), actions=(details, undo) if changed else (details,), lasting=True)
        if plan.skipped or plan.warnings:
            self._show_outcome(plan)

    def _show_outcome(self, plan: ImportPlan) -> None:
        from pmdesk.gui.import_outcome import ImportOutcomeDialog

        dialog = ImportOutcomeDialog(plan, self._window.theme, self._window, may_undo=self._is_newest(plan))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.undoRequested.connect(lambda: self._undo_import(plan))
        dialog.open()

    def _is_newest(self, plan: ImportPlan) -> bool:
        """Whether undo would take just this import back, and not an edit made since."""
        return bool(plan.change.edits) and self._window.backlog.workspace.undo_label is plan.change.label

    def _undo_import(self, plan: ImportPlan) -> None:
        if self._is_newest(plan):
            self._window.undo()
        else:
            self._window.show_refusal(message("Something was changed since; use Undo to go back step by step."))

    # Export and copies

    def choose_export(self) -> None:
        """Let the user name the workbook, and write the items in play into it."""
        suggestion = self._folder() / f"{self._window.backlog.path.stem}.xlsx"
        target = ask_save_path(self._window, self.tr("Export"), suggestion, self.tr("Excel workbooks"))
        if target:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write the workbook off the GUI thread."""
        self._window.finish_typing()
        try:
            content = exporting.workbook_content(self._window.backlog.workspace)
        except UserError as fault:
            self._window.show_refusal(fault.message)
            return
        self._remember_folder(target)
        stop = threading.Event()
        cancel = (self.tr("Cancel"), stop.set)
        self._window.notices.show_notice(self.tr("Writing the workbook…"), kind="progress", actions=(cancel,))
        self._export.start(lambda: exporting.write(content, target, lambda *_: _go_on(stop)))

    def choose_copy(self) -> None:
        """Let the user name a copy of the backlog, and write it."""
        path = self._window.backlog.path
        suggestion = path.with_name(self.tr("{name} copy").format(name=path.stem) + path.suffix)
        target = ask_save_path(self._window, self.tr("Save a copy"), suggestion, self.tr("PMDesk backlogs"))
        if target:
            self.copy_to(target)

    def copy_to(self, target: Path) -> None:
        """Write a complete copy off the GUI thread."""
        self._window.finish_typing()
        workspace = self._window.backlog.workspace

        def work() -> Path:
            workspace.copy_to(target)
            return target

        self._copy.start(work)

    def _tell_export(self, report: ExportReport) -> None:
        said = message("{count} items written to {name}.", one="1 item written to {name}.", count=report.items,
                       name=report.path.name)  # fmt: skip
        notes: Sequence[Message] = report.notes
        self._window.notices.show_notice(
            " ".join([say(said), *map(say, notes)]),
            actions=(
                (self.tr("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(report.path)))),
                (self.tr("Show folder"), lambda: _open_folder(report.path)),
            ),
        )

    def _tell_copy(self, target: Path) -> None:
        said = message("A copy is in {name}.", name=target.name)
        self._window.notices.show_notice(say(said), actions=((self.tr("Show folder"), lambda: _open_folder(target)),))

    # Settings, and the end

    def open_settings(self) -> None:
        """Name, vision, period, unit and level of the backlog."""
        self._window.finish_typing()
        from pmdesk.gui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._window.backlog, self._window.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def stop(self) -> None:
        """Cancel or wait for what is under way: the window is closing."""
        if self._import is not None:
            self._import.stop()
        for work in (self._export, self._copy):
            work.stop()

    def _folder(self) -> Path:
        remembered = self._window.windows.remembered(_FOLDER)
        folder = Path(remembered) if remembered else Path.home()
        return folder if folder.is_dir() else Path.home()

    def _remember_folder(self, path: Path) -> None:
        self._window.windows.remember(_FOLDER, str(path.absolute().parent))


def _go_on(stop: threading.Event) -> None:
    """Called on a worker's thread between two pieces of its work; raising cancels it."""
    if stop.is_set():
        raise CancelledError


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
