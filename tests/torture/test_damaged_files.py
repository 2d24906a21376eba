"""Damaged copies of backlogs open, or are refused in one sentence and stay as they are; nothing breaks or hangs."""

from __future__ import annotations

import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.services.change_history import entries
from pmdesk.services.checking import check
from pmdesk.services.workspace import Workspace, create_workspace, open_workspace
from tests.torture.acts import Acts
from tests.torture.damaged import mutants

SECONDS = 30
QUICK, LONG = 30, 2000
OLD = sorted(Path("tests/data/backlogs").glob("*.pmdesk"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backlog of today after some acts."""
    made = create_workspace(tmp_path_factory.mktemp("sound") / "shop.pmdesk", Settings(name="Shop"))
    acts = Acts(made, 11)
    for _ in range(40):
        acts.one()
    made.close()
    return made.path.read_bytes()


@contextmanager
def in_time() -> Iterator[None]:
    """Nothing may take longer than some seconds."""
    if sys.platform == "win32":
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"it took more than {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(path: Path, content: bytes) -> str:
    """What becomes of a damaged file: whether it was opened, refused, or refused only later."""
    for one in path.parent.iterdir():
        one.unlink()
    path.write_bytes(content)
    try:
        with in_time():
            workspace = open_workspace(path)
    except UserError as fault:
        check_sentence(fault)
        assert path.read_bytes() == content
        assert [one.name for one in path.parent.iterdir()] == [path.name]
        return "refused"
    with in_time():
        found = use(workspace)
    return "opened, with faults found" if found else "opened"


def use(workspace: Workspace) -> bool:
    """Look at everything and undo something; whether something is found to be wrong."""
    found = False
    for act in (
        lambda: bool(check(workspace)),
        lambda: [workspace.ranking_by(name) for name in ("rice", "moscow")] and False,
        lambda: entries(workspace) and False,
        lambda: workspace.undo() and False,
        workspace.close,
    ):
        try:
            found = bool(act()) or found
        except UserError as fault:
            check_sentence(fault)
            found = True
    return found


def check_sentence(fault: UserError) -> None:
    """One sentence that names the file, and no part of the program."""
    said = str(fault)
    assert re.fullmatch(r"[^\n]{20,400}\.", said), said
    assert not re.search(r"Traceback|Error\b|\bobject at\b", said), said


def damage_all(path: Path, data: bytes, count: int, seed: int) -> Counter[str]:
    return Counter(outcome(path, content) for content in mutants(data, count, seed))


def test_some_damaged_copies(backlog_path: Path, sound: bytes) -> None:
    found = damage_all(backlog_path, sound, QUICK, 1)
    assert found["refused"] > 3
    assert found["opened, with faults found"] > 3


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_some_damaged_copies_of_older_versions(backlog_path: Path, old: Path) -> None:
    assert damage_all(backlog_path, old.read_bytes(), 15, 2)["refused"] > 3


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10, 20))
def test_two_thousand_damaged_copies(backlog_path: Path, sound: bytes, seed: int) -> None:
    found = damage_all(backlog_path, sound, LONG // 10, seed)
    assert min(found["refused"], found["opened, with faults found"]) > 20


@pytest.mark.torture
@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_many_damaged_copies_of_older_versions(backlog_path: Path, old: Path) -> None:
    assert damage_all(backlog_path, old.read_bytes(), 300, 3)["refused"] > 50
