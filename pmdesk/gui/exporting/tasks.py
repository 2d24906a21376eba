"""Exports of one window: asked for in a dialog, written off the GUI thread, told in the notice bar."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pmdesk.domain.messages import UserError, message
from pmdesk.gui.background import Background
from pmdesk.gui.dialog_parts import ask_save_path
from pmdesk.gui.exporting.choice import ExportChoice, scope_of, usual_paper
from pmdesk.gui.links import open_file, open_folder
from pmdesk.gui.text import exactly_when, number_style, say
from pmdesk.services import export_kinds
from pmdesk.services.export_kinds import SUFFIXES, Kind, Means, Order, Paper
from pmdesk.services.exporting import ExportOptions, ExportReport
from pmdesk.services.report import Report, Voice

if TYPE_CHECKING:
    from pmdesk.gui.main_window import MainWindow

Progress = Callable[[int, int], None]
_REPORTS = (Kind.PAGE, Kind.PDF)
_KIND, _REPORT, _PAPER, _ALL_COLUMNS = "export_kind", "report_kind", "export_paper", "export_all_columns"


class Exports(QObject):
    """One export at a time. Kind, paper and columns are remembered for the next one."""

    _progressed = Signal(object, int, int)

    def __init__(self, window: MainWindow, folder: Callable[[], Path], used: Callable[[Path], None]) -> None:
        """`folder` is where files went last; `used` is told where one goes now."""
        super().__init__(window)
        self._window, self._folder, self._used = window, folder, used
        self._work = Background("export", self)
        self._work.succeeded.connect(self._tell)
        self._work.failed.connect(window.show_refusal)
        self._work.broke.connect(window.notices.end_progress)
        self._progressed.connect(self._show_progress)

    @property
    def running(self) -> bool:
        """Whether a file is being written."""
        return self._work.running

    # What is wanted

    def choose(self) -> None:
        """Ask what to export, beginning with the kind of file that was written last."""
        self._ask(self._remembered(_KIND, Kind.WORKBOOK))

    def choose_report(self) -> None:
        """Ask the same, beginning with a report."""
        self._ask(self._remembered(_REPORT, Kind.PDF))

    def _ask(self, kind: Kind) -> None:
        from pmdesk.gui.exporting.dialog import ExportDialog

        window = self._window
        window.finish_typing()
        options = ExportOptions(all_columns=window.windows.remembered(_ALL_COLUMNS, "false") == "true")
        choice = ExportChoice(kind, options, paper=self._paper())
        dialog = ExportDialog(scope_of(window), window.backlog.workspace.framework.name, choice, window)
        dialog.chosen.connect(self._ask_target)
        dialog.open()

    def _ask_target(self, choice: ExportChoice) -> None:
        from pmdesk.gui.exporting.dialog import KIND_NAMES

        self._remember(choice)
        stem = self._window.backlog.path.stem
        name = self.tr("{name} for Jira").format(name=stem) if choice.kind is Kind.JIRA else stem
        suggestion = self._folder() / (name + SUFFIXES[choice.kind])
        target = ask_save_path(self._window, self.tr("Export"), suggestion, say(KIND_NAMES[choice.kind]))
        if target:
            self.write(target, choice)

    def _remembered(self, name: str, usual: Kind) -> Kind:
        stored = self._window.windows.remembered(name)
        return Kind(stored) if stored in tuple(Kind) else usual

    def _paper(self) -> Paper:
        stored = self._window.windows.remembered(_PAPER)
        return Paper(stored) if stored in tuple(Paper) else usual_paper()

    def _remember(self, choice: ExportChoice) -> None:
        windows = self._window.windows
        windows.remember(_REPORT if choice.kind in _REPORTS else _KIND, choice.kind.value)
        if choice.kind is Kind.PDF:
            windows.remember(_PAPER, choice.paper.value)
        if choice.kind in (Kind.WORKBOOK, Kind.CSV):
            windows.remember(_ALL_COLUMNS, "true" if choice.options.all_columns else "false")

    # What is written

    def write(self, target: Path, choice: ExportChoice) -> None:
        """Take the content from the backlog, and write it off the GUI thread."""
        self._window.finish_typing()
        try:
            order = export_kinds.prepare(
                self._window.backlog.workspace, choice.kind, choice.options, only_changed=choice.only_changed
            )
        except UserError as fault:
            self._window.show_refusal(fault.message)
            return
        self._used(target)
        stop = threading.Event()
        self._show_progress(stop, 0, 0)
        self._work.start(self._writing(order, target, choice.paper, stop))

    def _writing(self, order: Order, target: Path, paper: Paper, stop: threading.Event) -> Callable[[], ExportReport]:
        """What the worker does, with all that it needs of the window and the user's locale."""
        voice = Voice(say, number_style(), _moment)
        means = Means(_render_pdf, paper, voice)

        def progress(done: int, total: int) -> None:
            if stop.is_set():
                raise CancelledError
            self._progressed.emit(stop, done, total)

        return lambda: export_kinds.write(order, target, means, progress)

    def _show_progress(self, stop: threading.Event, done: int, total: int) -> None:
        if stop.is_set():
            return
        said = message("Writing… {done} of {total}", done=done, total=total) if total else message("Writing…")
        self._window.notices.show_notice(
            say(said),
            kind="progress",
            actions=((self.tr("Cancel"), lambda: self._cancel(stop)),),
            fraction=done / total if total else None,
        )

    def _cancel(self, stop: threading.Event) -> None:
        """End it at the next row; nothing is told of it any more."""
        stop.set()
        self._window.notices.end_progress()

    def _tell(self, report: ExportReport) -> None:
        said = message("{count} items written to {name}.", one="1 item written to {name}.", count=report.items,
                       name=report.path.name)  # fmt: skip
        self._window.notices.show_notice(
            " ".join([say(said), *map(say, report.notes)]),
            actions=(
                (self.tr("Open"), lambda: open_file(report.path)),
                (self.tr("Show folder"), lambda: open_folder(report.path.parent)),
            ),
            lasting=bool(report.notes),
        )

    def stop(self) -> None:
        """Wait for what is under way: the window is closing."""
        self._work.stop()


def _moment(moment: datetime) -> str:
    return exactly_when(moment.isoformat())


def _render_pdf(report: Report, paper: Paper, progress: Progress | None) -> bytes:
    """Imported when the first PDF is wanted."""
    from pmdesk.gui.reporting.pdf import render_pdf

    return render_pdf(report, paper, progress)
