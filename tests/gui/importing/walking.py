"""Ways through the import wizard, by the keys that a user presses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pmdesk.gui.importing.wizard import COLUMNS, PREVIEW, ImportWizard
from pmdesk.gui.main_window import MainWindow


def wizard_of(window: MainWindow, *, there: bool = True) -> ImportWizard:
    """The wizard that a window shows; None where it shows none, and none is expected."""
    found = [one for one in window.findChildren(ImportWizard) if one.isVisible()]
    assert len(found) == there
    return found[0] if found else None  # type: ignore[return-value]


def to_preview(qtbot: QtBot, wizard: ImportWizard) -> None:
    """From the files to the preview by Enter."""
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=20_000)
    qtbot.keyClick(wizard, Qt.Key.Key_Return)
    if wizard.pages.currentIndex() == COLUMNS:
        qtbot.keyClick(wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.pages.currentIndex() == PREVIEW, timeout=20_000)


def go_through(qtbot: QtBot, window: MainWindow, paths: Sequence[Path]) -> None:
    """Import files as they are, by Enter; returns once the last one is pressed."""
    window.take_files(paths)
    wizard = wizard_of(window)
    to_preview(qtbot, wizard)
    qtbot.keyClick(wizard, Qt.Key.Key_Return)
