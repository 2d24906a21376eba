"""The composition root: where arguments, paths, logging and the window or the command line come together.

The order of a start: the arguments decide whether it is a command (no Qt is imported) or the window; the log is
opened; Qt is imported; the window is painted empty; then the backlog is loaded on a thread; the rows are painted; then
all that works with them is made. SQLAlchemy waits until all of this is done or something is written, openpyxl until
something is exported.
"""

from __future__ import annotations

import argparse
import builtins
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import PlatformDirs

from pmdesk import __version__
from pmdesk.cli import COMMANDS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QMainWindow

    from pmdesk.gui.windows import Windows
    from pmdesk.services.export_kinds import Paper
    from pmdesk.services.report import Report

logger = logging.getLogger("pmdesk")


def main(argv: Sequence[str]) -> int:
    """Run a command, or open the window and stay until the last one is closed; returns the exit code."""
    if argv[:1] and argv[0] in COMMANDS:
        from pmdesk import cli

        return cli.run(argv, _render_pdf)
    arguments = _parser().parse_args(argv)
    return _run_window(arguments.backlog, sample=arguments.sample)


def open_window(path: Path | str) -> QMainWindow:
    """Open a backlog's window without starting the event loop, with all rows there; needs a QApplication.

    A missing backlog is made. Raises UserError where the backlog cannot be opened.
    """
    from pmdesk.domain.records import Settings
    from pmdesk.services.workspace import create_workspace, is_there

    backlog = Path(path)
    if not is_there(backlog):
        create_workspace(backlog, Settings(name=backlog.stem)).close()
    return _windows(build_application()).open_now(backlog)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pmdesk",
        description="Turn a Jira export into a ranked backlog.",
        epilog=f"Without a window: pmdesk {{{','.join(COMMANDS)}}} --help",
    )
    parser.add_argument("backlog", nargs="?", type=Path, metavar="BACKLOG", help="the backlog to open")
    parser.add_argument("--sample", action="store_true", help="open the sample backlog (made at BACKLOG if missing)")
    parser.add_argument("--version", action="version", version=f"PMDesk {__version__}")
    return parser


def _render_pdf(report: Report, paper: Paper, progress: Callable[[int, int], None] | None) -> bytes:
    """Set a report for the command line, which knows no Qt: with no window, and on Linux with no display."""
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from pmdesk.gui.reporting.pdf import render_pdf

    running = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    pages = render_pdf(report, paper, progress)
    del running  # not before: without it there are no fonts
    return pages


def _directories() -> PlatformDirs:
    return PlatformDirs("PMDesk", appauthor=False)


def build_application() -> QApplication:
    """The QApplication, made where there is none."""
    _import_qt()
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("PMDesk")
    QCoreApplication.setApplicationVersion(__version__)
    app.setDesktopFileName("pmdesk")
    return app


def _import_qt() -> None:
    """Import Qt without the import hook that it leaves behind.

    For a switch to snake_case names, which PMDesk does not use, the hook reads the source of every module that is
    imported: about a tenth of a start.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain


def _windows(app: QApplication) -> Windows:
    """The windows of the process: one object, kept by the application."""
    from PySide6.QtCore import QSettings

    from pmdesk.gui.windows import Windows

    known = app.findChild(Windows)
    if known is not None:
        return known
    paths = _directories()
    settings = QSettings(str(paths.user_config_path / "pmdesk.ini"), QSettings.Format.IniFormat)
    return Windows(app, paths.user_data_path, settings)


def _run_window(path: Path | None, *, sample: bool) -> int:
    from PySide6.QtCore import qVersion

    from pmdesk.gui.fault_log import FaultLog
    from pmdesk.gui.single_instance import Listener, hand_over, server_name

    if _has_no_display():
        print("pmdesk: there is no display to open a window on; `pmdesk rank --help` works without.", file=sys.stderr)
        return 1
    app = build_application()
    name = server_name(_directories().user_data_path)
    if hand_over(name, {"backlog": str(path.absolute()) if path else None, "sample": sample}):
        return 0
    log = FaultLog(_directories().user_log_path, app)
    log.start()
    logger.info("PMDesk %s, Python %s, Qt %s, %s", __version__, sys.version.split()[0], qVersion(), sys.platform)
    windows = _windows(app)
    log.told.connect(lambda fault: _tell_own_fault(fault, log.path, windows))
    listener = Listener(name, app)
    listener.requested.connect(
        lambda asked: windows.start_again(asked.get("backlog"), sample=bool(asked.get("sample")))
    )
    windows.start(path, sample=sample)
    status = app.exec()
    listener.close()
    log.stop()
    return status


def _tell_own_fault(fault: BaseException, log: Path, windows: Windows) -> None:
    """A fault of our own: told once, and the window stays alive."""
    from pmdesk.gui.fault_dialog import show_fault

    show_fault(fault, log, windows.trail.lines())


def _has_no_display() -> bool:
    """Whether Qt would find no screen on Linux and abort."""
    known = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(map(os.environ.get, known))
