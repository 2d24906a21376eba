"""A long day in one window: nothing grows, nothing is left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read as Linux tells it")


def day(tmp_path: Path, count: int, every: int, seconds: int) -> list[dict[str, Any]]:
    """What a process held in the course of so many actions."""
    temporary, folder = tmp_path / "tmp", tmp_path / "day"
    temporary.mkdir()
    folder.mkdir()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "tests.torture.long_day", str(count), str(every), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_nothing_is_left(first: dict[str, Any], last: dict[str, Any]) -> None:
    for name in ("threads", "files", "timers", "dialogs"):
        assert last[name] <= first[name] + 1, (name, first, last)
    assert last["temporary"] == 0


@pytest.mark.torture
def test_twenty_thousand_actions(tmp_path: Path) -> None:
    held = day(tmp_path, 20_000, 500, 3600)
    first = next(one for one in held if one["done"] == 1000)
    check_nothing_is_left(first, held[-1])
    assert held[-1]["objects"] <= 1.05 * first["objects"]
    assert held[-1]["bytes"] <= 1.1 * first["bytes"], [one["bytes"] >> 20 for one in held]


def test_a_hundred_actions_leave_nothing_behind(tmp_path: Path) -> None:
    check_nothing_is_left(*day(tmp_path, 120, 60, 240))
