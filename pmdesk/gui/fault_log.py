"""Where faults of PMDesk's own go: a rotating log that also takes what Qt says, and the traces of a crash."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import sys
import threading
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

logger = logging.getLogger("pmdesk")
_BYTES, _FILES = 1_000_000, 4
_TOLD_IN_FULL = 5  # times, before a record that comes again and again is told only now and then
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class FaultLog(QObject):
    """Takes every unhandled exception of every thread. `told` brings those to the GUI thread that people should know.

    Without a folder that can be written, PMDesk works all the same, and faults go to the standard error alone.
    """

    told = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = folder / "pmdesk.log"
        self._crashes = folder / "crash.txt"
        self._crash_file: TextIO | None = None
        self._handler: logging.Handler | None = None

    def start(self) -> None:
        """Open the log and take the faults from here on; what the last run left of a crash goes into the log."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._open()
        except OSError as fault:
            print(f"pmdesk: there is no log: {fault}", file=sys.stderr or None)
        qInstallMessageHandler(_log_qt)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def stop(self) -> None:
        """Leave everything as it was before; of this run no crash is left to tell."""
        qInstallMessageHandler(None)
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        if self._crash_file is not None:
            faulthandler.disable()
            self._crash_file.close()
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()

    def _open(self) -> None:
        handler = logging.handlers.RotatingFileHandler(
            self.path, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", errors="backslashreplace"
        )
        handler.setFormatter(logging.Formatter(_FORMAT))
        handler.addFilter(_Repeats())
        logging.getLogger().addHandler(handler)
        logging.getLogger("pmdesk").setLevel(logging.INFO)
        self._handler = handler
        self._tell_last_crash()
        self._crash_file = self._crashes.open("w", encoding="utf-8")
        faulthandler.enable(self._crash_file, all_threads=True)

    def _tell_last_crash(self) -> None:
        try:
            left = self._crashes.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return
        if left:
            logger.error("the last run ended by a crash:\n%s", left)

    def _on_exception(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, fault, trace)
        if not issubclass(kind, KeyboardInterrupt):
            logger.error("unexpected fault", exc_info=(kind, fault, trace))
            self.told.emit(fault)

    def _on_thread_exception(self, arguments: Any) -> None:
        if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
            self._on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _on_unraisable(self, arguments: Any) -> None:
        """What happens while something is thrown away: worth a line in the log, but nobody's work is harmed."""
        sys.__unraisablehook__(arguments)
        if arguments.exc_value is not None:
            trace = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
            logger.error("fault in %s", arguments.err_msg or "a finalizer", exc_info=trace)


class _Repeats(logging.Filter):
    """Lets a record that comes again and again through a few times, and then every hundredth time."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: Counter[tuple[str, int, str]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        what = record.getMessage() if record.exc_info is None else _place(record.exc_info)
        at = (record.name, record.levelno, what[:300])
        self._seen[at] += 1
        times = self._seen[at]
        if times > _TOLD_IN_FULL and times % 100 == 0:
            record.msg, record.args = f"{record.getMessage()} (for the {times}th time)", ()
        return times <= _TOLD_IN_FULL or times % 100 == 0


def _place(trace: Any) -> str:
    """The kind of an exception and where it was raised."""
    kind, _, frame = trace if isinstance(trace, tuple) else (None, None, None)
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{kind} {frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else str(kind)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
