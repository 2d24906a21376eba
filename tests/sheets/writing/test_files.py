"""A file that is there as a whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pmdesk.domain.messages import UserError
from pmdesk.sheets.writing.files import disk_error, replacing


def _write(target: Path, content: bytes = b"new") -> None:
    with replacing(target) as stream:
        stream.write(content)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written(tmp_path: Path) -> None:
    _write(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == b"new"
    assert _names(tmp_path) == ["a.xlsx"]


def test_an_old_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    mode = target.stat().st_mode
    _write(target)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode == mode


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"old")
    link = tmp_path / "link.xlsx"
    link.symlink_to("real.xlsx")
    _write(link)
    assert link.is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes() == b"new"


def test_nothing_is_left_when_the_block_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(TypeError):
        _write(target, "half" * 10_000)  # type: ignore[arg-type]
    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == ["a.xlsx"]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match=r"disk is full, so “a\.xlsx” was not written"):
        _write(tmp_path / "a.xlsx")
    assert _names(tmp_path) == []


def test_a_file_open_in_another_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def refuse(source: Path, final: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError, match=r"“a\.xlsx” cannot be replaced: it is open in another program"):
        _write(target)
    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == ["a.xlsx"]


def test_a_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UserError, match="or protected"):
        _write(target)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("parent", ["missing", "file.txt"])
def test_a_missing_folder_is_told(tmp_path: Path, parent: str) -> None:
    (tmp_path / "file.txt").touch()
    with pytest.raises(UserError, match=f"There is no folder “.*{parent}”"):
        _write(tmp_path / parent / "a.xlsx")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "PMDesk may not write in"),
        (OSError(errno.EROFS, "Read-only file system"), "PMDesk may not write in"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "could not be written: File name too long"),
    ],
)
def test_faults_of_the_disk_are_sentences(tmp_path: Path, fault: OSError, said: str) -> None:
    assert said in str(disk_error(fault, tmp_path / "a.xlsx"))


def test_a_file_that_windows_locks_is_told(tmp_path: Path) -> None:
    fault = OSError(errno.EACCES, "in use")
    fault.winerror = 32  # type: ignore[attr-defined]
    assert "open in another program" in str(disk_error(fault, tmp_path / "a.xlsx"))
