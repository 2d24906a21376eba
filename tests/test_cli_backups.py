"""Backups that the command line makes, and files that it may only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmdesk.services.backups import Reason, backups_of
from pmdesk.services.folders import backups_folder
from tests.commands import Run


def test_a_backup_is_made_before_an_import_and_holds_what_was_there(
    run: Run, backlog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    export = tmp_path / "export.csv"
    export.write_text("Issue key,Issue id,Summary\nT-9,9,Nine\n", encoding="utf-8")
    assert run("import", export, "--into", backlog, "--dry-run")[0] == 0
    assert backups_of(backups_folder(), backlog) == []
    assert run("import", export, "--into", backlog)[0] == 0
    (backup,) = backups_of(backups_folder(), backlog)
    assert (backup.reason, backup.items) == (Reason.IMPORT, 5)


def test_where_no_backup_can_be_made_it_is_said_and_the_import_goes_on(
    run: Run, backlog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "data").write_text("no folder")
    export = tmp_path / "export.csv"
    export.write_text("Issue key,Issue id,Summary\nT-9,9,Nine\n", encoding="utf-8")
    status, out, err = run("import", export, "--into", backlog)
    assert status == 0
    assert "1 created" in out
    assert err.startswith("pmdesk: No backup of “shop.pmdesk” could be made in")


def test_of_many_edits_in_a_row_one_backup_is_made(
    run: Run, backlog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for reach in (1, 2, 3):
        assert run("set", backlog, "A-1", f"reach={reach}")[0] == 0
    assert [one.reason for one in backups_of(backups_folder(), backlog)] == [Reason.OPENED]


def test_a_read_only_file_is_ranked_and_refuses_edits_in_words(run: Run, backlog: Path) -> None:
    backlog.chmod(0o444)
    content = backlog.read_bytes()
    assert run("rank", backlog)[0] == 0
    assert run("check", backlog)[:2] == (0, f"{backlog} is sound.\n")
    status, _, err = run("set", backlog, "A-1", "reach=1")
    assert (status, err) == (
        1,
        "pmdesk: “shop.pmdesk” is open read-only, so nothing can be changed; save a copy to work on.\n",
    )
    assert backlog.read_bytes() == content
    assert [one.name for one in backlog.parent.iterdir()] == ["shop.pmdesk"]
