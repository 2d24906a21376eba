"""What is said when PMDesk itself is at fault: the window stays, the details can be copied."""

from __future__ import annotations

import platform
import traceback
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from pmdesk import __version__


def show_fault(fault: BaseException, log: Path) -> None:
    """Tell a fault of ours once; while one is told, others only go to the log."""
    if any(isinstance(widget, _FaultDialog) for widget in QApplication.topLevelWidgets()):
        return
    dialog = _FaultDialog(fault, log)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class _FaultDialog(QMessageBox):
    """One sentence, where the log lies, and a button that copies the details."""

    def __init__(self, fault: BaseException, log: Path) -> None:
        super().__init__(QApplication.activeWindow())
        self.setIcon(QMessageBox.Icon.Warning)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWindowTitle("PMDesk")
        self.setText(self.tr("Something went wrong inside PMDesk. What was saved is safe, and you can go on working."))
        self.setInformativeText(self.tr("The log is in {path}.").format(path=log))
        copy = self.addButton(self.tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
        self.addButton(QMessageBox.StandardButton.Close)
        copy.clicked.disconnect()
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details(fault)))


def details(fault: BaseException) -> str:
    """Versions, platform and traceback; no item's text."""
    lines = traceback.format_exception(type(fault), fault, fault.__traceback__, limit=30)
    places = [line for line in lines if line.lstrip().startswith("File ")]
    head = f"PMDesk {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return "\n".join([head, type(fault).__name__, *places])
