"""A path that cannot be looked at is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.domain.records import Settings
from pmdesk.services.workspace import is_there
from pmdesk.storage.backlog_file import BacklogFile


@pytest.fixture(params=["loop.pmdesk", "x" * 300 + ".pmdesk", "nul\0.pmdesk"])
def hopeless(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A path that is neither there nor missing."""
    (tmp_path / "loop.pmdesk").symlink_to(tmp_path / "loop.pmdesk")
    return tmp_path / str(request.param)


def test_what_stands_there_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert is_there(tmp_path)
    assert is_there(tmp_path / "file")
    assert not is_there(tmp_path / "missing" / "file")
    assert not is_there(tmp_path / "file" / "inner")


def test_what_cannot_be_looked_at_is_said(hopeless: Path) -> None:
    for look in (is_there, BacklogFile, lambda path: BacklogFile.create(path, Settings())):
        with pytest.raises(UserError, match="cannot be read: "):
            look(hopeless)


def test_a_forbidden_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", forbid)
    with pytest.raises(UserError, match=r"shop\.pmdesk” cannot be read: Permission denied\."):
        is_there(tmp_path / "shop.pmdesk")


def test_no_copy_goes_to_a_path_that_cannot_be_looked_at(backlog_file: BacklogFile, hopeless: Path) -> None:
    with pytest.raises(UserError, match="cannot be "):
        backlog_file.copy_to(hopeless)
