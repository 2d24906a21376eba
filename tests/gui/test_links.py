"""Addresses are opened only where they are safe, and only once they were seen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from pmdesk.gui.links import ask_to_open, is_safe


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that left PMDesk."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(QUrl(url).toString()))
    return found


@pytest.mark.parametrize(
    "address",
    ["https://shop.example/browse/A-1", "http://shop.example", "HTTPS://shop.example", "mailto:ana@shop.example"],
)
def test_safe_addresses_are_shown_and_then_opened(qtbot: QtBot, opened: list[str], address: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    ask_to_open(address, parent, lambda: pytest.fail("refused"))
    box = parent.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.informativeText() == address
    assert opened == []
    box.button(QMessageBox.StandardButton.Open).click()
    assert [one.casefold() for one in opened] == [address.casefold()]


def test_no_means_no(qtbot: QtBot, opened: list[str]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    ask_to_open("https://shop.example", parent, lambda: pytest.fail("refused"))
    box = parent.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert opened == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "smb://host/share", "ms-msdt:/id", "//host/x",
        "shop.example", "", "https://shop.example/a b", "https://shop\n.example", "https://[", "vscode://x", "ftp://host",
    ],
)  # fmt: skip
def test_others_are_refused_without_a_question(qtbot: QtBot, opened: list[str], address: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    refused: list[bool] = []
    ask_to_open(address, parent, lambda: refused.append(True))
    assert not is_safe(address)
    assert refused == [True]
    assert parent.findChild(QMessageBox) is None
    assert opened == []


NETWORK = ("urllib.request", "http", "ftplib", "smtplib", "xmlrpc", "socketserver", "asyncio", "ssl", "requests")
LOCAL = {"QLocalServer", "QLocalSocket"}  # how a second start reaches the first one


def imported(path: Path) -> set[str]:
    """Everything that a module imports, as module or module.name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return found


def test_there_is_no_other_door() -> None:
    """Nothing in PMDesk speaks to a network, and addresses are opened in one place alone."""
    for path in sorted(Path("pmdesk").rglob("*.py")):
        check_no_door(path)


def check_no_door(path: Path) -> None:
    names = imported(path)
    assert not [name for name in names if name.startswith(NETWORK) or "QtWebEngine" in name], path
    assert {name.rsplit(".", 1)[1] for name in names if name.startswith("PySide6.QtNetwork.")} <= LOCAL
    text = path.read_text(encoding="utf-8")
    assert "setOpenExternalLinks" not in text
    assert "openUrl(QUrl(" not in text or path.name == "links.py"
