"""What only a process of its own shows: a killed window, and what a start imports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pmdesk.services.checking import check
from pmdesk.services.workspace import open_workspace

EDIT_AND_DIE = """
import os, signal, sys
from PySide6.QtWidgets import QApplication
from pmdesk.app import open_window
from pmdesk.gui.grid.columns import COLUMN_AT
app = QApplication([])
window = open_window(sys.argv[1])
(item,) = window.backlog.workspace.find("SHOP-171")
row = window.model.row_of(item.id)
for column, typed in (("reach", "9k"), ("effort", "2")):
    assert window.model.setData(window.model.index(window.model.row_of(item.id), COLUMN_AT[column]), typed)
os.kill(os.getpid(), signal.SIGKILL)
"""


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_window_loses_nothing_that_it_showed_as_saved(sample: Path) -> None:
    died = run(EDIT_AND_DIE, str(sample))
    assert died.returncode == -signal.SIGKILL, died.stderr
    workspace = open_workspace(sample)
    (item,) = workspace.find("SHOP-171")
    faults = check(workspace)
    workspace.close()
    assert (item.reach, item.effort) == (9000.0, 2.0)
    assert faults == []


def test_the_window_is_built_without_the_heavy_libraries() -> None:
    names = "{'sqlalchemy', 'openpyxl', 'lxml', 'python_calamine'}"
    done = run(f"import sys, pmdesk.gui.windows; print(sorted({names} & set(sys.modules)))")
    assert done.stdout.strip() == "[]", done.stderr


def test_the_reader_process_knows_neither_qt_nor_the_database() -> None:
    script = "import sys, pmdesk.__main__, pmdesk.sheets.reading.process; "
    done = run(script + "print(sorted({'PySide6', 'sqlalchemy'} & set(sys.modules)))")
    assert done.stdout.strip() == "[]", done.stderr


def test_the_command_line_needs_no_qt() -> None:
    done = run("import sys; from pmdesk import app, cli; print('PySide6' in sys.modules)")
    assert done.stdout.strip() == "False", done.stderr
