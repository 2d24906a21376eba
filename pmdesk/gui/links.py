"""The one door to what lies outside: web addresses are shown before they are opened, files only by their folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

SCHEMES = ("http", "https", "mailto")


def is_safe(address: str) -> bool:
    """Whether an address is one that a browser or a mail program opens, and nothing else."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return False
    return scheme in SCHEMES and address.isprintable() and " " not in address


def ask_to_open(address: str, parent: QWidget, refused: Callable[[], object]) -> None:
    """Show an address and open it once the user agrees; one that is not safe is `refused`."""
    if not is_safe(address):
        refused()
        return
    question = QMessageBox(parent)
    question.setWindowTitle("PMDesk")
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(_tr("Open this address outside PMDesk?"))
    question.setInformativeText(address)
    question.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
    question.setDefaultButton(QMessageBox.StandardButton.Open)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.accepted.connect(lambda: QDesktopServices.openUrl(QUrl(address)))
    question.open()


def open_file(path: Path) -> None:
    """Open a file that PMDesk has just written, with the program that the user has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_folder(folder: Path) -> None:
    """Show a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Links", text)
