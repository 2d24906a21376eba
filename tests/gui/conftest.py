"""What the tests of the window share: one application, the sample backlog, and a watch over its threads."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmdesk.domain.records import Settings
from pmdesk.gui.document import Document
from pmdesk.gui.main_window import MainWindow
from pmdesk.gui.theme import Theme
from pmdesk.gui.windows import Windows
from pmdesk.services.sample import create_sample
from pmdesk.services.workspace import create_workspace, open_workspace


@pytest.fixture(scope="session", autouse=True)
def _english_numbers() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample backlog, made once."""
    path = tmp_path_factory.mktemp("sample") / "stallpay.pmdesk"
    create_sample(path).close()
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Path:
    """A copy of the sample backlog for one test."""
    return Path(shutil.copy(sample_file, tmp_path / "stallpay.pmdesk"))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A theme that goes with the test."""
    made = Theme(qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def document(qapp: QApplication, sample: Path) -> Iterator[Document]:
    """The sample backlog as a window sees it, without a window."""
    opened = Document(open_workspace(sample))
    yield opened
    opened.close()


@pytest.fixture
def empty_document(qapp: QApplication, tmp_path: Path) -> Iterator[Document]:
    """A backlog without items."""
    opened = Document(create_workspace(tmp_path / "empty.pmdesk", Settings(name="Empty")))
    yield opened
    opened.close()


@pytest.fixture
def windows(qapp: QApplication, tmp_path: Path) -> Iterator[Windows]:
    """The windows of a process whose settings and data lie in the test's folder. No thread may outlive it."""
    before = set(threading.enumerate())
    settings = QSettings(str(tmp_path / "pmdesk.ini"), QSettings.Format.IniFormat)
    made = Windows(qapp, tmp_path / "data", settings)
    yield made
    made.quit()
    made.close()
    qapp.processEvents()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [thread.name for thread in set(threading.enumerate()) - before if thread.is_alive()]
    assert left == []


@pytest.fixture
def window(qtbot: QtBot, windows: Windows, sample: Path) -> MainWindow:
    """The window of a copy of the sample backlog, active and with all rows there."""
    return shown(qtbot, windows, sample)


def shown(qtbot: QtBot, windows: Windows, path: Path) -> MainWindow:
    """Open a backlog's window and wait until it takes keys."""
    opened = windows.open_now(path)
    opened.resize(1440, 900)
    opened.activateWindow()
    qtbot.waitExposed(opened)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is opened)
    return opened
