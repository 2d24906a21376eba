"""Processes that measure: each obeys commands on its standard input and answers on its standard output.

Windows are measured in processes of their own: the style sheet of one would slow the stock widgets down that it is
compared with, and one process's settings and memory are nobody else's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


class Helper:
    """A running module of tests.bench. `ask` sends a command and waits for its answer."""

    def __init__(self, module: str, home: Path, *arguments: object) -> None:
        self._process = subprocess.Popen(
            command(module, *arguments),
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, name: str, /, **values: Any) -> Any:
        """The answer to a command. Raises RuntimeError where the process ended instead of answering."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self._process.stdin.write(json.dumps([name, values]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended with {self._process.wait()} at {name!r}")
        return json.loads(line)

    def close(self) -> None:
        """End the process: its input is over."""
        self._process.communicate()


def command(module: str, *arguments: object) -> list[str]:
    """How a module of tests.bench is started."""
    return [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]


def environment(home: Path) -> dict[str, str]:
    """This process's environment with folders of the user's own under `home`."""
    home.mkdir(mode=0o700, exist_ok=True)
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **given,
        **dict.fromkeys(_FOLDERS, str(home)),
        # As for users from their second start on: compiled once, then read. Each bench compiles for itself.
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
        # Off screen Qt warns of what that platform lacks, at each window.
        "QT_LOGGING_RULES": "default.warning=false",
    }


def serve(commands: Mapping[str, Callable[..., Any]]) -> None:
    """Obey until standard input ends."""
    for line in sys.stdin:
        name, values = json.loads(line)
        print(json.dumps(commands[name](**values)), flush=True)
