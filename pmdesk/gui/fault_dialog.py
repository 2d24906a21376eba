"""What is said when PMDesk itself is at fault: the window stays, the details can be copied."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from pmdesk.gui.about_details import details as versions
from pmdesk.gui.links import open_folder


def show_fault(fault: BaseException, log: Path, trail: Sequence[str]) -> None:
    """Tell a fault of ours once; while one is told, others only go to the log."""
    if any(isinstance(widget, FaultDialog) for widget in QApplication.topLevelWidgets()):
        return
    dialog = FaultDialog(fault, log, trail)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class FaultDialog(QMessageBox):
    """One sentence, where the log lies, and buttons that copy the details and open the log's folder."""

    def __init__(self, fault: BaseException, log: Path, trail: Sequence[str]) -> None:
        super().__init__(QApplication.activeWindow())
        self.setIcon(QMessageBox.Icon.Warning)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWindowTitle("PMDesk")
        self.setText(self.tr("Something went wrong inside PMDesk. What was saved is safe, and you can go on working."))
        self.setInformativeText(self.tr("The log is in {path}.").format(path=log))
        self.copy_button = self._button(self.tr("&Copy details"), self.tr("Versions, platform and the last actions"))
        self.copy_button.clicked.connect(lambda: self._copy(fault, trail))
        self.folder_button = self._button(self.tr("Show the &log"), self.tr("Open the folder of the log"))
        self.folder_button.clicked.connect(lambda: open_folder(log.parent))
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Close))

    def _button(self, text: str, tool_tip: str) -> QPushButton:
        """A button that leaves the dialog open."""
        made = self.addButton(text, QMessageBox.ButtonRole.ActionRole)
        made.clicked.disconnect()
        made.setToolTip(tool_tip)
        return made

    def _copy(self, fault: BaseException, trail: Sequence[str]) -> None:
        QGuiApplication.clipboard().setText(details(fault, trail))
        self.copy_button.setText(self.tr("Copied"))


def details(fault: BaseException, trail: Sequence[str] = ()) -> str:
    """Versions, platform, kind and places of the fault, and the last actions; no item's text."""
    lines = traceback.format_exception(type(fault), fault, fault.__traceback__, limit=30)
    places = [line.split("\n")[0] for line in lines if line.lstrip().startswith("File ")]
    return "\n".join([versions(), "", type(fault).__name__, *places, "", "Last actions:", *trail])
