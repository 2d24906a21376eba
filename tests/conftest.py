"""What the tests below the window share: profiles of hypothesis and backlogs on a temporary path."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pmdesk.domain.records import Settings
from pmdesk.services.workspace import Workspace, create_workspace

os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile(
    "tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("torture", settings.get_profile("tests"), derandomize=False, max_examples=2000)
settings.load_profile("tests")


@pytest.fixture
def backlog_path(tmp_path: Path) -> Path:
    """Where a test's backlog stands; its folder holds nothing else."""
    folder = tmp_path / "backlogs"
    folder.mkdir()
    return folder / "shop.pmdesk"


@pytest.fixture
def workspace(backlog_path: Path) -> Iterator[Workspace]:
    """An open, empty backlog."""
    opened = create_workspace(backlog_path, Settings(name="Shop"))
    yield opened
    opened.close()
