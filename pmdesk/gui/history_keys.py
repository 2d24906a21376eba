"""Undo and redo in a box that is typed into: the box's own while something is typed, else the window's."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

REDO_KEYS = ("Ctrl+Y", "Ctrl+Shift+Z")  # Qt knows one of them on each system, hands know both

Box = QLineEdit | QPlainTextEdit


def is_redo(event: QKeyEvent) -> bool:
    """Whether a key asks for redo."""
    return QKeySequence(event.keyCombination()).toString() in REDO_KEYS


def is_the_boxs(event: QKeyEvent, box: Box, *, touched: bool) -> bool | None:
    """Whether an undo or redo key belongs to the box, in which something may be typed; None for every other key."""
    if is_redo(event):
        return touched or _can_redo(box)
    return touched if event.matches(QKeySequence.StandardKey.Undo) else None


def _can_redo(box: Box) -> bool:
    return box.isRedoAvailable() if isinstance(box, QLineEdit) else box.document().isRedoAvailable()
