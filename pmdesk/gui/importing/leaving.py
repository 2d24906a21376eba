"""Leaving the wizard: what is asked where work would be lost, and going for good once its workers have ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

_MILLISECONDS = 50


class Worker(Protocol):
    """Something that may be at work on another thread, and that ends without waiting once it is not."""

    @property
    def under_way(self) -> bool:
        """Whether it is at work."""

    def release(self) -> None:
        """End it."""


class Retiring(QObject):
    """Waits, without holding the window up, until some workers have ended; `retired` tells, once."""

    retired = Signal()

    def __init__(self, workers: Sequence[Worker], parent: QObject) -> None:
        super().__init__(parent)
        self._workers = workers
        self.begun = self.done = False

    def begin(self) -> None:
        """Wait from now on; nothing is told before the caller is done."""
        self.begun = True
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        if any(worker.under_way for worker in self._workers):
            QTimer.singleShot(_MILLISECONDS, self, self._look)
            return
        for worker in self._workers:
            worker.release()
        self.done = True
        self.retired.emit()


def ask_to_leave(parent: QWidget, leave: Callable[[], None]) -> None:
    """Ask whether what was chosen may be lost, and leave where it may."""
    box = QMessageBox(QMessageBox.Icon.Question, _tr("Import"), _tr("Leave the import?"), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(_tr("What you chose here is lost. The backlog stays as it is."))
    going = box.addButton(_tr("&Leave"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_tr("&Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    going.clicked.connect(leave)
    box.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportWizard", text)
