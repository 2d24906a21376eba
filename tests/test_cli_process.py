"""Commands as processes, and faults of the user's world: one sentence, whichever command meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmdesk.services.workspace import Workspace
from tests.commands import Run, said, wrong_usage
from tests.sheets.exports import EXPORTS


class TestTheUsersWorld:
    """Faults of the world are told in one sentence, by every command."""

    COMMANDS = (
        ("rank", "{}"),
        ("check", "{}"),
        ("set", "{}", "A-1", "reach=1"),
        ("export", "{}", "out.xlsx"),
        ("import", str(EXPORTS / "cloud-en.csv"), "--into", "{}"),
    )

    def command(self, command: tuple[str, ...], path: Path) -> tuple[str, ...]:
        """The command for a backlog."""
        return tuple(str(path) if part == "{}" else part for part in command)

    @pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
    def test_a_backlog_that_is_held_names_its_holder(
        self, run: Run, workspace: Workspace, command: tuple[str, ...]
    ) -> None:
        sentence = said(run(*self.command(command, workspace.path)))
        assert sentence.startswith(f"“shop.pmdesk” is open in another PMDesk (process {os.getpid()} on ")

    @pytest.mark.parametrize("command", COMMANDS[:-1], ids=lambda command: command[0])
    def test_a_backlog_that_is_missing_is_not_made(
        self, run: Run, backlog_path: Path, command: tuple[str, ...]
    ) -> None:
        assert said(run(*self.command(command, backlog_path))) == f"There is no file “{backlog_path}”."
        assert list(backlog_path.parent.iterdir()) == []

    def test_no_command_is_wrong_usage(self, run: Run) -> None:
        wrong_usage(run())
        wrong_usage(run("sell"))


class TestProcess:
    """The same as a process of its own."""

    def pmdesk(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """Run `python -m pmdesk`."""
        command = [sys.executable, "-m", "pmdesk", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})

    def test_held_by_another_process(self, workspace: Workspace) -> None:
        ran = self.pmdesk("rank", workspace.path)
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert f"process {os.getpid()} on".encode() in ran.stderr
        assert ran.stderr.count(b"\n") == 1

    def test_json_is_readable_whatever_the_terminal_speaks(self, backlog: Path) -> None:
        run_set = self.pmdesk("set", backlog, "A-1", "title=Größe ≥ 3 “now”")
        assert run_set.returncode == 0
        for encoding in ("utf-8", "ascii", "cp1252"):
            ran = self.pmdesk("rank", backlog, "--json", PYTHONIOENCODING=encoding)
            assert ran.returncode == 0
            assert json.loads(ran.stdout.decode(encoding))[0]["title"] == "Größe ≥ 3 “now”"
        assert self.pmdesk("rank", backlog, PYTHONIOENCODING="ascii").returncode == 0

    def test_a_reader_that_stops_reading_is_no_fault(self, backlog: Path) -> None:
        command = [sys.executable, "-m", "pmdesk", "rank", str(backlog), "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ranking:
            assert ranking.stdout is not None
            assert ranking.stderr is not None
            ranking.stdout.close()
            assert ranking.stderr.read() == b""
        assert ranking.returncode == 0

    def test_commands_start_without_qt_and_help_without_a_database(self) -> None:
        code = "import sys; from pmdesk.app import main; main(['rank', '--help'])"
        watch = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); "
        ran = subprocess.run([sys.executable, "-c", watch + code], capture_output=True, text=True, check=True)
        loaded = {name.split(".")[0] for name in ran.stdout.splitlines()[-1].split()}
        assert "pmdesk" in loaded
        assert not loaded & {"PySide6", "shiboken6", "sqlalchemy", "openpyxl", "lxml", "python_calamine"}
