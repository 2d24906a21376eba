"""Faults of our own reach the log, are told once, and the window stays alive."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmdesk import __version__
from pmdesk.gui.fault_dialog import FaultDialog, details, show_fault
from pmdesk.gui.fault_log import FaultLog
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.trail import Trail
from pmdesk.services import editing

RUN = """
import ctypes, os, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication
import pmdesk.app as app
from pmdesk.gui.fault_dialog import FaultDialog
from pmdesk.gui.windows import Windows

def fail():
    secret = "Pay by face"
    raise RuntimeError(f"no such thing: {secret}")

class Gone:
    def __del__(self):
        raise KeyError("thrown away")

def faults():
    qWarning("a warning of Qt")
    threading.Thread(target=fail).start()
    Gone()
    QTimer.singleShot(0, fail)
    QTimer.singleShot(600, tell)

def tell():
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, FaultDialog)]
    windows = QApplication.instance().findChild(Windows)
    window = windows.all()[0]
    print(len(dialogs), window.isVisible(), window.isEnabled(), flush=True)
    dialogs[0].copy_button.click()
    print(QApplication.clipboard().text(), flush=True)
    if "crash" in sys.argv:
        ctypes.string_at(0)
    for one in dialogs:
        one.close()
    window.close()

start = app.build_application
def build():
    made = start()
    QTimer.singleShot(700, faults)
    return made
app.build_application = build
sys.exit(app.main([sys.argv[1]]))
"""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with a home of its own."""
    folders = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME")}
    return {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def log_of(home: dict[str, str]) -> str:
    (log,) = Path(home["XDG_STATE_HOME"]).rglob("pmdesk.log")
    return log.read_text(encoding="utf-8")


def run(home: dict[str, str], sample: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, str(sample), *arguments]
    return subprocess.run(command, env=home, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="the folders are set as Linux has them")
def test_faults_of_a_real_window(home: dict[str, str], sample: Path) -> None:
    """Exceptions in the event loop, in a thread and in a finalizer, a warning of Qt, and then a crash."""
    done = run(home, sample, "crash")
    first, *copied = done.stdout.splitlines()
    assert first == "1 True True", done.stderr
    assert done.returncode < 0
    log = log_of(home)
    assert f"PMDesk {__version__}, Python" in log
    assert "WARNING qt a warning of Qt" in log
    assert log.count("RuntimeError: no such thing: Pay by face") == 2
    assert "fault in" in log
    assert "KeyError: 'thrown away'" in log
    assert "journal mode" in log or "written through" in log
    assert copied[0] == f"PMDesk {__version__}"
    assert "Pay by face" not in done.stdout
    assert "in fail" in done.stdout
    again = run(home, sample)
    assert again.returncode == 0, again.stderr
    log = log_of(home)
    assert "the last run ended by a crash:\nFatal Python error: Segmentation fault" in log
    assert log.count("ended by a crash") == 1


@pytest.fixture
def fault_log(qapp: QApplication, tmp_path: Path) -> Iterator[FaultLog]:
    made = FaultLog(tmp_path / "log")
    yield made
    made.stop()


@pytest.mark.logs_error
def test_a_folder_that_cannot_be_written_stops_nothing(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    made = FaultLog(tmp_path / "file" / "log")
    made.start()
    try:
        told: list[object] = []
        made.told.connect(told.append)
        fault = RuntimeError("mine")
        sys.excepthook(RuntimeError, fault, None)
    finally:
        made.stop()
    assert told == [fault]
    assert "there is no log" in capsys.readouterr().err


def test_the_log_is_rotated(fault_log: FaultLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmdesk.gui.fault_log._BYTES", 2000)
    fault_log.start()
    for number in range(200):
        logging.getLogger("pmdesk").info("line %s", number)
    names = sorted(path.name for path in fault_log.path.parent.iterdir())
    assert names == ["crash.txt", "pmdesk.log", "pmdesk.log.1", "pmdesk.log.2", "pmdesk.log.3"]
    assert all(path.stat().st_size <= 2000 for path in fault_log.path.parent.glob("pmdesk.log*"))


@pytest.mark.logs_error
def test_what_comes_again_and_again_does_not_fill_the_log(fault_log: FaultLog) -> None:
    fault_log.start()
    for _ in range(250):
        logging.getLogger("pmdesk").error("no place to paint")
    lines = [line for line in fault_log.path.read_text().splitlines() if "no place" in line]
    assert len(lines) == 7
    assert lines[-1].endswith("no place to paint (for the 200th time)")


def test_the_hooks_go_back_to_what_they_were(fault_log: FaultLog) -> None:
    fault_log.start()
    assert sys.excepthook is not sys.__excepthook__
    fault_log.stop()
    assert (sys.excepthook, sys.unraisablehook) == (sys.__excepthook__, sys.__unraisablehook__)
    assert threading.excepthook is threading.__excepthook__


class TestDialog:
    """One sentence, details to copy, the folder of the log."""

    @pytest.fixture
    def dialog(self, qtbot: QtBot, tmp_path: Path) -> FaultDialog:
        try:
            raise ValueError("<b>Pay</b>")
        except ValueError as fault:
            show_fault(fault, tmp_path / "log" / "pmdesk.log", ["12:00:00 actionUndo"])
            show_fault(fault, tmp_path / "log" / "pmdesk.log", [])
        (shown,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, FaultDialog)]
        qtbot.addWidget(shown)
        return shown

    def test_the_details_are_copied_without_any_text_of_an_item(self, dialog: FaultDialog) -> None:
        dialog.copy_button.click()
        text = QGuiApplication.clipboard().text()
        assert text.startswith(f"PMDesk {__version__}\n")
        assert text.endswith("Last actions:\n12:00:00 actionUndo")
        assert "ValueError" in text
        assert "Pay" not in text.replace("test_fault_log", "")
        assert dialog.isVisible()
        assert dialog.copy_button.text() == "Copied"

    def test_the_folder_of_the_log_is_shown(
        self, dialog: FaultDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[QUrl] = []
        monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
        dialog.folder_button.click()
        assert [url.toLocalFile() for url in opened] == [str(tmp_path / "log")]
        assert dialog.isVisible()


def test_the_trail_holds_what_was_done_and_no_text(window: MainWindow) -> None:
    (item,) = window.backlog.workspace.find("SHOP-112")
    window.backlog.apply(editing.set_values([item], {"title": "Pay by face"}))
    window.actions_["actionUndo"].trigger()
    lines = window.windows.trail.lines()
    assert [line[9:] for line in lines] == [
        "changed: {field} of {key}",
        "actionUndo",
        "changed: {field} of {key}",
    ]
    assert "SHOP" not in details(ValueError("SHOP-112"), lines)


def test_the_trail_is_short() -> None:
    trail = Trail()
    for number in range(100):
        trail.add(f"step {number}", False)
    assert len(trail.lines()) == 20
    assert trail.lines()[-1].endswith("step 99")
