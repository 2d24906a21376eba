"""What the tests below the window share: profiles of hypothesis, backlogs on a temporary path, commands."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pmdesk import cli
from pmdesk.domain.records import Moscow, Settings
from pmdesk.services.workspace import Workspace, create_workspace
from tests.commands import Run
from tests.makers import make_item, put, scored_item, tracker_item

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Backups and logs of the tests are nobody's; each test that looks at them has a folder of its own.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="pmdesk-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_DATA_HOME"], ignore_errors=True)

settings.register_profile("tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
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


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; returns its exit code and what it printed to both streams."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = cli.run([str(one) for one in arguments])
        except SystemExit as usage:
            status = int(usage.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def backlog(workspace: Workspace) -> Path:
    """A closed backlog: two items ranked by RICE, one unscored, one the tracker's, one closed."""
    put(
        workspace,
        scored_item(1, key="A-1", reach=9000.0, impact=3.0, confidence=0.8, effort=3.0, moscow=Moscow.SHOULD),
        scored_item(2, key="A-2", moscow=Moscow.MUST),
        make_item(3, key="A-3", title="Sell\nmore"),
        tracker_item(4, key="T-1", issue_id="1", status="Open"),
        make_item(5, key="C-1", closed_by_user=True),
    )
    workspace.close()
    return workspace.path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Names that are no UTF-8 may be logged, but reach the process that reports only when they are escaped."""
    report = yield
    report.sections = [(name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections]
    return report


@pytest.fixture(autouse=True)
def _no_logged_errors(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A logged error fails a test that does not expect it by the marker `logs_error`."""
    yield
    if request.node.get_closest_marker("logs_error"):
        return
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert errors == []
