"""About PMDesk: versions and licences, and the details as text."""

from __future__ import annotations

import platform
import sqlite3
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from pmdesk import __version__
from pmdesk.gui import about_details
from pmdesk.gui.about_dialog import AboutDialog
from pmdesk.gui.theme import Theme

NAMES = ["Python", "Qt", "PySide6", "SQLite", "SQLAlchemy", "openpyxl", "python-calamine", "lxml", "platformdirs"]


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> AboutDialog:
    made = AboutDialog(theme)
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def cell(dialog: AboutDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    return item.text() if item else ""


def test_every_part_has_a_version_and_a_licence(dialog: AboutDialog) -> None:
    rows = [[cell(dialog, row, column) for column in range(3)] for row in range(dialog.table.rowCount())]
    assert [name for name, _, _ in rows] == NAMES
    assert all(version[0].isdigit() and licence for _, version, licence in rows)
    assert rows[0][1] == platform.python_version()
    assert rows[3][1] == sqlite3.sqlite_version
    assert rows[7][1] == metadata.version("lxml")


def test_a_part_without_metadata_is_still_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert [part.version for part in about_details.parts()][-1] == "–"


def test_the_licence_is_the_one_of_the_project() -> None:
    licence = Path(__file__).parents[2] / "LICENSE"
    assert licence.read_text(encoding="utf-8") == about_details.LICENCE


def test_the_licence_unfolds_by_keyboard(qtbot: QtBot, dialog: AboutDialog) -> None:
    assert not dialog.licence.isVisible()
    dialog.licence_button.setFocus()
    qtbot.keyClick(dialog.licence_button, Qt.Key.Key_Space)
    assert dialog.licence.isVisible()
    assert "Permission is hereby granted" in dialog.licence.toPlainText()
    qtbot.keyClick(dialog.licence_button, Qt.Key.Key_Space)
    assert not dialog.licence.isVisible()


def test_the_details_are_copied_as_text(qtbot: QtBot, dialog: AboutDialog) -> None:
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith(f"PMDesk {__version__}\n")
    assert all(name in text for name in NAMES)
    assert dialog.copy_button.text() == "Copied"


def test_tab_leaves_the_table_and_escape_closes(qtbot: QtBot, dialog: AboutDialog) -> None:
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert not dialog.table.hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
